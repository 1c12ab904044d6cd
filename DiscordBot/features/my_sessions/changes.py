"""What became of sessions since those who listed them were told of them last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from DiscordBot.features.my_sessions.models import MessageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from DiscordBot.features.programme.schedule.sessions import Session


class Told(NamedTuple):
    """A session as some people know it from us."""

    key: str
    title: str
    start: datetime
    room: str
    room_id: int | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What those who know a session as `told` do not know yet; without a `kind` it is not worth a message."""

    told: Told
    now: Told
    kind: MessageKind | None


def differences(told: Iterable[Told], sessions: Mapping[str, Session]) -> list[Difference]:
    """Return what is different from what people were told; `sessions` are all there are, by their keys."""
    found = []
    for each in told:
        session = sessions.get(each.key)
        now = each._replace(is_cancelled=True) if session is None else _as_told(session)
        if now != each:
            found.append(Difference(each, now, _kind(each, now)))
    return found


def _as_told(session: Session) -> Told:
    return Told(session.key, session.title, session.start, session.room, session.room_id, is_cancelled=False)


def _kind(told: Told, now: Told) -> MessageKind | None:
    if told.is_cancelled != now.is_cancelled:
        return MessageKind.CANCELLED if now.is_cancelled else MessageKind.BACK
    is_same_room = told.room == now.room or (told.room_id is not None and told.room_id == now.room_id)
    return None if told.start == now.start and is_same_room else MessageKind.MOVED
