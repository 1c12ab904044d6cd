"""What an edit changed in a text, so that nobody compares two long ones by eye."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTEXT = 3
_MOST_WORDS = 1500
_ONE_CHANGE = 200
_WORDS = re.compile(r"\S+")
_GAP = "…"


def text_changes(before: str, after: str) -> str:
    """Return as markdown the words that were taken out, struck through, and those that came, in bold.

    A few words stand around each change; all else is left out.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if old == new:
        return "only spaces and line breaks"
    if max(len(old), len(new)) > _MOST_WORDS:
        return f"{_struck(before)} {_bold(after)}"
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    parts = []
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        if kind == "equal":
            parts.append(_around(old[first:last], is_first=first == 0, is_last=last == len(old)))
            continue
        parts += [_struck(" ".join(old[first:last])), _bold(" ".join(new[new_first:new_last]))]
    return " ".join(filter(None, parts))


def _around(words: Sequence[str], *, is_first: bool, is_last: bool) -> str:
    """Return what did not change, shortened to what stands next to a change."""
    if is_first:
        kept = words[-_CONTEXT:]
        return shown(" ".join(kept)) if len(kept) == len(words) else f"{_GAP} {shown(' '.join(kept))}"
    if is_last:
        kept = words[:_CONTEXT]
        return shown(" ".join(kept)) if len(kept) == len(words) else f"{shown(' '.join(kept))} {_GAP}"
    if len(words) <= 2 * _CONTEXT:
        return shown(" ".join(words))
    return f"{shown(' '.join(words[:_CONTEXT]))} {_GAP} {shown(' '.join(words[-_CONTEXT:]))}"


def _struck(text: str) -> str:
    return f"~~{clip(shown(text), _ONE_CHANGE)}~~" if text else ""


def _bold(text: str) -> str:
    return f"**{clip(shown(text), _ONE_CHANGE)}**" if text else ""
