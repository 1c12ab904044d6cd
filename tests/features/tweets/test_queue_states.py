"""Whatever people, the network and the time do: what was not approved as it is never goes out."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from DiscordBot.core.database import Database
from DiscordBot.features.tweets.models import Audit, Delivery, Tweet, TweetStatus
from DiscordBot.features.tweets.service import TweetError
from DiscordBot.features.tweets.storage.audit import state_of
from DiscordBot.networks.port import Perhaps, RejectedError
from tests.databases import database_url
from tests.features.tweets.post_office import AfterAccepting, Killed
from tests.features.tweets.queue_harness import ADA, EVE, GRACE, VERA, VICTOR, QueueHarness
from tests.features.tweets.test_policy import POLICIES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from DiscordBot.features.tweets.intake.draft import Actor

PEOPLE = st.sampled_from([ADA, GRACE, VICTOR, VERA, EVE])
TROUBLES = st.sampled_from(
    [
        None,
        Perhaps("X did not answer."),
        RejectedError("X does not like it."),
        AfterAccepting(Perhaps("X did not answer in time.")),
        Killed(),
        AfterAccepting(Killed()),
    ]
)
READING_TROUBLES = st.sampled_from([None, Perhaps("X cannot be read.")])
DELETION_TROUBLES = st.sampled_from([None, Perhaps("X did not answer."), RejectedError("X will not.")])
WHICH = st.integers(0, 3)
GROUP = "campaign"


class Queue(RuleBasedStateMachine):
    """Every text is used once, so that what the network has tells which tweet it was, and as of when.

    `approved` are the texts that may go out at this moment, `sent_again` those that a human sent twice.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(database_url(folder / "bot.db"))
        self.harness = QueueHarness(self.database)
        self.tweet_ids: list[int] = []
        self.texts = 0
        self.approved: set[str] = set()
        self.sent_again: set[str] = set()

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    @rule(author=st.none() | PEOPLE, in_group=st.booleans(), approved=st.booleans())
    def write(self, author: Actor | None, *, in_group: bool, approved: bool) -> None:
        writing = self.harness.write(
            self.new_text(), author, approved=approved, group_key=GROUP if in_group else None
        )
        with suppress(TweetError):
            self.tweet_ids.append(self.runner.run(writing))
            if approved or (self.harness.policy == "volunteers_trusted" and author is not None):
                self.approved.add(self.text_of(self.tweet_ids[-1]))

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE, post_now=st.booleans(), bypass=st.booleans())
    def approve(self, which: int, actor: Actor, *, post_now: bool, bypass: bool) -> None:
        tweet_id = self.pick(which)
        if self.did(self.harness.service.approve(tweet_id, actor, post_now=post_now, bypass=bypass)):
            self.approved.add(self.text_of(tweet_id))

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE)
    def edit(self, which: int, actor: Actor) -> None:
        tweet_id = self.pick(which)
        before = self.text_of(tweet_id)
        if self.did(self.harness.service.edit(tweet_id, actor, self.new_text())):
            self.approved.discard(before)
            view = self.runner.run(self.harness.service.get(tweet_id))
            if self.harness.policy == "volunteers_trusted" and view.author_id == actor.id:
                self.approved.add(view.text)

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE, cancels=st.booleans())
    def give_up(self, which: int, actor: Actor, *, cancels: bool) -> None:
        tweet_id = self.pick(which)
        if self.did((self.harness.service.cancel if cancels else self.harness.service.deny)(tweet_id, actor)):
            self.approved.discard(self.text_of(tweet_id))

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE, hours=st.none() | st.integers(-1, 30))
    def reschedule(self, which: int, actor: Actor, hours: int | None) -> None:
        moment = None if hours is None else self.harness.clock.now() + timedelta(hours=hours)
        self.did(self.harness.service.reschedule(self.pick(which), actor, moment))

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE, action=st.sampled_from(["retry", "mark_sent"]))
    def settle(self, which: int, actor: Actor, action: str) -> None:
        settle: Callable[[int, Actor], Awaitable[None]] = getattr(self.harness.service, action)
        self.did(settle(self.pick(which), actor))

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE)
    def send_again(self, which: int, actor: Actor) -> None:
        if self.did(self.harness.service.send_again(self.pick(which), actor)):
            self.sent_again.add(self.text_of(self.pick(which)))

    @precondition(lambda self: self.tweet_ids)
    @rule(which=WHICH, actor=PEOPLE, trouble=DELETION_TROUBLES)
    def delete(self, which: int, actor: Actor, trouble: Exception | None) -> None:
        self.harness.network.deletion_troubles.append(trouble)
        self.did(self.harness.service.delete(self.pick(which), actor))
        self.harness.network.deletion_troubles.clear()

    @rule(on_hold=st.booleans())
    def hold(self, *, on_hold: bool) -> None:
        self.runner.run(self.harness.service.hold_group(GROUP, on_hold=on_hold))

    @rule()
    def cancel_group(self) -> None:
        self.runner.run(self.harness.service.cancel_group(GROUP, None))
        for view in self.runner.run(self.harness.service.of_group(GROUP)):
            if view.status is TweetStatus.CANCELLED:
                self.approved.discard(view.text)

    @rule(policy=st.sampled_from(POLICIES))
    def change_policy(self, policy: str) -> None:
        self.harness.policy = policy

    @rule(trouble=TROUBLES, reading_trouble=READING_TROUBLES, minutes=st.sampled_from([0, 1, 90, 900]))
    def work(
        self, trouble: BaseException | AfterAccepting | None, reading_trouble: Exception | None, minutes: int
    ) -> None:
        self.harness.clock.forward(minutes=minutes)
        self.harness.network.troubles.append(trouble)
        self.harness.network.reading_troubles.append(reading_trouble)
        before = len(self.harness.network.published)
        try:
            self.runner.run(self.harness.outbox.work())
        except Killed:
            self.runner.run(self.harness.outbox.begin())
        went_out = {found.post.text for found in self.harness.network.published[before:]}
        assert went_out <= self.approved

    @invariant()
    def nothing_went_out_twice(self) -> None:
        texts = [found.post.text for found in self.harness.network.published]
        assert all(texts.count(text) == 1 or text in self.sent_again for text in texts)

    @invariant()
    def the_tables_agree(self) -> None:
        for tweet, deliveries, rows in self.runner.run(everything(self.database)):
            assert bool(deliveries) == (tweet.status is TweetStatus.APPROVED)
            told = replay(rows)
            present = state_of(tweet, deliveries)
            assert {key: told.get(key) for key in present} == present
            # A delivery that was removed is None; its problem and link are told as well.
            assert all(told[key] is None for key in told.keys() - present.keys() - {"link", "problem"})

    def new_text(self) -> str:
        self.texts += 1
        return f"Text {self.texts}"

    def pick(self, which: int) -> int:
        return self.tweet_ids[-1 - which % len(self.tweet_ids)]

    def text_of(self, tweet_id: int) -> str:
        return self.runner.run(self.harness.service.get(tweet_id)).text

    def did(self, attempt: Awaitable[object]) -> bool:
        """Tell whether it was allowed and in time."""

        async def run() -> bool:
            try:
                await attempt
            except TweetError:
                return False
            return True

        return self.runner.run(run())


def replay(rows: Sequence[Audit]) -> dict[str, Any]:
    """Return the state that the audit rows lead to; each must begin where those before it ended."""
    state: dict[str, Any] = {}
    for row in rows:
        known = {key: value for key, value in row.before.items() if key not in {"link", "problem"}}
        assert {key: state.get(key) for key in known} == known
        state |= row.after
    return state


async def everything(database: Database) -> list[tuple[Tweet, list[Delivery], list[Audit]]]:
    async with database.transaction() as session:
        tweets = (await session.execute(select(Tweet))).scalars().all()
        deliveries = (await session.execute(select(Delivery))).scalars().all()
        rows = (await session.execute(select(Audit).order_by("id"))).scalars().all()
    return [
        (
            tweet,
            [delivery for delivery in deliveries if delivery.tweet_id == tweet.id],
            [row for row in rows if row.tweet_id == tweet.id],
        )
        for tweet in tweets
    ]


@pytest.mark.slow
def test_the_promise_of_the_queue(tmp_path_factory: pytest.TempPathFactory) -> None:
    class OnFreshTables(Queue):
        def __init__(self) -> None:
            super().__init__(tmp_path_factory.mktemp("queue"))

    run_state_machine_as_test(
        OnFreshTables,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
