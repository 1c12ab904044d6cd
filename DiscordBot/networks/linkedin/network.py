"""LinkedIn as the queue sees it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from tenacity import AsyncRetrying, RetryError, retry_if_result, stop_after_delay, wait_exponential

from DiscordBot.networks.linkedin.api import PAGE_SIZE
from DiscordBot.networks.linkedin.little_text import little, plain
from DiscordBot.networks.linkedin.refusals import DUPLICATE, FORBIDDEN
from DiscordBot.networks.linkedin.rules import LinkedInRules
from DiscordBot.networks.pictures import shrunk
from DiscordBot.networks.port import (
    CannotTellError,
    DuplicateError,
    NotNowError,
    PausedError,
    PublishedPost,
    RejectedError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.networks.linkedin.api import RestApi
    from DiscordBot.networks.linkedin.credential import Account
    from DiscordBot.networks.linkedin.shapes import Post
    from DiscordBot.networks.port import Media, OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow

NO_ACCOUNT = "No account on LinkedIn is connected. An organiser can do it by /networks connect."
TAKEN = frozenset({"image/png", "image/jpeg", "image/gif"})
MOST_BYTES = 8_000_000
LONGEST_ALT_TEXT = 4086
MOST_PAGES = 5
CLOCKS_DIFFER = timedelta(minutes=5)
LISTED_WITHIN = timedelta(minutes=3)
"""Until so long after `since` a post that is not listed may still be."""
WORKED_ON_SECONDS = 60.0
"""How long LinkedIn may need for a picture."""

Result = TypeVar("Result")


class LinkedInNetwork(LinkedInRules):
    """Publishes by the account of `account_now`, which is asked each time; None is no account.

    LinkedIn takes no key that makes of two posts one, and lists some posts late: what is not found may be
    there all the same, and a human looks. `on_refusal` is awaited with the reason when LinkedIn takes nothing
    from the account any more. `why_paused` shall tell so from then on.
    """

    def __init__(
        self,
        api: RestApi,
        clock: Clock,
        *,
        web_url: str,
        window: PostingWindow,
        min_gap_seconds: int,
        account_now: Callable[[], Account | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        on_refusal: Callable[[str], Awaitable[None]],
        listed_within: timedelta = LISTED_WITHIN,
    ) -> None:
        super().__init__(window, min_gap_seconds, why_paused)
        self._api = api
        self._clock = clock
        self._web_url = web_url
        self._account_now = account_now
        self._on_refusal = on_refusal
        self._listed_within = listed_within

    @property
    def account(self) -> str | None:
        """The URN of the page or member; None if none is connected."""
        account = self._account_now()
        return None if account is None else account.author

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        """Publish once, and return only when it is certainly there. Raises `NetworkError`s as they say."""
        if post.in_reply_to is not None:
            raise RejectedError("LinkedIn takes no replies from the bot.")
        account = self._connected()
        values: dict[str, Any] = {
            "author": account.author,
            "commentary": "" if post.retweet_of is not None else little(post.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        if (original := post.retweet_of or post.quote_of) is not None:
            values["reshareContext"] = {"parent": original}
        elif post.media:
            values["content"] = _content([await self._image(media, account) for media in post.media])
        return self._published(await self._allowed(self._api.create(values, account.token)))

    async def delete(self, post: OutgoingPost, post_id: str) -> None:  # noqa: ARG002 - reposts are posts here
        """Delete a post or repost; harmless if it is gone. Raises `NetworkError`s."""
        await self._asked(self._api.delete(post_id, self._connected().token))

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        """Look for `post` among the account's own since then (UTC). Never tells that it is not there.

        Raises `NotNowError` if it may be listed soon, `CannotTellError` if a human had better look.
        """
        account = self._connected()
        for page in range(MOST_PAGES):
            try:
                posts = await self._asked(
                    self._api.posts_of(account.author, account.token, start=page * PAGE_SIZE)
                )
            except RejectedError as error:
                # Only few apps may read what members post.
                raise CannotTellError(f"The bot may not look: {error}") from None
            for one in posts:
                is_too_late = until is not None and one.created_at > until + CLOCKS_DIFFER
                if not is_too_late and one.created_at >= since - CLOCKS_DIFFER and _is_the_same(post, one):
                    return self._published(one.id)
            if len(posts) < PAGE_SIZE or posts[-1].created_at < since - CLOCKS_DIFFER:
                break
        if self._clock.now() < since + self._listed_within:
            raise NotNowError("LinkedIn does not list it, perhaps not yet.")
        raise CannotTellError("LinkedIn does not list it, which may come late. Please look at the page.")

    async def _image(self, media: Media, account: Account) -> dict[str, str]:
        """Upload a picture and wait until LinkedIn has worked on it; nothing is posted before it is named."""
        picture = await asyncio.to_thread(shrunk, media.content, media.media_type, MOST_BYTES, TAKEN)
        upload = await self._allowed(self._api.begin_upload(account.author, account.token))
        await self._asked(self._api.upload(upload, picture.content, picture.media_type, account.token))
        retrying = AsyncRetrying(
            retry=retry_if_result(lambda is_ready: not is_ready),
            stop=stop_after_delay(WORKED_ON_SECONDS),
            wait=wait_exponential(multiplier=0.5, max=5),
        )
        try:
            await retrying(self._is_ready, upload.image, account.token)
        except RetryError:
            raise NotNowError("LinkedIn is still working on a picture.") from None
        described = {"altText": media.alt_text[:LONGEST_ALT_TEXT]} if media.alt_text else {}
        return {"id": upload.image, **described}

    async def _is_ready(self, image: str, token: str) -> bool:
        return await self._asked(self._api.is_ready(image, token))

    def _connected(self) -> Account:
        account = self._account_now()
        if account is None:
            raise PausedError(NO_ACCOUNT)
        return account

    async def _asked(self, request: Awaitable[Result]) -> Result:
        try:
            return await request
        except PausedError as error:
            await self._on_refusal(str(error))
            raise
        except RejectedError as error:
            if DUPLICATE in str(error):
                raise DuplicateError(str(error)) from None
            raise

    async def _allowed(self, request: Awaitable[Result]) -> Result:
        """Ask for what every post needs: if it may not be done, no post will ever be taken."""
        try:
            return await self._asked(request)
        except RejectedError as error:
            if FORBIDDEN not in str(error):
                raise
            await self._on_refusal(str(error))
            raise PausedError(str(error)) from None

    def _published(self, urn: str) -> PublishedPost:
        return PublishedPost(urn, f"{self._web_url}/feed/update/{urn}")


def _content(images: list[dict[str, str]]) -> dict[str, Any]:
    if len(images) == 1:
        return {"media": images[0]}
    return {"multiImage": {"images": images}}


def _is_the_same(wanted: OutgoingPost, found: Post) -> bool:
    repeated = None if found.reshareContext is None else found.reshareContext.parent
    if repeated != (wanted.retweet_of or wanted.quote_of):
        return False
    return wanted.retweet_of is not None or _comparable(plain(found.commentary)) == _comparable(wanted.text)


def _comparable(text: str) -> str:
    return " ".join(text.replace("＃", "#").split())
