"""What people read about a tweet that they have just queued."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import CardRefusedError, UnreachableError
from DiscordBot.features.tweets.cards.card_details import goes_out, warnings, who_decides
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

_UNSENT = frozenset({Outcome.PENDING, Outcome.WAITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """Writes receipts; `show_card` brings a tweet's card up to date at once."""

    service: TweetService
    facts: FactsReader
    show_card: Callable[[int], Awaitable[None]]
    link: Callable[[int, int], str]
    on_error: Callable[[BaseException, str], object]

    async def receipt(self, tweet_id: int, notes: Sequence[str] = ()) -> str:
        """Return where the tweet is in the queue, what becomes of it next, and the link to its card."""
        await self._try_to_show(tweet_id)
        tweet = await self.service.get(tweet_id)
        facts = await self.facts.of(tweet)
        state = "waits for approval" if tweet.outcome is Outcome.PENDING else "is approved"
        lines = [f"✅ Tweet #{tweet_id} is in the queue{await self._position(tweet_id)} and {state}."]
        if when := goes_out(tweet, facts):
            lines.append(f"Goes out: {when}")
        if facts.has_choice:
            lines.append(f"Goes to: {', '.join(network.title for network in facts.networks)}")
        if link := self.card_link(tweet):
            lines.append(f"Its card: {link}")
        lines += [who_decides(tweet, facts), warnings(tweet, facts), *notes, _without_alt_text(tweet)]
        return "\n".join(filter(None, lines))

    def card_link(self, tweet: TweetSnapshot) -> str:
        """Return the address of a tweet's card, empty if it has none."""
        if tweet.card_channel is None or tweet.card_message is None:
            return ""
        return self.link(tweet.card_channel, tweet.card_message)

    async def _try_to_show(self, tweet_id: int) -> None:
        # The tweet is in the queue, whatever becomes of its card, which is looked after by a job as well.
        try:
            with suppress(UnreachableError):
                await self.show_card(tweet_id)
        except CardRefusedError as error:
            self.on_error(error, f"the card of tweet #{tweet_id}")

    async def _position(self, tweet_id: int) -> str:
        unsent = [tweet.id for tweet in await self.service.open_tweets() if tweet.outcome in _UNSENT]
        return f" at position {unsent.index(tweet_id) + 1}" if tweet_id in unsent else ""


def _without_alt_text(tweet: TweetSnapshot) -> str:
    without = [str(number) for number, one in enumerate(tweet.pictures, start=1) if not one.alt_text]
    return f"⚠️ Blind people are told nothing about picture {' and '.join(without)}." if without else ""
