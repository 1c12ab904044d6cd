"""What open spaces are told of the conference: its rooms, the sessions in them, what organisers prefer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.open_spaces.parsing.venue import Room, Venue
from DiscordBot.features.open_spaces.snapshot import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from DiscordBot.config.sections import Conference
    from DiscordBot.config.sections import Room as ConfiguredRoom
    from DiscordBot.features.programme.schedule.sessions import Session


class ConferenceRooms(Protocol):
    """The rooms of the conference, and when its sessions are in them."""

    def venue(self) -> Venue:
        """Return the venue with all rooms of now."""

    def taken(self) -> Sequence[Conflict]:
        """Return the sessions as what takes rooms."""


class KnownRooms:
    """Where open spaces can be; `sessions` are those of the conference, which may change at any time."""

    def __init__(
        self,
        conference: Conference,
        rooms: Sequence[ConfiguredRoom],
        sessions: Callable[[], Iterable[Session]],
    ) -> None:
        self._conference = conference
        self._rooms = rooms
        self._sessions = sessions
        self._venue = self._venue_with(())

    def venue(self) -> Venue:
        """Return the venue with all rooms of now."""
        known = {room.name for room in self._venue.rooms}
        new = {self.named(session.room) for session in self._sessions() if session.room} - known
        if new:
            # Made anew only then, since a venue learns how its rooms are spelt.
            others = known - {room.name for room in self._rooms}
            self._venue = self._venue_with(sorted(others | new))
        return self._venue

    def taken(self) -> list[Conflict]:
        """Return the sessions, breaks left out, with their rooms by the configuration's names."""
        return [
            Conflict(
                room=self.named(session.room),
                start=session.start.astimezone(UTC),
                title=session.title,
                end=session.end.astimezone(UTC),
                link=session.url,
            )
            for session in self._sessions()
            if session.room and not session.is_break
        ]

    def named(self, name: str) -> str:
        """Return a room's name in the configuration, or `name` itself if it is not there."""
        folded = " ".join(name.split()).casefold()
        return next((room.name for room in self._rooms if folded in room.words), name)

    def _venue_with(self, others: Sequence[str]) -> Venue:
        conference = self._conference
        return Venue(
            conference.timezone,
            conference.first_day,
            conference.last_day,
            conference.day_start,
            conference.day_end,
            (
                *(Room(room.name, room.aliases) for room in self._rooms),
                *(Room(name) for name in others),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What organisers decide about open spaces, asked anew each time since it may change.

    See `OpenSpaces` of the configuration; `send_interval` is in minutes, hashtags are without #.
    `most_a_day` and `most_in_all` are what one person may announce without somebody looking at it.
    """

    hashtags: Callable[[], tuple[str, ...]]
    auto_send: Callable[[], bool]
    send_interval: Callable[[], int]
    announce_as: Callable[[], str]
    most_a_day: Callable[[], int]
    most_in_all: Callable[[], int]
    template: str
