"""What there is on the stand-in for X: its users, and their posts, pictures and messages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SNOWFLAKE_EPOCH = 1_288_834_974_657
"""Milliseconds since 1970 at which X's ids begin to count."""

MEDIA_LIFETIME = timedelta(days=1)
DUPLICATE_MEMORY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class User:
    """An account; `allows_messages` tells whether anybody may write to it privately."""

    id: str
    username: str
    name: str
    allows_messages: bool = True


@dataclass(slots=True)
class XMedia:
    """A picture that was uploaded."""

    id: str
    owner: User
    content: bytes
    media_type: str
    uploaded_at: datetime
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post, with its text as it was written; a retweet has none of its own."""

    id: str
    author: User
    text: str
    created_at: datetime
    media: tuple[XMedia, ...] = ()
    in_reply_to: str | None = None
    quote_of: str | None = None
    retweet_of: str | None = None
    edits: tuple[str, ...] = ()
    """The ids of what it was before its author edited it, the oldest first."""


@dataclass(frozen=True, slots=True)
class Message:
    """A private message."""

    id: str
    sender: User
    recipient: User
    text: str


@dataclass(slots=True)
class PostBook:
    """Everything on X, in the order in which it came; ids grow with time as X's do.

    A post shows up in what can be read only `visible_after` it was made, as X's own lists lag behind.
    `clock` tells the time (aware, UTC).
    """

    clock: Callable[[], datetime]
    visible_after: timedelta = timedelta(0)
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    media: dict[str, XMedia] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    _last_id: int = 0

    def add_user(self, username: str, name: str = "", *, allows_messages: bool = True) -> User:
        """Open an account."""
        user = User(self._next_id(), username, name or username, allows_messages)
        self.users[user.id] = user
        return user

    def user_named(self, username: str) -> User | None:
        """Return who has that name, with or without `@`, in small or capitals."""
        wanted = username.removeprefix("@").casefold()
        return next((user for user in self.users.values() if user.username.casefold() == wanted), None)

    def draft(
        self,
        author: User,
        text: str,
        *,
        media: tuple[XMedia, ...] = (),
        in_reply_to: str | None = None,
        quote_of: str | None = None,
        retweet_of: str | None = None,
    ) -> Post:
        """Make a post of now that nobody sees before it is published."""
        post_id = self._next_id()
        return Post(post_id, author, text, self.clock(), media, in_reply_to, quote_of, retweet_of)

    def publish(self, post: Post) -> Post:
        """Show a post to the world, without asking whether X would allow it."""
        self.posts[post.id] = post
        return post

    def upload(self, owner: User, content: bytes, media_type: str) -> XMedia:
        """Keep a picture for a post to come."""
        media = XMedia(self._next_id(), owner, content, media_type, self.clock())
        self.media[media.id] = media
        return media

    def send(self, sender: User, recipient: User, text: str) -> Message:
        """Send a private message."""
        message = Message(self._next_id(), sender, recipient, text)
        self.messages.append(message)
        return message

    def get(self, post_id: str) -> Post | None:
        """Return a post, also one that is not yet in any list."""
        return self.posts.get(post_id)

    def edit(self, post: Post, text: str) -> Post:
        """Put an edited post in the place of one, with an id of its own."""
        self.delete(post.id)
        edited = replace(self.draft(post.author, text, media=post.media), edits=(*post.edits, post.id))
        return self.publish(edited)

    def delete(self, post_id: str) -> None:
        """Take a post back, as its author can on X's own page; harmless if it is gone."""
        self.posts.pop(post_id, None)

    def usable_media(self, media_id: str, owner: User) -> XMedia | None:
        """Return a picture that `owner` may post now: their own, and not too old."""
        media = self.media.get(media_id)
        if media is None or media.owner != owner or self.clock() - media.uploaded_at > MEDIA_LIFETIME:
            return None
        return media

    def is_repeated(self, post: Post) -> bool:
        """Tell whether its author has said the very same not long ago; other pictures make it another."""
        since = self.clock() - DUPLICATE_MEMORY
        return any(
            _what_counts(other) == _what_counts(post)
            for other in self.posts.values()
            if other.created_at >= since
        )

    def visible(self) -> Iterator[Post]:
        """Yield the posts that can be read by now, newest first."""
        newest = self.clock() - self.visible_after
        listed = (post for post in self.posts.values() if post.created_at <= newest)
        return iter(sorted(listed, key=lambda post: int(post.id), reverse=True))

    def _next_id(self) -> str:
        milliseconds = round(self.clock().timestamp() * 1000) - SNOWFLAKE_EPOCH
        self._last_id = max(self._last_id + 1, milliseconds << 22)
        return str(self._last_id)


def made_at(post_id: int) -> float:
    """Return the seconds since 1970 at which something with this id was made."""
    return ((post_id >> 22) + SNOWFLAKE_EPOCH) / 1000


def _what_counts(post: Post) -> tuple[object, ...]:
    pictures = tuple(media.id for media in post.media)
    return (post.author.id, post.text.strip(), pictures, post.in_reply_to, post.quote_of, post.retweet_of)
