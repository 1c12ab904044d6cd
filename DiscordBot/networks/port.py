"""All that features know of networks: publishing on them, reading them, writing to people there.

Each network has a folder beside this file, which fulfils these protocols and knows no feature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.networks.account.service import AccountService
    from DiscordBot.networks.posting_window import PostingWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture as it is uploaded; `media_type` is image/png, image/jpeg, image/webp or image/gif."""

    content: bytes
    media_type: str
    alt_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingPost:
    """What is to be published: a text with pictures, or a retweet if `retweet_of` is set.

    `key` is the same at each try, and another for each post: networks that take one make of two posts with
    the same key one. It begins with the time of its approval, as 14 hexadecimal digits of microseconds.
    `language` is that of the text, as in BCP 47, if it is known.
    """

    text: str
    media: tuple[Media, ...] = ()
    in_reply_to: str | None = None
    quote_of: str | None = None
    retweet_of: str | None = None
    key: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedPost:
    """A post that is there, with its address if it has one."""

    id: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a text counts for the network, and how long it may be."""

    length: int
    limit: int

    @property
    def fits(self) -> bool:
        """Whether it has something to say and may be sent."""
        return 0 < self.length <= self.limit


@dataclass(frozen=True, slots=True)
class Paused:
    """Why a network takes nothing now; `until` is None if a human must do something first."""

    reason: str
    until: datetime | None = None


class NetworkError(Exception):
    """A post could not be made; the message is a sentence for people and holds no secrets."""


class NotNowError(NetworkError):
    """Certainly nothing was posted, and a later try may succeed.

    `until` is the moment that the network names (UTC), None if it names none.
    """

    def __init__(self, message: str, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class PausedError(NetworkError):
    """Certainly nothing was posted, and nothing will be until a human acts (no credits, wrong keys).

    The network itself is paused from now on; see `Network.why_paused`.
    """


class RejectedError(NetworkError):
    """Certainly nothing was posted, and the same post will never be taken."""


class Perhaps(NetworkError):  # noqa: N818 - it is no error but a doubt
    """Nobody knows whether the post was made: a time-out, a lost connection, an error of the server."""


class DuplicateError(NetworkError):
    """The network says that it has this post already: perhaps from an earlier try of ours."""


class CannotTellError(NetworkError):
    """Looking will not tell whether a post is there; a human can find it out."""


class Network(Protocol):
    """One place where tweets are published, by one account at a time."""

    @property
    def name(self) -> str:
        """The name that deliveries are stored under, such as `twitter`; never changed."""

    @property
    def title(self) -> str:
        """What people call it, such as `X`."""

    @property
    def account(self) -> str | None:
        """The account that it publishes with now, by what never changes of it; None if there is none."""

    @property
    def window(self) -> PostingWindow:
        """When tweets go out, in conference time."""

    @property
    def min_gap_seconds(self) -> int:
        """How long to wait between the attempts of two tweets."""

    async def why_paused(self) -> Paused | None:
        """Return why nothing can be published now, or None: no account, paused, budget used up."""

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        """Publish once, and return only when it is certainly there. Raises `NetworkError`s as they say."""

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        """Look for `post` among what the account itself posted since then; None says that it is not there.

        Later posts than of `until`, a moment that has passed, are not read; None reads all.
        Raises `CannotTellError` if they are too many, another `NetworkError` if they cannot be read now.
        """

    async def delete(self, post: OutgoingPost, post_id: str) -> None:
        """Delete what was published as `post` and has this id there, or take the repost back.

        What is gone already counts as deleted, so that a second try is harmless. Of `post` the pictures may
        be missing. Raises `NetworkError`s: `Perhaps` says that nobody knows whether it was deleted.
        """

    async def measure(self, text: str) -> Measure:
        """Return the length by the network's rules; never stalls the loop, whatever the text is."""

    async def budget_left(self) -> Decimal | None:
        """Return what may still be spent on posts this month, in US dollars; None if nothing is paid for."""

    def price(self, post: OutgoingPost) -> Decimal:
        """Return the estimated price in US dollars."""

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        """Return sentences about what the network restricts or charges in this post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """A post as people read it: links are whole, and those to its own pictures stand in `pictures`.

    `id` is the network's own, whatever that looks like; `author_id` never changes, `author_username` is
    without @, and names are empty if the network does not tell them. Of posts that it is about there are
    the ids, and in `about_link` the address of the one that it answers or else quotes, if it has one.
    `is_own` says that the conference's account wrote it, `answers_own` and `quotes_own` that it is about a
    post of that account. `is_private` says that not everybody may read it: it is never reposted, and nothing
    of it is shown in public. `content_warning` stands above a text that its author hides at first.

    Where an edit is a new post, `versions` are the ids of all that this one was and is, the oldest first,
    empty if it is the only one. Elsewhere the id stays, and `edited_at` (UTC) tells of the last edit.
    """

    id: str
    text: str
    created_at: datetime
    author_name: str
    author_username: str
    link: str
    author_id: str = ""
    pictures: tuple[str, ...] = ()
    in_reply_to: str | None = None
    quote_of: str | None = None
    retweet_of: str | None = None
    about_link: str = ""
    is_own: bool = False
    answers_own: bool = False
    quotes_own: bool = False
    is_private: bool = False
    content_warning: str = ""
    edited_at: datetime | None = None
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Some posts, perhaps none, and a mark to go on from once they are stored.

    A mark is a text of the network's own, of any length. Unless the page `is_last`, there is more to be read
    from its mark on at once, perhaps older than these posts.
    """

    posts: tuple[ReadPost, ...]
    mark: str
    is_last: bool


