"""Deleting tweets that are out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets import moderation
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.sending.deletions import Deletions
from DiscordBot.features.tweets.storage.locked_tweets import change
from DiscordBot.features.tweets.transactions import TweetTransactions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.sending.deletions import Deletion


class TweetDeleting(TweetTransactions):
    """How a tweet is deleted wherever it is out."""

    async def delete(self, tweet_id: int, actor: Actor) -> Sequence[Deletion]:
        """Delete a tweet on every network where it is out; return what became of it on each.

        Trying again is harmless. Raises `NotAllowedError`, and `TooLateError` if it is out nowhere.
        """
        async with self._database.transaction() as session:
            locked = await self._open(session, tweet_id, actor, None)
            self.require(Action.DELETE, actor)
            await change(session, locked, moderation.begin_deletion)
        deletions = Deletions(self._database, self._clock, self._networks, self._on_error)
        try:
            return await deletions.delete(tweet_id, actor.id)
        finally:
            await self.announce([tweet_id])
