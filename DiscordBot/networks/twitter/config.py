"""What of the configuration is about Twitter/X."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import TYPE_CHECKING, Self

from pydantic import Field

from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section
from DiscordBot.config.values import BaseUrl
from DiscordBot.core.settings.setting_kinds import Dollars
from DiscordBot.core.settings.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

BUDGET = "twitter.monthly_budget_usd"
_MOST_DOLLARS = 1_000_000


def _posts(document: Mapping[str, object]) -> bool:
    twitter = document.get("twitter")
    return isinstance(twitter, Mapping) and twitter.get("dry_run") is not True


_PURPOSE = "to post for [twitter]"
CONSUMER_KEY = Secret("TWITTER_CLIENT", _PURPOSE, _posts)
CONSUMER_SECRET = Secret("TWITTER_CLIENTSECRET", _PURPOSE, _posts)
# Encrypts the account's tokens in the database.
TOKEN_KEY = Secret("TWITTER_TOKEN_KEY", _PURPOSE, _posts)


class Twitter(Section):
    """The account on Twitter/X.

    Tweets go out between `posting_start` and `posting_end`, conference time; a start after the end
    means over midnight, equal ones mean all day. Reading what others post may use `reading_share` (0 to 1)
    of `monthly_budget_usd` at most, so that it never stops posting.
    """

    api_url: BaseUrl = "https://api.twitter.com"
    posting_start: time = time(9)
    posting_end: time = time(21)
    min_gap_seconds: int = Field(default=60, ge=0, le=24 * 60 * 60)
    monthly_budget_usd: float = Field(default=20, ge=0, allow_inf_nan=False)
    reading_share: float = Field(default=0.5, ge=0, le=1, allow_inf_nan=False)
    dry_run: bool = False

    def rehearsed(self) -> Self:
        """Post nothing."""
        return self.model_copy(update={"dry_run": True})


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    budget = str(config.require(Twitter).monthly_budget_usd)
    meaning = "What X may cost in a month; nothing is posted there once it is used up."
    return (Setting(BUDGET, meaning, Dollars(_MOST_DOLLARS), budget),)
