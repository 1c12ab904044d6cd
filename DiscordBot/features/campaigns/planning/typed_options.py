"""What organisers type into the options of commands. Raises `CampaignError`s, whose messages are for them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.typed_times import read_moment
from DiscordBot.features.campaigns.errors import CampaignError, NoSuchCampaignError
from DiscordBot.features.campaigns.models import CampaignRule

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.core.clock import Clock

BEFORE_EACH = "24 h before each session"
AT_RELEASE = "when the schedule is released"
STARTS = (BEFORE_EACH, "1 h before each session", AT_RELEASE)
"""What can be chosen besides a time."""

EXAMPLES = "45 min, 2 h, 1 h 30 min, 1 day"
LONGEST = timedelta(days=31)

_AMOUNT = r"[0-9]{1,5}"
_SPAN = re.compile(
    rf"(?:(?P<days>{_AMOUNT})\s*(?:days?|d))?"
    rf"\s*(?:(?P<hours>{_AMOUNT})\s*(?:hours?|hrs?|h))?"
    rf"\s*(?:(?P<minutes>{_AMOUNT})\s*(?:minutes?|mins?|m))?"
)
_BEFORE = re.compile(
    r"(?P<span>.*?) ?\bbefore(?: (?:each|every|the|a))?(?: (?:session|talk)s?)?(?: starts?)?"
)
_RELEASE = re.compile(
    r"(?:(?:when|once|as soon as) )?(?:(?:at|on|after) )?(?:(?:the|a|next) )*(?:schedule )?(?:is )?released?"
)
# What comes after it is the rest of a choice that somebody copied.
_CAMPAIGN = re.compile(r"\s*#?(?P<number>[0-9]{1,9})\b.*", re.DOTALL)


def campaign_number(typed: str) -> int:
    """Return the number that is meant by `3`, `#3` or a choice that begins so."""
    found = _CAMPAIGN.fullmatch(typed)
    if found is None:
        raise NoSuchCampaignError
    return int(found["number"])


def start(typed: str, clock: Clock) -> datetime:
    """Return the moment (UTC) that is meant by a time at the venue."""
    try:
        return read_moment(typed, clock)
    except ValueError as error:
        raise CampaignError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Start:
    """When the tweets of a campaign go out; `moment` (UTC) is when the first does by the rule `FIXED`."""

    rule: CampaignRule
    moment: datetime
    lead_minutes: int = 0


def when(typed: str, clock: Clock) -> Start:
    """Return what is meant by a time at the venue, `24 h before`, or `when the schedule is released`."""
    tidy = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    if _RELEASE.fullmatch(tidy):
        return Start(CampaignRule.RELEASE, clock.now())
    if found := _BEFORE.fullmatch(tidy):
        lead = minutes(found["span"])
        if lead < 1:
            raise CampaignError(f"Say how long before, like `start: {BEFORE_EACH}`.")
        return Start(CampaignRule.BEFORE, clock.now(), lead)
    return Start(CampaignRule.FIXED, start(typed, clock))


def pace(every: str, more: str, rule: CampaignRule) -> tuple[int, int]:
    """Return the minutes between two tweets and those at random; with times of their own they need none."""
    if rule is not CampaignRule.BEFORE:
        return interval(every), minutes(more)
    if every.strip() or more.strip():
        raise CampaignError("Each tweet follows its session, so leave out `every` and `random`.")
    return 1, 0


def minutes(typed: str) -> int:
    """Return how many minutes are meant; none for nothing."""
    try:
        return read_minutes(typed)
    except ValueError as error:
        raise CampaignError(str(error)) from None


def interval(typed: str) -> int:
    """Return the minutes between two tweets, one at least."""
    found = minutes(typed)
    if found < 1:
        raise CampaignError("Leave at least a minute between two tweets, like `every: 45 min`.")
    return found


def read_minutes(text: str) -> int:
    """Return how many minutes are meant by what `EXAMPLES` shows; nothing, or `0`, is none.

    Raises `ValueError`, with a sentence for people, for what is no length of time or more than a month.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if typed in {"", "0", "none"}:
        return 0
    found = _SPAN.fullmatch(typed)
    if found is None:
        raise ValueError(
            f"I do not understand «{clipped(typed)}». Write how long like one of these: {EXAMPLES}."
        )
    span = timedelta(**{unit: int(amount or 0) for unit, amount in found.groupdict().items()})
    if span > LONGEST:
        raise ValueError(f"«{clipped(typed)}» is more than a month. Please check it.")
    return span // timedelta(minutes=1)


def clipped(typed: str) -> str:
    """Return the beginning of what somebody typed, to be repeated to them."""
    return typed[:30]


def written(minutes: int) -> str:
    """Return a length of time as people write it: `1 day 2 h 30 min`."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{days} day{'s' if days != 1 else ''}"] * bool(days)
    parts += [f"{hours} h"] * bool(hours)
    parts += [f"{left} min"] * bool(left)
    return " ".join(parts) or "0 min"
