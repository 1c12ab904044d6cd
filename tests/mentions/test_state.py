from __future__ import annotations

from DiscordBot.health import Level
from DiscordBot.mentions.models import MentionStatus
from DiscordBot.mentions.state import findings


async def test_without_an_account_to_read_with() -> None:
    (finding,) = await findings(None, {MentionStatus.OPEN: 3}, 0)
    assert finding.level is Level.WARNING
    assert "[twitter]" in finding.remedy
