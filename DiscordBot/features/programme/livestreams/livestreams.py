"""Where a session can be watched."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, time

    from DiscordBot.config.sections import Livestream, Room
    from DiscordBot.core.clock import Clock
    from DiscordBot.features.programme.schedule.sessions import Session

_YOUTUBE = ("youtube.com", "youtu.be", "youtube-nocookie.com")
_VIMEO = ("vimeo.com",)


class Links(Protocol):
    """What was configured: streams of rooms for each day, and links of single sessions."""

    @property
    def rooms(self) -> Sequence[Room]:
        """All rooms, with or without streams."""

    @property
    def session_links(self) -> Mapping[str, str]:
        """Links by the code of a submission (`V8VBPP`) or by the key of one of its slots (`V8VBPP-2`)."""


def room_called(rooms: Sequence[Room], name: str) -> Room | None:
    """Return the room of that name or alias, whatever case and spaces it is written with."""
    folded = " ".join(name.split()).casefold()
    return next((room for room in rooms if folded in room.words), None)


def watch_link(session: Session, links: Links, clock: Clock, day_start: time) -> str:
    """Return where to watch a session, from its beginning where that is known; empty if nowhere.

    A session between midnight and `day_start` is in the stream of the day before, unless its own day has one.
    """
    own = links.session_links.get(session.key) or links.session_links.get(session.key.rpartition("-")[0])
    if own:
        return own
    room = room_called(links.rooms, session.room)
    day, stream = _stream(room, session, clock, day_start) if room is not None else (None, None)
    if day is None or stream is None:
        return ""
    if stream.starts is None:
        return stream.url
    began = clock.moment(datetime.combine(day, stream.starts))
    return from_offset(stream.url, session.start - began)


def from_offset(url: str, offset: timedelta) -> str:
    """Return the link to a place in a video, where its site has such links; `url` itself if there is none."""
    seconds = int(offset.total_seconds())
    address = URL(url)
    if seconds <= 0:
        return url
    if _is_at(address, _YOUTUBE):
        return str(address.update_query(t=str(seconds)))
    if _is_at(address, _VIMEO):
        return str(address.with_fragment(f"t={seconds}s"))
    return url


def _stream(
    room: Room, session: Session, clock: Clock, day_start: time
) -> tuple[date, Livestream] | tuple[None, None]:
    start = clock.local(session.start)
    days = [start.date()]
    if start.time() < day_start:
        days.append(start.date() - timedelta(days=1))
    return next(((day, room.livestreams[day]) for day in days if day in room.livestreams), (None, None))


def _is_at(address: URL, sites: Sequence[str]) -> bool:
    host = (address.host or "").lower()
    return any(host == site or host.endswith(f".{site}") for site in sites)
