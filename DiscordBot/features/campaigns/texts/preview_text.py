"""What a preview says: first what matters for the decision, then every text with its time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardField
from DiscordBot.discord_ui.texts.limits import FIELD_VALUE, clip
from DiscordBot.discord_ui.texts.shown_text import hidden_characters, shown, shown_line
from DiscordBot.features.campaigns.models import CampaignRule
from DiscordBot.features.campaigns.texts.pagination import block, pages_of_fields
from DiscordBot.features.campaigns.texts.words import about, begins, counted, dollars, pace, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from DiscordBot.features.campaigns.planning.plan import Fault, PlannedTweet
    from DiscordBot.features.campaigns.planning.planner import Previewed
    from DiscordBot.features.campaigns.planning.versions import Version

_TITLE = 100
_TEXT = 860
_REASONS = 400
_LINE = 200
_MOST_FAULTS = 5
_MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a page says below the verdict: some texts, or facts."""

    texts: tuple[str, ...] = ()
    facts: tuple[CardField, ...] = ()


def preview_pages(previewed: Previewed) -> list[PreviewPage]:
    """Return the pages of a preview: what is wrong and the summary, then all texts as they would go out."""
    wrong = previewed.preview.wrong
    texts = [
        field
        for number, tweet in enumerate(previewed.preview.tweets, start=1)
        for field in _tweet(number, tweet, is_wrong=tweet.item.key in wrong)
    ]
    first = PreviewPage(facts=(*_faults(previewed), *_summary(previewed)))
    return [first, *(PreviewPage(texts=tuple(map(block, page))) for page in pages_of_fields(texts))]


def verdict(previewed: Previewed) -> str:
    """Return in a line whether it can be created."""
    if previewed.fault:
        return f"❌ {shown(previewed.fault)}"
    if wrong := len(previewed.preview.wrong):
        return f"❌ **{wrong} of {_items(previewed)} texts cannot be posted as they are.**"
    if previewed.campaign.rule is CampaignRule.RELEASE:
        return _at_release(previewed)
    return f"✅ **Create** queues exactly these: {counted(len(previewed.preview.tweets))} to be approved."


def _items(previewed: Previewed) -> int:
    """Return for how many sessions or sponsors there is a text, or should be one."""
    return len(previewed.preview.wrong | {tweet.item.key for tweet in previewed.preview.tweets})


def _faults(previewed: Previewed) -> Iterator[CardField]:
    """Give each fault once: the line in which it is, and whom it concerns."""
    template = previewed.campaign.template
    if previewed.fault_line is not None:
        yield CardField(*_line(template, previewed.fault_line))
    faults, of = previewed.preview.faults, _items(previewed)
    for fault in faults[:_MOST_FAULTS]:
        lines = [shown(fault.reason)]
        if fault.line is not None:
            lines.append(": ".join(_line(template, fault.line)))
        lines.append(clip(_concerned(fault), _REASONS))
        yield CardField(f"❌ {len(fault.problems)} of {of} texts", "\n".join(lines))
    if (more := len(faults) - _MOST_FAULTS) > 0:
        yield CardField("❌ And more", f"{more} other things are wrong; correct these first.")


def _line(template: str, number: int) -> tuple[str, str]:
    """Return a line of the template, and what to call it; lines count from 1."""
    # As Jinja counts them.
    lines = re.split(r"\r\n|\r|\n", template)
    text = lines[number - 1] if 0 < number <= len(lines) else ""
    return f"Line {number} of the template", clip(shown(text.strip()), _LINE) or "(empty)"


def _concerned(fault: Fault) -> str:
    """Return the titles of what a fault concerns, as many as people care to read."""
    titles = [
        f"{shown(clip(problem.item.title, _TITLE))}{f' ({problem.detail})' if problem.detail else ''}"
        for problem in fault.problems[:_MOST_TITLES]
    ]
    more = len(fault.problems) - len(titles)
    return ", ".join(titles) + (f" and {more} more" if more else "")


def _at_release(previewed: Previewed) -> str:
    waits = "✅ After **Create** it waits for the next version of the schedule, and queues its sessions."
    if not previewed.preview.tweets:
        return f"{waits} There are no sessions yet."
    return f"{waits} If that came at this moment, it would be these."


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
    yield CardField("Template", clip(shown(campaign.template), FIELD_VALUE))


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
            "The account leaves more time between two tweets (min_gap_seconds) than this campaign, so they "
            "go out later, as shown."
        )
    versions = [version for tweet in previewed.preview.tweets for version in tweet.versions]
    if any(version.due != tweet.due for tweet in previewed.preview.tweets for version in tweet.versions):
        yield "Networks post at different hours: on some these go out later, as shown."
    hidden = {found for version in versions for found in hidden_characters(version.text)}
    if hidden:
        yield f"The texts contain invisible characters: {clip(', '.join(sorted(hidden)), _REASONS)}."


def _tweet(number: int, tweet: PlannedTweet, *, is_wrong: bool) -> Iterator[CardField]:
    """Give a field for each text that is another one, or goes out at another time."""
    marks = f"{'❌ ' * is_wrong}{'⏰ ' * tweet.comes_late}"
    title = shown_line(clip(tweet.item.title, _TITLE))
    name = f"{marks}{number}. {title}"
    alike: dict[tuple[str, datetime], list[Version]] = {}
    for version in tweet.versions:
        alike.setdefault((version.text, version.due), []).append(version)
    for (text, due), versions in alike.items():
        sizes = ", ".join(_size(tweet, version) for version in versions)
        yield CardField(name, f"{to_the_second(due)} · {sizes}\n{clip(shown(text), _TEXT)}")
        name = f"↳ {number}. {title}"


def _size(tweet: PlannedTweet, version: Version) -> str:
    """Return a length and what is possible, with the network if there are several."""
    title = f"{version.title} " if len(tweet.versions) > 1 else ""
    return f"{title}{version.length}/{version.limit}"
