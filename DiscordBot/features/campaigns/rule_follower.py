"""Campaigns whose times follow from the schedule: they begin with a release, and move with their sessions."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.errors import CampaignError
from DiscordBot.features.campaigns.models import Campaign, CampaignRule, CampaignState
from DiscordBot.features.campaigns.planning.adjusting import (
    SESSION_GONE,
    TOO_SOON,
    Step,
    has_moved,
    says_else,
    step_for,
    texts_now,
)
from DiscordBot.features.campaigns.planning.tweet_drafts import by_item
from DiscordBot.features.campaigns.snapshot import CampaignSnapshot, Status
from DiscordBot.features.tweets.errors import ChangedMeanwhileError, TweetError
from DiscordBot.features.tweets.intake.draft import Actor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.campaigns.planning.planner import Planner, Previewed
    from DiscordBot.features.campaigns.service import CampaignService
    from DiscordBot.features.tweets.service import PreparedDraft, TweetSnapshot

RULES_JOB = "campaigns by rule"
_DID = {Step.ADD: "added", Step.FOLLOW: "changed", Step.CANCEL: "cancelled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFollower:
    """Looks at the schedule whenever it may be another one; all is done once, whenever the process ends.

    `has_schedule` tells whether there are sessions at all; `write_log` takes a line for the organisers.
    """

    clock: Clock
    scheduler: Scheduler
    planner: Planner
    service: CampaignService
    has_schedule: Callable[[], bool]
    write_log: Callable[[str], None]

    def wake(self) -> None:
        """Look soon."""
        self.scheduler.at(self.clock.now(), RULES_JOB, self.follow)

    async def follow(self) -> None:
        """Bring all campaigns in line with the schedule as it is now."""
        if not self.has_schedule():
            # Not read yet, or forgotten after the conference: nobody has cancelled anything.
            return
        for campaign in await self.service.rows.by_rule():
            try:
                if campaign.state is CampaignState.WAITING:
                    await self._begin(campaign)
                elif campaign.rule is CampaignRule.BEFORE:
                    await self._adjust(campaign)
            except TweetError as error:
                self._tell(campaign, f"cannot follow the schedule: {error}")

    async def _begin(self, campaign: Campaign) -> None:
        """Queue everything if there is another release than when the campaign began to wait."""
        release = self.service.release()
        if release in {"", campaign.release}:
            return
        start_at = self.clock.now().replace(microsecond=0)
        try:
            prepared, left_out = await self._at_release(campaign, start_at)
        except CampaignError as error:
            # Told once: only the next release can be another matter.
            await self.service.rows.note_release(campaign.number, release)
            self._tell(campaign, f"waits for the next release of the schedule: {error}")
            return

        async def begins(session: AsyncSession) -> bool:
            return await self.service.rows.begin(session, campaign, start_at)

        async with self.service.together(campaign.number):
            if not await self._store(prepared, begins):
                return
        without = f"; {left_out} cannot be tweets" if left_out else ""
        self._tell(campaign, f"begins: {len(prepared)} tweets wait for approval{without}.")

    async def _at_release(self, campaign: Campaign, start_at: datetime) -> tuple[list[PreparedDraft], int]:
        """Return what is queued at a release, and how many cannot be tweets. Raises `CampaignError`."""
        begun = Campaign(**{**campaign.model_dump(), "start_at": start_at})
        previewed = await self.planner.everything(begun)
        found = len(previewed.preview.tweets) + len(previewed.preview.without_text)
        if not found:
            raise CampaignError("No session fits its filters.")
        prepared = await self._prepared(previewed, previewed.preview.tweets, CampaignSnapshot(campaign, ()))
        if not prepared:
            raise CampaignError("None of its texts can be a tweet.")
        return prepared, found - len(prepared)

    async def _adjust(self, campaign: Campaign) -> None:
        """Add, change and cancel tweets as the schedule is now."""
        previewed = await self.planner.everything(campaign)
        async with self.service.together(campaign.number):
            snapshot = await self.service.snapshot(campaign.number)
            if snapshot.status in {Status.PAUSED, Status.CANCELLED}:
                # What has changed meanwhile is seen when it goes on.
                return
            done = await self._take_steps(previewed, snapshot)
        if told := ", ".join(f"{count} {_DID[step]}" for step, count in done.items() if count):
            self._tell(campaign, f"follows the schedule: {told}.")

    async def _take_steps(self, previewed: Previewed, snapshot: CampaignSnapshot) -> Counter[Step]:
        planned = {tweet.item.key: tweet for tweet in previewed.preview.tweets}
        tweets = by_item(snapshot.campaign, snapshot.tweets)
        now, done = self.clock.now(), Counter[Step]()
        opening = self.planner.next_open(now)
        added = []
        # Of what the template makes no text any more the tweets stay: their sessions are there.
        for key in [key for key in {**planned, **tweets} if key not in previewed.preview.without_text]:
            tweet, plan = tweets[key][-1] if key in tweets else None, planned.get(key)
            step = step_for(tweet, plan, now, opening)
            if step is Step.ADD and plan is not None:
                added.append(plan)
            elif step is not Step.KEEP and tweet is not None:
                done[step] += await self._change(tweet, plan, step, opening)
        prepared = await self._prepared(previewed, added, snapshot)

        async def is_queued(session: AsyncSession) -> bool:
            return await self.service.rows.is_queued(session, snapshot.campaign)

        if prepared and await self._store(prepared, is_queued):
            done[Step.ADD] += len(prepared)
        return done

    async def _change(
        self, tweet: TweetSnapshot, planned: PlannedTweet | None, step: Step, opening: datetime
    ) -> bool:
        """Take a step with a tweet; tell whether it was taken, since somebody may have been faster."""
        queue = self.service.tweets
        try:
            if planned is None or step is Step.CANCEL:
                await queue.cancel(tweet.id, None, SESSION_GONE if planned is None else TOO_SOON)
            else:
                # A time that somebody has chosen stays as long as the session does.
                chosen = None if has_moved(tweet, planned) else tweet.not_before
                await queue.follow(
                    tweet,
                    texts_now(tweet, planned) if says_else(tweet, planned) else tweet,
                    not_before=chosen or max(planned.due, opening),
                    not_after=planned.item.starts,
                )
        except ChangedMeanwhileError:
            self.wake()
            return False
        except TweetError:
            return False
        return True

    async def _prepared(
        self, previewed: Previewed, tweets: Sequence[PlannedTweet], snapshot: CampaignSnapshot
    ) -> list[PreparedDraft]:
        """Return what can be queued of some tweets, as the next ones about the same."""
        wrong = previewed.preview.wrong
        before: Mapping[str, Sequence[TweetSnapshot]] = by_item(snapshot.campaign, snapshot.tweets)
        author = _author(snapshot)
        prepared = []
        for tweet in tweets:
            turn = len(before.get(tweet.item.key, ())) + 1
            # Another one may have the same text, or a network has other limits than a moment ago.
            with suppress(CampaignError):
                if tweet.item.key not in wrong:
                    prepared.append(await self.service.prepared(previewed, tweet, author, turn))
        return prepared

    async def _store(
        self, prepared: Sequence[PreparedDraft], may_store: Callable[[AsyncSession], Awaitable[bool]]
    ) -> bool:
        """Store tweets in one transaction; tell whether they may still be."""
        async with self.service.database.transaction() as session:
            if not await may_store(session):
                return False
            tweet_ids = [await self.service.tweets.store(session, one) for one in prepared]
        await self.service.tweets.announce(tweet_ids)
        return True

    def _tell(self, campaign: Campaign, sentence: str) -> None:
        self.write_log(f"📣 Campaign #{campaign.number} «{campaign.name}» {sentence}")


def _author(snapshot: CampaignSnapshot) -> Actor | None:
    """Return who has created a campaign, so that its tweets are theirs; None once that is forgotten."""
    created_by = snapshot.campaign.queued_by
    name = next((tweet.author_name for tweet in snapshot.tweets if tweet.author_id == created_by), "")
    return None if created_by is None else Actor(created_by, name, is_organizer=True)
