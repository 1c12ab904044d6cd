"""How open spaces look on Discord: the board, reminders, and answers."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.face import CardFace, CardField, Tone
from DiscordBot.discord_ui.layout.reading import footers
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance
from DiscordBot.discord_ui.texts.typed_times import read_moment
from DiscordBot.features.open_spaces.board.board_text import line_of
from DiscordBot.features.open_spaces.errors import NoSuchOpenSpaceError, OpenSpaceError
from DiscordBot.features.open_spaces.intake.typed_starts import read_start
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.snapshot import post_links
from DiscordBot.features.tweets.cards.card_details import person
from DiscordBot.translation.days import LONG_DAY_AND_DATE, SHORT_DAY, day_in_words
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    import discord

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.open_spaces.board.board_text import BoardLine
    from DiscordBot.features.open_spaces.parsing.venue import Venue
    from DiscordBot.features.open_spaces.snapshot import Conflict, OpenSpaceSnapshot

FEATURE = "open_spaces"

_FOOTER = re.compile(r"Open space #(?P<space_id>[0-9]{1,18}) · revision (?P<revision>[0-9]{1,18})")
# What comes after it is the rest of a choice that somebody copied.
_NUMBER = re.compile(r"\s*#?(?P<number>[0-9]{1,18})\b.*", re.DOTALL)
_PAGE = 12
_BOARD_FOOTER = "Kept up to date · Announce yours: /openspace announce"
_REMINDER_FOOTER = re.compile(r"Open space (?P<key>[0-9]+-[0-9]+)")
_REMINDER_TEXT = 1500
_TITLE = 100

_TAKEN = translatable(
    "Choose another room or time, or announce it anyway: then somebody of the conference decides about it."
)
_SCHEDULED = translatable("🟢 Open space #{number} is scheduled: {place}.")
_WAITING = translatable("🟡 Open space #{number} waits for approval: {place}.")
_STATES = {
    State.SCHEDULED: _SCHEDULED,
    State.REMINDED: _SCHEDULED,
    State.CONFLICT: translatable(
        "⚔️ The room is taken around that time, so open space #{number} waits for approval."
    ),
    State.WAITING: _WAITING,
    State.REVIEW: _WAITING,
    State.DENIED: translatable("⛔ Open space #{number} is denied: nobody will be reminded of it."),
    State.CANCELLED: translatable("🗑️ Open space #{number} is cancelled."),
    State.EXPIRED: translatable("🗑️ Open space #{number} is expired."),
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a "no" of the service into an answer for the person who asked."""
    try:
        yield
    except OpenSpaceError as error:
        raise Refusal(f"❌ {error}") from None


def read_time(typed: str, clock: Clock, venue: Venue) -> datetime:
    """Return the moment (UTC) that somebody typed, as it would be read in a post. Raises `Refusal`."""
    start = read_start(typed, clock.now(), venue)
    try:
        moment = read_moment(typed, clock)
    except ValueError as error:
        if start is None:
            raise Refusal(f"❌ {error}") from None
        return start
    # In prose "16.7" need be no date, in a form it is nothing else.
    day = clock.local(moment).date()
    is_date = venue.first_day <= day <= venue.last_day
    return moment if start is None or (is_date and day != clock.local(start).date()) else start


def read_card(interaction: discord.Interaction[Any], space_id: int) -> int:
    """Return which revision the card shows whose button was pressed.

    Raises `Refusal` if the message does not show this open space.
    """
    for footer in [] if interaction.message is None else footers(interaction.message):
        found = _FOOTER.fullmatch(footer)
        if found is not None and int(found["space_id"]) == space_id:
            return int(found["revision"])
    raise Refusal(tr("This button does not belong to the open space above it."))


def board_face(text: str) -> CardFace:
    """Return the board; `text` is what it lists."""
    return CardFace(title=tr("🗓️ Open spaces"), text=text, footer=_BOARD_FOOTER)


def is_board(message: discord.Message) -> bool:
    """Tell whether a message of the bot is the board."""
    return _BOARD_FOOTER in footers(message)


