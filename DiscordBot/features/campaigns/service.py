"""Campaigns: created as previewed, moderated together, paused, resumed and cancelled."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.errors import CampaignError
from DiscordBot.features.campaigns.models import CampaignRule, CampaignState, campaign_of
from DiscordBot.features.campaigns.planning.plan import later_times
from DiscordBot.features.campaigns.planning.planner import PreviewRefusedError
from DiscordBot.features.campaigns.planning.tweet_drafts import draft_of
from DiscordBot.features.campaigns.snapshot import CampaignSnapshot, Status
from DiscordBot.features.tweets.errors import DraftError, TooLateError, TweetError
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.campaigns.planning.drafts import Drafts
    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.campaigns.planning.planner import Previewed
    from DiscordBot.features.campaigns.storage.rows import CampaignRows
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService
    from DiscordBot.features.tweets.snapshots import TweetChange

_CANCELLABLE = (Status.WAITING, Status.RUNNING, Status.PAUSED, Status.FINISHED)
_CHANGED = (
    "texts or times have changed since you read them. "
    "This is how they are now; press Create again if you agree."
)


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many tweets go on, and the new times of those whose time had passed meanwhile, in order."""

    tweets: int
    moved: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignService:
    """Everything that organisers and moderators do with campaigns.

    Methods raise `TweetError`s, whose messages are for people. Who may do what with single tweets the queue
    decides; that only organisers create, pause, resume and cancel is the caller's to see to. `next_open` is
    that of the `Planner`; `release` tells the present release of the schedule from others, empty if there is
    none.
    """

    database: Database
    clock: Clock
    rows: CampaignRows
    drafts: Drafts
    tweets: TweetService
    next_open: Callable[[datetime], datetime]
    release: Callable[[], str] = str
    _listeners: list[Callable[[int], None]] = field(default_factory=list, init=False)
    _resumed_listeners: list[Callable[[], None]] = field(default_factory=list, init=False)
    # How much is being done to many tweets of a campaign together.
    _at_work: Counter[int] = field(default_factory=Counter, init=False)
    _turns: defaultdict[int, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock), init=False
    )

    def listen(self, listener: Callable[[int], None]) -> None:
        """Tell `listener` the number of each campaign of which something has changed, from now on.

        What is done to many tweets together is told once.
        """
        self._listeners.append(listener)

    def listen_to_resumed(self, listener: Callable[[], None]) -> None:
        """Call `listener` when a campaign goes on, which may have missed something."""
        self._resumed_listeners.append(listener)

    def tweet_changed(self, change: TweetChange) -> None:
        """Take note of a change in the queue."""
        campaign_id = campaign_of(change.group_key)
        if campaign_id is not None and not self._at_work[campaign_id]:
            self._tell(campaign_id)

    async def create(self, campaign_id: int, actor: Actor, digest: str | None = None) -> CampaignSnapshot:
        """Queue all tweets of a draft, pending, in one transaction, or let it wait for the next release.

        `digest` is that of the preview that the actor has read, by default of the one shown last. Raises
        `PreviewRefusedError` if the texts or times are others now, or cannot be posted.
        """
        draft = await self.drafts.get(campaign_id)
        previewed = await self.drafts.preview(campaign_id)
        if previewed.digest != (digest or draft.digest):
            raise PreviewRefusedError(_CHANGED, previewed)
        if not previewed.can_be_created:
            raise PreviewRefusedError("the preview says what is wrong.", previewed)
        waits = draft.rule is CampaignRule.RELEASE
        tweets = () if waits else previewed.preview.tweets
        prepared = [await self.prepared(previewed, tweet, actor) for tweet in tweets]
        async with self.database.transaction() as session:
            await self.rows.queue(
                session,
                previewed.campaign,
                state=CampaignState.WAITING if waits else CampaignState.QUEUED,
                release=self.release(),
                live_name=draft.name.casefold(),
                live_texts=None if waits else previewed.texts_digest,
                queued_at=self.clock.now(),
                queued_by=actor.id,
            )
            tweet_ids = [await self.tweets.store(session, tweet) for tweet in prepared]
        async with self.together(campaign_id):
            await self.tweets.announce(tweet_ids)
        return await self.snapshot(campaign_id)

    async def snapshot(self, campaign_id: int) -> CampaignSnapshot:
        """Return a campaign or draft with its tweets."""
        campaign = await self.rows.get(campaign_id)
        return CampaignSnapshot(campaign, await self.tweets.of_group(campaign.group_key))

    async def snapshots(self) -> list[CampaignSnapshot]:
        """Return all campaigns and drafts with their tweets, the newest first."""
        return await self._with_tweets(await self.rows.all())

    async def with_unfinished_cards(self) -> list[CampaignSnapshot]:
        """Return the campaigns whose cards may have something new to show, the oldest first."""
        return await self._with_tweets(await self.rows.with_unfinished_cards())

    async def _with_tweets(self, campaigns: Iterable[Campaign]) -> list[CampaignSnapshot]:
        of_campaigns = {campaign.group_key: campaign for campaign in campaigns}
        tweets = await self.tweets.of_groups(of_campaigns.keys())
        return [CampaignSnapshot(campaign, tweets[key]) for key, campaign in of_campaigns.items()]

    async def pause(self, campaign_id: int, actor: Actor) -> int:
        """Hold back what has not gone out; return how many tweets that are."""
        snapshot = await self._in(campaign_id, "paused", Status.RUNNING)
        async with self.together(campaign_id):
            return await self.tweets.hold_group(snapshot.campaign.group_key, on_hold=True, actor=actor)

    async def resume(self, campaign_id: int, actor: Actor) -> Resumed:
        """Let a paused campaign go on; what has become overdue goes out an interval apart."""
        snapshot = await self._in(campaign_id, "resumed", Status.PAUSED)
        async with self.together(campaign_id):
            # Moved first: what a crash leaves behind is a campaign that is still paused.
            moved = await self._catch_up(snapshot, {tweet.id for tweet in snapshot.tweets}, actor)
            count = await self.tweets.hold_group(snapshot.campaign.group_key, on_hold=False, actor=actor)
        for listener in self._resumed_listeners:
            listener()
        return Resumed(count, moved)

    async def cancel(self, campaign_id: int, actor: Actor) -> int:
        """Cancel what has not gone out; return how many tweets that were."""
        snapshot = await self._in(campaign_id, "cancelled", *_CANCELLABLE)
        async with self.together(campaign_id):
            # In this order: what a crash leaves behind can be cancelled once more.
            reason = f"The campaign «{snapshot.campaign.name}» was cancelled."
            count = await self.tweets.cancel_group(snapshot.campaign.group_key, actor, reason)
            # What nobody knows to be sent cannot be cancelled, and must not be sent again.
            await self.tweets.hold_group(snapshot.campaign.group_key, on_hold=True, actor=actor)
            await self.rows.cancel(campaign_id)
        return count

    async def approve(
        self, campaign_id: int, revisions: Mapping[int, int], actor: Actor, *, bypass: bool = False
    ) -> Mapping[int, TweetError | None]:
        """Approve some of a campaign's tweets, by their numbers, each as of the revision that was read.

        What has become overdue goes out an interval apart. Return for each why it was not approved, or None.
        """
        self.tweets.require(Action.APPROVE, actor)
        snapshot = await self.snapshot(campaign_id)
        waiting = {tweet.id for tweet in snapshot.tweets if tweet.outcome is Outcome.WAITING}
        async with self.together(campaign_id):
            await self._catch_up(snapshot, waiting | revisions.keys(), actor)
            return await self.tweets.approve_all(
                _of(snapshot, revisions), actor, revisions=revisions, bypass=bypass
            )

    async def deny(
        self, campaign_id: int, revisions: Mapping[int, int], actor: Actor
    ) -> Mapping[int, TweetError | None]:
        """Deny some of a campaign's tweets; return for each why it was not, or None."""
        results: dict[int, TweetError | None] = {}
        snapshot = await self.snapshot(campaign_id)
        async with self.together(campaign_id):
            for tweet_id in _of(snapshot, revisions):
                try:
                    await self.tweets.deny(tweet_id, actor, revision=revisions[tweet_id])
                    results[tweet_id] = None
                except TweetError as error:
                    results[tweet_id] = error
        return results

    async def prepared(
        self, previewed: Previewed, tweet: PlannedTweet, author: Actor | None, turn: int = 1
    ) -> PreparedDraft:
        """Return a tweet as it is stored, to be approved; see `draft_of`. Raises `CampaignError`."""
        try:
            prepared = await self.tweets.prepare(draft_of(previewed, tweet, author, turn))
        except DraftError as error:
            raise CampaignError(f"The tweet about «{tweet.item.title}» cannot be queued. {error}") from None
        # Also where volunteers are trusted: nobody has read so many texts one by one.
        return replace(prepared, is_approved=False)

    async def _catch_up(
        self, snapshot: CampaignSnapshot, tweet_ids: Collection[int], actor: Actor
    ) -> tuple[datetime, ...]:
        interval = timedelta(minutes=snapshot.campaign.interval_minutes)
        times = later_times(snapshot.planned(tweet_ids), interval, self.next_open, self.clock.now())
        moved = []
        for tweet_id, moment in times.items():
            try:
                await self.tweets.reschedule(tweet_id, actor, moment)
                moved.append(moment)
            except (TooLateError, DraftError):
                # Somebody was faster with this one, or it makes no sense any more: its session has begun.
                continue
        return tuple(moved)

    async def _in(self, campaign_id: int, done: str, *statuses: Status) -> CampaignSnapshot:
        snapshot = await self.snapshot(campaign_id)
        if snapshot.status not in statuses:
            raise CampaignError(f"This campaign is {snapshot.status}, so it cannot be {done}.")
        return snapshot

    @asynccontextmanager
    async def together(self, campaign_id: int) -> AsyncIterator[None]:
        """Do something to many tweets, one thing after the other, and tell the listeners of it once."""
        async with self._turns[campaign_id]:
            self._at_work[campaign_id] += 1
            try:
                yield
            finally:
                self._at_work[campaign_id] -= 1
                self._tell(campaign_id)

    def _tell(self, campaign_id: int) -> None:
        for listener in self._listeners:
            listener(campaign_id)


def _of(snapshot: CampaignSnapshot, tweet_ids: Collection[int]) -> list[int]:
    """Return those of some tweets that belong to a campaign, in the order in which they go out."""
    return [tweet.id for tweet in snapshot.in_order if tweet.id in tweet_ids]
