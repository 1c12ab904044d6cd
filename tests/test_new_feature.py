"""A new feature is a folder and one line in app.py: nothing else in the package has to know it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.app import FEATURES
from DiscordBot.bot import create_bot
from DiscordBot.config import ConfigurationError, load_config
from DiscordBot.server_setup.layout import wanted_layout
from sandbox import conference
from sandbox.demo.world import open_world
from tests.conference_world import ConferenceWorld, MovableClock
from tests.config_folder import EVERY_SECRET, SMALLEST, Folder
from tests.shown_messages import faces
from tests.toy.config import Toy
from tests.toy.feature import FEATURE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from DiscordBot.config import Config

ALL = (*FEATURES, FEATURE)
TOY = "[toy]\ncolour = 'blue'\n"


def load(folder: Path, text: str, secrets: dict[str, str]) -> Config:
    file = Folder(folder).write("config.toml", SMALLEST + text)
    return load_config(file, environment={**EVERY_SECRET, **secrets}, features=ALL)


def test_its_part_of_the_configuration_is_read_and_checked(tmp_path: Path) -> None:
    config = load(
        tmp_path, "[channels]\nplayground = 'garden'\n[toy]\ncolour = 'invisible'\n", {"TOY_TOKEN": "x"}
    )
    assert config.require(Toy).colour == "invisible"
    assert config.channels["playground"] == "garden"
    assert [(found.subject, found.remedy) for found in config.warnings] == [
        ("config.toml: toy.colour", "Choose another one.")
    ]
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, "[toy]\nbounce = 3\n", {})
    assert {found.subject: found.remedy for found in caught.value.findings} == {
        "config.toml: toy.bounce": "Did you mean bounces?",
        ".secrets: TOY_TOKEN": (
            "Add the line TOY_TOKEN=... to .secrets next to config.toml, or set the environment variable."
        ),
    }


async def test_set_up_and_check_know_what_it_wants_and_the_probe_is_asked(tmp_path: Path) -> None:
    config = load(tmp_path, TOY, {"TOY_TOKEN": "four"})
    wanted = wanted_layout(config, ALL)
    assert "channels.playground" in {channel.setting for channel in wanted.channels}
    assert "Players" in {role.reference for role in wanted.roles}
    async with aiohttp.ClientSession() as session:
        (found,) = await FEATURE.probed(config, session)
    assert found.detail == "4 letters in its token."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[ConferenceWorld]:
    """Run the whole bot with one feature more."""
    clock = MovableClock(conference.TIMEZONE)
    make_bot = partial(create_bot, clock=clock, features=ALL)

    def with_toy(config: Config) -> object:
        channels = {**config.channels, "playground": "lobby"}
        read = load(tmp_path / "toy", TOY, {"TOY_TOKEN": "four"})
        update = {"features": {**config.features, "toy": read.require(Toy)}, "channels": channels}
        return make_bot(config.model_copy(update=update))

    (tmp_path / "toy").mkdir()
    async with open_world(tmp_path, with_toy, orders=()) as opened:  # type: ignore[arg-type]  # any Client will do
        yield ConferenceWorld(opened, clock)


@pytest.mark.slow
async def test_it_lives_with_the_others(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")
    assert (await world.command(olivia, "bounce")).content == "Boing!"
    assert world.messages("lobby")[-1].content == "A blue ball bounced 3 times."

    await world.command(olivia, "settings set", setting="toy.bounces", value="5")
    await world.command(olivia, "bounce")
    assert world.messages("lobby")[-1].content == "A blue ball bounced 8 times."

    health = str(faces(await world.command(olivia, "health"))[0])
    assert "Pump it up." in health
    assert "toy" in health


@pytest.mark.slow
async def test_what_is_personal_is_deleted_when_it_is_time_and_not_before(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")
    await world.command(olivia, "bounce")
    run = world.bot._scheduler.run  # noqa: SLF001 - the job's turn would come in six real hours
    await run("delete personal data")
    await world.command(olivia, "bounce")
    assert world.messages("lobby")[-1].content == "A blue ball bounced 6 times."

    world.clock.ahead = timedelta(days=3650)
    await run("delete personal data")
    await world.command(olivia, "bounce")
    assert world.messages("lobby")[-1].content == "A blue ball bounced 3 times."
