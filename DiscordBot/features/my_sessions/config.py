"""What of the configuration is about attendees' own lists of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes
from DiscordBot.core.settings.setting_kinds import MINUTES
from DiscordBot.core.settings.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

LEAD_MINUTES = "my_sessions.lead_minutes"


class MySessions(Section):
    """Attendees are reminded of the sessions on their own lists, so many minutes before they start."""

    lead_minutes: Minutes = 10


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    what = "How long before its start attendees are reminded of a session on their own list."
    return (Setting(LEAD_MINUTES, what, MINUTES, config.require(MySessions).lead_minutes),)
