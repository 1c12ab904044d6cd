"""What a preview says: first what matters for the decision, then every text with its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardField
from DiscordBot.discord_ui.texts.limits import EMBED_FIELD_VALUE, clip
from DiscordBot.discord_ui.texts.shown_text import hidden_characters, shown
from DiscordBot.features.campaigns.models import CampaignRule
from DiscordBot.features.campaigns.texts.pagination import pages_of_fields
from DiscordBot.features.campaigns.texts.words import about, begins, counted, dollars, pace, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.campaigns.planning.planner import Previewed
    from DiscordBot.features.campaigns.planning.versions import Version

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
        field
        for number, tweet in enumerate(previewed.preview.tweets, start=1)
        for field in _tweet(number, tweet, is_wrong=tweet.item.key in problems)
    ]
    return [tuple(_summary(previewed)), *pages_of_fields(wrong), *pages_of_fields(texts)]


def verdict(previewed: Previewed) -> str:
    """Return in a line whether it can be created."""
    if previewed.fault:
        return f"❌ {shown(previewed.fault)}"
    wrong = len({problem.item.key for problem in previewed.preview.problems})
    if wrong:
        return f"❌ **{wrong} of these cannot be posted as they are**; see the next pages."
    if previewed.campaign.rule is CampaignRule.RELEASE:
        return _at_release(previewed)
    return f"✅ This is exactly what creation queues: {counted(len(previewed.preview.tweets))}, pending."


def _at_release(previewed: Previewed) -> str:
    waits = "✅ Creation waits for the next version of the schedule, and then queues what is in it, pending."
    if not previewed.preview.tweets:
        return f"{waits} There are no sessions yet."
    return f"{waits} With the sessions of now it would be these, if it were released at this moment."


def _summary(previewed: Previewed) -> Iterator[CardField]:
    campaign, tweets = previewed.campaign, previewed.preview.tweets
    yield CardField("About", about(campaign))
    yield CardField("Starts", begins(campaign))
    yield CardField("Pace", pace(campaign))
    if tweets:
        yield CardField("First", to_the_second(tweets[0].due))
        yield CardField("Last", to_the_second(tweets[-1].due))
    longest = previewed.preview.longest
    if longest is not None:
        mark = "" if longest.fullest.fits else "⚠️ "
        title = shown(clip(longest.item.title, _TITLE))
        yield CardField("Longest text", f"{mark}{_size(longest, longest.fullest)}: {title}")
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
    if previewed.left_out:
        many = "1 session begins" if previewed.left_out == 1 else f"{previewed.left_out} sessions begin"
        yield f"{many} too soon for a tweet before that (left out)."
    late = sum(tweet.comes_late for tweet in previewed.preview.tweets)
    if late:
        yield f"{counted(late)} would come when the session has begun already (marked ⏰)."
    if previewed.is_slowed:
        yield (
            "The account keeps a longer distance between two tweets (min_gap_seconds) than this campaign, "
            "so they go out later, as shown."
        )
    versions = [version for tweet in previewed.preview.tweets for version in tweet.versions]
    if any(version.due != tweet.due for tweet in previewed.preview.tweets for version in tweet.versions):
        yield "Not all networks post at the same hours: some go out later there, as shown."
    hidden = {found for version in versions for found in hidden_characters(version.text)}
    if hidden:
        yield f"Hidden in the texts: {clip(', '.join(sorted(hidden)), _REASONS)}."


def _tweet(number: int, tweet: PlannedTweet, *, is_wrong: bool) -> Iterator[CardField]:
    """Give a field for each text that is another one, or goes out at another time."""
    marks = f"{'❌ ' * is_wrong}{'⏰ ' * tweet.comes_late}"
    name = f"{marks}{number}. {clip(tweet.item.title, _TITLE)}"
    alike: dict[tuple[str, datetime], list[Version]] = {}
    for version in tweet.versions:
        alike.setdefault((version.text, version.due), []).append(version)
    for (text, due), versions in alike.items():
        sizes = ", ".join(_size(tweet, version) for version in versions)
        yield CardField(name, f"{to_the_second(due)} · {sizes}\n{clip(shown(text), _TEXT)}")
        name = f"↳ {number}. {clip(tweet.item.title, _TITLE)}"


def _size(tweet: PlannedTweet, version: Version) -> str:
    """Return a length and what is possible, with the network if there are several."""
    title = f"{version.title} " if len(tweet.versions) > 1 else ""
    return f"{title}{version.length}/{version.limit}"
