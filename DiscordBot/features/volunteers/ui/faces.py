"""How shifts look on Discord."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, CardField, Tone
from DiscordBot.discord_ui.layout.reading import footers
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance
from DiscordBot.translation.days import DAY_OF_A_LIST, day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import discord

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.volunteers.service import KnownShift
    from DiscordBot.features.volunteers.shifts import Shift

NOBODY = "⚠️ not registered"
_LONGEST = 100
_PAGE = 15
_FOOTER = re.compile(r"Shift (?P<key>[0-9a-f]{32})-(?P<user>[0-9]+)")
_TITLE = "🦺 Your shift begins soon"


def reminder_face(shift: Shift, user_id: int) -> CardFace:
    """Return what a volunteer is reminded by; `is_reminder_of` recognises it."""
    fields = (
        CardField("What", _short(shift.what)),
        CardField("Where", _short(shift.where)),
        CardField("Begins", time_stamp_and_distance(shift.start)),
        CardField("Ends", time_stamp(shift.end, "t")),
    )
    return CardFace(
        title=_TITLE,
        tone=Tone.ASKS,
        fields=tuple(field for field in fields if field.value),
        footer=_footer(shift, user_id),
    )


def is_reminder_of(shift: Shift, user_id: int, message: discord.Message) -> bool:
    """Tell whether a message of the bot reminds a member of a shift."""
    return any(_FOOTER.fullmatch(one) and one == _footer(shift, user_id) for one in footers(message))


def shift_pages(known: Sequence[KnownShift], clock: Clock) -> list[CardFace]:
    """Return shifts by day, some on each page, with whose they are; one that goes on is marked."""
    title = f"🦺 Shifts: {len(known)}"
    pages = []
    for start in range(0, len(known), _PAGE):
        lines = _by_day(known[start : start + _PAGE], clock, lambda one: one.shift, _with_members)
        pages.append(CardFace(title=title, text="\n".join(lines)))
    return pages or [CardFace(title=title, text="There are no shifts.")]


def own_pages(shifts: Sequence[Shift], clock: Clock) -> list[CardFace]:
    """Return the shifts of whoever asks."""
    title = "🦺 Your shifts"
    pages = []
    for start in range(0, len(shifts), _PAGE):
        lines = _by_day(shifts[start : start + _PAGE], clock, lambda one: one, lambda _: "")
        pages.append(CardFace(title=title, text="\n".join(lines)))
    none = "You have no shifts to come. Is that wrong? Ask whoever keeps the list of shifts."
    return pages or [CardFace(title=title, text=none)]


def _by_day(
    items: Iterable[KnownShift] | Iterable[Shift],
    clock: Clock,
    shift_of: Callable[..., Shift],
    after: Callable[..., str],
) -> list[str]:
    lines: list[str] = []
    for day, of_day in groupby(items, key=lambda one: clock.local(shift_of(one).start).date()):
        lines.append(f"### {day_in_words(day, DAY_OF_A_LIST)}")
        lines += [f"{_line(shift_of(one), clock)}{after(one)}" for one in of_day]
    return lines


def _line(shift: Shift, clock: Clock) -> str:
    now = "▶️ " if shift.start <= clock.now() < shift.end else ""
    times = f"**{time_stamp(shift.start, 't')} – {time_stamp(shift.end, 't')}**"
    return " · ".join(filter(None, (f"{now}{times}", _short(shift.what), _short(shift.where))))


def _with_members(known: KnownShift) -> str:
    members = ", ".join(f"<@{user_id}>" for user_id in sorted(known.members)[:5])
    return f" · {members or NOBODY}"


def _short(text: str) -> str:
    return shown_line(clip(text, _LONGEST))


def _footer(shift: Shift, user_id: int) -> str:
    return f"Shift {shift.key}-{user_id}"
