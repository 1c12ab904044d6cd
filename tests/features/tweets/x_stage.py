"""The queue's stage beside X on a socket, which the bot reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.server import XStandIn
from tests.features.tweets.command_stage import CommandStage
from tests.networks.twitter.x_account import credentials_of
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from decimal import Decimal

    from DiscordBot.context import Context
    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import NetworkAccess, Paused
    from tests.features.tweets.post_office import PaperNetwork


class XStage(CommandStage):
    """The stage; `paused` is why nothing shall be read, `spent` what the reading has cost."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.x = XStandIn(clock=self.clock.now)
        self.paused: Paused | None = None
        self.spent: list[Decimal] = []

    async def open(self) -> None:
        await self.x.start()
        await super().open()

    async def close(self) -> None:
        await super().close()
        await self.x.stop()

    def access(self, one: PaperNetwork, context: Context) -> NetworkAccess:
        reader = XReader(
            XSession(context.session, self.x.base_url, timeout=PATIENCE_SECONDS),
            credentials=lambda: credentials_of(self.x),
            why_paused=self._why_paused,
            spent=self._spend,
            on_refusal=self._refused,
            now=self.x.book.clock,
        )
        return one.access(reader=reader)

    async def _why_paused(self) -> Paused | None:
        return self.paused

    async def _spend(self, price: Decimal, _kind: str, _count: int) -> None:
        self.spent.append(price)

    async def _refused(self, reason: str) -> None:
        raise AssertionError(reason)
