"""What the configuration says of the queue is what people meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.config import Moderation
from tests.features.tweets.command_stage import CommandStage, fields, running
from tests.features.tweets.post_office import berlin
from tests.features.tweets.stage import CHANNEL, GUILD_ID
from tests.made_up_config import config_with

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database

NIGHT = berlin("2027-07-14 03:00")


class ConfiguredStage(CommandStage):
    """A queue whose hashtags are added, and whose windows are for automatic tweets only."""

    @property
    def config(self) -> Config:
        section = Moderation(posting_windows="automatic", hashtags=("#PyConExample",), add_hashtags=True)
        return config_with(section, guild_id=GUILD_ID, channels={"moderation": CHANNEL})


@pytest.fixture
async def configured(database: Database) -> AsyncIterator[ConfiguredStage]:
    async with running(ConfiguredStage(database)) as stage:
        yield stage


async def test_hashtags_are_offered_and_added(configured: ConfiguredStage) -> None:
    form = await configured.result("victor", "tweet compose")
    assert fields(form)["text"]["value"] == "#PyConExample"

    await configured.say("victor", "tweet compose", text="Doors open")

    assert (await configured.view(1)).text == "Doors open\n\n#PyConExample"


async def test_what_people_write_goes_out_at_night(configured: ConfiguredStage) -> None:
    configured.clock.at = NIGHT
    await configured.say("victor", "tweet compose", text="Lost: a cat")

    await configured.approve(1)
    await configured.send()

    assert [found.post.text for found in configured.network.published] == ["Lost: a cat\n\n#PyConExample"]
