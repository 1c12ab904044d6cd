"""How sessions look, alone and many together. Nothing here knows discord.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from DiscordBot.discord_ui.layout.face import CardFace, CardField, CardPicture
from DiscordBot.discord_ui.texts.limits import clip, web_address
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.programme.announcing.destinations import SessionTime
from DiscordBot.features.programme.cards.session_texts import (
    LINK_TEXT,
    NAMES,
    TITLE,
    linked_title,
    names,
    title_in_link,
)
from DiscordBot.features.programme.cards.shown_times import span
from DiscordBot.features.programme.schedule.abstracts import plain_text
from DiscordBot.features.programme.wall_time import duration, time_of_day
from DiscordBot.translation.language import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from zoneinfo import ZoneInfo

    from DiscordBot.features.programme.schedule.schedule_store import Refreshed
    from DiscordBot.features.programme.schedule.sessions import Session

ABSTRACT = 600
PAGE = 1800
SLOT = 3400
"""Characters for the lines of a slot; the rest of the message's 4,000 is for what stands around them."""


_OPTION = re.compile(r"(?P<key>\S+) (?P<start>[0-9]{9,11})")
_FOOTER = re.compile(r"-# (?P<key>\S+)")
_START = re.compile(r"<t:(?P<start>[0-9]+):f>")


class SessionPage(NamedTuple):
    """A page with the sessions on it."""

    face: CardFace
    sessions: Sequence[Session]


