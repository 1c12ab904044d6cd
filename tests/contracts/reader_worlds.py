"""Networks that are read, each with its server and people who write there: all do the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from DiscordBot.networks.bluesky.session import Account as BlueskyAccount
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.bluesky.server import BlueskyStandIn, Trouble
from sandbox.x.failures import XFailure
from tests.contracts.bluesky_server import BlueskyServer
from tests.networks.twitter.x_account import credentials_of
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.networks.port import Reader
    from sandbox.x.server import XStandIn
    from tests.networks.mastodon.conftest import Mastodon


class World(Protocol):
    """A network; `ours` is the name that mentions the conference's account."""

    reader: Reader
    ours: str

    async def own_post(self, text: str) -> str:
        """Let the conference post, and return the post's id."""

    async def write(self, text: str, *, answers: str | None = None, quotes: str | None = None) -> str:
        """Let somebody else post, and return the post's id."""

    async def delete(self, post_id: str) -> None:
        """Delete a post of somebody else."""

    async def fail_once(self) -> None:
        """Let the next reading meet an error of the server."""

    async def disconnect(self) -> None:
        """Let there be no account."""


class XWorld:
    """X's stand-in."""

    ours = "@pyconexample"

    def __init__(self, x: XStandIn, session: aiohttp.ClientSession) -> None:
        self._x = x
        self._is_connected = True
        self.reader: Reader = XReader(
            XSession(session, x.base_url, timeout=PATIENCE_SECONDS),
            credentials=lambda: credentials_of(x) if self._is_connected else None,
            why_paused=_never,
            spent=_free,
            on_refusal=_unheard,
            now=x.book.clock,
        )

    async def own_post(self, text: str) -> str:
        return self._x.write(self._x.account.username, text).id

    async def write(self, text: str, *, answers: str | None = None, quotes: str | None = None) -> str:
        return self._x.write("ada", text, in_reply_to=answers, quote_of=quotes).id

    async def delete(self, post_id: str) -> None:
        self._x.book.delete(post_id)

    async def fail_once(self) -> None:
        self._x.failures.fail_next(XFailure.HTML)

    async def disconnect(self) -> None:
        self._is_connected = False


class MastodonWorld:
    """A server of other hands; the conference is Alice there, and everybody else is Bob."""

    ours = "@alice"

    def __init__(self, mastodon: Mastodon) -> None:
        self._mastodon = mastodon
        self.reader: Reader = mastodon.reader

    async def own_post(self, text: str) -> str:
        return str((await self._mastodon.write(text, "alice"))["id"])

    async def write(self, text: str, *, answers: str | None = None, quotes: str | None = None) -> str:
        about = {"in_reply_to_id": answers, "quoted_status_id": quotes}
        values = {name: post_id for name, post_id in about.items() if post_id is not None}
        return str((await self._mastodon.write(text, **values))["id"])

    async def delete(self, post_id: str) -> None:
        await self._mastodon.delete(post_id)

    async def fail_once(self) -> None:
        await self._mastodon.fault("/api/v1/*", type="malformed")

    async def disconnect(self) -> None:
        self._mastodon.account = None


class BlueskyWorld:
    """Bluesky's stand-in."""

    def __init__(self, stand_in: BlueskyStandIn, session: aiohttp.ClientSession) -> None:
        user = stand_in.user
        self._stand_in = stand_in
        self._server = BlueskyServer(
            session, stand_in.base_url, BlueskyAccount(user.did, user.handle, user.app_password)
        )
        self.ours = f"@{user.handle}"
        self.reader: Reader = self._server.reader

    async def own_post(self, text: str) -> str:
        return self._stand_in.view.write(self._stand_in.user.handle, text)

    async def write(self, text: str, *, answers: str | None = None, quotes: str | None = None) -> str:
        return self._stand_in.view.write("ada.test", text, answers=answers, quotes=quotes)

    async def delete(self, post_id: str) -> None:
        del self._stand_in.view.posts[post_id]

    async def fail_once(self) -> None:
        self._stand_in.reading.troubles.append(Trouble(503))

    async def disconnect(self) -> None:
        self._server.account = None


def now() -> datetime:
    return datetime.now(UTC)


async def _never() -> None:
    return None


async def _free(*_: object) -> None:
    pass


async def _unheard(reason: str) -> None:
    raise AssertionError(reason)
