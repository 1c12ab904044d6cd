"""Keeping the board of open spaces true: after every change, at midnight, and when one begins or ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from DiscordBot.features.open_spaces.board.board import BoardEntry, board_text, next_change

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.space_view import SpaceView

JOB: Final = "board of open spaces"

_LOOK_AFTER: Final = timedelta(minutes=5)


class BoardPlace(Protocol):
    """Where the board stands."""

    async def show(self, text: str) -> None:
        """Make the board list this, if it does not yet; post it anew if it is gone."""


class PostedBoard:
    """The board of today's and tomorrow's open spaces; `channel_of` leads to a room's channel."""

    def __init__(
        self,
        *,
        service: OpenSpaceService,
        clock: Clock,
        scheduler: Scheduler,
        place: BoardPlace,
        channel_of: Callable[[str], str],
    ) -> None:
        self._service = service
        self._clock = clock
        self._scheduler = scheduler
        self._place = place
        self._channel_of = channel_of

    def wake(self) -> None:
        """Bring the board up to date soon."""
        self._scheduler.at(self._clock.now(), JOB, self.work)

    async def work(self) -> None:
        """Bring the board up to date, and plan when to look again."""
        # If Discord is out of reach, or the board is deleted meanwhile, this is when it is tried again.
        again = self._clock.now() + _LOOK_AFTER
        self._scheduler.at(again, JOB, self.work)
        entries = [self.entry(space) for space in await self._service.upcoming() if space.start is not None]
        self._scheduler.at(min(again, next_change(entries, self._clock)), JOB, self.work)
        await self._place.show(board_text(entries, self._clock))

    def entry(self, space: SpaceView) -> BoardEntry:
        """Return an open space that has a room and a start as the board lists it."""
        if space.start is None or space.room is None:
            raise ValueError("Only an open space with room and start can be listed.")
        return BoardEntry(
            start=space.start,
            room=space.room,
            title=space.text,
            link=space.link,
            channel=self._channel_of(space.room),
        )
