"""The forum in which each advert has a thread."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.features.job_board.service import AdvertRefusedError, ForumUnavailableError
from DiscordBot.features.job_board.ui.advert_thread import facts, footer, messages, thread_title

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.job_board.adverts import Advert

PING_NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class AdvertForum:
    """The forum channel that `reference` names, as `service.Forum`."""

    server: Server
    reference: str | int

    async def find(self, advert: Advert, reference: str) -> int | None:
        """Look for the advert's title among all threads, and for its reference below the first message."""
        forum = self._channel()
        title = thread_title(advert)
        with _refusals():
            async for thread in _threads(forum):
                if thread.name == title and await _shows(thread, footer(reference)):
                    return thread.id
        return None

    async def open(self, advert: Advert, reference: str) -> int:
        """Open a thread with the facts and the first part of the texts."""
        # Discord offers no nonce here; what a crash leaves behind is found again by `find`.
        with _refusals():
            opened = await self._channel().create_thread(
                name=thread_title(advert),
                content="".join(messages(advert)[:1]) or None,
                embed=facts(advert, reference),
                allowed_mentions=PING_NOBODY,
            )
        return opened.thread.id

    async def complete(self, thread_id: int, advert: Advert, reference: str) -> None:
        """Post the parts after those that are in the thread; a thread that somebody deleted stays so."""
        parts = messages(advert)
        if len(parts) <= 1:
            return
        forum = self._channel()
        with _refusals():
            try:
                thread = await forum.guild.fetch_channel(thread_id)
            except discord.NotFound:
                return
            if not isinstance(thread, discord.Thread):
                return
            written = await _written_by_bot(thread)
            for number, part in list(enumerate(parts))[len(written) :]:
                await thread.send(
                    part,
                    # Discord takes a nonce once, so a try whose answer was lost is not shown twice.
                    nonce=f"{reference}-{number}",
                    suppress_embeds=True,
                    allowed_mentions=PING_NOBODY,
                )

    def _channel(self) -> discord.ForumChannel:
        channel = self.server.channel(self.reference)
        if not isinstance(channel, discord.ForumChannel):
            raise ForumUnavailableError(f"There is no forum channel «{self.reference}» that the bot can see.")
        return channel


async def _threads(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    """Give the forum's threads as Discord knows them now, the active ones first."""
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=None):
        yield thread


async def _shows(thread: discord.Thread, line: str) -> bool:
    """Tell whether a card of the bot's in the thread ends with `line`."""
    cards = [card for message in await _written_by_bot(thread) for card in message.embeds]
    return any(card.footer.text == line for card in cards)


async def _written_by_bot(thread: discord.Thread) -> list[discord.Message]:
    """Return what the bot has written in a thread, its first message included."""
    me = thread.guild.me.id
    return [message async for message in thread.history(limit=None) if message.author.id == me]


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell a text that Discord does not take from troubles that every advert would have."""
    try:
        yield
    except discord.HTTPException as error:
        reason = f"(status {error.status}, code {error.code})"
        if error.status == HTTPStatus.BAD_REQUEST:
            raise AdvertRefusedError(f"Discord does not take this advert {reason}") from None
        raise ForumUnavailableError(f"Posting job adverts on Discord failed {reason}.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise ForumUnavailableError(f"Discord cannot be reached ({type(error).__name__}).") from None