class Reader(Protocol):
    """One network, read by the conference's account.

    Networks list some posts late, after newer ones. So what is newer than a mark begins some minutes before
    it, and posts come again that were read before, some of them edited: whoever reads remembers their ids.
    """

    async def why_paused(self) -> Paused | None:
        """Return why nothing shall be read now, or None: no account, paused, budget used up."""

    def mentions(self, *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """Read what mentions the account, page by page, on from the mark `after`; None is a week ago.

        A reading may end before its last page. Raises `NetworkError`.
        """

    def search(self, hashtags: Sequence[str], *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """Read posts with any of the hashtags, which are without #, on from the mark `after`.

        None is a week ago, and so it is for a hashtag that the mark knows nothing of. A reading may end
        before its last page. Raises `NetworkError`.
        """


class Messenger(Protocol):
    """Direct messages on one network, by the conference's account."""

    async def send(self, username: str, text: str, *, key: str = "") -> None:
        """Send a message to the account of that name, with or without @. Raises `NetworkError`s as they say.

        Networks that take a key make one message of two that are sent with the same one.
        That is `RejectedError` if there is no such account or it takes no messages from us, and `Perhaps` if
        nobody knows whether the message was sent.
        """


@dataclass(frozen=True, slots=True)
class StatusField:
    """Something that a network's status tells; each line with the moment when it changes, if it has one."""

    title: str
    lines: tuple[tuple[str, datetime | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatus:
    """How a network's account is doing. Moments are UTC; `opens` is None while the window is open.

    `account` is what people know it by, with its @; a dash if none is connected.
    """

    title: str
    account: str
    dry_run: bool
    paused: Paused | None
    window: PostingWindow
    opens: datetime | None
    details: tuple[StatusField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAccess:
    """All that features are given of one network; None stands for what it does not do, or not now.

    `measure` counts as the network does, and stalls the loop for long texts; `budget_left` is in US dollars;
    `listen` takes a listener that is called whenever posting may have become possible, or impossible.
    """

    network: Network
    reader: Reader | None = None
    messenger: Messenger | None = None
    measure: Callable[[str], int] = len
    budget_left: Callable[[], Awaitable[Decimal | None]]
    listen: Callable[[Callable[[], None]], None]
    account: AccountService[Any] | None = None
    """What connects and pauses it, for `/networks`."""
    mark: str = ""
    """A sign in its colour, to stand beside its title."""
    replies_name_author: bool = False
    """Whether people hear only of those replies in which their @name stands."""

    @property
    def label(self) -> str:
        """What people read and see of it at a glance."""
        return f"{self.mark} {self.network.title}".strip()

    def command(self, verb: str) -> str:
        """Return what organisers type for its `status`, or to `connect`, `pause` or `resume` it."""
        return f"/networks {verb}" if self.account is None else self.account.names.command(verb)
