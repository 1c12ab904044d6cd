"""The one who posts: one tweet after the other on one network, each exactly once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.features.tweets.sending.deliveries import Attempt, Deliveries
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.features.tweets.sending.send_planner import Limits, Step, StepKind, next_step
from DiscordBot.networks.port import (
    CannotTellError,
    DuplicateError,
    NetworkError,
    NotNowError,
    PausedError,
    Perhaps,
    RejectedError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.tweets.models import Source
    from DiscordBot.networks.port import Network, PublishedPost

CLOCKS_DIFFER = timedelta(minutes=1)
POSTED_WITHIN = timedelta(minutes=10)
"""How long after an attempt its post may still appear; later ones need not be read, and each one costs."""
CLEAN_READINGS = 2
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Outbox:
    """Sends what is approved on one network, in its window and with its gaps.

    A delivery is committed as being sent before the network is asked. Whatever then happens without an
    answer, a crash of the bot included, leaves it unknown; what is unknown is looked for among the
    account's own posts, and only sent again when it surely is not there. `changed` is awaited with
    a tweet's id after every change; `at_any_hour` are the sources whose tweets ignore the window;
    `on_error` is told of what no network should do, and where; `rested` is
    called when there is nothing to do for now; `language` is that of all posts, as in BCP 47.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        network: Network,
        scheduler: Scheduler,
        *,
        changed: Callable[[int], Awaitable[object]],
        on_error: Callable[[BaseException, str], object],
        at_any_hour: Callable[[], frozenset[Source]] = frozenset,
        retry_policy: RetryPolicy | None = None,
        rested: Callable[[], object] = lambda: None,
        language: str | None = None,
    ) -> None:
        self._deliveries = Deliveries(database, network.name, language)
        self._clock = clock
        self._network = network
        self._scheduler = scheduler
        self._changed = changed
        self._on_error = on_error
        self._at_any_hour = at_any_hour
        self._retry_policy = retry_policy or RetryPolicy()
        self._rested = rested
        self._has_begun = self._is_working = self._is_woken = False
        self._limited_until = LONG_AGO
        self._unreadable_since: datetime | None = None
        self._begun: set[int] = set()

    @property
    def job(self) -> str:
        """The name of the scheduler's job, as people read it."""
        return f"tweets to {self._network.title}"

    @property
    def is_busy(self) -> bool:
        """Whether it is at work, or will be at once: what it finds then may be sent in a moment."""
        return self._has_begun and (self._is_working or self._is_woken)

    async def begin(self) -> None:
        """Take over what a former bot left behind, and start."""
        await self._take_over()
        self._has_begun = True
        self.wake()

    def wake(self) -> None:
        """Look soon what there is to do, since a tweet or the network's state has changed."""
        self._is_woken = True
        if not self._is_working:
            self._scheduler.at(self._clock.now(), self.job, self.work)

    async def work(self) -> None:
        """Do what is due, one thing after the other, and set the next moment in the scheduler.

        The scheduler sees to it that this never overlaps itself.
        """
        self._is_working, self._is_woken = True, False
        moment: datetime | None = self._clock.now() + self._retry_policy.after_trouble
        try:
            # An error of the database may have kept the last run from writing down what it did.
            await self._take_over()
            moment = await self._do_what_is_due()
        finally:
            # Nothing here may wait, or else a call of `wake` could be overlooked.
            self._is_working = False
            if self._is_woken:
                self.wake()
            elif moment is None:
                self._scheduler.never(self.job)
            else:
                self._scheduler.at(moment, self.job, self.work)
            if not self._is_woken:
                self._rested()

    async def _take_over(self) -> None:
        tweet_ids = await self._deliveries.interrupted(self._clock.now(), self._begun)
        self._begun.clear()
        for tweet_id in tweet_ids:
            await self._changed(tweet_id)

    async def _do_what_is_due(self) -> datetime | None:
        """Return the moment of the next thing to do, which is not due yet; None if there is none."""
        while not self._scheduler.is_closing:
            limits = await self._limits()
            deliveries = await self._deliveries.open()
            if all(delivery.status is not DeliveryStatus.UNKNOWN for delivery in deliveries):
                # A human has settled the last doubt: it is no longer known whether the account is readable.
                self._unreadable_since = None
            step = next_step(deliveries, limits, self._clock.now())
            if step is None:
                return None
            if step.at > self._clock.now():
                return step.at
            await self._take(step)
        # The next run of the bot does the rest.
        return None

    async def _limits(self) -> Limits:
        paused = await self._network.why_paused()
        last_attempt = await self._deliveries.last_attempt() or LONG_AGO
        gap_ends = last_attempt + timedelta(seconds=self._network.min_gap_seconds)
        pause_ends = LONG_AGO if paused is None or paused.until is None else paused.until
        return Limits(
            window=self._network.window,
            not_before=max(gap_ends, pause_ends, self._limited_until),
            is_paused=paused is not None and paused.until is None,
            at_any_hour=self._at_any_hour(),
        )

    async def _take(self, step: Step) -> None:
        match step.kind:
            case StepKind.EXPIRE:
                await self._deliveries.expire(step.delivery.id, self._clock.now())
            case StepKind.LOOK:
                await self._look(step.delivery.id)
            case StepKind.SEND:
                await self._send(step.delivery.id)
        await self._changed(step.delivery.tweet_id)

    async def _send(self, delivery_id: int) -> None:
        # Stays there when what became of it cannot be written down.
        self._begun.add(delivery_id)
        attempt = await self._deliveries.begin(
            delivery_id,
            self._clock.now(),
            self._network.price,
            account=self._network.account,
            budget_left=await self._network.budget_left(),
        )
        if attempt is not None:
            await self._changed(attempt.tweet_id)
            await self._publish(attempt)
        self._begun.discard(delivery_id)

    async def _publish(self, attempt: Attempt) -> None:
        try:
            async with self._patience():
                post = await self._network.publish(attempt.post)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must be known what became of the post
            await self._not_published(attempt, error)
        else:
            await self._deliveries.sent(attempt, post, self._clock.now())

    async def _not_published(self, attempt: Attempt, error: Exception) -> None:
        now = self._clock.now()
        match error:
            case NotNowError() | PausedError():
                await self._deliveries.waiting(attempt, str(error), self._next_try(attempt, error), now)
            case RejectedError():
                await self._deliveries.failed(attempt, str(error), now)
            case DuplicateError():
                await self._settle_duplicate(attempt, str(error))
            case Perhaps():
                await self._deliveries.unknown(attempt, str(error), now)
            case _:
                self._on_error(error, self.job)
                problem = f"{self._network.title} gave no answer that the bot understands."
                await self._deliveries.unknown(attempt, problem, now)

    def _next_try(self, attempt: Attempt, error: Exception) -> datetime:
        until = error.until if isinstance(error, NotNowError) else None
        if until is None or until <= self._clock.now():
            return attempt.last_at + self._retry_policy.after(attempt.number)
        # What the network refuses to this post it would refuse to every other one.
        self._limited_until = until
        return until

    async def _settle_duplicate(self, attempt: Attempt, problem: str) -> None:
        """Find out whether the post that the network has is this one, from an earlier attempt."""
        try:
            post = await self._find(attempt)
        except Exception as error:  # noqa: BLE001 - it is looked for again
            await self._deliveries.unknown(attempt, problem, self._clock.now())
            await self._not_readable(attempt, error)
            return
        if post is None:
            await self._deliveries.failed(attempt, problem, self._clock.now())
        else:
            await self._deliveries.sent(attempt, post, self._clock.now())

    async def _look(self, delivery_id: int) -> None:
        """Look whether a doubtful post is there."""
        attempt = await self._deliveries.doubtful(delivery_id)
        if attempt is None:
            return
        try:
            post = await self._find(attempt)
        except Exception as error:  # noqa: BLE001 - it is looked for again
            await self._not_readable(attempt, error)
            return
        self._unreadable_since = None
        now = self._clock.now()
        if post is not None:
            await self._deliveries.sent(attempt, post, now)
        elif attempt.clean_readings + 1 < CLEAN_READINGS:
            await self._deliveries.not_seen(attempt, now + self._retry_policy.between_readings)
        else:
            problem = f"Attempt {attempt.number} did not reach {self._network.title}."
            until = attempt.last_at + self._retry_policy.after(attempt.number)
            await self._deliveries.waiting(attempt, problem, until, now)

    async def _find(self, attempt: Attempt) -> PublishedPost | None:
        if self._network.account not in {None, attempt.account}:
            # What is not among its posts may be among those of the account that the attempt was made with.
            raise CannotTellError(
                f"Another account on {self._network.title} was connected when I tried to post this."
            )
        since, until = attempt.first_at - CLOCKS_DIFFER, attempt.last_at + POSTED_WITHIN
        has_passed = until + CLOCKS_DIFFER < self._clock.now()
        async with self._patience():
            post = await self._network.find(attempt.post, since, until if has_passed else None)
        if post is None or await self._deliveries.is_of_another(post, attempt):
            return None
        return post

    async def _not_readable(self, attempt: Attempt, error: Exception) -> None:
        self._report(error)
        now = self._clock.now()
        if isinstance(error, CannotTellError):
            await self._deliveries.cannot_tell(attempt, str(error), now + self._retry_policy.after_giving_up)
            return
        self._unreadable_since = self._unreadable_since or now
        ask_human = now - self._unreadable_since >= self._retry_policy.before_asking
        look_again = now + (
            self._retry_policy.after_asking if ask_human else self._retry_policy.between_readings
        )
        if isinstance(error, NotNowError) and error.until is not None:
            look_again = max(look_again, error.until)
        await self._deliveries.not_readable(attempt, look_again, ask_human=ask_human)

    def _report(self, error: Exception) -> None:
        if not isinstance(error, NetworkError):
            self._on_error(error, self.job)

    def _patience(self) -> asyncio.Timeout:
        return asyncio.timeout(self._retry_policy.for_an_answer.total_seconds())
