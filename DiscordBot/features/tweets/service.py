"""The queue: what is submitted, who decides about it, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from types import EllipsisType
from typing import TYPE_CHECKING

from DiscordBot.features.tweets import moderation
from DiscordBot.features.tweets.deleting import TweetDeleting
from DiscordBot.features.tweets.errors import (
    ChangedMeanwhileError,
    DraftError,
    NoSuchTweetError,
    NotAllowedError,
    RepeatedTextError,
    TooLateError,
    TweetError,
)
from DiscordBot.features.tweets.intake.measuring import check_lengths
from DiscordBot.features.tweets.intake.submission import PreparedDraft, Submitted
from DiscordBot.features.tweets.models import TweetStatus
from DiscordBot.features.tweets.policy import Action, decide, needs_bypass
from DiscordBot.features.tweets.sending.due import due_at
from DiscordBot.features.tweets.snapshots import (
    DeliverySnapshot,
    Outcome,
    PictureSnapshot,
    TweetChange,
    TweetContent,
    TweetCount,
    TweetSnapshot,
)
from DiscordBot.features.tweets.storage.forgetting import forget_people, forget_posts_of_others
from DiscordBot.features.tweets.storage.locked_tweets import change
from DiscordBot.features.tweets.versions import receivers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.tweets.intake.draft import Actor, Draft, DraftPicture
    from DiscordBot.features.tweets.models import Source
    from DiscordBot.features.tweets.storage.audit import Deed
    from DiscordBot.features.tweets.storage.locked_tweets import LockedTweet
    from DiscordBot.features.tweets.versions import Versions
    from DiscordBot.networks.port import Network

__all__ = [
    "ChangedMeanwhileError",
    "DeliverySnapshot",
    "DraftError",
    "NoSuchTweetError",
    "NotAllowedError",
    "Outcome",
    "PictureSnapshot",
    "PreparedDraft",
    "RepeatedTextError",
    "Submitted",
    "TooLateError",
    "TweetChange",
    "TweetCount",
    "TweetError",
    "TweetService",
    "TweetSnapshot",
]


class TweetService(TweetDeleting):
    """Everything that people and other features do with tweets; see `TweetTransactions`."""

    async def begin(self) -> None:
        """Let go out what was approved while no network was configured, if one is now."""
        async with self._database.transaction() as session:
            handed_over = await self._intake.hand_over(session, self._clock.now())
        await self.announce(handed_over)

    def needs_bypass(self, actor: Actor, tweet: TweetSnapshot) -> bool:
        """Tell whether `actor` may approve this tweet only expressly, as it is their own."""
        is_own = tweet.is_text_of(actor.id) and tweet.status is TweetStatus.PENDING
        return needs_bypass(self._policy(), actor, is_author=is_own)

    def due_at(self, tweet: TweetContent) -> datetime | None:
        """Return when (UTC) a tweet goes out, or would if it were approved now; None means never."""
        return due_at(tweet, self._networks, self._clock.now(), self._at_any_hour())

    def usual_networks(self, source: Source) -> list[Network]:
        """Return the networks that tweets of a source go to, unless it says so itself."""
        return receivers(self._networks, self._intake.usual(source))

    async def check_lengths(self, tweet: TweetContent) -> None:
        """Raise `TooLongError` if it is too long where it goes: networks may be new since it was written."""
        if tweet.retweet_of is None:
            await check_lengths(tweet, tweet.receivers(self._networks))

    def as_readers_see(self, text: str) -> str:
        """Return a text with Discord's own marks as others can read it."""
        return self._readable(text)

    async def prepare(self, draft: Draft) -> PreparedDraft:
        """Check and measure a draft for `store`. Raises `NotAllowedError` and `DraftError`."""
        return await self._intake.prepare(draft)

    async def store(
        self, session: AsyncSession, prepared: PreparedDraft, *, approver: Actor | None = None
    ) -> int:
        """Add a tweet as part of the caller's transaction, who calls `announce` afterwards; return its id.

        It is approved at once if `approver`, who has read this very text elsewhere, may approve it here. One
        that has the same `source_key` is returned as it is. Raises `RepeatedTextError`.
        """
        tweet_id, _ = await self._intake.store(session, prepared, approver)
        return tweet_id

    async def submit(self, draft: Draft, *, is_unread: bool = False) -> Submitted:
        """Put a draft into the queue; see `prepare` and `store`.

        What `is_unread` by its author waits for approval, whoever they are.
        """
        prepared = await self._intake.prepare(draft)
        if is_unread:
            prepared = replace(prepared, is_approved=False)
        async with self._database.transaction() as session:
            tweet_id, is_new = await self._intake.store(session, prepared)
        if is_new:
            await self.announce([tweet_id])
        tweet = await self.get(tweet_id)
        return Submitted(tweet_id, is_new, tweet.outcome)

    async def approve(
        self,
        tweet_id: int,
        actor: Actor,
        *,
        revision: int | None = None,
        post_now: bool = False,
        bypass: bool = False,
    ) -> None:
        """Let a tweet go out: `post_now`, whatever window and planned time say, or in its time.

        `revision` is the one that was read; `bypass` is an organiser's express wish to approve their own.
        """
        action = Action.POST_NOW if post_now else Action.APPROVE
        async with self._database.transaction() as session:
            locked = await self._open(session, tweet_id, actor, revision)
            names = self._intake.names_for(locked.tweet)
            is_approved = locked.tweet.status is TweetStatus.APPROVED
            self.require(action, actor, is_author=locked.is_own and not is_approved, bypass=bypass)
            await change(session, locked, lambda locked: moderation.approve(locked, names, post_now=post_now))
        await self.announce([tweet_id])

    async def approve_all(
        self,
        tweet_ids: Iterable[int],
        actor: Actor,
        *,
        revisions: Mapping[int, int] | None = None,
        bypass: bool = False,
    ) -> Mapping[int, TweetError | None]:
        """Approve each of some tweets by itself; return for each why it was not, or None.

        `revisions` are those that were read, by tweet.
        """
        read = revisions or {}
        results: dict[int, TweetError | None] = {}
        for tweet_id in tweet_ids:
            try:
                await self.approve(tweet_id, actor, revision=read.get(tweet_id), bypass=bypass)
                results[tweet_id] = None
            except TweetError as error:
                results[tweet_id] = error
        return results

    async def deny(
        self, tweet_id: int, actor: Actor, reason: str = "", *, revision: int | None = None
    ) -> None:
        """Refuse a pending tweet; an approved one is cancelled."""
        await self._change(
            tweet_id, actor, Action.DENY, lambda locked: moderation.deny(locked, reason), revision=revision
        )

    async def reopen(self, tweet_id: int, actor: Actor) -> None:
        """Take a denied tweet up again: it waits for approval as before."""
        await self._change(tweet_id, actor, Action.REOPEN, moderation.reopen)

    async def edit(
        self,
        tweet_id: int,
        actor: Actor,
        text: str,
        *,
        texts: Mapping[str, str] | None = None,
        revision: int | None = None,
    ) -> None:
        """Give a tweet another text; an approval is void, except for authors who need none.

        `texts` are the own versions of networks by their names; for None those stay that it has.
        """
        tweet = await self.get(tweet_id)
        tidy = await self._intake.measured(text, tweet.texts if texts is None else texts, tweet.networks)

        def edit(locked: LockedTweet) -> Deed | None:
            moderation.check_same_networks(locked, tweet.networks)
            return moderation.edit(locked, tidy)

        await self._revise(tweet_id, actor, revision, lambda session, locked: change(session, locked, edit))

    async def deliver_to(
        self,
        tweet_id: int,
        actor: Actor,
        networks: Collection[str] | None,
        *,
        texts: Mapping[str, str] | None = None,
        revision: int | None = None,
    ) -> None:
        """Let a tweet go to the networks of these names, None for all connected ones, with own `texts`.

        For None those stay that it has. An approval is void, except for authors who need none.
        """
        tweet = await self.get(tweet_id)
        chosen = None if networks is None else [one.name for one in receivers(self._networks, networks)]
        if chosen == []:
            raise DraftError("Please choose at least one network, or cancel the tweet.")
        tidy = await self._intake.measured(tweet.text, tweet.texts if texts is None else texts, chosen)
        read = tweet.revision if revision is None else revision
        await self._revise(
            tweet_id,
            actor,
            read,
            lambda session, locked: change(
                session, locked, lambda one: moderation.redirect(one, chosen, tidy.texts)
            ),
        )

    async def change_pictures(
        self, tweet_id: int, actor: Actor, pictures: Sequence[DraftPicture], *, revision: int | None = None
    ) -> None:
        """Give a tweet other pictures, or none; an approval is void, except for authors who need none."""
        await self._revise(
            tweet_id,
            actor,
            revision,
            lambda session, locked: self._intake.replace_pictures(session, locked, pictures),
        )

    async def reschedule(
        self,
        tweet_id: int,
        actor: Actor,
        moment: datetime | None,
        *,
        not_after: datetime | EllipsisType | None = ...,
    ) -> None:
        """Let a tweet go out at `moment` or, for None, as soon as possible; its approval stays.

        From `not_after` on it makes no sense any more; `...` leaves that as it is.
        """

        def transition(locked: LockedTweet) -> Deed | None:
            last = locked.tweet.not_after if isinstance(not_after, EllipsisType) else not_after
            return moderation.reschedule(locked, moment, last)

        await self._change(tweet_id, actor, Action.RESCHEDULE, transition)

    async def follow(
        self, tweet: TweetSnapshot, texts: Versions, *, not_before: datetime, not_after: datetime | None
    ) -> None:
        """Let a tweet say what its source says now, at another time; only another text voids the approval.

        Raises `ChangedMeanwhileError` if somebody has given it another text or time since it was as `tweet`.
        """
        tidy = await self._intake.measured(texts.text, texts.texts, tweet.networks)

        def follow(locked: LockedTweet) -> Deed | None:
            moderation.check_same_time(locked, tweet)
            return moderation.follow(locked, tidy, not_before=not_before, not_after=not_after)

        await self._change(tweet.id, None, Action.EDIT, follow, revision=tweet.revision)

    async def cancel(self, tweet_id: int, actor: Actor | None, reason: str = "") -> None:
        """Take a tweet out of the queue that has not gone out; `actor` is None for its source."""
        await self._change(tweet_id, actor, Action.CANCEL, lambda locked: moderation.cancel(locked, reason))

    async def retry(self, tweet_id: int, actor: Actor) -> None:
        """Try again what a network did not take, at once only if `actor` may post at once."""
        is_hurried = decide(self._policy(), Action.POST_NOW, actor) is None
        await self._change(
            tweet_id, actor, Action.RETRY, lambda locked: moderation.retry(locked, is_hurried=is_hurried)
        )

    async def mark_sent(self, tweet_id: int, actor: Actor) -> None:
        """Settle that a tweet is there of which that was not known."""
        await self._change(tweet_id, actor, Action.MARK_SENT, moderation.mark_sent)

    async def send_again(self, tweet_id: int, actor: Actor) -> None:
        """Settle that a tweet is not there of which that was not known; it is sent again."""
        await self._change(tweet_id, actor, Action.SEND_AGAIN, moderation.send_again)

    async def hold(self, tweet_id: int) -> None:
        """Keep a tweet from going out, for its source; also one of which nobody knows whether it did."""
        await self._change(
            tweet_id, None, Action.CANCEL, lambda locked: moderation.hold(locked, on_hold=True)
        )

    async def hold_group(self, group_key: str, *, on_hold: bool, actor: Actor | None = None) -> int:
        """Put what has not gone out of a group on hold, or let it go on; return how many changed.

        Who may do that is the caller's to decide.
        """
        return await self._change_group(
            group_key, actor, lambda locked: moderation.hold(locked, on_hold=on_hold)
        )

    async def cancel_group(self, group_key: str, actor: Actor | None, reason: str = "") -> int:
        """Cancel what has not gone out of a group; return how many. `actor` is None for its source."""
        if actor is not None:
            self.require(Action.CANCEL, actor)
        return await self._change_group(
            group_key, actor, lambda locked: moderation.cancel_if_possible(locked, reason)
        )

    async def forget_personal_data(self, before: datetime) -> None:
        """Forget who did what before that moment, and which posts of others it was about."""
        async with self._database.transaction() as session:
            await forget_people(session, before)
            await forget_posts_of_others(session, before)
