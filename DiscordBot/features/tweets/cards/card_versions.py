"""What a tweet says on each network, as its card shows it: once where several networks get the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.features.tweets.versions import text_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.tweets.cards.card_facts import CardFacts, NetworkFacts
    from DiscordBot.features.tweets.snapshots import TweetContent

_GAP = "\n\n"
_CUT = "✂️ There is more than a card can show. “Edit” and “Networks & texts” show all of it."


def has_versions(tweet: TweetContent, facts: CardFacts) -> bool:
    """Tell whether the networks that a tweet goes to get different texts."""
    return len(_groups(tweet, facts)) > 1


def versions(tweet: TweetContent, facts: CardFacts, limit: int) -> str:
    """Return as markdown what the networks get, in at most so many characters."""
    groups = _groups(tweet, facts)
    if len(groups) <= 1:
        return _joined([""], [shown(text) for text in groups] or [shown(tweet.text)], limit)
    return _joined([_head(networks) for networks in groups.values()], [shown(text) for text in groups], limit)


def _joined(heads: Sequence[str], texts: Sequence[str], limit: int) -> str:
    """Return texts below their heads, which are quoted to tell them from those; the longest give way."""
    quoted = [_quoted(text) if head else text for head, text in zip(heads, texts, strict=True)]
    room = limit - sum(map(len, heads)) - len(_GAP) * len(heads)
    if sum(map(len, quoted)) <= room:
        return _GAP.join(map("".join, zip(heads, quoted, strict=True)))
    marks = sum(len(one) - len(text) for one, text in zip(quoted, texts, strict=True))
    given = clipped(texts, room - marks - len(_CUT))
    quoted = [_quoted(text) if head else text for head, text in zip(heads, given, strict=True)]
    return _GAP.join([*map("".join, zip(heads, quoted, strict=True)), _CUT])


def length(network: NetworkFacts) -> str:
    """Return how long a text counts on a network, and how long it may be."""
    found, limit = network.length.length, network.length.limit
    return f"{found}/{limit}" if found <= limit else f"⚠️ {found}/{limit}"


def _groups(tweet: TweetContent, facts: CardFacts) -> dict[str, list[NetworkFacts]]:
    found: dict[str, list[NetworkFacts]] = {}
    for network in facts.networks:
        found.setdefault(text_for(tweet, network.name), []).append(network)
    return found


def _head(networks: Sequence[NetworkFacts]) -> str:
    return " · ".join(f"**{network.title}** {length(network)}" for network in networks) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def clipped(texts: Sequence[str], room: int) -> list[str]:
    """Return texts that together have at most so many characters; the longest ones give way."""
    shares: dict[int, int] = {}
    by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    for position, index in enumerate(by_length):
        share = max(room // (len(texts) - position), 1)
        shares[index] = min(len(texts[index]), share)
        room -= shares[index]
    return [clip(text, shares[index]) for index, text in enumerate(texts)]
