"""X as the queue sees it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from DiscordBot.networks.port import (
    CannotTellError,
    DuplicateError,
    NetworkError,
    NotNowError,
    PausedError,
    Perhaps,
    PublishedPost,
    RejectedError,
)
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.api.client import XClient
from DiscordBot.networks.twitter.api.errors import (
    AccountError,
    NoAnswerError,
    RateLimitedError,
    RefusedError,
    RepeatedError,
    XError,
)
from DiscordBot.networks.twitter.api.own_posts import newest_match
from DiscordBot.networks.twitter.rules import XRules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.networks.port import Media, OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow
    from DiscordBot.networks.twitter.api.client import Credentials, Reading
    from DiscordBot.networks.twitter.api.session import XSession

NO_ACCOUNT = "No account on X is connected. An organiser can do it by /twitter connect."

_SAME_TIME = timedelta(seconds=30)

Result = TypeVar("Result")


class TwitterNetwork(XRules):
    """Publishes on X by the account of `credentials`, which is asked each time; None is no account.

    `spent` is awaited with the price in US dollars and the kind of each thing X charges for, `on_refusal`
    with the reason when X takes nothing from the account any more. `why_paused` shall tell so from then on.
    """

    def __init__(
        self,
        session: XSession,
        *,
        window: PostingWindow,
        min_gap_seconds: int,
        credentials: Callable[[], Credentials | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        spent: Callable[[Decimal, str], Awaitable[None]],
        on_refusal: Callable[[str], Awaitable[None]],
        left: Callable[[], Awaitable[Decimal | None]] | None = None,
    ) -> None:
        super().__init__(window, min_gap_seconds, why_paused, left)
        self._session = session
        self._credentials = credentials
        self._spent = spent
        self._on_refusal = on_refusal

    @property
    def account(self) -> str | None:
        """The id of the account on X, which stays when its name changes; None if none is connected."""
        credentials = self._credentials()
        return None if credentials is None else credentials.user_id

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        """Publish once, and return only when it is certainly there. Raises `NetworkError`s as they say."""
        client = self._client()
        if post.retweet_of is not None:
            await self._ask(client.retweet(post.retweet_of), Perhaps)
            published = _published(client, post, post.retweet_of)
        else:
            media_ids = [await self._upload(client, media) for media in post.media]
            creation = client.create_post(
                post.text, media_ids=media_ids, in_reply_to=post.in_reply_to, quote_of=post.quote_of
            )
            published = _published(client, post, await self._ask(creation, Perhaps))
        await self._charge(post)
        return published

    async def delete(self, post: OutgoingPost, post_id: str) -> None:
        """Delete a post, or take a retweet back; harmless if it is gone. Raises `NetworkError`s."""
        client = self._client()
        if post.retweet_of is not None:
            await self._ask(client.undo_retweet(post.retweet_of), Perhaps)
        else:
            await self._ask(client.delete_post(post_id), Perhaps)
        await self._spent(price.DELETION, "deletion")

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        """Look for `post` among the account's own since then (UTC); a retweet has the id of its original.

        Those after `until` are not read, None reads all. Raises `NetworkError` if they cannot be read, or
        are too many.
        """
        client = self._client()
        reading = await self._own_posts(client, since, until)
        if reading.posts:
            await self._spent(price.READ * len(reading.posts), "reading")
        found = await asyncio.to_thread(newest_match, post, reading.posts, since - self._session.ahead)
        if found is None:
            if not reading.is_whole:
                raise CannotTellError("The account has posted more than can be looked through.")
            return None
        # What was only perhaps published has not been paid for yet.
        await self._charge(post)
        return _published(client, post, post.retweet_of or found.id)

    async def _own_posts(self, client: XClient, since: datetime, until: datetime | None) -> Reading:
        """Read the account's posts of a time by our clock; X's answers tell by how much that is wrong."""
        ahead = self._session.ahead
        try:
            reading = await self._read(client, since, until)
        except RejectedError:
            # X refuses times that it has not come to.
            if self._knows(ahead):
                raise
            return await self._read(client, since, until)
        return reading if self._knows(ahead) else await self._read(client, since, until)

    def _knows(self, ahead: timedelta) -> bool:
        return abs(self._session.ahead - ahead) < _SAME_TIME

    async def _read(self, client: XClient, since: datetime, until: datetime | None) -> Reading:
        ahead = self._session.ahead
        request = client.own_posts(since - ahead, None if until is None else until - ahead)
        return await self._ask(request, NotNowError)

    def _client(self) -> XClient:
        credentials = self._credentials()
        if credentials is None:
            raise PausedError(NO_ACCOUNT)
        return XClient(self._session, credentials)

    async def _upload(self, client: XClient, media: Media) -> str:
        # Whatever becomes of a picture, nothing is posted before its id is known.
        upload = client.upload(media.content, media.media_type, media.alt_text)
        return await self._ask(upload, NotNowError)

    async def _charge(self, post: OutgoingPost) -> None:
        kind = "retweet" if post.retweet_of else "post with link" if price.has_link(post.text) else "post"
        await self._spent(price.estimate(post), kind)

    async def _ask(self, request: Awaitable[Result], unanswered: type[NetworkError]) -> Result:
        try:
            return await request
        except AccountError as error:
            await self._on_refusal(str(error))
            raise PausedError(str(error)) from error
        except XError as error:
            raise translated(error, unanswered) from error


def _published(client: XClient, post: OutgoingPost, post_id: str) -> PublishedPost:
    # A retweet is shown as its original, whoever wrote that; X forwards this address to them.
    author = "i" if post.retweet_of else client.credentials.username
    return PublishedPost(post_id, f"https://x.com/{author}/status/{post_id}")


def translated(error: XError, unanswered: type[NetworkError]) -> NetworkError:
    """Return what an error of X's means to the queue; `unanswered` is what no answer means."""
    match error:
        case RateLimitedError():
            return NotNowError(str(error), error.reset)
        case RepeatedError():
            return DuplicateError(str(error))
        case RefusedError():
            return RejectedError(str(error))
        case NoAnswerError():
            return unanswered(str(error))
        case _:
            return NotNowError(str(error))
