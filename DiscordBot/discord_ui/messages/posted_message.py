"""A message that stands in a channel exactly once and always says what it should say now."""

from __future__ import annotations

import io
import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import components, is_shown, walk
from DiscordBot.discord_ui.texts.limits import ATTACHMENT_DESCRIPTION, clip

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.discord_ui.layout.face import CardFace

logger = logging.getLogger(__name__)

HISTORY = 100


@dataclass(frozen=True, slots=True)
class Post:
    """What a posted message shows: a card with its buttons inside, `above` it a line. It pings nobody."""

    face: CardFace
    buttons: Sequence[discord.ui.Item[Any]] = ()
    above: str = ""

    def layout(self) -> discord.ui.LayoutView:
        """Return it as Discord takes it; to be called once."""
        return card_layout(self.face, self.buttons, above=self.above)


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file below a message; of a picture, `description` is read to blind people."""

    name: str
    content: bytes
    description: str = ""


async def no_files() -> Sequence[PostFile]:
    """Return the files of a message that has none."""
    return ()


async def keep_posted(
    channel: discord.TextChannel,
    post: Post,
    *,
    remembered_id: int | None,
    is_mine: Callable[[discord.Message], bool] | None,
    files: Callable[[], Awaitable[Sequence[PostFile]]] = no_files,
) -> int:
    """Make `channel` show `post` once and return the message's id, to be remembered.

    The message is the remembered one, or else the newest among the channel's last 100 that the bot wrote
    and that `is_mine` recognises; None says that there is certainly none to be recognised. It is edited
    only if it shows something else. Nothing is deleted. `files` are asked for when it is posted; they stay
    as they are as long as the message is there. Raises `discord.HTTPException` if Discord does not allow it.
    """
    wanted = post.layout()
    message = await _remembered(channel, remembered_id)
    if message is None and is_mine is not None:
        message = await _found(channel, is_mine)
    if message is not None:
        if is_shown(wanted, message):
            return message.id
        try:
            await edit(message, wanted)
        except discord.NotFound:
            logger.info("Message %d was deleted while it was being edited; posting it anew", message.id)
        else:
            return message.id
    return await _post(channel, wanted, await files())


async def edit(message: discord.Message | discord.PartialMessage, layout: discord.ui.LayoutView) -> None:
    """Make a message of the bot show this, also one of an older version, which had text and an embed."""
    await message.edit(content=None, embed=None, view=layout, allowed_mentions=discord.AllowedMentions.none())


def has_button(custom_id: str) -> Callable[[discord.Message], bool]:
    """Make an `is_mine` that recognises a message by one of its buttons."""

    def is_mine(message: discord.Message) -> bool:
        return any(part.get("custom_id") == custom_id for part in walk(components(message)))

    return is_mine


async def _post(
    channel: discord.TextChannel, layout: discord.ui.LayoutView, files: Sequence[PostFile]
) -> int:
    parts: dict[str, Any] = {"files": [_attached(file) for file in files]} if files else {}
    message = await channel.send(
        view=layout,
        **parts,
        # Discord takes a nonce once, so a try whose answer was lost is not shown twice.
        nonce=secrets.token_hex(8),
        allowed_mentions=discord.AllowedMentions.none(),
    )
    return message.id


def _attached(file: PostFile) -> discord.File:
    description = clip(file.description, ATTACHMENT_DESCRIPTION) or None
    return discord.File(io.BytesIO(file.content), file.name, description=description)


async def _remembered(channel: discord.TextChannel, message_id: int | None) -> discord.Message | None:
    if message_id is None:
        return None
    try:
        message = await channel.fetch_message(message_id)
    except discord.NotFound:
        return None
    return message if message.author.id == channel.guild.me.id else None


async def _found(
    channel: discord.TextChannel, is_mine: Callable[[discord.Message], bool]
) -> discord.Message | None:
    async for message in channel.history(limit=HISTORY):
        if message.author.id == channel.guild.me.id and is_mine(message):
            return message
    return None
