"""Sessions and changes as messages: between the rules, which know no Discord, and its channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.posting import RefusedError
from DiscordBot.features.programme.announcing.destinations import NotPostedError, SessionTime
from DiscordBot.features.programme.ui.session_embeds import announced_in, changed_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.posting import Outlet
    from DiscordBot.features.programme.schedule.schedule_diff import Change
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.ui.session_embeds import SessionViews


class AnnouncementOutlet:
    """Sessions as messages in a channel or through a webhook."""

    def __init__(self, outlet: Outlet, views: SessionViews) -> None:
        self._outlet = outlet
        self._views = views

    async def post(self, sessions: Sequence[Session], nonce: str) -> None:
        """Post one message about some sessions; raises `NotPostedError`."""
        embeds = [self._views.session(session) for session in sessions]
        try:
            await self._outlet.post(self._views.announcement(sessions), embeds, nonce)
        except RefusedError as error:
            raise NotPostedError(str(error)) from None

    async def posted(self) -> frozenset[SessionTime] | None:
        """Return what recent messages announce, None where nobody can know."""
        recent = await self._outlet.recent()
        if recent is None:
            return None
        return frozenset(found for embed in recent if (found := announced_in(embed)) is not None)


class UpdatesOutlet:
    """Changes of the schedule as messages in a channel."""

    def __init__(self, outlet: Outlet, views: SessionViews) -> None:
        self._outlet = outlet
        self._views = views

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many of the changes, at least one, go into one message."""
        return self._views.how_many_fit(changes)

    async def post(self, changes: Sequence[Change], ids: Sequence[int], nonce: str) -> None:
        """Post one message; raises `RefusedError`."""
        await self._outlet.post(self._views.note(), [self._views.update(changes, ids)], nonce)

    async def posted(self) -> frozenset[int]:
        """Return the ids of the changes in recent messages."""
        return frozenset(
            number for embed in await self._outlet.recent() or () for number in changed_ids(embed)
        )
