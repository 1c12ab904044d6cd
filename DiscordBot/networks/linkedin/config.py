"""What of the configuration is about LinkedIn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section
from DiscordBot.config.values import BaseUrl


def _posts(document: Mapping[str, object]) -> bool:
    section = document.get("linkedin")
    return isinstance(section, Mapping) and section.get("dry_run") is not True


_PURPOSE = "to post for [linkedin]"
CLIENT_ID = Secret("LINKEDIN_CLIENT_ID", _PURPOSE, _posts)
CLIENT_SECRET = Secret("LINKEDIN_CLIENT_SECRET", _PURPOSE, _posts)


def _check_version(value: str) -> str:
    if not re.fullmatch(r"20\d\d(0[1-9]|1[0-2])", value):
        raise ValueError("needs a year and a month as one number in quotes")
    return value


Version = Annotated[str, AfterValidator(_check_version)]


class LinkedIn(Section):
    """The account on LinkedIn: the page whose number is `organization`, else the member who connects.

    `api_url` is LinkedIn's API of the month `version`, `web_url` where people log in and read.
    `redirect_url` stands in the settings of the app; nothing needs to answer there. Tweets go out between
    `posting_start` and `posting_end`, conference time; a start after the end means over midnight, equal
    ones mean all day.
    """

    organization: int | None = Field(default=None, gt=0, examples=[12345678])
    api_url: BaseUrl = "https://api.linkedin.com"
    web_url: BaseUrl = "https://www.linkedin.com"
    redirect_url: BaseUrl = "https://localhost/linkedin"
    version: Version = "202605"
    posting_start: time = time(9)
    posting_end: time = time(21)
    min_gap_seconds: int = Field(default=60, ge=0, le=24 * 60 * 60)
    dry_run: bool = False

    def rehearsed(self) -> Self:
        """Post nothing."""
        return self.model_copy(update={"dry_run": True})
