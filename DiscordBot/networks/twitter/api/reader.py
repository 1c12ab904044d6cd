"""Reading X as the connected account, at what that costs."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from DiscordBot.networks.port import NotNowError, PausedError, ReadPage, ReadPost
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.api.client import XClient
from DiscordBot.networks.twitter.api.errors import AccountError, XError
from DiscordBot.networks.twitter.network import NO_ACCOUNT, translated
from DiscordBot.networks.twitter.written import as_written

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from decimal import Decimal

    from DiscordBot.networks.port import Paused
    from DiscordBot.networks.twitter.api.client import Credentials, Reading
    from DiscordBot.networks.twitter.api.session import XSession
    from DiscordBot.networks.twitter.api.shapes import XPost


class XReader:
    """Reads by the account of `credentials`, which is asked each time; None is no account.

    `spent` is awaited with the price in US dollars, the kind and the number of what was read, `on_refusal`
    with the reason when X takes nothing from the account any more. `why_paused` shall tell so from then on.
    """

    def __init__(
        self,
        session: XSession,
        *,
        credentials: Callable[[], Credentials | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        spent: Callable[[Decimal, str, int], Awaitable[None]],
        on_refusal: Callable[[str], Awaitable[None]],
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._why_paused = why_paused
        self._spent = spent
        self._on_refusal = on_refusal

    async def why_paused(self) -> Paused | None:
        """See `Reader`."""
        return await self._why_paused()

    async def mentions(self, *, since_id: str | None, until_id: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`."""
        pages = self._read(
            lambda client: client.mentions(since_id, until_id), price.MENTION_READ, "reading mentions"
        )
        async with aclosing(pages):
            async for page in pages:
                yield page

    async def search(
        self, query: str, *, since_id: str | None, until_id: str | None
    ) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`; of X's there are the posts of the last seven days."""
        pages = self._read(
            lambda client: client.search(query, since_id, until_id), price.READ, "reading posts"
        )
        async with aclosing(pages):
            async for page in pages:
                yield page

    async def _read(
        self, ask: Callable[[XClient], AsyncGenerator[Reading, None]], each: Decimal, kind: str
    ) -> AsyncGenerator[ReadPage, None]:
        credentials = self._credentials()
        if credentials is None:
            raise PausedError(NO_ACCOUNT)
        try:
            async with aclosing(ask(XClient(self._session, credentials))) as readings:
                async for reading in readings:
                    if count := len(reading.posts):
                        await self._spent(each * count, kind, count)
                    posts = tuple(_read_post(post, reading, credentials.user_id) for post in reading.posts)
                    yield ReadPage(posts, reading.is_whole)
        except AccountError as error:
            await self._on_refusal(str(error))
            raise PausedError(str(error)) from error
        except XError as error:
            raise translated(error, NotNowError) from error


def _read_post(post: XPost, reading: Reading, own_id: str) -> ReadPost:
    author = reading.users.get(post.author_id)
    quoted = post.refers_to("quoted")
    quoted_post = None if quoted is None else reading.others.get(quoted)
    links = [link for link in post.entities.urls if link.media_key is not None]
    return ReadPost(
        id=post.id,
        text=as_written(post, with_pictures=False),
        created_at=post.created_at,
        author_name=author.name if author else "",
        author_username=author.username if author else "",
        # X forwards this address to the author's own, and it names nobody.
        link=f"https://x.com/i/status/{post.id}",
        pictures=tuple(link.expanded_url or link.url for link in links),
        in_reply_to=post.refers_to("replied_to"),
        quote_of=quoted,
        retweet_of=post.refers_to("retweeted"),
        is_own=post.author_id == own_id,
        answers_own=post.in_reply_to_user_id == own_id,
        quotes_own=quoted_post is not None and quoted_post.author_id == own_id,
    )
