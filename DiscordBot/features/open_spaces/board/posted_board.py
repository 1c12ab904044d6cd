"""Keeping the board of open spaces true: after every change, at midnight, and when one begins or ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.open_spaces.board.board_text import BoardLine, board_text, next_change

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.open_spaces.board.board_text import BoardDays
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

JOB = "board of open spaces"

_LOOK_AFTER = timedelta(minutes=5)


class BoardPlace(Protocol):
    """Where the board stands."""

    async def show(self, text: str) -> None:
        """Make the board list this, if it does not yet; post it anew if it is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedBoard:
    """The board of the next open spaces; `channel_of` leads to a room's channel.

    `invitation` says how to announce one.
    """

    service: OpenSpaceService
    clock: Clock
    scheduler: Scheduler
    place: BoardPlace
    days: BoardDays
    invitation: Callable[[], str]
    channel_of: Callable[[str], str]

    def wake(self) -> None:
        """Bring the board up to date soon."""
        self.scheduler.at(self.clock.now(), JOB, self.work)

    async def work(self) -> None:
        """Bring the board up to date, and plan when to look again."""
        # If Discord is out of reach, or the board is deleted meanwhile, this is when it is tried again.
        again = self.clock.now() + _LOOK_AFTER
        self.scheduler.at(again, JOB, self.work)
        entries = [self.entry(space) for space in await self.service.upcoming() if space.start is not None]
        self.scheduler.at(min(again, next_change(entries, self.clock)), JOB, self.work)
        await self.place.show(board_text(entries, self.days, self.clock, self.invitation()))

    def entry(self, space: OpenSpaceSnapshot) -> BoardLine:
        """Return an open space that has a room and a start as the board lists it."""
        if space.start is None or space.room is None:
            raise ValueError("Only an open space with room and start can be listed.")
        return BoardLine(
            start=space.start,
            room=space.room,
            title=space.text,
            link=space.link,
            channel=self.channel_of(space.room),
        )
