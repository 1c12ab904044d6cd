"""A tweet before it is in the queue, and what its author reads when it is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.cards.card import UnreachableError
from DiscordBot.discord_ui.cards.channel import card_embed
from DiscordBot.features.tweets.cards.card_details import goes_out
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.cards.card_text import card_of
from DiscordBot.features.tweets.models import Tweet, TweetStatus
from DiscordBot.features.tweets.tweet_view import Outcome, TweetView

if TYPE_CHECKING:
    from DiscordBot.features.tweets.service import PreparedDraft
    from DiscordBot.features.tweets.ui.cog import TweetsRoom

_NEXT = {
    Outcome.PENDING: "It will wait for approval.",
    Outcome.WAITING: "It will go out without further approval.",
}


class Previews:
    """Shows tweets of other rooms to those who are about to queue them."""

    def __init__(self, room: TweetsRoom) -> None:
        self._room = room
        self._facts = FactsReader(
            room.clock, networks=room.networks, policy=room.policy, due_at=room.service.due_at
        )

    async def embed(self, prepared: PreparedDraft) -> discord.Embed:
        """Return what the tweet's card would show: text, length, warnings, price, and when it goes out."""
        view = self._view(prepared)
        embed = card_embed(card_of(view, await self._facts.of(view)))
        embed.title = "👀 Not yet in the queue"
        # Without the footer by which cards are recognised: this is none.
        return embed.set_footer(text=_NEXT[view.outcome])

    async def receipt(self, tweet_id: int) -> str:
        """Return what is told about a tweet that was queued, with the link to its card."""
        # The tweet is in the queue, whatever becomes of its card, which is looked after by a job as well.
        try:
            with suppress(UnreachableError):
                await self._room.cards.show(tweet_id)
        except discord.HTTPException as error:
            self._room.reporter.report(error, f"the card of tweet #{tweet_id}")
        view = await self._room.service.get(tweet_id)
        state = "waits for approval" if view.outcome is Outcome.PENDING else "is approved"
        lines = [f"✅ Tweet #{tweet_id} is in the queue and {state}."]
        if when := goes_out(view, await self._facts.of(view)):
            lines.append(f"Goes out: {when}")
        if link := self.card_link(view):
            lines.append(f"Its card: {link}")
        return "\n".join(lines)

    def card_link(self, view: TweetView) -> str:
        """Return the address of a tweet's card, empty if it has none."""
        if view.card_channel is None or view.card_message is None:
            return ""
        return self._room.link(view.card_channel, view.card_message)

    def _view(self, prepared: PreparedDraft) -> TweetView:
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
        return TweetView(**values, deliveries=(), pictures=())
