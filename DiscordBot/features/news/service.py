"""News become tweets: those of the feeds by themselves, others when an organiser says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.news.entries import source_key, web_address
from DiscordBot.features.tweets.errors import DraftError, TweetError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.fitting import fitted_for
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.versions import collapsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.core.findings import Finding
    from DiscordBot.features.news.following import FeedFollower
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService, TweetSnapshot

_GIVEN_UP = frozenset({Outcome.DENIED, Outcome.CANCELLED})


class KnownNewsError(TweetError):
    """This link is a tweet already."""

    def __init__(self, tweet: TweetSnapshot) -> None:
        super().__init__(f"This link is in the queue or posted already, as tweet #{tweet.id}.")
        self.tweet = tweet


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsService:
    """Follows the `feeds`, and queues what organisers post; `needs_nobody` tells whether that is approved."""

    feeds: Sequence[FeedFollower]
    tweets: TweetService
    needs_nobody: Callable[[], bool]

    async def draft(self, title: str, link: str, actor: Actor) -> Draft:
        """Return news of an organiser's as a draft. Raises `KnownNewsError` and `DraftError`."""
        try:
            address = web_address(link)
        except ValueError as error:
            raise DraftError(f"The link {error}.") from None
        networks = self.tweets.usual_networks(Source.NEWS)
        text, own = collapsed(await fitted_for(" ".join(title.split()), address, networks))
        return Draft(
            text=text,
            texts=own,
            source=Source.NEWS,
            source_key=await self._free_key(source_key(address)),
            author=actor,
            approved=self.needs_nobody(),
        )

    async def queue(self, draft: Draft) -> int:
        """Queue what `draft` returned; return the tweet's number. Raises `TweetError`."""
        submitted = await self.tweets.submit(draft)
        if not submitted.is_new:
            raise KnownNewsError(await self.tweets.get(submitted.tweet_id))
        return submitted.tweet_id

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the last look at each feed went."""
        return tuple([finding for feed in self.feeds for finding in await feed.findings()])

    async def _free_key(self, key: str) -> str:
        """Return a key for the link of `key`: another one each time that its tweet was given up."""
        turn, free = 1, key
        while (tweet := await self.tweets.find(free)) is not None:
            if tweet.outcome not in _GIVEN_UP:
                raise KnownNewsError(tweet)
            turn += 1
            free = f"{key}:{turn}"
        return free
