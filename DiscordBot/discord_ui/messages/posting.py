"""Posting into channels and webhooks, and what is certain when that fails."""

from __future__ import annotations

import re
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

import aiohttp
import discord

from DiscordBot.discord_ui.layout.reading import components, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import SecretStr

    from DiscordBot.discord_ui.messages.posted_message import Post

HISTORY = 300


_FIELD = re.compile(r"^In ([\w.]+):", re.MULTILINE)


class RefusedError(Exception):
    """Nothing was posted, certainly; the message is a sentence for people."""


class RefusedContentError(RefusedError):
    """Discord takes this very message neither now nor later.

    `fields` are the parts that it minds, as it calls them: `components.0.components.2.items.0.media.url`.
    """

    def __init__(self, sentence: str, fields: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.fields = fields


class Poster(Protocol):
    """Where cards can be posted; nobody is pinged by them."""

    @property
    def is_interactive(self) -> bool:
        """Whether what is posted may have buttons that do something, and selects."""

    async def send(self, post: Post, nonce: str) -> None:
        """Post one message; where Discord allows it, the same `nonce` within minutes posts nothing more.

        Raises `RefusedError`; after any other exception the message may be there or not.
        """

    async def recent_texts(self) -> Sequence[Sequence[str]] | None:
        """Return the texts of each of the bot's messages among the last 300, as `texts_of` gives them.

        None where nobody can know.
        """


class ChannelPoster:
    """A text channel of the server; `resolve` gives it when it is needed, or None while there is none."""

    is_interactive = True

    def __init__(self, resolve: Callable[[], discord.TextChannel | None]) -> None:
        self._resolve = resolve

    async def send(self, post: Post, nonce: str) -> None:
        """See `Poster`."""
        channel = self._channel()
        with certainties():
            await channel.send(
                view=post.layout(), nonce=nonce, allowed_mentions=discord.AllowedMentions.none()
            )

    async def recent_texts(self) -> Sequence[Sequence[str]]:
        """See `Poster`; raises what discord.py raises."""
        channel = self._channel()
        return [
            texts_of(components(message))
            async for message in channel.history(limit=HISTORY)
            if message.author.id == channel.guild.me.id
        ]

    def _channel(self) -> discord.TextChannel:
        channel = self._resolve()
        if channel is None:
            raise RefusedError("There is no such channel.")
        return channel


class WebhookPoster:
    """A webhook of any server; `address` is a secret that never gets into a message of an error."""

    is_interactive = False

    def __init__(self, address: SecretStr, session: aiohttp.ClientSession) -> None:
        self._address = address
        self._session = session

    async def send(self, post: Post, nonce: str) -> None:
        """See `Poster`; Discord takes no nonce from webhooks."""
        del nonce
        try:
            webhook = discord.Webhook.from_url(self._address.get_secret_value(), session=self._session)
        except ValueError:
            raise RefusedError("The address is not one of a Discord webhook.") from None
        with certainties():
            await webhook.send(view=post.layout(), allowed_mentions=discord.AllowedMentions.none(), wait=True)

    async def recent_texts(self) -> None:
        """See `Poster`; webhooks cannot read."""


@contextmanager
def certainties() -> Iterator[None]:
    """Raise `RefusedError` instead of errors after which nothing was posted for certain."""
    try:
        yield
    except discord.HTTPException as error:
        if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        sentence = f"Discord refused it (status {error.status}, code {error.code})."
        if error.status == HTTPStatus.BAD_REQUEST:
            # Nothing but the names: what follows them may quote what people wrote.
            raise RefusedContentError(sentence, tuple(_FIELD.findall(error.text))) from None
        raise RefusedError(sentence) from None
    except aiohttp.ClientConnectorError:
        raise RefusedError("Discord could not be reached.") from None
