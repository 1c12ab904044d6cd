"""The queue with its people, an outbox and a network on paper."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import func, select

from DiscordBot.features.tweets.config import at_any_hour
from DiscordBot.features.tweets.intake.draft import Actor, Draft, DraftPicture
from DiscordBot.features.tweets.models import Audit, Source
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import TweetChange, TweetError, TweetService
from DiscordBot.networks.port import Perhaps, RejectedError
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import BERLIN, NOON, PaperNetwork, PlannedScheduler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import Measure, Network

ADA = Actor(1, "Ada", is_organizer=True)
GRACE = Actor(2, "Grace", is_organizer=True)
VICTOR = Actor(3, "Victor", is_volunteer=True)
VERA = Actor(4, "Vera", is_volunteer=True)
EVE = Actor(5, "Eve")

PICTURE = DraftPicture(content=b"png", media_type="image/png", width=3, height=2, alt_text="A dot")


class CountingNetwork(PaperNetwork):
    """A network that remembers what it was asked to measure."""

    measured: tuple[str, ...] = ()

    async def measure(self, text: str) -> Measure:
        self.measured += (text,)
        return await super().measure(text)


class QueueHarness:
    """A queue at noon; `changes` is what its listener heard, `errors` what was reported."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StoppedClock(BERLIN)
        self.clock.at = NOON
        self.network = CountingNetwork(self.clock)
        self.policy = "volunteers_post"
        self.posting_windows = "all"
        self.hashtags: tuple[str, ...] = ()
        self.changes: list[TweetChange] = []
        self.errors: list[tuple[BaseException, str]] = []
        self.service = self._open([self.network])
        self.outbox = Outbox(
            database,
            self.clock,
            self.network,
            PlannedScheduler(self.clock, on_error=self._report, describe=repr),
            changed=self.service.changed,
            on_error=self._report,
        )

    def open_with(
        self, *networks: Network, deliver_to: Mapping[Source, Sequence[str]] = MappingProxyType({})
    ) -> None:
        """Let the bot start again with other networks; the outbox stays that of the first one."""
        self.service = self._open(networks, deliver_to)

    async def write(
        self,
        text: str = "Hello",
        author: Actor | None = VICTOR,
        source: Source = Source.COMPOSED,
        **parts: Any,  # noqa: ANN401 - of the draft
    ) -> int:
        submitted = await self.service.submit(Draft(text=text, author=author, source=source, **parts))
        return submitted.tweet_id

    async def approved(self, text: str = "Hello", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        tweet_id = await self.write(text, **parts)
        await self.service.approve(tweet_id, ADA)
        return tweet_id

    async def sent(self, text: str = "Hello", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        tweet_id = await self.approved(text, **parts)
        await self.outbox.work()
        return tweet_id

    async def failed(self, text: str = "Hello", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        self.network.troubles.append(RejectedError("X does not like it."))
        return await self.sent(text, **parts)

    async def unknown(self, text: str = "Hello", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        self.network.troubles.append(Perhaps("X did not answer."))
        self.network.reading_troubles.append(Perhaps("X did not answer."))
        return await self.sent(text, **parts)

    async def asked_about(self, text: str = "Hello", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        """Leave a tweet unknown for so long that a human is asked."""
        tweet_id = await self.unknown(text, **parts)
        self.clock.forward(minutes=10)
        self.network.reading_troubles.append(Perhaps("X did not answer."))
        await self.outbox.work()
        return tweet_id

    async def while_sending(self, action: Callable[[], Awaitable[object]], text: str = "Hello") -> None:
        """Let somebody act while the network is at work on a tweet."""
        await self.approved(text)
        self.network.meanwhile = action
        await self.outbox.work()

    async def deeds(self, tweet_id: int) -> list[tuple[int | None, str]]:
        return [(row.actor_id, row.action) for row in await self.service.history(tweet_id)]

    async def audit_rows(self) -> int:
        async with self.database.transaction() as session:
            return (await session.execute(select(func.count()).select_from(Audit))).scalar_one()

    async def refused(
        self, error: type[TweetError], attempt: Awaitable[object], *, match: str | None = None
    ) -> None:
        """Expect a refusal that leaves no trace."""
        rows, heard = await self.audit_rows(), len(self.changes)
        with pytest.raises(error, match=match):
            await attempt
        assert await self.audit_rows() == rows
        assert len(self.changes) == heard

    def _open(
        self, networks: Sequence[Network], deliver_to: Mapping[Source, Sequence[str]] = MappingProxyType({})
    ) -> TweetService:
        service = TweetService(
            self.database,
            self.clock,
            networks=networks,
            policy=lambda: self.policy,
            at_any_hour=lambda: at_any_hour(self.posting_windows),
            hashtags=lambda: self.hashtags,
            on_error=self._report,
            deliver_to=deliver_to,
        )
        service.listen(self.changes.append)
        return service

    def _report(self, error: BaseException, where: str) -> None:
        self.errors.append((error, where))
