"""The threads on Discord, as `places.Places`: each below its card in a room's channel, or a forum's post."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import footers, is_shown
from DiscordBot.discord_ui.messages.posted_message import Post, edit, keep_posted
from DiscordBot.discord_ui.messages.posting import RefusedError, certainties
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.features.session_threads.errors import NotNowError, ThreadGoneError
from DiscordBot.features.session_threads.places import Opened
from DiscordBot.features.session_threads.texts import card_name, post_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence

    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.session_threads.models import SessionThread
    from DiscordBot.features.session_threads.places import Button, Card, Said

    Kinds = Mapping[str, type[PersistentButton]]

NAME = 100
"""Discord's limit for the name of a thread."""
MOST_ACTIVE = 950
"""Discord allows 1,000 active threads on a server; some are left for people."""
MOST_TAGS = 5
HISTORY = 100
DAY: Literal[1440] = 1440
WEEK: Literal[10080] = 10080
"""Minutes without a message after which Discord archives a thread by itself; it opens again with one."""
PING_NOBODY = discord.AllowedMentions.none()
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
_HAS_ITS_THREAD = 160004
_TAG_REQUIRED = 40067


@dataclass(frozen=True, slots=True)
class _Threads:
    """What both ways have in common."""

    server: Server
    kinds: Kinds

    async def say(self, thread: SessionThread, said: Said, *, may_exist: bool) -> int:
        """See `Places`."""
        with _told():
            place = await self._thread(thread)
            if may_exist and (found := await _posted(place, post_name(said.number))) is not None:
                return found
            members = [discord.Object(user_id) for user_id in said.pinged]
            message = await place.send(
                view=card_layout(said.face, self._buttons(said.buttons)),
                # Discord takes a nonce once, so a try whose answer was lost is not shown twice.
                nonce=f"thread post {said.number}",
                allowed_mentions=discord.AllowedMentions(everyone=False, roles=False, users=members)
                if members
                else PING_NOBODY,
            )
        return message.id

    async def show(self, thread: SessionThread, card: Card) -> None:
        """See `Places`; a card that somebody has deleted stays so."""
        guild = self._guild()
        channel = None if thread.channel is None else guild.get_channel_or_thread(thread.channel)
        if thread.card_message is None:
            return
        if thread.channel == thread.thread_id:
            with _told():
                channel = await self._thread(thread)
        if isinstance(channel, discord.TextChannel | discord.Thread):
            with _told(), suppress(discord.NotFound):
                layout = card_layout(card.face, self._buttons(card.buttons))
                await edit(channel.get_partial_message(thread.card_message), layout)

    async def archive(self, thread: SessionThread) -> None:
        """See `Places`."""
        with _told():
            place = await self._find(thread)
            if not place.archived:
                await place.edit(archived=True)

    async def _thread(self, thread: SessionThread) -> discord.Thread:
        """Return a thread in which the bot can speak."""
        place = await self._find(thread)
        return await place.edit(archived=False) if place.archived else place

    async def _find(self, thread: SessionThread) -> discord.Thread:
        if thread.thread_id is None:
            raise ThreadGoneError
        guild = self._guild()
        known = guild.get_thread(thread.thread_id)
        if known is not None:
            return known
        try:
            found = await guild.fetch_channel(thread.thread_id)
        except discord.NotFound:
            raise ThreadGoneError from None
        if not isinstance(found, discord.Thread):
            raise ThreadGoneError
        return found

    def _check_room(self) -> None:
        if len(self._guild().threads) >= MOST_ACTIVE:
            raise NotNowError(
                f"The server has {MOST_ACTIVE} active threads, and Discord allows 1,000: archive some."
            )

    def _buttons(self, buttons: Sequence[Button]) -> list[PersistentButton]:
        return [self.kinds[button.name](button.number) for button in buttons]

    def _guild(self) -> discord.Guild:
        guild = self.server.guild
        if guild is None:
            raise NotNowError("The bot is not connected to the server at the moment.")
        return guild


