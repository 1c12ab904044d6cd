"""A tweet before it is in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.cards.channel import card_embed
from DiscordBot.features.tweets.cards.card_text import card_of
from DiscordBot.features.tweets.models import Tweet, TweetStatus
from DiscordBot.features.tweets.snapshots import Outcome, TweetSnapshot

if TYPE_CHECKING:
    import discord

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.service import PreparedDraft

_NEXT = {
    Outcome.PENDING: "It will wait for approval.",
    Outcome.WAITING: "It will go out without further approval.",
}


@dataclass(frozen=True, slots=True)
class Previews:
    """Shows tweets of other features to those who are about to queue them."""

    facts: FactsReader
    clock: Clock

    async def embed(self, prepared: PreparedDraft) -> discord.Embed:
        """Return what the tweet's card would show: text, length, warnings, price, and when it goes out."""
        tweet = self._view(prepared)
        embed = card_embed(card_of(tweet, await self.facts.of(tweet)))
        embed.title = "👀 Not yet in the queue"
        # Without the footer by which cards are recognised: this is none.
        return embed.set_footer(text=_NEXT[tweet.outcome])

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
            original_author=draft.original_author,
            original_link=draft.original_link,
            not_before=draft.not_before,
            not_after=draft.not_after,
            created_at=self.clock.now(),
        )
        values = {name: getattr(row, name) for name in Tweet.model_fields}
        return TweetSnapshot(**values, deliveries=(), pictures=())
