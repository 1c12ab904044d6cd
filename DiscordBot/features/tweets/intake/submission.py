"""From a draft to a row in the queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select

from DiscordBot.features.tweets import moderation
from DiscordBot.features.tweets.errors import DraftError, NotAllowedError, RepeatedTextError
from DiscordBot.features.tweets.intake.hashtags import with_hashtags
from DiscordBot.features.tweets.intake.measuring import TidyTexts, check_lengths, tidied
from DiscordBot.features.tweets.intake.texts import MAX_CHARACTERS, normalised
from DiscordBot.features.tweets.models import Delivery, Picture, Source, Tweet, TweetStatus
from DiscordBot.features.tweets.policy import Action, decide, needs_no_approval
from DiscordBot.features.tweets.snapshots import PictureSnapshot, TweetContent
from DiscordBot.features.tweets.storage.audit import Deed
from DiscordBot.features.tweets.storage.locked_tweets import LockedTweet, add_audit_row, change, lock_tweets
from DiscordBot.features.tweets.versions import receivers, repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.tweets.intake.draft import Actor, Draft, DraftPicture
    from DiscordBot.features.tweets.snapshots import Outcome
    from DiscordBot.networks.port import Network

MAX_PICTURES = 4
LONGEST_NOTE = 500
REPEATED_WITHIN = timedelta(minutes=5)
_WITH_HASHTAGS = {Source.COMPOSED, Source.MESSAGE, Source.NEWS, Source.SPONSOR}
"""Templates say themselves where hashtags stand, and answers need none."""
_TYPED = {Source.COMPOSED, Source.MESSAGE, Source.MENTION, Source.NEWS}


@dataclass(frozen=True, slots=True)
class PreparedDraft:
    """A draft whose text was normalised and measured, and whether it needs no approval."""

    draft: Draft
    is_approved: bool

    @property
    def content(self) -> TweetContent:
        """What it will say and when it will go out, as its card shows it."""
        draft = self.draft
        return TweetContent(
            text=draft.text,
            status=TweetStatus.APPROVED if self.is_approved else TweetStatus.PENDING,
            source=draft.source,
            author_id=None if draft.author is None else draft.author.id,
            in_reply_to=draft.in_reply_to,
            quote_of=draft.quote_of,
            retweet_of=draft.retweet_of,
            networks=draft.networks,
            texts=draft.texts,
            original_author=draft.original_author,
            original_link=draft.original_link,
            not_before=draft.not_before,
            not_after=draft.not_after,
            note=draft.note,
            pictures=tuple(
                PictureSnapshot(
                    position=position,
                    media_type=picture.media_type,
                    width=picture.width,
                    height=picture.height,
                    alt_text=picture.alt_text,
                    size=len(picture.content),
                )
                for position, picture in enumerate(draft.pictures)
            ),
        )


@dataclass(frozen=True, slots=True)
class Submitted:
    """Which tweet a draft has become; not a new one if its `source_key` was known."""

    tweet_id: int
    is_new: bool
    outcome: Outcome


class Intake:
    """Checks drafts and stores them; `policy` is asked anew for each.

    `deliver_to` has the names of the networks that sources deliver to, unless they say so themselves;
    `hashtags` are those that are added.
    """

    def __init__(
        self,
        clock: Clock,
        networks: Sequence[Network],
        policy: Callable[[], str],
        readable: Callable[[str], str],
        deliver_to: Mapping[Source, Sequence[str]],
        hashtags: Callable[[], Sequence[str]],
    ) -> None:
        self._clock = clock
        self._networks = networks
        self._deliver_to = deliver_to
        self._policy = policy
        self._readable = readable
        self._hashtags = hashtags

    async def prepare(self, draft: Draft) -> PreparedDraft:
        """Do all that may take long, outside any transaction. Raises `NotAllowedError` and `DraftError`."""
        policy = self._policy()
        is_approved = draft.approved
        if draft.author is not None:
            if refusal := decide(policy, Action.COMPOSE, draft.author):
                raise NotAllowedError(refusal)
            is_approved = is_approved or needs_no_approval(policy, draft.author)
        _check_number(draft.pictures)
        self._check_times(draft)
        networks = self.usual(draft.source) if draft.networks is None else draft.networks
        if networks is not None and not networks:
            raise DraftError("Please choose at least one network: nobody would ever read this.")
        if draft.retweet_of:
            tidy = TidyTexts(normalised(draft.text[:MAX_CHARACTERS]), {})
        else:
            tidy = await self._with_hashtags(draft, networks)
        return PreparedDraft(replace(draft, text=tidy.text, texts=tidy.texts, networks=networks), is_approved)

    async def _with_hashtags(self, draft: Draft, networks: Collection[str] | None) -> TidyTexts:
        """Return the texts with the conference's hashtags, without where there is no room for them."""
        hashtags = self._hashtags() if draft.source in _WITH_HASHTAGS else ()
        tidy = await self.measured(draft.text, draft.texts, networks)
        if not hashtags:
            return tidy
        text = with_hashtags(tidy.text, hashtags)
        texts = {name: with_hashtags(own, hashtags) for name, own in tidy.texts.items()}
        try:
            return await self.measured(text, texts, networks)
        except DraftError:
            return tidy

    def usual(self, source: Source) -> tuple[str, ...] | None:
        """Return the names of the networks that a source delivers to; None stands for all connected ones."""
        usual = self._deliver_to.get(source)
        return None if usual is None else tuple(usual)

    async def measured(
        self, text: str, texts: Mapping[str, str], chosen: Collection[str] | None
    ) -> TidyTexts:
        """Return texts as they are stored, if all networks that they go to take them. Raises `DraftError`."""
        tidy = tidied(text, texts, self._readable)
        await check_lengths(tidy, receivers(self._networks, chosen))
        return tidy

    def names_for(self, tweet: Tweet) -> list[str]:
        """Return the names of the networks that a tweet goes to."""
        return [network.name for network in receivers(self._networks, tweet.networks)]

    async def store(
        self, session: AsyncSession, prepared: PreparedDraft, approver: Actor | None = None
    ) -> tuple[int, bool]:
        """Add a tweet inside a transaction; return its id, and whether it is new.

        It is approved at once if `approver` may do that, who has read it; one with the same `source_key` is
        left as it is. Raises `RepeatedTextError`.
        """
        draft = prepared.draft
        if (known := await _known(session, draft.source_key)) is not None:
            return known, False
        author_id = draft.author.id if draft.author else None
        locked = LockedTweet(self._tweet(draft), [], self._clock.now(), author_id)
        if _is_typed(draft):
            await _check_not_repeated(session, locked, self._networks)
        tweet_id = await _add(session, locked)
        session.add_all(self._pictures(draft.pictures, tweet_id))
        if prepared.is_approved:
            await self.approve_unseen(session, locked)
        elif approver is not None:
            await self._approve(session, replace(locked, actor_id=approver.id), approver)
        return tweet_id, True

    async def _approve(self, session: AsyncSession, locked: LockedTweet, approver: Actor) -> None:
        if decide(self._policy(), Action.APPROVE, approver, is_author=locked.is_own) is None:
            names = self.names_for(locked.tweet)
            await change(session, locked, lambda locked: moderation.approve(locked, names))

    async def approve_unseen(self, session: AsyncSession, locked: LockedTweet) -> None:
        """Let a tweet go out that nobody needs to look at."""
        names = self.names_for(locked.tweet)
        by_the_bot = replace(locked, actor_id=None)
        await change(session, by_the_bot, lambda locked: moderation.approve_unseen(locked, names))

    async def hand_over(self, session: AsyncSession, at: datetime) -> list[int]:
        """Let go out what was approved while there was no network, if there is one now; return the ids."""
        has_none = ~select(Delivery.id).where(col(Delivery.tweet_id) == col(Tweet.id)).exists()
        stranded = (col(Tweet.status) == TweetStatus.APPROVED) & has_none
        found = await lock_tweets(session, stranded, at, None)
        for_us = [locked for locked in found if self.names_for(locked.tweet)]
        for locked in for_us:
            await change(session, locked, lambda one: moderation.hand_over(one, self.names_for(one.tweet)))
        return [locked.tweet_id for locked in for_us]

    async def replace_pictures(
        self, session: AsyncSession, locked: LockedTweet, pictures: Sequence[DraftPicture]
    ) -> bool:
        """Give a tweet these pictures in place of those that it had. Raises `TweetError`."""
        _check_number(pictures)
        await change(session, locked, moderation.change_pictures)
        await session.execute(delete(Picture).where(col(Picture.tweet_id) == locked.tweet_id))
        session.add_all(self._pictures(pictures, locked.tweet_id))
        return True

    def _pictures(self, pictures: Sequence[DraftPicture], tweet_id: int) -> list[Picture]:
        return [
            Picture(
                tweet_id=tweet_id,
                position=position,
                content=picture.content,
                media_type=picture.media_type,
                width=picture.width,
                height=picture.height,
                alt_text=self._readable(picture.alt_text),
            )
            for position, picture in enumerate(pictures)
        ]

    def _check_times(self, draft: Draft) -> None:
        now = self._clock.now()
        if _is_typed(draft):
            moderation.check_not_past(draft.not_before, now)
        moderation.check_not_after(draft.not_after, draft.not_before or now)

    def _tweet(self, draft: Draft) -> Tweet:
        author: Actor | None = draft.author
        return Tweet(
            text=draft.text,
            source=draft.source,
            source_key=draft.source_key,
            group_key=draft.group_key,
            author_id=author.id if author else None,
            author_name=author.name if author else "",
            in_reply_to=draft.in_reply_to,
            quote_of=draft.quote_of,
            retweet_of=draft.retweet_of,
            networks=None if draft.networks is None else list(draft.networks),
            texts=dict(draft.texts),
            original_author=draft.original_author,
            original_link=draft.original_link,
            not_before=draft.not_before,
            not_after=draft.not_after,
            note=draft.note.strip()[:LONGEST_NOTE],
            created_at=self._clock.now(),
        )


