"""Posts and users as X's API writes them."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from sandbox.x.texts import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sandbox.x.posts import Post, PostBook, User

Json = dict[str, Any]


class Answers:
    """Writes what `query` asks for: `tweet.fields`, `user.fields`, `media.fields` and `expansions`."""

    def __init__(self, book: PostBook, query: Mapping[str, str]) -> None:
        self._book = book
        self._post_fields = _names(query, "tweet.fields")
        self._user_fields = _names(query, "user.fields")
        self._media_fields = _names(query, "media.fields")
        self._expansions = _names(query, "expansions")

    def page(self, posts: list[Post], meta: Json) -> Json:
        """Return a page of posts; one without any has no `data`."""
        answer: Json = {"data": [self.post(post) for post in posts]} if posts else {}
        includes = self._includes(posts)
        return answer | ({"includes": includes} if includes else {}) | {"meta": meta}

    def post(self, post: Post) -> Json:
        """Return a post; only its id and text come unasked."""
        shown = show(post, self._book)
        everything: Json = {
            "author_id": post.author.id,
            "created_at": format_time(post.created_at),
            "conversation_id": self._conversation(post).id,
            "entities": shown.entities or None,
            "referenced_tweets": self._references(post) or None,
            "attachments": {"media_keys": [f"3_{media.id}" for media in post.media]} if post.media else None,
            "in_reply_to_user_id": self._answered_user(post),
            "note_tweet": {"text": shown.whole} if shown.whole else None,
            "lang": "en",
            "possibly_sensitive": False,
        }
        wanted = self._post_fields | self._implied_fields()
        asked = {name: value for name, value in everything.items() if name in wanted and value is not None}
        return {"id": post.id, "text": shown.text, "edit_history_tweet_ids": [*post.edits, post.id]} | asked

    def user(self, user: User) -> Json:
        """Return an account."""
        everything = {"protected": False, "verified": False, "description": ""}
        asked = {name: value for name, value in everything.items() if name in self._user_fields}
        return {"id": user.id, "name": user.name, "username": user.username} | asked

    def _implied_fields(self) -> set[str]:
        # An expansion brings the field that it follows.
        fields = {"author_id", "in_reply_to_user_id"} & self._expansions
        if any(name.startswith("referenced_tweets.id") for name in self._expansions):
            fields.add("referenced_tweets")
        return fields

    def _references(self, post: Post) -> list[Json]:
        kinds = (
            ("retweeted", post.retweet_of),
            ("quoted", post.quote_of),
            ("replied_to", post.in_reply_to),
        )
        return [{"type": kind, "id": post_id} for kind, post_id in kinds if post_id]

    def _referenced(self, post: Post) -> list[Post]:
        found = (self._book.get(reference["id"]) for reference in self._references(post))
        return [other for other in found if other is not None]

    def _answered_user(self, post: Post) -> str | None:
        answered = self._book.get(post.in_reply_to) if post.in_reply_to else None
        return answered.author.id if answered else None

    def _conversation(self, post: Post) -> Post:
        answered = self._book.get(post.in_reply_to) if post.in_reply_to else None
        return self._conversation(answered) if answered else post

    def _includes(self, posts: Iterable[Post]) -> Json:
        users: dict[str, User] = {}
        others: dict[str, Post] = {}
        pictures: dict[str, Json] = {}
        for post in posts:
            if "author_id" in self._expansions:
                users[post.author.id] = post.author
            if "in_reply_to_user_id" in self._expansions and (answered := self._answered_user(post)):
                users[answered] = self._book.users[answered]
            if "attachments.media_keys" in self._expansions:
                pictures |= {media.id: self._picture(media.id) for media in post.media}
            for other in self._referenced(post):
                if "referenced_tweets.id" in self._expansions:
                    others[other.id] = other
                if "referenced_tweets.id.author_id" in self._expansions:
                    users[other.author.id] = other.author
        parts = {
            "users": [self.user(user) for user in users.values()],
            "tweets": [self.post(other) for other in others.values()],
            "media": list(pictures.values()),
        }
        return {name: part for name, part in parts.items() if part}

    def _picture(self, media_id: str) -> Json:
        alt_text = self._book.media[media_id].alt_text
        asked = {"alt_text": alt_text} if alt_text and "alt_text" in self._media_fields else {}
        return {"media_key": f"3_{media_id}", "type": "photo"} | asked


def format_time(moment: datetime) -> str:
    """Write a time as X does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _names(query: Mapping[str, str], parameter: str) -> set[str]:
    return set(filter(None, query.get(parameter, "").split(",")))
