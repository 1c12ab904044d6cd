"""The server's own events, as the service wants them."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.features.discord_events.planning import ServerEvent, Status
from DiscordBot.features.discord_events.service import EventRefusedError, NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.discord_events.planning import Event

_STATUSES = {
    discord.EventStatus.scheduled: Status.SCHEDULED,
    discord.EventStatus.active: Status.ACTIVE,
}


@dataclass(frozen=True, slots=True)
class GuildEvents:
    """See `service.ServerEvents`; `picture` is the cover of those that are created, if there is one."""

    server: Server
    picture: bytes | None

    async def all(self) -> Sequence[ServerEvent]:
        """See `service.ServerEvents`."""
        guild = self._guild()
        with _allowed():
            found = await guild.fetch_scheduled_events(with_counts=False)
        return [
            ServerEvent(one.id, _STATUSES[one.status], one.description or "", one.creator_id == guild.me.id)
            for one in found
            if one.status in _STATUSES
        ]

    async def create(self, event: Event) -> int:
        """See `service.ServerEvents`."""
        more: dict[str, Any] = {} if self.picture is None else {"image": self.picture}
        with _allowed():
            created = await self._guild().create_scheduled_event(
                name=event.name,
                description=event.description,
                location=event.location,
                start_time=event.start,
                end_time=event.end,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
                **more,
            )
        return created.id

    async def change(self, event_id: int, event: Event) -> None:
        """See `service.ServerEvents`."""
        with _allowed():
            there = await self._guild().fetch_scheduled_event(event_id)
            # What has begun cannot begin at another time.
            has_begun = there.status is discord.EventStatus.active
            await there.edit(
                name=event.name,
                description=event.description,
                location=event.location,
                start_time=there.start_time if has_begun else event.start,
                end_time=event.end,
            )

    async def begin(self, event_id: int) -> None:
        """See `service.ServerEvents`."""
        await self._switch(event_id, discord.EventStatus.active)

    async def end(self, event_id: int) -> None:
        """See `service.ServerEvents`."""
        await self._switch(event_id, discord.EventStatus.completed)

    async def delete(self, event_id: int) -> None:
        """See `service.ServerEvents`."""
        with _allowed(), suppress(discord.NotFound):
            there = await self._guild().fetch_scheduled_event(event_id)
            await there.delete()

    async def _switch(self, event_id: int, status: discord.EventStatus) -> None:
        with _allowed(), suppress(discord.NotFound):
            there = await self._guild().fetch_scheduled_event(event_id)
            # Discord begins and ends them by itself, too, and takes nothing twice.
            if there.status is not status:
                await there.edit(status=status)

    def _guild(self) -> discord.Guild:
        guild = self.server.guild
        if guild is None:
            raise ConnectionError("The bot is not connected to the server at the moment.")
        return guild


@contextmanager
def _allowed() -> Iterator[None]:
    try:
        yield
    except discord.Forbidden:
        raise NotAllowedError from None
    except discord.HTTPException as error:
        if error.status == HTTPStatus.BAD_REQUEST:
            raise EventRefusedError(f"Discord does not take an event (code {error.code}).") from None
        raise
