"""The API of X, asked as one account."""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from tweepy.asynchronous import AsyncClient  # type: ignore[import-untyped] # it comes without types

from DiscordBot.twitter.errors import NoAnswerError
from DiscordBot.twitter.shapes import XMedia, XMessage, XPage, XPost, XRetweet, XThing, XUser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from datetime import datetime

    from DiscordBot.twitter.session import XSession

MOST_PAGES: Final = 10
"""A thousand posts: more have to wait for the next reading."""

POST_FIELDS: Final = [
    *("author_id", "conversation_id", "created_at", "entities", "in_reply_to_user_id"),
    *("note_tweet", "referenced_tweets"),
]
_EXPANSIONS: Final = ["author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"]
_PAGE_SIZE: Final = 100

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Credentials:
    """The keys of the application and of the account that it acts for; `username` is without @."""

    user_id: str
    username: str
    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token: str = field(repr=False)
    token_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Posts that were read, newest first, with their authors and the posts that they refer to, by id.

    `is_whole` is false if there were more of them than are read at once.
    """

    posts: Sequence[XPost]
    users: dict[str, XUser]
    others: dict[str, XPost]
    is_whole: bool


class XClient:
    """Acts for the account of `credentials`. Every method raises `XError`."""

    def __init__(self, session: XSession, credentials: Credentials) -> None:
        self.credentials = credentials
        # Both write signed headers into their debugging log.
        for library in ("tweepy", "oauthlib"):
            logging.getLogger(library).setLevel(logging.INFO)
        self._api: Any = AsyncClient(
            consumer_key=credentials.consumer_key,
            consumer_secret=credentials.consumer_secret,
            access_token=credentials.token,
            access_token_secret=credentials.token_secret,
            return_type=dict,
        )
        self._api.session = session

    async def me(self) -> XUser:
        """Return the account itself."""
        return _data(await self._api.get_me(user_auth=True), XUser)

    async def create_post(
        self,
        text: str,
        *,
        media_ids: Sequence[str] = (),
        in_reply_to: str | None = None,
        quote_of: str | None = None,
    ) -> str:
        """Post, and return the new post's id."""
        answer = await self._api.create_tweet(
            text=text,
            media_ids=list(media_ids) or None,
            in_reply_to_tweet_id=in_reply_to,
            quote_tweet_id=quote_of,
        )
        return _data(answer, XThing).id

    async def retweet(self, post_id: str) -> None:
        """Retweet a post; harmless if that was done before."""
        if not _data(await self._api.retweet(post_id), XRetweet).retweeted:
            raise NoAnswerError("X does not say that it was retweeted.")

    async def upload(self, content: bytes, media_type: str, alt_text: str = "") -> str:
        """Upload a picture for a post to come, and return its id."""
        category = "tweet_gif" if media_type == "image/gif" else "tweet_image"
        encoded = base64.b64encode(content).decode()
        answer = await self._post("/2/media/upload", {"media": encoded, "media_category": category})
        media_id = _data(answer, XMedia).id
        if alt_text:
            await self._post(
                "/2/media/metadata", {"id": media_id, "metadata": {"alt_text": {"text": alt_text}}}
            )
        return media_id

    async def send_message(self, user_id: str, text: str) -> str:
        """Send a direct message, and return its id."""
        answer = await self._api.create_direct_message(participant_id=user_id, text=text)
        return _data(answer, XMessage).dm_event_id

    async def own_posts(self, since: datetime) -> Reading:
        """Read what the account has posted since then (UTC)."""
        return await self._read(
            lambda token: self._api.get_users_tweets(
                self.credentials.user_id,
                start_time=since,
                max_results=_PAGE_SIZE,
                pagination_token=token,
                tweet_fields=POST_FIELDS,
                user_auth=True,
            )
        )

    async def mentions(
        self, since_id: str | None = None, until_id: str | None = None
    ) -> AsyncIterator[Reading]:
        """Read the posts between the two ids that mention the account, page by page.

        Of each page `is_whole` tells whether it is the last one that X has.
        """
        ask = partial(
            self._api.get_users_mentions,
            self.credentials.user_id,
            since_id=since_id,
            until_id=until_id,
            max_results=_PAGE_SIZE,
            tweet_fields=POST_FIELDS,
            expansions=_EXPANSIONS,
            user_auth=True,
        )
        async for page in _pages(lambda token: ask(pagination_token=token)):
            yield _reading([page])

    async def search(self, query: str, since_id: str | None = None) -> Reading:
        """Read the posts of the last seven days, newer than `since_id`, that a query of X's is for."""
        return await self._read(
            lambda token: self._api.search_recent_tweets(
                query,
                since_id=since_id,
                max_results=_PAGE_SIZE,
                next_token=token,
                tweet_fields=POST_FIELDS,
                expansions=_EXPANSIONS,
                user_auth=True,
            )
        )

    async def _post(self, route: str, body: dict[str, Any]) -> dict[str, Any]:
        # tweepy signs no request without parameters, only one with none of them.
        response = await self._api.request("POST", route, params={}, json=body, user_auth=True)
        answer: dict[str, Any] = await response.json()
        return answer

    async def _read(self, ask: Callable[[str | None], Awaitable[Any]]) -> Reading:
        return _reading([page async for page in _pages(ask)])


def _reading(pages: Sequence[XPage]) -> Reading:
    return Reading(
        # A list that moves while it is read may repeat itself.
        posts=list({post.id: post for page in pages for post in page.data}.values()),
        users={user.id: user for page in pages for user in page.includes.users},
        others={post.id: post for page in pages for post in page.includes.tweets},
        is_whole=pages[-1].meta.next_token is None,
    )


async def _pages(ask: Callable[[str | None], Awaitable[Any]]) -> AsyncIterator[XPage]:
    token: str | None = None
    for _ in range(MOST_PAGES):
        page = _read_as(await ask(token), XPage)
        yield page
        token = page.meta.next_token
        if token is None:
            return


def _data(answer: dict[str, Any], shape: type[Shape]) -> Shape:
    return _read_as(answer.get("data"), shape)


def _read_as(found: object, shape: type[Shape]) -> Shape:
    # pydantic quotes what it could not read, and people wrote that: hence `from None`.
    try:
        return shape.model_validate(found)
    except ValidationError:
        raise NoAnswerError("X answered with something that is not what it was asked for.") from None
