"""Sessions and changes as messages: between the rules, which know no Discord, and its channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.messages.posting import RefusedContentError, RefusedError
from DiscordBot.features.programme.announcing.destinations import (
    ContentRefusedError,
    NotPostedError,
    SessionTime,
)
from DiscordBot.features.programme.ui.session_embeds import announced_in, changed_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.messages.posting import Poster
    from DiscordBot.features.programme.schedule.schedule_diff import Change
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.ui.session_embeds import SessionEmbeds


@dataclass(frozen=True, slots=True)
class SessionPoster:
    """Sessions as messages in a channel or through a webhook, as `destinations.Poster`."""

    poster: Poster
    embeds: SessionEmbeds

    async def post(self, sessions: Sequence[Session], nonce: str, *, plain: bool = False) -> None:
        """Post one message about some sessions; raises `NotPostedError`."""
        shown = [self.embeds.session(session, plain=plain) for session in sessions]
        try:
            await self.poster.post(self.embeds.announcement(sessions), shown, nonce)
        except RefusedContentError as error:
            raise ContentRefusedError(str(error), error.fields) from None
        except RefusedError as error:
            raise NotPostedError(str(error)) from None

    async def posted(self) -> frozenset[SessionTime] | None:
        """Return what recent messages announce, None where nobody can know."""
        recent = await self.poster.recent()
        if recent is None:
            return None
        return frozenset(found for embed in recent if (found := announced_in(embed)) is not None)


@dataclass(frozen=True, slots=True)
class ChangePoster:
    """Changes of the schedule as messages in a channel, as `updates.UpdatesChannel`."""

    poster: Poster
    embeds: SessionEmbeds

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many of the changes, at least one, go into one message."""
        return self.embeds.how_many_fit(changes)

    async def post(self, changes: Sequence[Change], ids: Sequence[int], nonce: str) -> None:
        """Post one message; raises `RefusedError`, or `ContentRefusedError`."""
        try:
            await self.poster.post(self.embeds.note(), [self.embeds.update(changes, ids)], nonce)
        except RefusedContentError as error:
            raise ContentRefusedError(str(error), error.fields) from None

    async def posted(self) -> frozenset[int]:
        """Return the ids of the changes in recent messages."""
        return frozenset(
            number for embed in await self.poster.recent() or () for number in changed_ids(embed)
        )
