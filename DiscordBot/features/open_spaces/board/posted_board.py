"""Keeping the board of open spaces true: after every change, at midnight, and when one begins or ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.open_spaces.board.board_text import BoardLine, board_text, next_change
from DiscordBot.features.open_spaces.snapshot import post_links

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.open_spaces.board.board_text import BoardDays
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

JOB = "board of open spaces"

_RETRY_AFTER = timedelta(minutes=5)


class BoardPlace(Protocol):
    """Where the board stands."""

    async def show(self, text: str) -> None:
        """Make the board list this, if it does not yet; post it anew if it is gone."""

    def is_in(self, channel_id: int) -> bool:
        """Tell whether the board stands in this channel."""


@dataclass(slots=True, kw_only=True)
class PostedBoard:
    """The board of the next open spaces; `channel_of` leads to a room's channel.

    `invitation` says how to announce one, `titles` what networks are called, by their names.
    """

    service: OpenSpaceService
    clock: Clock
    scheduler: Scheduler
    place: BoardPlace
    days: BoardDays
    invitation: Callable[[], str]
    channel_of: Callable[[str], str]
    titles: Mapping[str, str] = field(default_factory=dict)
    _is_asked_for: bool = field(init=False, default=False)

    def deleted(self, channel_id: int) -> None:
        """Look soon whether it was the board that somebody deleted in this channel."""
        if self.place.is_in(channel_id):
            self.wake()

    def wake(self) -> None:
        """Bring the board up to date soon."""
        self._is_asked_for = True
        self.scheduler.at(self.clock.now(), JOB, self.work)

    async def work(self) -> None:
        """Bring the board up to date, and plan when to look again."""
        self._is_asked_for = False
        # If Discord is out of reach, this is when it is tried again.
        self.scheduler.at(self.clock.now() + _RETRY_AFTER, JOB, self.work)
        entries = [self.entry(space) for space in await self.service.upcoming() if space.start is not None]
        moment = next_change(entries, self.clock)
        await self.place.show(board_text(entries, self.days, self.clock, self.invitation()))
        if not self._is_asked_for:
            self.scheduler.at(moment, JOB, self.work)

    def entry(self, space: OpenSpaceSnapshot) -> BoardLine:
        """Return an open space that has a room and a start as the board lists it."""
        if space.start is None or space.room is None:
            raise ValueError("Only an open space with room and start can be listed.")
        return BoardLine(
            start=space.start,
            room=space.room,
            title=space.text,
            links=post_links(space, self.titles, "post"),
            channel=self.channel_of(space.room),
        )
