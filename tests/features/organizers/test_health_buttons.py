"""The buttons of `/health`, as organisers press them in the whole bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sandbox.failures import Failure
from tests.conference_world import answer_of, open_conference
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.results import ResponseMessage

    from tests.conference_world import ConferenceWorld


async def card(world: ConferenceWorld) -> ResponseMessage:
    return await world.command(world.person("olivia"), "health")


async def press(world: ConferenceWorld, shown: ResponseMessage, label: str, person: str = "olivia") -> str:
    return answer_of(await world.person(person).click(shown, label=label)).content


def labels(shown: ResponseMessage) -> list[str]:
    return [control["label"] for control in controls(shown)]


async def test_a_missing_role_is_created_at_a_press_and_a_missing_channel_is_not(
    world: ConferenceWorld,
) -> None:
    server = world.world.server
    world.env.backend.delete_role(world.guild.id, server.roles["Sprint"].id)
    world.env.backend.delete_channel(server.channels["registration-log"].id)
    await world.env.settle()
    shown = await card(world)
    # The bot may manage roles, but not channels.
    assert labels(shown) == ["Create it", "Show all", "Look again"]

    told = await press(world, shown, "Create it")

    assert told == "✅ The role «Sprint» was created."
    names = [role.name for role in world.env.backend.guilds[world.guild.id].roles.values()]
    assert names.count("Sprint") == 1
    assert "registration-log" not in [channel.name for channel in world.guild.channels]
    assert world.lines("bot-log")[-1] == (
        f"🔧 {world.person('olivia').mention} pressed «Create it» for role «Sprint» "
        f"(ticket_to_roles_prod.json). {told}"
    )
    # The old button creates no second one.
    assert await press(world, shown, "Create it") == "✅ This is in order now; nothing was done."
    names = [role.name for role in world.env.backend.guilds[world.guild.id].roles.values()]
    assert names.count("Sprint") == 1


@pytest.mark.slow
async def test_a_missing_channel_is_created_with_its_category_by_a_bot_that_may(
    world: ConferenceWorld,
) -> None:
    own = next(role for role in world.env.backend.guilds[world.guild.id].roles.values() if role.managed)
    world.env.backend.edit_role(world.guild.id, own.id, {"permissions": own.permissions | 1 << 4})
    world.env.backend.delete_channel(world.world.server.channels["registration-log"].id)
    await world.env.settle()

    told = await press(world, await card(world), "Create it")

    assert told == "✅ The channel #registration-log was created."
    (made,) = [channel for channel in world.guild.text_channels if channel.name == "registration-log"]
    # What is about people stays with the organisers.
    assert not made.permissions_for(world.guild.default_role).view_channel
    assert "Everything is fine" in await world.health()


@pytest.mark.slow
async def test_a_job_that_failed_is_tried_again(world: ConferenceWorld) -> None:
    world.shop.failures.fail_with(Failure.UNAUTHORIZED)
    await world.bot._scheduler.run("tickets")  # noqa: SLF001 - its next turn would come in five minutes
    shown = await card(world)

    assert (await press(world, shown, "Try again now")).startswith("❌ It failed again: ")
    world.shop.failures.recover()
    assert await press(world, shown, "Try again now") == "✅ The job «tickets» has run without an error."
    assert "Everything is fine" in await world.health()


@pytest.mark.slow
async def test_the_card_looks_again_in_its_place(world: ConferenceWorld) -> None:
    world.env.backend.edit_role(world.guild.id, world.world.server.roles["Student"].id, {"name": "Pupil"})
    await world.env.settle()
    shown = await card(world)
    world.env.backend.edit_role(world.guild.id, world.world.server.roles["Student"].id, {"name": "Student"})
    await world.env.settle()

    result = await world.person("olivia").click(shown, label="Look again")

    assert result.followups == []
    assert faces(shown)[0].title == "✅ Everything is fine"


@pytest.mark.slow
async def test_a_paused_network_goes_on_for_organisers_only_also_after_a_restart(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    async with open_conference(tmp_path, orders, with_x=True, with_programme=False) as world:
        olivia = world.person("olivia")
        await world.command(olivia, "twitter pause", reason="A storm is coming")
        shown = await card(world)
        assert "Resume X" in labels(shown)
        roles = world.env.backend.guilds[world.guild.id].members[olivia.id].role_ids
        await world.change_member(olivia, role_ids=[])
        assert await press(world, shown, "Resume X") == ONLY_ORGANIZERS
        await world.change_member(olivia, role_ids=list(roles))
        await world.restart()

        assert await press(world, shown, "Resume X") == "✅ X posts again."
        assert "nothing is posted" not in world.text_of(await world.command(olivia, "twitter status"))
