"""How changes of the schedule look. Nothing here knows discord.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.programme.cards.session_texts import (
    LINK_TEXT,
    NAMES,
    all_names,
    linked_title,
    names,
)
from DiscordBot.features.programme.cards.shown_times import move, place_and_span
from DiscordBot.features.programme.schedule.schedule_diff import Change, ChangeKind
from DiscordBot.translation.language import tr, tr_n, translatable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

UPDATE = 3400
LONGEST_TITLE = 300
"""pretalx takes 200 characters."""

_HEADS = {
    ChangeKind.NEW: translatable("🆕 **New**"),
    ChangeKind.CANCELLED: translatable("❌ **Cancelled**"),
    ChangeKind.MOVED: translatable("🔀 **Moved**"),
    ChangeKind.RETITLED: translatable("✏️ **New title**"),
    ChangeKind.OTHER_SPEAKER: translatable("🗣️ **Other speaker**"),
}
_IDS = re.compile(r"#changes-(\d+)-(\d+)\)")


@dataclass(frozen=True, slots=True)
class ChangeCards:
    """Makes what people read about changes; `schedule_url` is the public page of the schedule."""

    timezone: ZoneInfo
    schedule_url: str

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many changes, at least one, go into one message."""
        count, length = 0, 0
        for change in changes:
            length += len(self.change(change)) + 2
            if count and length > UPDATE:
                break
            count += 1
        return count

    def update(self, changes: Sequence[Change], ids: Sequence[int]) -> CardFace:
        """Return what changed; `changed_ids` finds the ids in it again."""
        several = tr_n(
            "{number} change of the schedule", "{number} changes of the schedule", len(changes)
        ).format(number=len(changes))
        return CardFace(
            title=several if len(changes) > 1 else tr("The schedule has changed"),
            link=f"{self.schedule_url}#changes-{ids[0]}-{ids[-1]}",
            text="\n\n".join(map(self.change, changes)),
            tone=Tone.GOES_ON,
        )

    def change(self, change: Change) -> str:
        """Return what happened to one session, with its speakers, time and room."""
        before, after, session = change.before, change.after, change.session
        if ChangeKind.ROOM_RENAMED in change.kinds and before is not None:
            return tr("🏷️ **Room renamed**\n{before} is called {after} now.").format(
                before=shown_line(before.room), after=shown_line(session.room)
            )
        time = place_and_span(session, self.timezone)
        # Whole, or else what is new in a long title may not show.
        link = linked_title(session, LONGEST_TITLE if ChangeKind.RETITLED in change.kinds else LINK_TEXT)
        lines = [f"{' · '.join(tr(_HEADS[kind]) for kind in change.kinds)}\n{link}"]
        if before is not None and after is not None:
            if ChangeKind.RETITLED in change.kinds:
                title = shown_line(clip(before.title, LONGEST_TITLE))
                lines.append(tr("was: {title}").format(title=title))
            if ChangeKind.MOVED in change.kinds:
                time = move(before, after, self.timezone)
        lines.append(_people(change))
        lines.append(time)
        return "\n".join(filter(None, lines))


def changed_ids(texts: Iterable[str]) -> range:
    """Return the ids of the changes in the texts of a message that shows `ChangeCards.update`."""
    found = next(filter(None, map(_IDS.search, texts)), None)
    return range(int(found[1]), int(found[2]) + 1) if found else range(0)


def _people(change: Change) -> str:
    session = change.session
    if ChangeKind.OTHER_SPEAKER not in change.kinds or change.before is None:
        return shown_line(names(session))
    before, after = (all_names(each) for each in (change.before, session))
    if max(map(len, map(", ".join, (before, after)))) <= NAMES:
        return " → ".join(shown_line(", ".join(people)) or tr("nobody") for people in (before, after))
    # Clipped, long lists would look the same.
    new = [name for name in after if name not in before]
    gone = [name for name in before if name not in after]
    both = ((tr("new"), new), (tr("no longer"), gone))
    parts = [f"{word}: {clip(', '.join(people), NAMES)}" for word, people in both if people]
    return shown_line(f"{clip(', '.join(after), NAMES)} ({'; '.join(parts)})")
