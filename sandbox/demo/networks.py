"""The networks beside X on which the demo posts: stand-ins, whose accounts are connected from the start."""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from aiohttp import ClientError

from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.bluesky.session import Account as BlueskyAccount
from DiscordBot.networks.linkedin.credential import Account as LinkedInAccount
from DiscordBot.networks.linkedin.names import LINKEDIN
from DiscordBot.networks.mastodon.connection import Account as MastodonAccount
from DiscordBot.networks.mastodon.names import MASTODON
from sandbox import conference
from sandbox.bluesky.server import BlueskyStandIn
from sandbox.demo.world import free_port
from sandbox.linkedin.login import TOKEN_SECONDS
from sandbox.linkedin.server import PAGE, LinkedInStandIn
from sandbox.processes import kill

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable, Sequence

    from aiohttp import ClientSession

    from DiscordBot.networks.account.names import NetworkNames

ROOT = Path(__file__).parents[2]
WHENEVER = "posting_start = 00:00:00\nposting_end = 00:00:00\nmin_gap_seconds = 5\n"
TRIES = 30
TELL_TIME_SECONDS = 0.5
WITHOUT_LINK_CARDS = "link_cards = false\n"
"""Nothing of the demo leaves this machine, so no page is looked at for the card of a link."""

_TOKEN = "token-of-the-demo"  # noqa: S105 - for a server that is there as long as the demo
_SERVER = """
media_storage_path = "{folder}/mastodon-media"
[server]
host = "127.0.0.1"
port = {port}
[database]
path = ":memory:"
[[seed.accounts]]
username = "pyconexample"
display_name = "{name}"
access_token = "{token}"
[[seed.accounts]]
username = "marmalade"
display_name = "Marmalade"
access_token = "{token}-of-somebody"
"""
_LINE = re.compile(r"<br ?/?>|</p>\s*<p>")


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as people see it; each of `pictures` is an address or a content, and an alt text."""

    text: str
    at: datetime
    pictures: tuple[tuple[str | bytes, str], ...] = ()


class ShownNetwork(Protocol):
    """A network of the demo: what the bot is told of it, and what people see there."""

    names: NetworkNames
    handle: str
    account: object
    section: str

    @property
    def count(self) -> int:
        """How many posts there are, as far as that is known without asking."""

    async def posts(self) -> Sequence[Shown]:
        """Return what the account has posted, the newest first."""


class OnMastodon:
    """The account of a server of other hands, in a process of its own: it takes a second to start."""

    names = MASTODON
    handle = "@pyconexample@127.0.0.1"

    def __init__(self, session: ClientSession, now: Callable[[], datetime]) -> None:
        self._now = now
        self._port = free_port()
        self._base_url = f"http://127.0.0.1:{self._port}"
        self.section = f'[mastodon]\nbase_url = "{self._base_url}"\n{WHENEVER}'
        self.account: object = MastodonAccount("1", self.handle.removeprefix("@"), _TOKEN)
        self._session = session
        self._path = ""
        self.count = 0

    @asynccontextmanager
    async def running(self, folder: Path) -> AsyncIterator[Process]:
        """Run the server, with its files in `folder`; it may not be ready at once, and may end before."""
        file = folder / "mastodon.toml"
        file.write_text(
            _SERVER.format(port=self._port, name=conference.NAME, folder=folder, token=_TOKEN),
            encoding="utf-8",
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox.demo.mastodon_process", str(file)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            # Ctrl-C is for the demo alone, which ends it when the bot needs it no more.
            start_new_session=True,
        )
        keeping = asyncio.create_task(self._keep_time(process))
        try:
            yield process
        finally:
            keeping.cancel()
            await kill(process)

    async def _keep_time(self, process: Process) -> None:
        """Tell the server again and again what time it is, until it ends."""
        with suppress(ConnectionError):
            while process.stdin is not None:
                process.stdin.write(f"{self._now().isoformat()}\n".encode())
                await process.stdin.drain()
                await asyncio.sleep(TELL_TIME_SECONDS)

    async def write(self, text: str) -> None:
        """Let somebody else post there, as soon as the server is ready."""
        headers = {"Authorization": f"Bearer {_TOKEN}-of-somebody"}
        for _ in range(TRIES):
            with suppress(ClientError):
                async with self._session.post(
                    f"{self._base_url}/api/v1/statuses", headers=headers, data={"status": text}
                ) as answer:
                    answer.raise_for_status()
                return
            await asyncio.sleep(1)

    async def posts(self) -> Sequence[Shown]:
        """See `ShownNetwork`."""
        try:
            statuses = await self._statuses()
        except ClientError:
            # It is starting.
            return ()
        self.count = len(statuses)
        return [
            Shown(
                unescape(re.sub("<[^>]+>", "", _LINE.sub("\n", status["content"]))),
                datetime.fromisoformat(status["created_at"]),
                tuple((media["url"], media["description"] or "") for media in status["media_attachments"]),
            )
            for status in statuses
        ]

    async def _statuses(self) -> Any:  # noqa: ANN401 - as the API has it
        if not self._path:
            number = (await self._get("/api/v1/accounts/verify_credentials"))["id"]
            self._path = f"/api/v1/accounts/{number}/statuses"
        return await self._get(self._path)

    async def _get(self, path: str) -> Any:  # noqa: ANN401 - as the API has it
        headers = {"Authorization": f"Bearer {_TOKEN}"}
        async with self._session.get(self._base_url + path, headers=headers) as answer:
            return await answer.json()


class OnBluesky:
    """The account of the stand-in's server."""

    names = BLUESKY

    def __init__(self, stand_in: BlueskyStandIn) -> None:
        self.section = f'[bluesky]\npds_url = "{stand_in.base_url}"\n{WHENEVER}{WITHOUT_LINK_CARDS}'
        user = stand_in.user
        self.handle = f"@{user.handle}"
        self.account: object = BlueskyAccount(user.did, user.handle, user.app_password)
        self._stand_in = stand_in

    def write(self, author: str, text: str) -> None:
        """Let somebody else post there."""
        self._stand_in.view.write(author, text)

    @property
    def count(self) -> int:
        """See `ShownNetwork`."""
        return len(self._stand_in.posts())

    async def posts(self) -> Sequence[Shown]:
        """See `ShownNetwork`."""
        return [
            Shown(
                record["text"],
                datetime.fromisoformat(record["createdAt"]),
                tuple(
                    (self._stand_in.blobs[image["image"]["ref"]["$link"]][0], image["alt"])
                    for image in record.get("embed", {}).get("images", ())
                ),
            )
            for record in reversed(self._stand_in.posts())
        ]


