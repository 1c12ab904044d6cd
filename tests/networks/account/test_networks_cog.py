"""`/networks`, as organisers use it in the whole bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.errors import Refusal
from tests.conference_world import open_conference

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conference_world import ConferenceWorld


async def told(world: ConferenceWorld, command: str, **options: str) -> str:
    """Return what an organiser reads in answer to a command."""
    return world.text_of(await world.command(world.person("olivia"), command, **options))


async def test_all_networks_at_once_or_one_by_its_name(tmp_path: Path, orders: list[dict[str, Any]]) -> None:
    async with open_conference(tmp_path, orders, with_x=True) as world:
        assert "X: posting: @" in await told(world, "networks status")
        await told(world, "networks pause", reason="A storm is coming")
        assert "Olivia paused it: A storm is coming" in await told(world, "networks status")
        assert "Budget left this month" in await told(world, "networks status", network="x")
        assert "X" in await told(world, "networks resume")
        assert "storm" not in await told(world, "networks status")
        assert await told(world, "networks resume", network="X") == "Nothing was paused."
        world.expected_errors = [Refusal, Refusal]
        assert "There is: X." in await told(world, "networks pause", network="Friendica")
        answer = await world.command(world.person("victor"), "networks pause")
        assert "Only organisers" in answer.content
        assert "storm" not in await told(world, "networks status")
