"""What rooms want to read of a network; `DiscordBot/networks/twitter/api/reader.py` fulfils it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime

    from DiscordBot.networks.port import Paused


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """A post as people read it: links are whole, and those to its own pictures stand in `pictures`.

    `author_username` is without @; names are empty if the network does not tell them. Of posts that it
    is about there are the ids. `is_own` says that the conference's account wrote it, `answers_own` and
    `quotes_own` that it is about a post of that account.
    """

    id: str
    text: str
    created_at: datetime
    author_name: str
    author_username: str
    link: str
    pictures: tuple[str, ...] = ()
    in_reply_to: str | None = None
    quote_of: str | None = None
    retweet_of: str | None = None
    is_own: bool = False
    answers_own: bool = False
    quotes_own: bool = False


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Some posts, newest first, perhaps none; older ones follow unless it `is_last`."""

    posts: tuple[ReadPost, ...]
    is_last: bool


class Reader(Protocol):
    """One network, read by the conference's account."""

    async def why_paused(self) -> Paused | None:
        """Return why nothing shall be read now, or None: no account, paused, budget used up."""

    def mentions(self, *, since_id: str | None, until_id: str | None) -> AsyncGenerator[ReadPage, None]:
        """Read what mentions the account, newer than `since_id` and older than `until_id`, page by page.

        A reading may end before its last page. Raises `NetworkError`.
        """

    def search(
        self, query: str, *, since_id: str | None, until_id: str | None
    ) -> AsyncGenerator[ReadPage, None]:
        """Read the posts of the last days that a query is for, newer and older than the two ids, by page.

        A reading may end before its last page. Raises `NetworkError`.
        """
