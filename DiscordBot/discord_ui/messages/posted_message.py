"""A message that stands in a channel exactly once and always says what it should say now."""

from __future__ import annotations

import io
import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.texts.limits import ATTACHMENT_DESCRIPTION, CONTENT, clip, fit_embed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

logger = logging.getLogger(__name__)

HISTORY = 100

_COMPONENT_KEYS = ("type", "custom_id", "label", "style", "url", "placeholder")


@dataclass(frozen=True, slots=True)
class Post:
    """What a posted message shows; it pings nobody."""

    content: str = ""
    embed: discord.Embed | None = None
    view: discord.ui.View | None = None

    def fitted(self) -> Post:
        """Cut to Discord's limits."""
        embed = None if self.embed is None else fit_embed(self.embed)
        return Post(clip(self.content, CONTENT), embed, self.view)


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
    wanted = post.fitted()
    message = await _remembered(channel, remembered_id)
    if message is None and is_mine is not None:
        message = await _found(channel, is_mine)
    if message is not None:
        if _shown(message) == _wanted(wanted):
            return message.id
        try:
            await message.edit(
                content=wanted.content or None,
                embed=wanted.embed,
                view=wanted.view,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.NotFound:
            logger.info("Message %d was deleted while it was being edited; posting it anew", message.id)
        else:
            return message.id
    return await _post(channel, wanted, await files())


def has_button(custom_id: str) -> Callable[[discord.Message], bool]:
    """Make an `is_mine` that recognises a message by one of its buttons."""

    def is_mine(message: discord.Message) -> bool:
        return any(component.get("custom_id") == custom_id for component in _shown_components(message))

    return is_mine


async def _post(channel: discord.TextChannel, wanted: Post, files: Sequence[PostFile]) -> int:
    parts: dict[str, Any] = {"embed": wanted.embed, "view": wanted.view}
    if files:
        parts["files"] = [_attached(file) for file in files]
    message = await channel.send(
        wanted.content or None,
        **{name: part for name, part in parts.items() if part is not None},
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


def _shown(message: discord.Message) -> tuple[object, ...]:
    # Discord adds embeds of its own, previews of links for example.
    embeds = [_look(embed) for embed in message.embeds if embed.type == "rich"]
    return message.content, embeds, [_component_look(part) for part in _shown_components(message)]


def _wanted(post: Post) -> tuple[object, ...]:
    embeds = [] if post.embed is None else [_look(post.embed)]
    rows = [] if post.view is None else post.view.to_components()
    return post.content, embeds, [_component_look(part) for row in rows for part in row["components"]]


def _look(embed: discord.Embed) -> tuple[object, ...]:
    """Return what a reader sees, without what Discord adds (sizes, proxies) or trims (outer blanks)."""
    return (
        _trimmed(embed.title),
        _trimmed(embed.description),
        embed.url,
        embed.colour,
        embed.timestamp,
        _trimmed(embed.footer.text),
        _trimmed(embed.author.name),
        embed.image.url,
        embed.thumbnail.url,
        [(_trimmed(field.name), _trimmed(field.value), field.inline) for field in embed.fields],
    )


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _shown_components(message: discord.Message) -> Iterator[dict[str, Any]]:
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            for child in row.children:
                yield {**child.to_dict()}


def _component_look(component: dict[str, Any]) -> tuple[object, ...]:
    emoji = component.get("emoji") or {}
    return (
        *(component.get(key) for key in _COMPONENT_KEYS),
        emoji.get("name"),
        bool(component.get("disabled")),
        [(option["label"], option["value"]) for option in component.get("options", ())],
    )
