"""What there is to say about the queue in `/health`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.features.tweets.storage.queries import TweetQueries
    from DiscordBot.networks.port import Network

_OPEN = (
    (Outcome.PENDING, "{} wait for approval"),
    (Outcome.WAITING, "{} are approved"),
    (Outcome.FAILED, "{} failed"),
    (Outcome.UNKNOWN, "{} may have been sent"),
)


async def findings(service: TweetQueries, networks: Sequence[Network], policy: str) -> tuple[Finding, ...]:
    """Return what is in the queue, and what keeps it from going out."""
    tweets = await service.open_tweets()
    of_networks = [await _network(network) for network in networks] or [_no_network()]
    return (_queue(tweet.outcome for tweet in tweets), *_policy(policy), *of_networks)


def _queue(outcomes: Iterable[Outcome]) -> Finding:
    counts = Counter(outcomes)
    told = [text.format(counts[outcome]) for outcome, text in _OPEN if counts[outcome]]
    detail = f"{', '.join(told)}." if told else "Nothing waits."
    if counts[Outcome.FAILED] or counts[Outcome.UNKNOWN]:
        remedy = "See the red cards in the moderation channel, or `/tweet queue`."
        return Finding("tweets", Level.WARNING, detail, remedy)
    return Finding("tweets", Level.OK, detail)


def _policy(policy: str) -> list[Finding]:
    if policy != "off":
        return []
    remedy = "Set moderation.policy to another value, or use `/settings set`."
    return [Finding("moderation", Level.WARNING, "Tweets are switched off.", remedy)]


def _no_network() -> Finding:
    detail = "No network is configured, so nothing that is approved goes out."
    return Finding(
        "tweets' networks",
        Level.WARNING,
        detail,
        "Add the section of a network to the configuration, such as [twitter].",
    )


async def _network(network: Network) -> Finding:
    paused = await network.why_paused()
    if paused is None:
        return Finding(f"tweets to {network.title}", Level.OK, "They go out.")
    until = f" until {time_stamp_and_distance(paused.until)}" if paused.until is not None else ""
    # The account warns of it, with its remedy: once is enough.
    return Finding(f"tweets to {network.title}", Level.OK, f"They wait{until}: {paused.reason}")
