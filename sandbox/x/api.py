"""What the API of X does for an account, each call as X answers it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.x.answers import Answers
from sandbox.x.media import MOST_PICTURES, read_alt_text, read_upload
from sandbox.x.problems import invalid, not_found, problem
from sandbox.x.query import MENTIONS, OWN_POSTS, SEARCH, SEARCH_DAYS, check_recent, paginate, parse_search
from sandbox.x.texts import LIMIT, full_text, mentioned, weighted_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sandbox.x.posts import Post, PostBook, User, XMedia
    from sandbox.x.query import Paging

Json = dict[str, Any]


class XApi:
    """The endpoints; `signed_by` tells who has signed a request.

    With `refuses_duplicates` an account cannot say the same twice within a day. With `self_serve` it
    obeys the rules for small customers: a reply only to those who mentioned the account, and no quotes.
    What is in `between_pages` is called, one at a time, before each further page of a list is read.
    """

    def __init__(
        self,
        book: PostBook,
        signed_by: Callable[[web.Request], User],
        *,
        refuses_duplicates: bool,
        self_serve: bool,
    ) -> None:
        self.between_pages: list[Callable[[], object]] = []
        self._book = book
        self._signed_by = signed_by
        self._refuses_duplicates = refuses_duplicates
        self._self_serve = self_serve

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, whose names are those of `x_rates.LIMITS`."""
        return [
            web.post("/2/tweets", self._create_post, name="create_post"),
            web.delete("/2/tweets/{post_id}", self._delete_post, name="delete_post"),
            web.get("/2/tweets/search/recent", self._search, name="search"),
            web.get("/2/users/me", self._me, name="me"),
            web.get("/2/users/by/username/{username}", self._user, name="user"),
            web.get("/2/users/{id}/tweets", self._own_posts, name="own_posts"),
            web.get("/2/users/{id}/mentions", self._mentions, name="mentions"),
            web.post("/2/users/{id}/retweets", self._retweet, name="retweet"),
            web.delete("/2/users/{id}/retweets/{post_id}", self._undo_retweet, name="undo_retweet"),
            web.post("/2/media/upload", self._upload, name="upload"),
            web.post("/2/media/metadata", self._metadata, name="metadata"),
            web.post("/2/dm_conversations/with/{id}/messages", self._message, name="message"),
        ]

    async def _create_post(self, request: web.Request) -> web.Response:
        author, body = self._signed_by(request), await _read(request)
        text = body.get("text", "")
        if not isinstance(text, str):
            raise invalid("text", text, "text must be a string")
        media = self._pictures(body, author)
        if not text.strip() and not media:
            raise invalid("text", "", "Requires at least one of [text, media, poll] to be present.")
        # The measuring is slow for strange texts, and others want their answers meanwhile.
        if await asyncio.to_thread(weighted_length, text) > LIMIT:
            raise problem(403, "Your Tweet text is too long.")
        answered = self._referred(body.get("reply", {}).get("in_reply_to_tweet_id"), "reply to")
        quoted = self._referred(body.get("quote_tweet_id"), "quote")
        self._obey_self_serve(author, answered, quoted)
        post = self._book.draft(
            author,
            text,
            media=media,
            in_reply_to=answered.id if answered else None,
            quote_of=quoted.id if quoted else None,
        )
        if self._refuses_duplicates and self._book.is_repeated(post):
            raise problem(403, "You are not allowed to create a Tweet with duplicate content.")
        self._book.publish(post)
        shown = Answers(self._book, {}).post(post)
        return web.json_response({"data": shown}, status=201)

    def _pictures(self, body: Json, author: User) -> tuple[XMedia, ...]:
        ids = body.get("media", {}).get("media_ids", [])
        media = [self._book.usable_media(str(media_id), author) for media_id in ids]
        if not all(media):
            raise invalid("media.media_ids", ids, "Your media IDs are invalid.")
        kinds = [one.media_type for one in media if one is not None]
        if len(media) > MOST_PICTURES or (len(media) > 1 and "image/gif" in kinds):
            raise invalid("media.media_ids", ids, "You can post up to 4 photos, or 1 animated GIF.")
        return tuple(one for one in media if one is not None)

    def _referred(self, post_id: object, action: str) -> Post | None:
        if post_id is None:
            return None
        post = self._book.get(str(post_id))
        if post is None:
            raise problem(403, f"You attempted to {action} a Tweet that is deleted or not visible to you.")
        return post

    def _obey_self_serve(self, author: User, answered: Post | None, quoted: Post | None) -> None:
        if not self._self_serve:
            return
        is_stranger = answered is not None and answered.author != author
        if quoted is not None or (
            is_stranger and answered is not None and not self._mentions_user(answered, author)
        ):
            raise problem(403, "You are not permitted to perform this action.")

    async def _retweet(self, request: web.Request) -> web.Response:
        author, body = self._own_account(request), await _read(request)
        post = self._book.get(str(body.get("tweet_id")))
        if post is None:
            raise not_found("tweet", "tweet_id", str(body.get("tweet_id")))
        original = post.retweet_of or post.id
        # A second retweet succeeds and changes nothing.
        if not any(one.author == author and one.retweet_of == original for one in self._book.posts.values()):
            self._book.publish(self._book.draft(author, "", retweet_of=original))
        return web.json_response({"data": {"retweeted": True, "rest_id": original}})

    async def _delete_post(self, request: web.Request) -> web.Response:
        author, post_id = self._signed_by(request), request.match_info["post_id"]
        post = self._book.get(post_id)
        if post is not None and post.author != author:
            raise problem(403, "You are not authorized to delete this Tweet.")
        # A post that is gone succeeds as well.
        self._book.delete(post_id)
        return web.json_response({"data": {"deleted": True}})

    async def _undo_retweet(self, request: web.Request) -> web.Response:
        author, original = self._own_account(request), request.match_info["post_id"]
        mine = [
            one.id for one in self._book.posts.values() if (one.author, one.retweet_of) == (author, original)
        ]
        for post_id in mine:
            self._book.delete(post_id)
        return web.json_response({"data": {"retweeted": False}})

    async def _me(self, request: web.Request) -> web.Response:
        return web.json_response({"data": Answers(self._book, request.query).user(self._signed_by(request))})

    async def _user(self, request: web.Request) -> web.Response:
        username = request.match_info["username"]
        user = self._book.user_named(username)
        if user is None:
            # X tells what it did not find beside what it found, and nothing was wrong with the request.
            return web.json_response({"errors": [not_found("user", "username", username).body]})
        return web.json_response({"data": Answers(self._book, request.query).user(user)})

    async def _own_posts(self, request: web.Request) -> web.Response:
        author = self._account(request)
        excluded = request.query.get("exclude", "").split(",")
        posts = (
            post
            for post in self._visible(request, OWN_POSTS)
            if post.author == author
            and not ("retweets" in excluded and post.retweet_of)
            and not ("replies" in excluded and post.in_reply_to)
        )
        return self._page(posts, request, OWN_POSTS)

    async def _mentions(self, request: web.Request) -> web.Response:
        user = self._account(request)
        posts = (
            post
            for post in self._visible(request, MENTIONS)
            if post.author != user and not post.retweet_of and self._mentions_user(post, user)
        )
        return self._page(posts, request, MENTIONS)

    async def _search(self, request: web.Request) -> web.Response:
        check_recent(request.query, self._book.clock())
        wanted = parse_search(request.query.get("query", ""), self._book)
        earliest = self._book.clock() - SEARCH_DAYS
        visible = self._visible(request, SEARCH)
        posts = (post for post in visible if post.created_at >= earliest and wanted(post))
        return self._page(posts, request, SEARCH)

    def _page(self, posts: Iterable[Post], request: web.Request, paging: Paging) -> web.Response:
        shown, meta = paginate(posts, request.query, paging)
        return web.json_response(Answers(self._book, request.query).page(shown, meta))

    def _visible(self, request: web.Request, paging: Paging) -> Iterable[Post]:
        if paging.token in request.query and self.between_pages:
            self.between_pages.pop(0)()
        return self._book.visible()

    def _mentions_user(self, post: Post, user: User) -> bool:
        return user.username.casefold() in mentioned(full_text(post, self._book))

    async def _upload(self, request: web.Request) -> web.Response:
        content, kind = read_upload(await _read(request))
        media = self._book.upload(self._signed_by(request), content, kind)
        data = {"id": media.id, "media_key": f"3_{media.id}", "size": len(content)}
        return web.json_response({"data": data | {"expires_after_secs": 86400}})

    async def _metadata(self, request: web.Request) -> web.Response:
        media_id, text = read_alt_text(await _read(request))
        media = self._book.usable_media(media_id, self._signed_by(request))
        if media is None:
            raise invalid("id", media_id, "Your media IDs are invalid.")
        media.alt_text = text
        data = {"id": media_id, "associated_metadata": {"alt_text": {"text": text}}}
        return web.json_response({"data": data})

    async def _message(self, request: web.Request) -> web.Response:
        sender, body = self._signed_by(request), await _read(request)
        recipient = self._account(request)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            raise invalid("text", text, "Requires at least one of [text, attachments] to be present.")
        if not recipient.allows_messages:
            raise problem(403, "You do not have permission to DM one or more participants.")
        message = self._book.send(sender, recipient, text)
        data = {"dm_conversation_id": f"{sender.id}-{recipient.id}", "dm_event_id": message.id}
        return web.json_response({"data": data}, status=201)

    def _account(self, request: web.Request) -> User:
        user_id = request.match_info["id"]
        if not user_id.isdecimal():
            raise invalid("id", user_id, f"The `id` query parameter value [{user_id}] is not valid")
        user = self._book.users.get(user_id)
        if user is None:
            raise not_found("user", "id", user_id)
        return user

    def _own_account(self, request: web.Request) -> User:
        user = self._account(request)
        if user != self._signed_by(request):
            message = "The `id` query parameter value must be the same as the authenticating user"
            raise invalid("id", user.id, message)
        return user


async def _read(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise invalid("body", "", "The request body is not valid JSON") from None
    if not isinstance(body, dict):
        raise invalid("body", "", "The request body must be a JSON object")
    return body
