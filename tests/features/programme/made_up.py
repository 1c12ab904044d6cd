"""What tests of the programme stand on: sessions, a clock that obeys, and places that remember."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from DiscordBot.features.programme.announcing.destinations import (
    ContentRefusedError,
    NotPostedError,
    SessionTime,
)
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.programme.schedule.sessions import Person, Release, Schedule, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BERLIN = ZoneInfo("Europe/Berlin")
TEN = datetime(2027, 7, 14, 10, tzinfo=BERLIN)
NINE = TEN - timedelta(hours=1)
ADA, GRACE = Person(code="ADA", name="Ada Lovelace"), Person(code="GRC", name="Grace Hopper")


def session(key: str = "AAA-1", start: datetime = TEN, minutes: float = 45, **fields: Any) -> Session:  # noqa: ANN401 - any field of a session
    given = {"title": f"Talk {key}", "room": "Forum Hall", "speakers": (ADA,), **fields}
    return Session(key=key, start=start, end=start + timedelta(minutes=minutes), **given)


def made_up_programme(
    sessions: Callable[[], Sequence[Session]], handles: Callable[[str], Mapping[str, str]] = lambda _: {}
) -> ProgrammeAccess:
    """Return a programme of which only sessions and handles are of interest."""
    nothing: Any = None
    return ProgrammeAccess(
        sessions=sessions,
        speakers=tuple,
        known=lambda _: None,
        handles=handles,
        release=lambda: None,
        cards=nothing,
        controls=nothing,
        listen=lambda _: None,
        listen_to_speakers=lambda _: None,
        refresh=nothing,
    )


def schedule(*sessions: Session, version: str = "v1", release_id: int = 1) -> Schedule:
    return Schedule(release=Release(id=release_id, version=version), sessions=sessions)


class Channel:
    """A poster in memory. `fault` happens before a message is posted, `crash` after it.

    `refused` says of sessions whether Discord refuses them "always" or "with pictures".
    """

    def __init__(self, *, readable: bool = True) -> None:
        self.messages: list[list[str]] = []
        self.times: list[SessionTime] = []
        self.nonces: list[str] = []
        self.fault: BaseException | None = None
        self.crash: BaseException | None = None
        self.refused: dict[str, str] = {}
        self.plain: list[str] = []
        self.before_post: Callable[[], None] = lambda: None
        self._readable = readable

    async def post(self, sessions: Sequence[Session], nonce: str, *, plain: bool = False) -> None:
        self.before_post()
        if self.fault is not None:
            raise self.fault
        verdicts = {self.refused.get(session.key) for session in sessions}
        if "always" in verdicts or ("with pictures" in verdicts and not plain):
            raise ContentRefusedError("Discord refused it.", ("components.1.components.0.accessory",))
        if nonce not in self.nonces:
            self.messages.append([session.key for session in sessions])
            self.times += [SessionTime(session.key, session.start) for session in sessions]
            self.nonces.append(nonce)
            self.plain += [session.key for session in sessions if plain]
        if self.crash is not None:
            raise self.crash

    async def posted(self) -> frozenset[SessionTime] | None:
        return frozenset(self.times) if self._readable else None


REFUSED = NotPostedError("Discord refused it.")
