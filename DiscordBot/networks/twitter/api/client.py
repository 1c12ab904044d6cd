"""The API of X, asked as one account."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tweepy.asynchronous import AsyncClient  # type: ignore[import-untyped] # it comes without types

from DiscordBot.networks.twitter.api.errors import NoAnswerError, RefusedError
from DiscordBot.networks.twitter.api.shapes import (
    XDeletion,
    XMessage,
    XPage,
    XRetweet,
    XThing,
    XUser,
    read_as,
    read_data,
)
from DiscordBot.networks.twitter.api.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
    from datetime import datetime

    from DiscordBot.networks.twitter.api.session import XSession
    from DiscordBot.networks.twitter.api.shapes import XPost

MOST_PAGES = 10
"""A thousand posts: more have to wait for the next reading."""

POST_FIELDS = [
    *("author_id", "conversation_id", "created_at", "edit_history_tweet_ids", "entities"),
    *("in_reply_to_user_id", "note_tweet", "referenced_tweets"),
]
_EXPANSIONS = ["author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"]
PAGE_SIZE = 100


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
        self._uploads = Uploads(self._ask)

    async def me(self) -> XUser:
        """Return the account itself."""
        return read_data(await self._api.get_me(user_auth=True), XUser)

    async def user_called(self, username: str) -> XUser | None:
        """Return the account of that name (without @), None if there is none."""
        answer = await self._api.get_user(username=username, user_auth=True)
        return read_data(answer, XUser) if "data" in answer else None

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
        return read_data(answer, XThing).id

    async def retweet(self, post_id: str) -> None:
        """Retweet a post; harmless if that was done before."""
        if not read_data(await self._api.retweet(post_id), XRetweet).retweeted:
            raise NoAnswerError("X does not say that it was retweeted.")

    async def delete_post(self, post_id: str) -> None:
        """Delete a post of the account's; harmless if it is gone."""
        try:
            answer = await self._api.delete_tweet(post_id)
        except RefusedError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return
            raise
        if not read_data(answer, XDeletion).deleted:
            raise NoAnswerError("X does not say that it was deleted.")

    async def undo_retweet(self, post_id: str) -> None:
        """Take the retweet of a post back; harmless if there is none."""
        try:
            answer = await self._api.unretweet(post_id)
        except RefusedError as error:
            # The original is gone, and the retweet with it.
            if error.status == HTTPStatus.NOT_FOUND:
                return
            raise
        if read_data(answer, XRetweet).retweeted:
            raise NoAnswerError("X does not say that the retweet was taken back.")

    async def upload(self, content: bytes, media_type: str, alt_text: str = "") -> str:
        """Upload a picture for a post to come, and return its id."""
        media_id = await self._uploads.upload(content, media_type)
        if alt_text:
            await self._uploads.describe(media_id, alt_text)
        return media_id

    async def send_message(self, user_id: str, text: str) -> str:
        """Send a direct message, and return its id."""
        answer = await self._api.create_direct_message(participant_id=user_id, text=text)
        return read_data(answer, XMessage).dm_event_id

    async def own_posts(self, since: datetime, until: datetime | None = None) -> Reading:
        """Read what the account has posted since then, before `until` (UTC), which X wants to have passed."""
        return await self._read(
            lambda token: self._api.get_users_tweets(
                self.credentials.user_id,
                start_time=since,
                end_time=until,
                max_results=PAGE_SIZE,
                pagination_token=token,
                tweet_fields=POST_FIELDS,
                user_auth=True,
            )
        )

    async def mentions(
        self, since_id: str | None = None, until_id: str | None = None, most: int = PAGE_SIZE
    ) -> AsyncGenerator[Reading, None]:
        """Read the posts between the two ids that mention the account, in pages of `most` posts.

        Of each page `is_whole` tells whether it is the last one that X has.
        """
        ask = partial(
            self._api.get_users_mentions,
            self.credentials.user_id,
            since_id=since_id,
            until_id=until_id,
            max_results=most,
            tweet_fields=POST_FIELDS,
            expansions=_EXPANSIONS,
            user_auth=True,
        )
        async for page in _pages(lambda token: ask(pagination_token=token)):
            yield _reading([page])

    async def search(
        self,
        query: str,
        since_id: str | None = None,
        until_id: str | None = None,
        most: int = PAGE_SIZE,
    ) -> AsyncGenerator[Reading, None]:
        """Read what a query of X's is for in the last seven days, between the ids, in pages of `most` posts.

        Of each page `is_whole` tells whether it is the last one that X has.
        """
        ask = partial(
            self._api.search_recent_tweets,
            query,
            since_id=since_id,
            until_id=until_id,
            max_results=most,
            tweet_fields=POST_FIELDS,
            expansions=_EXPANSIONS,
            user_auth=True,
        )
        async for page in _pages(lambda token: ask(next_token=token)):
            yield _reading([page])

    async def _ask(self, method: str, route: str, body: dict[str, Any] | None) -> dict[str, Any]:
        path, _, query = route.partition("?")
        # What tweepy signs must have parameters, if only none of them.
        response = await self._api.request(
            method, path, params=dict(parse_qsl(query)), json=body, user_auth=True
        )
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
        page = read_as(await ask(token), XPage)
        yield page
        token = page.meta.next_token
        if token is None:
            return
