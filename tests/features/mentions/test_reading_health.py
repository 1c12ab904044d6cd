from __future__ import annotations

from DiscordBot.core.findings import Level
from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.mentions.reading_health import findings


async def test_without_an_account_to_read_with() -> None:
    (finding,) = await findings([], {("x", MentionStatus.OPEN): 3}, 0)
    assert finding.level is Level.WARNING
    assert "[twitter]" in finding.remedy
