"""What a preview says: first what matters for the decision, then every text with its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import CardField
from DiscordBot.discord_ui.texts.limits import EMBED_FIELD_VALUE, clip
from DiscordBot.discord_ui.texts.shown_text import hidden_characters, shown
from DiscordBot.features.campaigns.planning.plan import LONGEST_TWEET
from DiscordBot.features.campaigns.texts.pagination import pages_of_fields
from DiscordBot.features.campaigns.texts.words import about, counted, dollars, pace, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.campaigns.planning.planner import Previewed

_TITLE = 100
_TEXT = 860
_REASONS = 400


def preview_pages(previewed: Previewed) -> list[tuple[CardField, ...]]:
    """Return the pages of a preview: the summary, what is wrong, and all texts as they would go out."""
    problems: dict[str, list[str]] = {}
    for problem in previewed.preview.problems:
        problems.setdefault(problem.item.key, []).append(problem.reason)
    titles = {problem.item.key: problem.item.title for problem in previewed.preview.problems}
    wrong = [
        CardField(f"❌ {clip(titles[key], _TITLE)}", clip(shown("\n".join(reasons)), _REASONS))
        for key, reasons in problems.items()
    ]
    texts = [
        _tweet(number, tweet, is_wrong=tweet.item.key in problems)
        for number, tweet in enumerate(previewed.preview.tweets, start=1)
    ]
    return [tuple(_summary(previewed)), *pages_of_fields(wrong), *pages_of_fields(texts)]


def verdict(previewed: Previewed) -> str:
    """Return in a line whether it can be created."""
    if previewed.fault:
        return f"❌ {shown(previewed.fault)}"
    wrong = len({problem.item.key for problem in previewed.preview.problems})
    if wrong:
        return f"❌ **{wrong} of these cannot be posted as they are**; see the next pages."
    return f"✅ This is exactly what creation queues: {counted(len(previewed.preview.tweets))}, pending."


def _summary(previewed: Previewed) -> Iterator[CardField]:
    campaign, tweets = previewed.campaign, previewed.preview.tweets
    yield CardField("About", about(campaign))
    yield CardField("Starts", to_the_second(campaign.start_at))
    yield CardField("Pace", pace(campaign))
    if tweets:
        yield CardField("First", to_the_second(tweets[0].due))
        yield CardField("Last", to_the_second(tweets[-1].due))
    longest = previewed.preview.longest
    if longest is not None:
        mark = "⚠️ " if longest.length > LONGEST_TWEET else ""
        title = shown(clip(longest.item.title, _TITLE))
        yield CardField("Longest text", f"{mark}{longest.length}/{LONGEST_TWEET}: {title}")
    if tweets:
        yield CardField("Price", _price(previewed))
    if notes := list(_notes(previewed)):
        yield CardField("⚠️ Please note", "\n".join(f"• {note}" for note in notes))
    yield CardField("Template", clip(shown(campaign.template), EMBED_FIELD_VALUE))


def _price(previewed: Previewed) -> str:
    price = f"about {dollars(previewed.price)}"
    if previewed.budget_left is None:
        return price
    left = f"{price}; {dollars(previewed.budget_left)} of this month's budget are left"
    return f"⚠️ {left}" if previewed.price > previewed.budget_left else left


def _notes(previewed: Previewed) -> Iterator[str]:
    late = sum(tweet.comes_late for tweet in previewed.preview.tweets)
    if late:
        yield f"{counted(late)} would come when the session has begun already (marked ⏰)."
    if previewed.is_slowed:
        yield (
            "The account keeps a longer distance between two tweets (min_gap_seconds) than this campaign, "
            "so they go out later than shown."
        )
    hidden = {found for tweet in previewed.preview.tweets for found in hidden_characters(tweet.text)}
    if hidden:
        yield f"Hidden in the texts: {clip(', '.join(sorted(hidden)), _REASONS)}."


def _tweet(number: int, tweet: PlannedTweet, *, is_wrong: bool) -> CardField:
    marks = f"{'❌ ' * is_wrong}{'⏰ ' * tweet.comes_late}"
    name = f"{marks}{number}. {clip(tweet.item.title, _TITLE)}"
    head = f"{to_the_second(tweet.due)} · {tweet.length}/{LONGEST_TWEET}"
    return CardField(name, f"{head}\n{clip(shown(tweet.text), _TEXT)}")