@dataclass(frozen=True, slots=True)
class SessionCards:
    """Makes what people read about sessions.

    `channel_of` gives the mention of a room's channel, or nothing, and `watch_link` the address of a
    session's livestream, or nothing. `note` is what stands above everything that is posted, in a rehearsal
    that it is one; or nothing.
    """

    timezone: ZoneInfo
    channel_of: Callable[[str], str]
    watch_link: Callable[[Session], str]
    note: Callable[[], str]

    def announcement(self, sessions: Sequence[Session]) -> str:
        """Return the first line of an announcement, which is also what phones show."""
        first = sessions[0]
        if any(session.start != first.start for session in sessions):
            moment = tr("soon")
        else:
            moment = self.moment(first)
        if len(sessions) == 1:
            return tr("🔔 **{title}** starts {moment}").format(title=shown_line(first.title), moment=moment)
        return tr_n(
            "🔔 **{number} session** starts {moment}",
            "🔔 **{number} sessions** start {moment}",
            len(sessions),
        ).format(number=len(sessions), moment=moment)

    def moment(self, session: Session) -> str:
        """Return how long it is until a session starts; in a rehearsal, at what time."""
        if self.note():
            # Discord would count down in real time.
            return tr("at {time}").format(time=time_of_day(session.start, self.timezone))
        return time_stamp(session.start, "R")

    def session(self, session: Session, *, plain: bool = False) -> CardFace:
        """Return everything about a session; `plain` has no pictures and links, and so cannot be refused."""
        length = duration(session)
        facts = (
            (tr("When"), span(session, self.timezone) + (f" ({length})" if length else "")),
            (tr("Room"), self.room(session)),
            (tr("Track"), _kind(session)),
            (tr("Watch"), "" if plain else self._watch(session)),
        )
        return CardFace(
            title=title_in_link(session, TITLE),
            link=None if plain else web_address(session.url) or None,
            author=names(session),
            text=shown(clip(plain_text(session.abstract), ABSTRACT)),
            fields=tuple(CardField(name, value) for name, value in facts if value),
            thumbnail=None if plain else _portrait(session),
            footer=session.key,
        )

    def slot(self, sessions: Sequence[Session], *, plain: bool = False) -> CardFace:
        """Return sessions that start soon, on a line each; they fit, whatever they are called."""
        lines: list[str] = []
        for most in (LINK_TEXT, LINK_TEXT // 2, LINK_TEXT // 4):
            lines = [self._slot_line(session, most, plain=plain) for session in sessions]
            if len("\n".join(lines)) <= SLOT:
                break
        else:
            # Long addresses: what they lead to is found in the details.
            lines = [self._slot_line(session, LINK_TEXT // 2, plain=True) for session in sessions]
        return CardFace(title=self.announcement(sessions), text="\n".join(lines))

    def agenda(self, title: str, sessions: Iterable[Session]) -> list[SessionPage]:
        """Return pages with sessions under their starts; `sessions` come in that order."""
        blocks = []
        for start, same_start in groupby(sessions, key=lambda session: session.start):
            together = [*same_start]
            lines = [f"__**{time_stamp(start, 't')}**__", *map(self.line, together)]
            blocks.append(("\n".join(lines), together))
        return _pages(title, blocks)

    def hits(self, title: str, sessions: Iterable[Session]) -> list[SessionPage]:
        """Return pages with sessions in the order given, each with its time."""
        blocks = [(f"{self.line(each)}\n　{span(each, self.timezone)}", [each]) for each in sessions]
        return _pages(title, blocks)

    def line(self, session: Session) -> str:
        """Return title, speakers and room of a session."""
        if session.is_break:
            return f"☕ {shown_line(clip(session.title, TITLE))}"
        return f"• {_joined(linked_title(session), shown_line(names(session)), self.room(session))}"

    def room(self, session: Session) -> str:
        """Return the room, which leads to its channel if it has one."""
        return self.channel_of(session.room) or shown_line(session.room)

    def _slot_line(self, session: Session, most: int, *, plain: bool) -> str:
        time = time_stamp(session.start, "t")
        if session.is_break:
            return f"- {time} ☕ {shown_line(clip(session.title, most))}"
        title = linked_title(session, most, plain=plain)
        people = shown_line(names(session, min(most, NAMES)))
        return f"- {time} {_joined(title, people, self.room(session), '' if plain else self._watch(session))}"

    def _watch(self, session: Session) -> str:
        link = web_address(self.watch_link(session))
        title = tr("Livestream")
        return f"[{title}]({link})" if link else ""


def refresh_text(refreshed: Refreshed) -> str:
    """Return what organisers are told about a refresh."""
    if refreshed.doubt:
        return refreshed.doubt
    if not refreshed.version:
        return "No schedule is published yet."
    count = len(refreshed.changes)
    changes = "1 change" if count == 1 else f"{count or 'no'} changes"
    return (
        f"Version {shown_line(refreshed.version)} of the schedule: {refreshed.sessions} sessions, {changes}."
    )


def announced_in(texts: Sequence[str]) -> frozenset[SessionTime]:
    """Return what the texts of a message announce that shows a session's card, or a slot with its select."""
    chosen = [found for text in texts if (found := _OPTION.fullmatch(text))]
    footer = next(filter(None, map(_FOOTER.fullmatch, reversed(texts))), None)
    start = next(filter(None, map(_START.search, texts)), None)
    if footer is not None and start is not None and not chosen:
        return frozenset({_session_time(footer["key"].replace("\\", ""), start["start"])})
    return frozenset(_session_time(found["key"], found["start"]) for found in chosen)


def option_value(session: Session) -> str:
    """Return what stands for a session in a select."""
    return f"{session.key} {int(session.start.timestamp())}"


def key_of(value: str) -> str:
    """Return the session's key in an option's value."""
    return value.rpartition(" ")[0]


def _session_time(key: str, start: str) -> SessionTime:
    return SessionTime(key, datetime.fromtimestamp(int(start), UTC))


def _pages(title: str, blocks: Iterable[tuple[str, Sequence[Session]]]) -> list[SessionPage]:
    """Return pages with as many whole blocks as go on one screen."""
    pages: list[SessionPage] = []
    for text, sessions in blocks:
        last = pages[-1] if pages else None
        if last is not None and len(last.face.text) + len(text) < PAGE:
            face = CardFace(title=title, text=f"{last.face.text}\n\n{text}")
            pages[-1] = SessionPage(face, (*last.sessions, *sessions))
        else:
            pages.append(SessionPage(CardFace(title=title, text=text), tuple(sessions)))
    return pages


def _portrait(session: Session) -> CardPicture | None:
    pictures = ((person.name, web_address(person.avatar_url)) for person in session.speakers)
    return next((CardPicture(address, name) for name, address in pictures if address), None)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _kind(session: Session) -> str:
    return shown_line(_joined(session.track, session.kind))
