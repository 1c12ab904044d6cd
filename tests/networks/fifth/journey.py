"""What is done with the fifth network, in a process whose list of networks has one line more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.app import FEATURES
from DiscordBot.config.schema import schema_of
from DiscordBot.features.programme.config import Pretalx
from DiscordBot.features.reminders.config import Reminders
from tests.conference_world import answer_of, field_ids, open_conference
from tests.patience import have_patience, until
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import InteractionResult, ResponseMessage

    from tests.conference_world import ConferenceWorld

SECTIONS = """
[moderation]
[pigeons]
loft = "{loft}"
[sponsors]
levels = ["Gold"]
[[sponsors.benefits]]
name = "Thanks"
levels = ["Gold"]
template = "Thank you, {{{{ sponsor|social or sponsor }}}}!"
[[sponsors.companies]]
name = "Spam"
level = "Gold"
pigeons = "Pigeon: spam/7"
"""


def has_its_keys() -> None:
    """Expect what the configuration knows of it because of what it declares."""
    assert Pretalx.model_validate({"event": "conf", "pigeons_question": 9}).questions == {"pigeons": 9}
    assert Reminders(ways=("pigeons", "channel")).in_order == ("pigeons", "channel")
    key = schema_of(FEATURES, ()).secrets["NETWORKS_TOKEN_KEY"]
    assert "[pigeons]" in key.purpose
    assert key.is_needed({"pigeons": {}})


async def connects_and_posts(folder: Path) -> None:
    """Connect its account, and send a tweet that names somebody by a handle there."""
    have_patience()
    loft = folder / "loft"
    loft.mkdir()
    sections = SECTIONS.format(loft=loft)
    async with open_conference(folder, (), with_programme=False, more_sections=sections) as world:
        olivia = world.person("olivia")
        form = await _press_first(
            world, await world.command(olivia, "networks connect", network="Pigeon post")
        )
        found = answer_of(await olivia.submit_modal(form, {field_ids(form)[0]: "17"}))
        assert "posted as @17" in answer_of(await _press_first(world, found)).content

        question = await world.command(olivia, "sponsor confirm", sponsor="Spam", benefit="Thanks")
        await olivia.click(question, label="Confirm")
        own = await olivia.click(world.messages("tweet-moderation")[-1], label="Approve")
        await _press_first(world, answer_of(own))
        await until(lambda: "https://pigeons.example/17" in _card(world))
        assert [file.read_text() for file in loft.iterdir()] == ["Thank you, @spam/7!"]


def _card(world: ConferenceWorld) -> str:
    (embed,) = faces(world.messages("tweet-moderation")[-1])
    return world.text_of_face(embed)


async def _press_first(world: ConferenceWorld, message: ResponseMessage) -> InteractionResult:
    label = controls(message)[0]["label"]
    return await world.person("olivia").click(message, label=label)
