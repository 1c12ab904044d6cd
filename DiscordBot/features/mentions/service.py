"""What staff do about mentions, and what the queue of tweets makes of their answers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from DiscordBot.features.mentions import decisions
from DiscordBot.features.mentions.decisions import Change, Decision, NoSuchMentionError
from DiscordBot.features.mentions.models import Mention, MentionAudit, MentionStatus
from DiscordBot.features.mentions.rows import snapshot_of
from DiscordBot.features.mentions.snapshot import source_key
from DiscordBot.features.tweets.errors import NotAllowedError, TweetError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.texts import MAX_CHARACTERS, normalised
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.storage.locked_tweets import LARGEST_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.mentions.snapshot import MentionSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService, TweetSnapshot

# One that failed waits again as soon as somebody has edited it or let it be tried again.
_MAY_STILL_GO_OUT = frozenset({Outcome.FAILED, Outcome.PENDING, Outcome.WAITING})


class MentionService:
    """Decides about mentions; answers go through the moderation of tweets.

    Whoever may write tweets may act here, which is asked each time with the roles of that moment. Every
    change is one short transaction that looks at the state again; the first of two people wins, and the
    other reads who was faster. All methods raise `TweetError`s, whose messages are for people. `changed`
    is called with a mention's number after each change. Answers go to the network of the mention alone; on
    `naming` ones people hear only of those in which their name stands.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tweets: TweetService,
        *,
        changed: Callable[[int], None],
        naming: Collection[str] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._tweets = tweets
        self._changed = changed
        self._naming = naming

    async def free(self, mention_id: int, actor: Actor) -> MentionSnapshot:
        """Return a mention that `actor` may answer now."""
        self._tweets.require(Action.COMPOSE, actor)
        async with self._database.read() as session:
            mention = await _open(session, mention_id)
            decisions.check_free(mention, actor)
            return snapshot_of(mention)

    async def assign(self, mention_id: int, actor: Actor) -> None:
        """Let others know that `actor` is on it."""
        await self._decide(mention_id, actor, Change.ASSIGNED, decisions.assign)

    async def release(self, mention_id: int, actor: Actor) -> None:
        """Let others be on it again."""
        await self._decide(mention_id, actor, Change.RELEASED, decisions.release)

    async def discard(self, mention_id: int, actor: Actor) -> None:
        """Let it be without an answer."""
        await self._decide(mention_id, actor, Change.DISCARDED, decisions.discard)
        await self._cancel_failed(mention_id)

    async def reopen(self, mention_id: int, actor: Actor) -> None:
        """Take back that it is done with."""
        await self._decide(mention_id, actor, Change.REOPENED, decisions.reopen)

    async def reply(self, mention_id: int, actor: Actor, text: str) -> TweetSnapshot:
        """Submit a reply; return it as it is in the queue."""
        mention = await self.free(mention_id, actor)
        draft = Draft(
            text=self._addressed(text, mention),
            source=Source.MENTION,
            author=actor,
            in_reply_to=mention.post_id,
            networks=(mention.network,),
        )
        return await self._respond(mention_id, actor, Change.REPLIED, draft)

    async def retweet(self, mention_id: int, actor: Actor) -> TweetSnapshot:
        """Submit a retweet; return it as it is in the queue."""
        mention = await self.free(mention_id, actor)
        if mention.is_private:
            raise NotAllowedError("It was not written for everybody, so it is not reposted.")
        draft = Draft(
            text=_said(mention),
            source=Source.MENTION,
            author=actor,
            retweet_of=mention.post_id,
            networks=(mention.network,),
            original_author=mention.author_name or mention.author_username,
            original_link=mention.link,
        )
        return await self._respond(mention_id, actor, Change.RETWEETED, draft)

    async def follow(self, mention_id: int) -> None:
        """Bring a mention in line with what has become of its last answer."""
        async with self._database.read() as session:
            read = snapshot_of(await _open(session, mention_id))
        tweet_id = read.tweet_id
        if tweet_id is None:
            return
        tweet = await self._tweets.get(tweet_id)
        if (
            read.text
            and tweet.retweet_of is not None
            and normalised(_said(read)[:MAX_CHARACTERS]) != tweet.text
        ):
            # Nobody has approved what it says by now.
            with suppress(TweetError):
                await self._tweets.cancel(tweet_id, None, "Its author has edited the post.")
            tweet = await self._tweets.get(tweet_id)
        async with self._database.transaction() as session:
            mention = await _open(session, mention_id)
            if mention.tweet_id != tweet_id:
                return
            before = mention.status
            if not decisions.settle(mention, tweet.outcome, _reason(tweet), self._clock.now()):
                return
            self._note(session, mention, None, Change.SETTLED, before)
        self._changed(mention_id)

    def _addressed(self, text: str, mention: MentionSnapshot) -> str:
        """Return a reply with its author's name, where they do not hear of it otherwise."""
        name = f"@{mention.author_username}"
        is_needed = mention.network in self._naming and mention.author_username
        return f"{name} {text.strip()}" if is_needed and name.casefold() not in text.casefold() else text

    async def _decide(
        self, mention_id: int, actor: Actor, change: Change, transition: Callable[[Mention, Decision], None]
    ) -> None:
        self._tweets.require(Action.COMPOSE, actor)
        async with self._database.transaction() as session:
            mention = await _open(session, mention_id)
            before = mention.status
            transition(mention, Decision(actor, self._clock.now()))
            self._note(session, mention, actor, change, before)
        self._changed(mention_id)

    async def _respond(self, mention_id: int, actor: Actor, change: Change, draft: Draft) -> TweetSnapshot:
        prepared = await self._tweets.prepare(draft)
        async with self._database.transaction() as session:
            mention = await _open(session, mention_id)
            before = mention.status
            key = source_key(mention_id, mention.answers + 1)
            tweet_id = await self._tweets.store(
                session, replace(prepared, draft=replace(prepared.draft, source_key=key))
            )
            # If somebody was faster, the tweet is undone as well.
            decisions.respond(mention, Decision(actor, self._clock.now()), tweet_id)
            self._note(session, mention, actor, change, before)
        await self._tweets.announce([tweet_id])
        self._changed(mention_id)
        await self._cancel_failed(mention_id)
        return await self._tweets.get(tweet_id)

    async def _cancel_failed(self, mention_id: int) -> None:
        """Take those answers out of the queue that failed: one of them sent later would be one too many."""
        async with self._database.read() as session:
            mention = await _open(session, mention_id)
            is_over = mention.status is MentionStatus.DISCARDED
            last = mention.answers if is_over else mention.answers - 1
        for number in range(1, last + 1):
            tweet = await self._tweets.find(source_key(mention_id, number))
            if tweet is not None and tweet.outcome in _MAY_STILL_GO_OUT:
                # Somebody may have been faster here as well.
                with suppress(TweetError):
                    await self._tweets.cancel(tweet.id, None, "The mention was decided in another way.")

    def _note(
        self,
        session: AsyncSession,
        mention: Mention,
        actor: Actor | None,
        change: Change,
        before: MentionStatus,
    ) -> None:
        if mention.id is None:
            raise NoSuchMentionError
        row = MentionAudit(
            at=self._clock.now(),
            mention_id=mention.id,
            actor_id=None if actor is None else actor.id,
            action=change,
            before=before,
            after=mention.status,
        )
        session.add_all([mention, row])


async def _open(session: AsyncSession, mention_id: int) -> Mention:
    """Take one mention out; inside `transaction` nobody else changes it meanwhile."""
    # A forged button may name anything.
    if not 0 < mention_id <= LARGEST_ID:
        raise NoSuchMentionError
    mention = await session.get(Mention, mention_id)
    if mention is None:
        raise NoSuchMentionError
    return mention


def _said(mention: MentionSnapshot) -> str:
    """Return a post with the warning above it, for whoever approves that it is reposted."""
    warning = f"⚠️ {mention.content_warning}\n" if mention.content_warning else ""
    return f"{warning}{mention.text}"


def _reason(tweet: TweetSnapshot) -> str:
    problems = [delivery.problem for delivery in tweet.deliveries if delivery.problem]
    return tweet.reason or " ".join(problems)
