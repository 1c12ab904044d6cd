"""Changing tweets: each change is one transaction, and announced once it is committed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlmodel import col

from DiscordBot.features.tweets.errors import NotAllowedError
from DiscordBot.features.tweets.intake.submission import Intake
from DiscordBot.features.tweets.models import Tweet
from DiscordBot.features.tweets.policy import Action, decide, needs_no_approval
from DiscordBot.features.tweets.snapshots import TweetChange
from DiscordBot.features.tweets.storage.locked_tweets import LockedTweet, change, lock_tweet, lock_tweets
from DiscordBot.features.tweets.storage.queries import TweetQueries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.models import Source
    from DiscordBot.features.tweets.storage.audit import Deed
    from DiscordBot.networks.port import Network


class TweetTransactions(TweetQueries):
    """How the queue changes tweets, whatever the change is.

    The policy is asked inside, with the roles that the actor has now. Every change is one short transaction
    that looks at the tweet's state again and adds an audit row, and is announced to the listeners
    afterwards. All methods raise `TweetError`s, whose messages are for people. `policy` is
    `config.Moderation.policy`, `at_any_hour` gives the sources whose tweets ignore posting windows;
    `on_error` is told of what goes wrong in a listener, and where;
    `readable` makes of a text with Discord's own marks one that others can read; `deliver_to` has the names
    of the networks that sources deliver to, unless they say so themselves; others do to all connected ones.
    `hashtags` are those that are added to texts that lack them.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        networks: Sequence[Network],
        policy: Callable[[], str],
        on_error: Callable[[BaseException, str], object],
        at_any_hour: Callable[[], frozenset[Source]] = frozenset,
        readable: Callable[[str], str] = str,
        deliver_to: Mapping[Source, Sequence[str]] = MappingProxyType({}),
        hashtags: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        super().__init__(database, clock)
        self._networks = networks
        self._policy = policy
        self._on_error = on_error
        self._at_any_hour = at_any_hour
        self._readable = readable
        self._intake = Intake(clock, networks, policy, readable, deliver_to, hashtags)
        self._listeners: list[Callable[[TweetChange], None]] = []

    def listen(self, listener: Callable[[TweetChange], None]) -> None:
        """Tell `listener` of every change of a tweet or its deliveries from now on."""
        self._listeners.append(listener)

    async def announce(self, tweet_ids: Collection[int]) -> None:
        """Tell the listeners how some tweets are now; to be called after the commit that changed them."""
        for tweet in await self.get_all(tweet_ids):
            self._tell(TweetChange(tweet.id, tweet.source, tweet.source_key, tweet.group_key, tweet.outcome))

    async def changed(self, tweet_id: int) -> None:
        """Tell the listeners that an outbox has changed a tweet's delivery."""
        await self.announce([tweet_id])

    def require(self, action: Action, actor: Actor, *, is_author: bool = False, bypass: bool = False) -> None:
        """Raise `NotAllowedError` unless the policy lets `actor` do it."""
        if refusal := decide(self._policy(), action, actor, is_author=is_author, bypass=bypass):
            raise NotAllowedError(refusal)

    async def _change(
        self,
        tweet_id: int,
        actor: Actor | None,
        action: Action,
        transition: Callable[[LockedTweet], Deed | None],
        *,
        revision: int | None = None,
    ) -> None:
        async with self._database.transaction() as session:
            locked = await self._open(session, tweet_id, actor, revision)
            if actor is not None:
                self.require(action, actor, is_author=locked.tweet.author_id == actor.id)
            await change(session, locked, transition)
        await self.announce([tweet_id])

    async def _revise(
        self,
        tweet_id: int,
        actor: Actor,
        revision: int | None,
        change_content: Callable[[AsyncSession, LockedTweet], Awaitable[bool]],
    ) -> None:
        """Change what a tweet says; its approval is void then, except for authors who need none."""
        async with self._database.transaction() as session:
            locked = await self._open(session, tweet_id, actor, revision)
            is_author = locked.tweet.author_id == actor.id
            self.require(Action.EDIT, actor, is_author=is_author)
            is_changed = await change_content(session, locked)
            if is_changed and is_author and needs_no_approval(self._policy(), actor):
                await self._intake.approve_unseen(session, locked)
        await self.announce([tweet_id])

    async def _change_group(
        self, group_key: str, actor: Actor | None, transition: Callable[[LockedTweet], Deed | None]
    ) -> int:
        async with self._database.transaction() as session:
            condition = col(Tweet.group_key) == group_key
            found = await lock_tweets(session, condition, self._clock.now(), actor.id if actor else None)
            changed = [locked.tweet_id for locked in found if await change(session, locked, transition)]
        await self.announce(changed)
        return len(changed)

    async def _open(
        self, session: AsyncSession, tweet_id: int, actor: Actor | None, revision: int | None
    ) -> LockedTweet:
        locked = await lock_tweet(session, tweet_id, self._clock.now(), actor.id if actor else None)
        locked.read_revision = revision
        return locked

    def _tell(self, news: TweetChange) -> None:
        for listener in self._listeners:
            try:
                listener(news)
            except Exception as error:  # noqa: BLE001 - one listener's failure is not the queue's
                self._on_error(error, "a listener to the tweet queue")
