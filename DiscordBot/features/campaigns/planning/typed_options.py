"""What organisers type into the options of commands. Raises `CampaignError`s, whose messages are for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.typed_times import read_moment
from DiscordBot.features.campaigns.errors import CampaignError, NoSuchCampaignError
from DiscordBot.features.campaigns.planning.typed_spans import read_minutes

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.core.clock import Clock

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
