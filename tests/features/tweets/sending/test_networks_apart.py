"""Each network has an outbox of its own: what one cannot do keeps no other from anything."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.networks.port import NotNowError, Perhaps
from DiscordBot.networks.posting_window import PostingWindow
from tests.features.tweets.post_office import BERLIN, GAP, NOON, PaperNetwork, PlannedScheduler
from tests.features.tweets.queue_harness import QueueHarness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import OutgoingPost, PublishedPost

DAY = timedelta(days=1)
PATIENT = RetryPolicy(
    longest=timedelta(hours=2), after_asking=timedelta(hours=2), between_readings=timedelta(minutes=5)
)
"""A day is long, and each try takes a while on a busy machine."""

ALL_DAY = PostingWindow(time(0), time(0), BERLIN)


@dataclass
class UnreachableNetwork(PaperNetwork):
    """A network that answers nothing, or not in time, until `back_at`."""

    back_at: datetime = NOON
    errors: Iterator[Exception] = field(
        default_factory=lambda: cycle([NotNowError("It cannot be reached."), Perhaps("It did not answer.")])
    )

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        if self.clock.now() < self.back_at:
            raise next(self.errors)
        return await super().publish(post)

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        if self.clock.now() < self.back_at:
            raise NotNowError("It cannot be reached.")
        return await super().find(post, since, until)


class SeveralNetworks:
    """A queue with an outbox for each network, and a time that passes when a test says so."""

    def __init__(self, database: Database) -> None:
        self.harness = QueueHarness(database)
        clock = self.harness.clock
        self.networks = [
            PaperNetwork(clock, ALL_DAY, name="one"),
            UnreachableNetwork(clock, ALL_DAY, name="down", back_at=NOON + DAY),
            PaperNetwork(clock, ALL_DAY, name="two"),
        ]
        self.harness.open_with(*self.networks)
        self.schedulers = {
            network.name: PlannedScheduler(clock, on_error=lambda *_: None, describe=repr)
            for network in self.networks
        }
        self.outboxes = {network.name: self._outbox(database, network) for network in self.networks}

    def _outbox(self, database: Database, network: PaperNetwork) -> Outbox:
        outbox = Outbox(
            database,
            self.harness.clock,
            network,
            self.schedulers[network.name],
            changed=self.harness.service.changed,
            on_error=lambda error, _: self.harness.errors.append((error, network.name)),
            retry_policy=PATIENT,
        )
        self.harness.service.listen(lambda _: outbox.wake())
        return outbox

    async def wait(self, until: datetime) -> None:
        """Let time pass, and do what each outbox has planned."""
        clock = self.harness.clock
        while planned := {
            name: one.moment
            for name, one in self.schedulers.items()
            if one.moment is not None and one.moment <= until
        }:
            name = min(planned, key=lambda one: planned[one])
            clock.at = max(clock.at, planned[name])
            await self.outboxes[name].work()
        clock.at = until


@pytest.mark.slow
async def test_one_that_is_down_for_a_day_holds_up_none_of_the_others(database: Database) -> None:
    there = SeveralNetworks(database)
    one, down, two = there.networks
    approved_at: dict[str, datetime] = {}
    for outbox in there.outboxes.values():
        await outbox.begin()
    for hour in range(0, 24, 4):
        text = f"Hour {hour}"
        approved_at[text] = there.harness.clock.now()
        await there.harness.approved(text)
        await there.wait(until=NOON + timedelta(hours=hour + 4))
    for network in (one, two):
        delays = [post.at - approved_at[post.post.text] for post in network.published]
        assert len(delays) == len(approved_at)
        assert max(delays) <= GAP
    assert down.published == []

    await there.wait(until=NOON + DAY + timedelta(hours=3))
    assert Counter(post.post.text for post in down.published) == Counter(approved_at.keys())
    assert there.harness.errors == []


async def test_one_that_never_answers_is_waited_for_by_nobody_else(database: Database) -> None:
    there = SeveralNetworks(database)
    one, down, two = there.networks
    there.harness.clock.at = NOON + DAY
    down.meanwhile = asyncio.Event().wait
    await there.harness.approved("Hello")
    waiting = asyncio.create_task(there.outboxes["down"].work())
    for name in ("one", "two"):
        await there.outboxes[name].work()
    assert [len(network.published) for network in (one, two)] == [1, 1]
    assert not waiting.done()
    waiting.cancel()
    await asyncio.wait([waiting])