def _check_number(pictures: Sequence[DraftPicture]) -> None:
    if len(pictures) > MAX_PICTURES:
        raise DraftError(f"A tweet can have {MAX_PICTURES} pictures, this one has {len(pictures)}.")


def _is_typed(draft: Draft) -> bool:
    """Tell whether a person wrote this very draft, who can be asked for another text or time."""
    return draft.author is not None and draft.source in _TYPED


async def _known(session: AsyncSession, source_key: str | None) -> int | None:
    if source_key is None:
        return None
    query = select(Tweet.id).where(col(Tweet.source_key) == source_key)
    return (await session.execute(query)).scalar_one_or_none()


async def _check_not_repeated(
    session: AsyncSession, locked: LockedTweet, networks: Sequence[Network]
) -> None:
    tweet = locked.tweet
    # None becomes IS NULL; a cancelled one may be written again, with a picture perhaps.
    by_the_same = (
        (col(Tweet.author_id) == tweet.author_id)
        & (col(Tweet.in_reply_to) == tweet.in_reply_to)
        & (col(Tweet.quote_of) == tweet.quote_of)
        & (col(Tweet.retweet_of) == tweet.retweet_of)
        & (col(Tweet.status) != TweetStatus.CANCELLED)
        & (col(Tweet.created_at) > locked.at - REPEATED_WITHIN)
    )
    query = select(Tweet).where(by_the_same).order_by(col(Tweet.id))
    for first in (await session.execute(query)).scalars():
        if first.id is not None and _is_repeated(first, tweet, networks):
            raise RepeatedTextError(first.id, first.card_channel, first.card_message)


def _is_repeated(first: Tweet, second: Tweet, networks: Sequence[Network]) -> bool:
    """Tell whether people of any network would read the same twice; without networks, by the common text."""
    if not networks:
        return first.text == second.text
    both = receivers(receivers(networks, first.networks), second.networks)
    return repeats(first, second, [network.name for network in both])


async def _add(session: AsyncSession, locked: LockedTweet) -> int:
    session.add(locked.tweet)
    await session.flush()
    add_audit_row(session, locked, Deed.SUBMITTED, {})
    return locked.tweet_id
