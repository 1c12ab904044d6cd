"""The forum in which each advert has a thread."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import footers, is_shown
from DiscordBot.discord_ui.messages.posted_message import edit
from DiscordBot.features.job_board.service import AdvertRefusedError, ForumUnavailableError
from DiscordBot.features.job_board.ui.advert_thread import advert_cards, footer, thread_title

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from DiscordBot.discord_ui.layout.face import CardFace
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.pictures import Pictures

MOST_TAGS = 5
_TAG_REQUIRED = 40067
PING_NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class AdvertForum:
    """The forum channel that `reference` names, as `service.Forum`."""

    server: Server
    reference: str | int
    pictures: Pictures

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
        """Open a thread with the first of its messages: the facts, and as much of the texts as it holds."""
        forum, card = self._channel(), self._cards(advert, reference)[0]
        # Discord offers no nonce here; what a crash leaves behind is found again by `find`.
        with _refusals():
            try:
                thread = await _open(forum, advert, card, is_tagged=forum.flags.require_tag)
            except discord.HTTPException as error:
                if error.code != _TAG_REQUIRED:
                    raise
                # Since the bot was told of the forum, organisers have made tags a must.
                thread = await _open(forum, advert, card, is_tagged=True)
        return thread.id

    async def complete(self, thread_id: int, advert: Advert, reference: str) -> None:
        """Post the parts after those that are in the thread; a thread that somebody deleted stays so."""
        cards = self._cards(advert, reference)
        if len(cards) <= 1:
            return
        with _refusals():
            thread = await self._thread(thread_id)
            if thread is None:
                return
            written = await _written_by_bot(thread)
            if all(message.flags.components_v2 for message in written):
                await _append(thread, cards, reference, len(written))
                return
        # An older version has begun it, and cut the texts elsewhere.
        await self.revise(thread_id, advert, reference)

    async def revise(self, thread_id: int, advert: Advert, reference: str) -> None:
        """Edit title, facts and texts; a thread that somebody deleted stays so."""
        cards = self._cards(advert, reference)
        with _refusals():
            thread = await self._thread(thread_id)
            if thread is None:
                return
            await _prepare(thread, thread_title(advert))
            written = sorted(await _written_by_bot(thread), key=lambda message: message.id)
            for message, card in zip(written, cards, strict=False):
                layout = card_layout(card)
                if not is_shown(layout, message):
                    await edit(message, layout)
            for message in written[len(cards) :]:
                await message.delete()
            await _append(thread, cards, reference, len(written))

    def _cards(self, advert: Advert, reference: str) -> list[CardFace]:
        return advert_cards(advert, reference, self.pictures.shown(advert.picture))

    async def _thread(self, thread_id: int) -> discord.Thread | None:
        try:
            thread = await self._channel().guild.fetch_channel(thread_id)
        except discord.NotFound:
            return None
        return thread if isinstance(thread, discord.Thread) else None

    def _channel(self) -> discord.ForumChannel:
        channel = self.server.channel(self.reference)
        if not isinstance(channel, discord.ForumChannel):
            raise ForumUnavailableError(f"There is no forum channel «{self.reference}» that the bot can see.")
        return channel


async def _open(
    forum: discord.ForumChannel, advert: Advert, card: CardFace, *, is_tagged: bool
) -> discord.Thread:
    opened = await forum.create_thread(
        name=thread_title(advert),
        view=card_layout(card),
        allowed_mentions=PING_NOBODY,
        applied_tags=_tags(forum, advert, is_tagged=is_tagged),
    )
    return opened.thread


async def _append(thread: discord.Thread, cards: Sequence[CardFace], reference: str, number: int) -> None:
    """Post the messages from `number` on."""
    for place, card in list(enumerate(cards))[number:]:
        await thread.send(
            view=card_layout(card),
            # Discord takes a nonce once, so a try whose answer was lost is not shown twice.
            nonce=f"{reference}-{place}",
            allowed_mentions=PING_NOBODY,
        )


async def _prepare(thread: discord.Thread, title: str) -> None:
    """Let messages be edited again, and change the title, if that is allowed."""
    if thread.archived:
        await thread.edit(archived=False)
    if thread.name != title:
        with suppress(discord.Forbidden):
            await thread.edit(name=title)


def _tags(forum: discord.ForumChannel, advert: Advert, *, is_tagged: bool) -> list[discord.ForumTag]:
    """Return the tags that the advert speaks of; with `is_tagged` at least one, if there is any."""
    words = f" {advert.title} {advert.location} ".casefold()
    usable = [tag for tag in forum.available_tags if not tag.moderated]
    named = [tag for tag in usable if tag.name.casefold() in words]
    return (named or (usable[:1] if is_tagged else []))[:MOST_TAGS]


async def _threads(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    """Give the forum's threads as Discord knows them now, the active ones first."""
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=None):
        yield thread


async def _shows(thread: discord.Thread, line: str) -> bool:
    """Tell whether a card of the bot's in the thread ends with `line`."""
    return any(line in footers(message) for message in await _written_by_bot(thread))


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
