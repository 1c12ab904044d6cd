"""How the sponsors' benefits look on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.texts.limits import clip, split_text
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from DiscordBot.features.sponsors.service import Given, Offer, SponsorStatus
    from DiscordBot.features.tweets.service import TweetSnapshot

_MOST_ON_A_PAGE = 10
_MOST_CHARACTERS = 3500
_LONGEST_PART = 1000
_LONGEST_NAME = 200
_GIVEN_UP = frozenset({Outcome.DENIED, Outcome.CANCELLED})
_TO_DO = "⬜ not confirmed"
_NOTED = "✅ done"
_OLD = "confirmed, but not in the configuration any more"


def sponsor_pages(
    statuses: Sequence[SponsorStatus], card_link: Callable[[TweetSnapshot], str]
) -> list[CardFace]:
    """Return all sponsors with what they get; at least one page."""
    pages: list[list[str]] = [[]]
    for text in _blocks(statuses, card_link):
        is_full = len(pages[-1]) == _MOST_ON_A_PAGE
        if is_full or sum(map(len, pages[-1])) + len(text) > _MOST_CHARACTERS:
            pages.append([])
        pages[-1].append(text)
    if not statuses:
        pages = [["There are no sponsors in the configuration yet."]]
    return [CardFace(title="Sponsors and their benefits", text="\n\n".join(page)) for page in pages]


def state_of(given: Given) -> str:
    """Return in a few words how far a benefit is."""
    if given.confirmation is None:
        return _TO_DO
    if given.tweet is None:
        return _NOTED
    outcome = given.tweet.outcome
    return f"{in_words(outcome)}{', can be confirmed again' if outcome in _GIVEN_UP else ''}"


def refused_card(offer: Offer) -> CardFace:
    """Return the texts that cannot be a tweet."""
    texts = "\n\n".join([offer.text or "", *offer.texts.values()])
    return CardFace(title="Not possible", tone=Tone.TROUBLE, text=shown(texts))


def title_of(offer: Offer) -> str:
    """Return what is to be confirmed."""
    return (
        f"**{shown(offer.benefit.name)}** for **{shown(offer.company.name)}** ({shown(offer.company.level)})"
    )


def _blocks(statuses: Sequence[SponsorStatus], card_link: Callable[[TweetSnapshot], str]) -> Iterator[str]:
    for status in statuses:
        suffix = "" if status.is_configured else f" · {_OLD}"
        name = f"**{shown_line(clip(status.sponsor, _LONGEST_NAME))} · {shown_line(status.level)}{suffix}**"
        lines = "\n".join(_line(given, card_link) for given in status.given)
        for part in split_text(lines or "This level has no benefits.", _LONGEST_PART):
            yield f"{name}\n{part}"


def _line(given: Given, card_link: Callable[[TweetSnapshot], str]) -> str:
    line = f"{state_of(given)} · {shown(clip(given.benefit, _LONGEST_NAME))}"
    if given.tweet is None:
        return line
    posts = [delivery.link for delivery in given.tweet.deliveries if delivery.link]
    links = {"post": posts[0] if posts else "", "card": card_link(given.tweet)}
    told = [f"[{word}]({address})" for word, address in links.items() if address]
    return " · ".join([line, f"tweet #{given.tweet.id}", *told])
