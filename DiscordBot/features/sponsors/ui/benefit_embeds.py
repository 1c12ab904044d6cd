"""How the sponsors' benefits look on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.texts.limits import EMBED_FIELD_VALUE, EMBED_TOTAL, clip, fit_embed, split_text
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from DiscordBot.features.sponsors.service import Given, Offer, SponsorStatus
    from DiscordBot.features.tweets.service import TweetSnapshot

_MOST_FIELDS = 10
_MOST_CHARACTERS = EMBED_TOTAL - 500
_LONGEST_NAME = 200
_GIVEN_UP = frozenset({Outcome.DENIED, Outcome.CANCELLED})
_TO_DO = "⬜ not confirmed"
_NOTED = "✅ done"
_OLD = "confirmed, but not in the configuration any more"


def sponsor_pages(
    statuses: Sequence[SponsorStatus], card_link: Callable[[TweetSnapshot], str]
) -> list[discord.Embed]:
    """Return all sponsors with what they get; at least one page."""
    pages = [_page()]
    for name, value in _fields(statuses, card_link):
        is_full = len(pages[-1].fields) == _MOST_FIELDS
        if is_full or len(pages[-1]) + len(name) + len(value) > _MOST_CHARACTERS:
            pages.append(_page())
        pages[-1].add_field(name=name, value=value, inline=False)
    if not statuses:
        pages[0].description = "There are no sponsors in the configuration yet."
    return pages


def state_of(given: Given) -> str:
    """Return in a few words how far a benefit is."""
    if given.confirmation is None:
        return _TO_DO
    if given.tweet is None:
        return _NOTED
    outcome = given.tweet.outcome
    return f"{in_words(outcome)}{', can be confirmed again' if outcome in _GIVEN_UP else ''}"


def refused_embed(offer: Offer) -> discord.Embed:
    """Return the texts that cannot be a tweet."""
    texts = "\n\n".join([offer.text or "", *offer.texts.values()])
    return fit_embed(discord.Embed(title="Not possible", description=shown(texts)))


def title_of(offer: Offer) -> str:
    """Return what is to be confirmed."""
    return (
        f"**{shown(offer.benefit.name)}** for **{shown(offer.company.name)}** ({shown(offer.company.level)})"
    )


def _page() -> discord.Embed:
    return discord.Embed(title="Sponsors and their benefits", colour=discord.Colour.blue())


def _fields(
    statuses: Sequence[SponsorStatus], card_link: Callable[[TweetSnapshot], str]
) -> Iterator[tuple[str, str]]:
    for status in statuses:
        suffix = "" if status.is_configured else f" · {_OLD}"
        name = f"{clip(status.sponsor, _LONGEST_NAME)} · {status.level}{suffix}"
        lines = "\n".join(_line(given, card_link) for given in status.given)
        for part in split_text(lines or "This level has no benefits.", EMBED_FIELD_VALUE):
            yield name, part


def _line(given: Given, card_link: Callable[[TweetSnapshot], str]) -> str:
    line = f"{state_of(given)} · {shown(clip(given.benefit, _LONGEST_NAME))}"
    if given.tweet is None:
        return line
    posts = [delivery.link for delivery in given.tweet.deliveries if delivery.link]
    links = {"post": posts[0] if posts else "", "card": card_link(given.tweet)}
    told = [f"[{word}]({address})" for word, address in links.items() if address]
    return " · ".join([line, f"tweet #{given.tweet.id}", *told])
