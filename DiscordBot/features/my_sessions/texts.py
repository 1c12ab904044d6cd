"""What people read about their lists in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.programme.cards.session_texts import TITLE
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.programme.schedule.sessions import Session

CLOSED = translatable(
    "⚠️ I cannot write to you. Press and hold the server's name (or right-click it), open **Privacy "
    "Settings**, allow **Direct Messages**, and press **Try again** below."
)
NOTHING = translatable(
    "Nothing to come is on your list. Press **Remind me** below a session: `/schedule search` finds it, and "
    "so does the select below an announcement."
)


def in_bold(title: str) -> str:
    """Return a title as it stands in a sentence."""
    return f"**{shown_line(clip(title, TITLE))}**"


def warning(others: Iterable[Session]) -> str:
    """Return that sessions on somebody's list are at the same time."""
    titles = ", ".join(in_bold(each.title) for each in others)
    return tr("⚠️ At the same time on your list: {titles}").format(titles=titles)
