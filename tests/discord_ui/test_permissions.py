from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.components import persistent_button, persistent_view
from DiscordBot.discord_ui.errors import ErrorReporter, Refusal
from DiscordBot.discord_ui.permissions import Staff

if TYPE_CHECKING:
    from tests.discord_ui.conftest import World

ONLY_ORGANIZERS = "Only organisers can do this. If you are one, ask for the organisers' role."


class Desk(commands.Cog):
    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        return await self._staff.require_organizer(interaction)

    @app_commands.command(name="try", description="Tries something")
    async def attempt(self, interaction: discord.Interaction) -> None:
        volunteer = self._staff.is_volunteer(interaction.user)
        await interaction.response.send_message(f"welcome, volunteer too: {volunteer}")


async def answer_to(world: World, member: simcord.MemberActor) -> str:
    result = await member.slash(world.channel, "try")
    assert result.response is not None
    return result.response.content


async def test_organizers_are_known_by_role_name(world: World) -> None:
    role = world.guild.create_role("Organizers")
    organizer = world.guild.add_member(world.env.create_user("olga"), roles=[role])
    await world.bot.add_cog(Desk(Staff(["@organizers"], ["Volunteers"])))

    assert await answer_to(world, organizer) == "welcome, volunteer too: False"


async def test_roles_are_known_by_id_and_asked_at_the_click(world: World) -> None:
    role = world.guild.create_role("Organizers")
    await world.bot.add_cog(Desk(Staff([role.id], [str(role.id)])))

    before = await answer_to(world, world.ada)
    world.guild.remove_member(world.ada)
    promoted = world.guild.add_member(world.env.create_user("ada again"), roles=[role])

    assert before == ONLY_ORGANIZERS
    assert await answer_to(world, promoted) == "welcome, volunteer too: True"
    simcord.assert_error(world.env, Refusal)


@pytest.mark.parametrize("organizers", [[], ["Organizers"]])
async def test_nobody_is_an_organizer_by_accident(world: World, organizers: list[str]) -> None:
    await world.bot.add_cog(Desk(Staff(organizers, [])))

    assert await answer_to(world, world.ada) == ONLY_ORGANIZERS
    simcord.assert_error(world.env, Refusal)


async def test_direct_messages_are_refused(world: World) -> None:
    await world.bot.add_cog(Desk(Staff(["Organizers"], [])))

    result = await world.env.create_user("olga").slash("try")

    assert result.response is not None
    assert result.response.content == "Please use this on the server, not in a direct message."
    simcord.assert_error(world.env, Refusal)


async def test_it_serves_as_a_buttons_check(world: World, reporter: ErrorReporter) -> None:
    async def never(_interaction: discord.Interaction, _row_id: int) -> None:
        raise AssertionError

    staff = Staff(["Organizers"], [])
    button = persistent_button(
        feature="tweets",
        action="approve",
        label="Approve",
        handler=never,
        reporter=reporter,
        check=staff.require_organizer,
    )
    world.bot.add_dynamic_items(button)
    message = await world.text_channel().send("card", view=persistent_view(button(1)))

    result = await world.ada.click(message, label="Approve")

    assert result.response is not None
    assert result.response.content == ONLY_ORGANIZERS