@dataclass(frozen=True, slots=True)
class RoomThreads(_Threads):
    """Threads below cards in the channels of rooms; `reference_of` gives that of a room by its name."""

    reference_of: Callable[[str], str | int | None]

    async def open(self, thread: SessionThread, card: Card, *, may_exist: bool) -> Opened:
        """See `Places`."""
        reference = self.reference_of(thread.room)
        channel = None if reference is None else self.server.text_channel(reference)
        if channel is None:
            raise NotNowError(f"There is no channel of the room «{thread.room}» that the bot can see.")
        self._check_room()
        post = Post(card.face, self._buttons(card.buttons))
        is_mine = partial(_shows, card_name(thread.number)) if may_exist else None
        with _told():
            message_id = await keep_posted(channel, post, remembered_id=None, is_mine=is_mine)
            try:
                await channel.get_partial_message(message_id).create_thread(
                    name=clip(thread.title, NAME), auto_archive_duration=DAY
                )
            except discord.HTTPException as error:
                if error.code != _HAS_ITS_THREAD:
                    raise
        # A message and the thread below it have the same id.
        return Opened(channel.id, message_id, message_id)


@dataclass(frozen=True, slots=True)
class ForumThreads(_Threads):
    """Posts in the forum that `reference` names, with its tags that are called as room or track."""

    reference: str | int

    async def open(self, thread: SessionThread, card: Card, *, may_exist: bool) -> Opened:
        """See `Places`."""
        forum = self.server.channel(self.reference)
        if not isinstance(forum, discord.ForumChannel):
            raise NotNowError(f"There is no forum channel «{self.reference}» that the bot can see.")
        with _told():
            if may_exist and (found := await self._found(forum, thread, card)) is not None:
                return found
            self._check_room()
            return await self._create(forum, thread, card)

    async def _create(self, forum: discord.ForumChannel, thread: SessionThread, card: Card) -> Opened:
        try:
            return await self._post(forum, thread, card, is_tagged=forum.flags.require_tag)
        except discord.HTTPException as error:
            if error.code != _TAG_REQUIRED:
                raise
        # Since the bot was told of the forum, organisers have made tags a must.
        return await self._post(forum, thread, card, is_tagged=True)

    async def _post(
        self, forum: discord.ForumChannel, thread: SessionThread, card: Card, *, is_tagged: bool
    ) -> Opened:
        opened = await forum.create_thread(
            name=clip(thread.title, NAME),
            auto_archive_duration=WEEK,
            view=card_layout(card.face, self._buttons(card.buttons)),
            applied_tags=_tags(forum, card.words, is_tagged=is_tagged),
            allowed_mentions=PING_NOBODY,
        )
        return Opened(opened.thread.id, opened.thread.id, opened.message.id)

    async def _found(self, forum: discord.ForumChannel, thread: SessionThread, card: Card) -> Opened | None:
        """Return the post that an earlier try has made, brought up to date."""
        async for post in _posts(forum):
            if post.name != clip(thread.title, NAME):
                continue
            # The first messages: it has just been made.
            async for message in post.history(limit=HISTORY, oldest_first=True):
                if _shows(card_name(thread.number), message):
                    layout = card_layout(card.face, self._buttons(card.buttons))
                    if not is_shown(layout, message):
                        await edit(message, layout)
                    return Opened(post.id, post.id, message.id)
        return None


def _tags(forum: discord.ForumChannel, words: Sequence[str], *, is_tagged: bool) -> list[discord.ForumTag]:
    """Return the tags of these names; with `is_tagged` at least one, if there is any."""
    wanted = {word.casefold() for word in words if word}
    usable = [tag for tag in forum.available_tags if not tag.moderated]
    named = [tag for tag in usable if tag.name.casefold() in wanted]
    return (named or (usable[:1] if is_tagged else []))[:MOST_TAGS]


async def _posts(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=HISTORY):
        yield thread


async def _posted(thread: discord.Thread, name: str) -> int | None:
    """Return the bot's message with this last line, if it is among the thread's latest."""
    me = thread.guild.me.id
    async for message in thread.history(limit=HISTORY):
        if message.author.id == me and _shows(name, message):
            return message.id
    return None


def _shows(name: str, message: discord.Message) -> bool:
    return name in footers(message)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what certainly was not done from what may be, and what somebody has deleted."""
    try:
        with certainties():
            yield
    except RefusedError as error:
        if _is_unknown_channel(error):
            raise ThreadGoneError from None
        raise NotNowError(f"A session's thread: {error}") from None


def _is_unknown_channel(error: RefusedError) -> bool:
    return "code 10003" in str(error)


def thread_link(guild_id: int, thread: SessionThread) -> str:
    """Return the address of a thread."""
    return f"https://discord.com/channels/{guild_id}/{thread.thread_id}"
