"""Mastodon as the queue sees it."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from DiscordBot.networks.api_client import GoneError, Request
from DiscordBot.networks.mastodon.account_api import AccountApi
from DiscordBot.networks.mastodon.rules import QUOTES_SINCE, MastodonRules
from DiscordBot.networks.mastodon.shapes import MediaShape, Post, PostSource
from DiscordBot.networks.port import (
    CannotTellError,
    NotNowError,
    Perhaps,
    PublishedPost,
    RejectedError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
    from datetime import datetime

    from DiscordBot.networks.api_client import ApiClient
    from DiscordBot.networks.mastodon.connection import Account
    from DiscordBot.networks.mastodon.server import MastodonServer
    from DiscordBot.networks.port import Media, OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow

PAGE_SIZE = 40
MOST_PAGES = 10
_VISIBILITIES = ("public", "unlisted", "private", "direct")
"""From what everybody may read to what only those may who are named."""

CLOCKS_DIFFER = timedelta(minutes=5)
WORKED_ON_SECONDS = 60.0
"""How long a server may need for a picture."""


class _StillWorkedOnError(Exception):
    """A picture is not ready yet."""


class MastodonNetwork(MastodonRules):
    """Publishes by the account of `account_now`, which is asked each time; None is no account.

    `on_refusal` is awaited with the reason when the server takes nothing from the account any more.
    `why_paused` shall tell so from then on.
    """

    def __init__(
        self,
        client: ApiClient,
        server: MastodonServer,
        *,
        window: PostingWindow,
        min_gap_seconds: int,
        visibility: str,
        account_now: Callable[[], Account | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        on_refusal: Callable[[str], Awaitable[None]],
    ) -> None:
        super().__init__(server, window, min_gap_seconds, why_paused)
        self._api = AccountApi(client, account_now, on_refusal)
        self._visibility = visibility
        self._account_now = account_now

    @property
    def account(self) -> str | None:
        """The account's id and server; None if none is connected."""
        account = self._account_now()
        return None if account is None else account.handle

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        """Publish once; the server takes a second try with the same key, within an hour, for the first."""
        if post.retweet_of is not None:
            path = f"/api/v1/statuses/{post.retweet_of}/reblog"
            answer = await self._api.ask(Request(method="POST", path=path, leaves_doubt=True))
            return _published(answer.read(Post, Perhaps).reblog or answer.read(Post, Perhaps))
        values: dict[str, object] = {
            "status": post.text,
            "visibility": self._visibility,
            "media_ids": [await self._upload(media) for media in post.media],
        }
        if post.in_reply_to is not None:
            values["in_reply_to_id"] = post.in_reply_to
            values["visibility"] = await self._visibility_of_an_answer_to(post.in_reply_to)
        if post.language is not None:
            values["language"] = post.language
        if post.quote_of is not None:
            await self._require_quotes()
            values["quoted_status_id"] = post.quote_of
        answer = await self._api.ask(
            Request(
                method="POST",
                path="/api/v1/statuses",
                json=values,
                headers={"Idempotency-Key": post.key} if post.key else None,
                leaves_doubt=True,
            )
        )
        return _published(answer.read(Post, Perhaps))

    async def delete(self, post: OutgoingPost, post_id: str) -> None:
        """Delete a post, or take a boost back; harmless if it is gone. Raises `NetworkError`s."""
        path = f"/api/v1/statuses/{post.retweet_of or post_id}"
        request = Request(method="DELETE", path=path, leaves_doubt=True)
        if post.retweet_of is not None:
            request = Request(method="POST", path=f"{path}/unreblog", leaves_doubt=True)
        try:
            await self._api.ask(request)
        except GoneError:
            return

    async def _visibility_of_an_answer_to(self, post_id: str) -> str:
        """Return who may read an answer: never more people than may read what it answers."""
        answer = await self._api.ask(Request(method="GET", path=f"/api/v1/statuses/{post_id}"))
        return max(self._visibility, answer.read(Post).visibility, key=_rank)

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        """Look for `post` among the account's own since then (UTC). Raises `NetworkError`s as they say."""
        async for page in self._own_posts():
            for one in page:
                if until is not None and one.created_at > until + CLOCKS_DIFFER:
                    continue
                if one.created_at < since - CLOCKS_DIFFER:
                    return None
                if await self._is_the_same(post, one):
                    return _published(one.reblog or one)
            if len(page) < PAGE_SIZE:
                return None
        raise CannotTellError("The account has posted more than can be looked through.")

    async def _own_posts(self) -> AsyncGenerator[list[Post], None]:
        query = [("limit", str(PAGE_SIZE))]
        path = f"/api/v1/accounts/{self._api.connected().id}/statuses"
        for _ in range(MOST_PAGES):
            answer = await self._api.ask(Request(method="GET", path=path, query=query))
            page = answer.read(list[Post])
            yield page
            if page:
                query = [("limit", str(PAGE_SIZE)), ("max_id", page[-1].id)]

    async def _is_the_same(self, wanted: OutgoingPost, found: Post) -> bool:
        if wanted.retweet_of is not None:
            return found.reblog is not None and found.reblog.id == wanted.retweet_of
        if found.reblog is not None or found.in_reply_to_id != wanted.in_reply_to:
            return False
        if not _words(wanted.text.split()) <= _words(re.findall(r"[^\W_]+", html.unescape(found.content))):
            return False
        # What is shown is HTML, with links and names rewritten; the source is what was sent.
        answer = await self._api.ask(Request(method="GET", path=f"/api/v1/statuses/{found.id}/source"))
        return _comparable(answer.read(PostSource).text) == _comparable(wanted.text)

    async def _upload(self, media: Media) -> str:
        """Upload a picture and wait until the server has worked on it."""
        limits = (await self._server.limits()).configuration.media_attachments
        form = aiohttp.FormData()
        # A file without a name is taken for a text.
        form.add_field("file", media.content, filename="picture", content_type=media.media_type)
        if media.alt_text:
            form.add_field("description", media.alt_text[: limits.description_limit])
        answer = await self._api.ask(Request(method="POST", path="/api/v2/media", form=form))
        uploaded = answer.read(MediaShape)
        if answer.status == HTTPStatus.ACCEPTED or uploaded.url is None:
            await self._wait_for(uploaded.id)
        return uploaded.id

    async def _wait_for(self, media_id: str) -> None:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_StillWorkedOnError),
            stop=stop_after_delay(WORKED_ON_SECONDS),
            wait=wait_exponential(multiplier=0.5, max=5),
            reraise=True,
        )
        try:
            await retrying(self._require_ready, media_id)
        except _StillWorkedOnError:
            raise NotNowError("Mastodon is still working on a picture.") from None

    async def _require_ready(self, media_id: str) -> None:
        answer = await self._api.ask(Request(method="GET", path=f"/api/v1/media/{media_id}"))
        if answer.status == HTTPStatus.PARTIAL_CONTENT:
            raise _StillWorkedOnError

    async def _require_quotes(self) -> None:
        if (await self._server.limits()).api_versions.mastodon < QUOTES_SINCE:
            raise RejectedError("This server takes no quotes.")


def _rank(visibility: str) -> int:
    return _VISIBILITIES.index(visibility) if visibility in _VISIBILITIES else len(_VISIBILITIES)


def _published(post: Post) -> PublishedPost:
    return PublishedPost(post.id, post.url or post.uri or None)


def _words(parts: Iterable[str]) -> set[str]:
    """Return those parts that no server rewrites: nothing but letters and digits."""
    plain = (unicodedata.normalize("NFKC", part) for part in parts)
    return {part for part in plain if re.fullmatch(r"[^\W_]+", part)}


def _comparable(text: str) -> str:
    return " ".join(text.split())
