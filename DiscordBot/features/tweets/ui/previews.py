"""A tweet before it is in the queue, and what its author reads when it is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.card_channel import UnreachableError
from DiscordBot.features.tweets.cards.card_details import goes_out
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.cards.card_text import card_of
from DiscordBot.features.tweets.models import Tweet, TweetStatus
from DiscordBot.features.tweets.snapshots import Outcome, TweetSnapshot
from DiscordBot.features.tweets.ui.card_buttons import card_embed

if TYPE_CHECKING:
    from DiscordBot.features.tweets.service import PreparedDraft
    from DiscordBot.features.tweets.ui.cog import TweetQueue

_NEXT = {
    Outcome.PENDING: "It will wait for approval.",
    Outcome.WAITING: "It will go out without further approval.",
}


class Previews:
    """Shows tweets of other rooms to those who are about to queue them."""

    def __init__(self, room: TweetQueue) -> None:
        self._room = room
        self._facts = FactsReader(
            room.clock, networks=room.networks, policy=room.policy, due_at=room.service.due_at
        )

    async def embed(self, prepared: PreparedDraft) -> discord.Embed:
        """Return what the tweet's card would show: text, length, warnings, price, and when it goes out."""
        tweet = self._view(prepared)
        embed = card_embed(card_of(tweet, await self._facts.of(tweet)))
        embed.title = "👀 Not yet in the queue"
        # Without the footer by which cards are recognised: this is none.
        return embed.set_footer(text=_NEXT[tweet.outcome])

    async def receipt(self, tweet_id: int) -> str:
        """Return what is told about a tweet that was queued, with the link to its card."""
        # The tweet is in the queue, whatever becomes of its card, which is looked after by a job as well.
        try:
            with suppress(UnreachableError):
                await self._room.cards.show(tweet_id)
        except discord.HTTPException as error:
            self._room.reporter.report(error, f"the card of tweet #{tweet_id}")
        tweet = await self._room.service.get(tweet_id)
        state = "waits for approval" if tweet.outcome is Outcome.PENDING else "is approved"
        lines = [f"✅ Tweet #{tweet_id} is in the queue and {state}."]
        if when := goes_out(tweet, await self._facts.of(tweet)):
            lines.append(f"Goes out: {when}")
        if link := self.card_link(tweet):
            lines.append(f"Its card: {link}")
        return "\n".join(lines)

    def card_link(self, tweet: TweetSnapshot) -> str:
        """Return the address of a tweet's card, empty if it has none."""
        if tweet.card_channel is None or tweet.card_message is None:
            return ""
        return self._room.link(tweet.card_channel, tweet.card_message)

    def _view(self, prepared: PreparedDraft) -> TweetSnapshot:
        draft = prepared.draft
        row = Tweet(
            id=0,
            text=draft.text,
            status=TweetStatus.APPROVED if prepared.is_approved else TweetStatus.PENDING,
            source=draft.source,
            author_id=None if draft.author is None else draft.author.id,
            in_reply_to=draft.in_reply_to,
            quote_of=draft.quote_of,
            retweet_of=draft.retweet_of,
            not_before=draft.not_before,
            not_after=draft.not_after,
            created_at=self._room.clock.now(),
        )
        values = {name: getattr(row, name) for name in Tweet.model_fields}
        return TweetSnapshot(**values, deliveries=(), pictures=())
