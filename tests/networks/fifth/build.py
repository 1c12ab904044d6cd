from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.connecting import Found, Instructions, Question
from DiscordBot.networks.account.parts import account_parts
from DiscordBot.networks.free_network import FreeNetwork
from DiscordBot.networks.port import CannotTellError, Measure, PublishedPost
from tests.networks.fifth.config import Pigeons
from tests.networks.fifth.names import PIGEONS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from DiscordBot.context import Context
    from DiscordBot.feature import Built, Neighbours
    from DiscordBot.networks.port import OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow


@dataclass(frozen=True)
class Account:
    """A pigeon, by its ring."""

    ring: str


class Catching:
    """Connects whatever pigeon one says that one has caught."""

    async def begin(self) -> Instructions:
        return Instructions(
            steps=("Catch a pigeon.",), questions=(Question(label="Ring"),), button="Enter its ring"
        )

    async def finish(self, _instructions: Instructions, answers: tuple[str, ...]) -> Found[Account]:
        return Found(f"@{answers[0]}", Account(answers[0]))

    async def verified(self, account: Account) -> Account:
        return account


class PigeonPost(FreeNetwork):
    """Lets the pigeon of `account_now` carry each post to the loft."""

    name, title = PIGEONS.stored, PIGEONS.title

    def __init__(
        self,
        loft: Path,
        window: PostingWindow,
        why_paused: Callable[[], Awaitable[Paused | None]],
        account_now: Callable[[], Account | None],
    ) -> None:
        super().__init__(window, 0, why_paused)
        self._loft = loft
        self._account_now = account_now

    @property
    def account(self) -> str | None:
        account = self._account_now()
        return None if account is None else account.ring

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        await asyncio.to_thread((self._loft / f"{post.key}.txt").write_text, post.text)
        return PublishedPost(post.key, f"https://pigeons.example/{self.account}")

    async def delete(self, post: OutgoingPost, post_id: str) -> None:
        del post
        await asyncio.to_thread((self._loft / f"{post_id}.txt").unlink, missing_ok=True)

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        raise CannotTellError(f"Nobody saw {post.key} between {since} and {until}.")

    async def measure(self, text: str) -> Measure:
        return Measure(len(text), 40)

    def warnings(self, _post: OutgoingPost) -> tuple[str, ...]:
        return ()


class Whistle:
    """Calls a single pigeon to a speaker."""

    async def send(self, username: str, text: str, *, key: str = "") -> None:
        del username, text, key


def build(context: Context, _neighbours: Neighbours) -> Built:
    section, catching = context.config.require(Pigeons), Catching()
    parts = account_parts(
        context,
        PIGEONS,
        section,
        kind=Account,
        connecting=catching,
        shown_name=lambda account: f"@{account.ring}",
        access=Access(catching.verified),
    )
    network = PigeonPost(
        Path(section.loft), parts.window, parts.service.why_paused, lambda: parts.service.account
    )
    return parts.built(context, network, messenger=Whistle())
