"""Campaigns: created as previewed, moderated together, paused, resumed and cancelled."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from DiscordBot.features.campaigns.errors import CampaignError, PreviewRefusedError
from DiscordBot.features.campaigns.models import campaign_of
from DiscordBot.features.campaigns.planning.catching_up import later_times
from DiscordBot.features.campaigns.status import Phase, Standing
from DiscordBot.features.tweets.errors import DraftError, TooLateError, TweetError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.campaigns.planning.drafts import Drafts
    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.campaigns.storage.rows import CampaignRows
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService
    from DiscordBot.features.tweets.snapshots import TweetChange

_CHANGED: Final = (
    "texts or times are others than those that you have read. "
    "This is how they are now; create it if you agree."
)


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many tweets go on, and the new times of those whose time had passed meanwhile, in order."""

    tweets: int
    moved: tuple[datetime, ...]


class CampaignService:
    """Everything that organisers and moderators do with campaigns.

    Methods raise `TweetError`s, whose messages are for people. Who may do what with single tweets the queue
    decides; that only organisers create, pause, resume and cancel is the caller's to see to. `next_open` is
    that of `planning.PostingRules`.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        rows: CampaignRows,
        drafts: Drafts,
        tweets: TweetService,
        next_open: Callable[[datetime], datetime],
    ) -> None:
        self._database = database
        self._clock = clock
        self._rows = rows
        self._drafts = drafts
        self._tweets = tweets
        self._next_open = next_open
        self._listeners: list[Callable[[int], None]] = []
        self._at_work: Counter[int] = Counter()

    def listen(self, listener: Callable[[int], None]) -> None:
        """Tell `listener` the number of each campaign of which something has changed, from now on.

        What is done to many tweets together is told once.
        """
        self._listeners.append(listener)

    def tweet_changed(self, change: TweetChange) -> None:
        """Take note of a change in the queue."""
        campaign_id = campaign_of(change.group_key)
        if campaign_id is not None and not self._at_work[campaign_id]:
            self._tell(campaign_id)

    async def create(self, campaign_id: int, actor: Actor, digest: str | None = None) -> Standing:
        """Queue all tweets of a draft, pending, in one transaction.

        `digest` is that of the preview that the actor has read, by default of the one shown last. Raises
        `PreviewRefusedError` if the texts or times are others now, or cannot be posted.
        """
        draft = await self._drafts.get(campaign_id)
        previewed = await self._drafts.preview(campaign_id)
        if previewed.digest != (digest or draft.digest):
            raise PreviewRefusedError(_CHANGED, previewed)
        if not previewed.can_be_created:
            raise PreviewRefusedError("the preview says what is wrong.", previewed)
        prepared = [await self._prepared(draft, tweet, actor) for tweet in previewed.preview.tweets]
        async with self._database.transaction() as session:
            await self._rows.queue(
                session,
                previewed.campaign,
                live_name=draft.name.casefold(),
                live_texts=previewed.texts_digest,
                queued_at=self._clock.now(),
                queued_by=actor.id,
            )
            tweet_ids = [await self._tweets.store(session, tweet) for tweet in prepared]
        with self._together(campaign_id):
            await self._tweets.announce(tweet_ids)
        return await self.standing(campaign_id)

    async def standing(self, campaign_id: int) -> Standing:
        """Return a campaign or draft with its tweets."""
        campaign = await self._rows.get(campaign_id)
        return Standing(campaign, await self._tweets.of_group(campaign.group_key))

    async def standings(self) -> list[Standing]:
        """Return all campaigns and drafts with their tweets, the newest first."""
        return await self._with_tweets(await self._rows.all())

    async def with_unfinished_cards(self) -> list[Standing]:
        """Return the campaigns whose cards may have something new to show, the oldest first."""
        return await self._with_tweets(await self._rows.with_unfinished_cards())

    async def _with_tweets(self, campaigns: Iterable[Campaign]) -> list[Standing]:
        of_campaigns = {campaign.group_key: campaign for campaign in campaigns}
        tweets = await self._tweets.of_groups(of_campaigns.keys())
        return [Standing(campaign, tweets[key]) for key, campaign in of_campaigns.items()]

    async def pause(self, campaign_id: int, actor: Actor) -> int:
        """Hold back what has not gone out; return how many tweets that are."""
        standing = await self._in(campaign_id, "paused", Phase.RUNNING)
        with self._together(campaign_id):
            return await self._tweets.hold_group(standing.campaign.group_key, on_hold=True, actor=actor)

    async def resume(self, campaign_id: int, actor: Actor) -> Resumed:
        """Let a paused campaign go on; what has become overdue goes out an interval apart."""
        standing = await self._in(campaign_id, "resumed", Phase.PAUSED)
        with self._together(campaign_id):
            # Moved first: what a crash leaves behind is a campaign that is still paused.
            moved = await self._catch_up(standing, {view.id for view in standing.tweets}, actor)
            count = await self._tweets.hold_group(standing.campaign.group_key, on_hold=False, actor=actor)
        return Resumed(count, moved)

    async def cancel(self, campaign_id: int, actor: Actor) -> int:
        """Cancel what has not gone out; return how many tweets that were."""
        standing = await self._in(campaign_id, "cancelled", Phase.RUNNING, Phase.PAUSED, Phase.FINISHED)
        with self._together(campaign_id):
            # In this order: what a crash leaves behind can be cancelled once more.
            reason = f"The campaign «{standing.campaign.name}» was cancelled."
            count = await self._tweets.cancel_group(standing.campaign.group_key, actor, reason)
            # What nobody knows to be sent cannot be cancelled, and must not be sent again.
            await self._tweets.hold_group(standing.campaign.group_key, on_hold=True, actor=actor)
            await self._rows.cancel(campaign_id)
        return count

    async def approve(
        self, campaign_id: int, revisions: Mapping[int, int], actor: Actor, *, bypass: bool = False
    ) -> Mapping[int, TweetError | None]:
        """Approve some of a campaign's tweets, by their numbers, each as of the revision that was read.

        What has become overdue goes out an interval apart. Return for each why it was not approved, or None.
        """
        self._tweets.require(Action.APPROVE, actor)
        standing = await self.standing(campaign_id)
        waiting = {view.id for view in standing.tweets if view.outcome is Outcome.WAITING}
        with self._together(campaign_id):
            await self._catch_up(standing, waiting | revisions.keys(), actor)
            return await self._tweets.approve_all(
                _of(standing, revisions), actor, revisions=revisions, bypass=bypass
            )

    async def deny(
        self, campaign_id: int, revisions: Mapping[int, int], actor: Actor
    ) -> Mapping[int, TweetError | None]:
        """Deny some of a campaign's tweets; return for each why it was not, or None."""
        results: dict[int, TweetError | None] = {}
        standing = await self.standing(campaign_id)
        with self._together(campaign_id):
            for tweet_id in _of(standing, revisions):
                try:
                    await self._tweets.deny(tweet_id, actor, revision=revisions[tweet_id])
                    results[tweet_id] = None
                except TweetError as error:
                    results[tweet_id] = error
        return results

    async def _prepared(self, draft: Campaign, tweet: PlannedTweet, actor: Actor) -> PreparedDraft:
        try:
            prepared = await self._tweets.prepare(
                Draft(
                    text=tweet.text,
                    source=Source.CAMPAIGN,
                    author=actor,
                    source_key=f"{draft.group_key}:{tweet.item.key}",
                    group_key=draft.group_key,
                    not_before=tweet.due,
                )
            )
        except DraftError as error:
            raise CampaignError(f"The tweet about «{tweet.item.title}» cannot be queued. {error}") from None
        # Also where volunteers are trusted: nobody has read so many texts one by one.
        return replace(prepared, is_approved=False)

    async def _catch_up(
        self, standing: Standing, tweet_ids: Collection[int], actor: Actor
    ) -> tuple[datetime, ...]:
        interval = timedelta(minutes=standing.campaign.interval_minutes)
        times = later_times(standing.planned(tweet_ids), interval, self._next_open, self._clock.now())
        moved = []
        for tweet_id, moment in times.items():
            try:
                await self._tweets.reschedule(tweet_id, actor, moment)
                moved.append(moment)
            except TooLateError:
                # Somebody was faster with this one: it is sent, denied or cancelled.
                continue
        return tuple(moved)

    async def _in(self, campaign_id: int, done: str, *phases: Phase) -> Standing:
        standing = await self.standing(campaign_id)
        if standing.phase not in phases:
            raise CampaignError(f"This campaign is {standing.phase}, so it cannot be {done}.")
        return standing

    @contextmanager
    def _together(self, campaign_id: int) -> Iterator[None]:
        """Tell the listeners once of what is done to many tweets."""
        self._at_work[campaign_id] += 1
        try:
            yield
        finally:
            self._at_work[campaign_id] -= 1
            self._tell(campaign_id)

    def _tell(self, campaign_id: int) -> None:
        for listener in self._listeners:
            listener(campaign_id)


def _of(standing: Standing, tweet_ids: Collection[int]) -> list[int]:
    """Return those of some tweets that belong to a campaign, in the order in which they go out."""
    return [view.id for view in standing.in_order if view.id in tweet_ids]