def reminder_line(space: OpenSpaceSnapshot, channel: str, note: str, clock: Clock) -> str:
    """Return the line above a reminder, which is also what phones show.

    `channel` leads to the room's channel, if there is one; `note` says that this is a rehearsal, if so.
    """
    start = ""
    if space.start is not None:
        # In a rehearsal Discord would count down in real time.
        at = tr("at {time}").format(time=f"{clock.local(space.start):%H:%M}")
        start = at if note else time_stamp(space.start, "R")
    room = " ".join(filter(None, (f"**{shown(clip(space.room or '', _TITLE))}**", channel)))
    line = tr("🔔 Open space in {room} {start}").format(room=room, start=start).strip()
    return "\n".join(filter(None, (note, line)))


def reminder_face(space: OpenSpaceSnapshot, titles: Mapping[str, str]) -> CardFace:
    """Return what a reminder says; `reminded_in` recognises it. `titles` are the networks', by name."""
    name = f"{space.author_name or space.author_username} (@{space.author_username})"
    by = person(space.user_id) if space.user_id is not None else shown(name) if space.author_username else ""
    start = "" if space.start is None else time_stamp(space.start, "t")
    links = post_links(space, titles, tr("Open it"))
    fields = (
        CardField(tr("By"), by),
        CardField(tr("Room"), shown(space.room or "")),
        CardField(tr("Starts"), start),
        CardField(tr("Post"), " · ".join(f"[{what}]({link})" for what, link in links)),
    )
    return CardFace(
        text=clip(shown(space.text), _REMINDER_TEXT),
        fields=tuple(field for field in fields if field.value),
        footer=f"Open space {space.reminder_key}",
    )


def reminded_in(message: discord.Message) -> str | None:
    """Return the reminder key of a message that is a reminder."""
    found = (_REMINDER_FOOTER.fullmatch(footer) for footer in footers(message))
    return next((one["key"] for one in found if one is not None), None)


def conflict_face(conflicts: Sequence[Conflict]) -> CardFace:
    """Return what takes a room, for somebody who wants it as well."""
    fields = []
    for conflict in conflicts:
        until = f" – {time_stamp(conflict.end, 't')}" if conflict.end is not None else ""
        word = tr("open it")
        link = f" · [{word}]({conflict.link})" if conflict.link else ""
        when = f"{time_stamp(conflict.start, 'F')}{until}"
        name = shown(clip(" ".join(conflict.title.split()), _TITLE))
        fields.append(CardField(name, f"{shown(conflict.room)}, {when}{link}", is_short=False))
    return CardFace(
        title=tr("⚔️ The room is taken around that time"),
        text=tr(_TAKEN),
        fields=tuple(fields),
        tone=Tone.TROUBLE,
    )


def state_text(space: OpenSpaceSnapshot) -> str:
    """Return how an open space stands after somebody has acted."""
    return tr(_STATES[space.state]).format(number=space.id, place=_place(space))


def _place(space: OpenSpaceSnapshot) -> str:
    room = f"**{shown(clip(space.room, _TITLE))}**" if space.room else tr("no room")
    return f"{room}, {time_stamp_and_distance(space.start)}" if space.start is not None else room


def list_pages(day: date, entries: Sequence[BoardLine], clock: Clock) -> list[CardFace]:
    """Return the open spaces of a day, some on each page."""
    title = tr("🗓️ Open spaces on {day}").format(day=day_in_words(day, LONG_DAY_AND_DATE))
    none = tr("None yet. Announce yours with `/openspace announce`.")
    lines = [line_of(entry, clock) for entry in entries] or [none]
    return [
        CardFace(title=title, text="\n".join(lines[first : first + _PAGE]))
        for first in range(0, len(lines), _PAGE)
    ]


def choice(space: OpenSpaceSnapshot, clock: Clock) -> tuple[str, str]:
    """Return what a command offers about an open space: its name, and the number that it stands for."""
    when = ""
    if space.start is not None:
        local = clock.local(space.start)
        when = f" {day_in_words(local, SHORT_DAY)} {local:%H:%M}"
    room = space.room or tr("no room")
    return f"#{space.id} {room}{when}: {' '.join(space.text.split())}", str(space.id)


def number_of(typed: str) -> int:
    """Return the number that is meant by `12` or `#12`. Raises `NoSuchOpenSpaceError`."""
    found = _NUMBER.fullmatch(typed)
    if found is None:
        raise NoSuchOpenSpaceError(
            tr("Please choose one of the open spaces that are offered while you type.")
        )
    return int(found["number"])