class OnLinkedIn:
    """The page of the stand-in."""

    names = LINKEDIN
    handle = conference.NAME

    def __init__(self, stand_in: LinkedInStandIn, now: datetime) -> None:
        number = PAGE.rpartition(":")[2]
        self.section = (
            f'[linkedin]\norganization = {number}\napi_url = "{stand_in.base_url}"\n'
            f'web_url = "{stand_in.base_url}"\n{WHENEVER}'
        )
        (token,) = stand_in.login.tokens
        # The clock of a demo goes on to the conference, and the account shall not have run out by then.
        until = datetime.combine(conference.LAST_DAY, time(), conference.TIMEZONE)
        ends = max(now, until) + timedelta(seconds=TOKEN_SECONDS)
        self.account: object = LinkedInAccount(PAGE, self.handle, token, ends.isoformat())
        self._stand_in = stand_in

    @property
    def count(self) -> int:
        """See `ShownNetwork`."""
        return len(self._stand_in.posts)

    async def posts(self) -> Sequence[Shown]:
        """See `ShownNetwork`."""
        found = []
        for post in reversed(self._stand_in.posts):
            one = [post.content["media"]] if "media" in post.content else []
            images = one or post.content.get("multiImage", {}).get("images", ())
            pictures = tuple((self._stand_in.images[image["id"]][0], image["altText"]) for image in images)
            found.append(Shown(post.text, post.created_at, pictures))
        return found


class DemoNetworks(NamedTuple):
    """All of them; Mastodon's server is to be run by whoever opens them."""

    mastodon: OnMastodon
    bluesky: OnBluesky
    linkedin: OnLinkedIn


@asynccontextmanager
async def open_networks(session: ClientSession, now: Callable[[], datetime]) -> AsyncIterator[DemoNetworks]:
    """Start the stand-ins, but for Mastodon's; `now` is the time on those whose time can be told."""
    bluesky, linkedin = BlueskyStandIn(), LinkedInStandIn()
    bluesky.view.clock = now
    try:
        await bluesky.start()
        await linkedin.start()
        yield DemoNetworks(OnMastodon(session, now), OnBluesky(bluesky), OnLinkedIn(linkedin, now()))
    finally:
        await bluesky.stop()
        await linkedin.stop()
