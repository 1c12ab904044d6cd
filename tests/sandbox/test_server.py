from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import discord
import pytest
import simcord

from DiscordBot.app import FEATURES
from sandbox import conference
from sandbox.conference.server import BOT_PERMISSIONS, DemoServer, build_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Running(NamedTuple):
    bot: discord.Client
    server: DemoServer

    @property
    def guild(self) -> discord.Guild:
        guild = self.bot.get_guild(conference.GUILD_ID)
        assert guild is not None
        return guild


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    intents = discord.Intents.default()
    intents.members = True
    bot = discord.Client(intents=intents)
    env = simcord.Env(bot)
    server = build_server(env)
    await env.start()
    await env.bot.guilds[0].chunk()
    yield Running(bot, server)
    await env.shutdown()


async def test_a_bot_bound_to_the_server_finds_it_when_it_logs_in(running: Running) -> None:
    assert running.guild.name == conference.NAME
    assert set(running.server.people) >= {"ada", "grace", "juergen", "eve", "olivia", "victor"}


async def test_the_bot_has_just_the_permissions_that_it_asks_for(running: Running) -> None:
    assert running.guild.me.top_role.permissions == BOT_PERMISSIONS


async def test_the_bot_may_give_every_role_of_a_ticket(running: Running) -> None:
    roles = {role.name: role for role in running.guild.roles}
    assert all(roles[name] < running.guild.me.top_role for name in conference.ATTENDEE_ROLES)
    assert all(roles[name].color.value == color for name, color in conference.ATTENDEE_ROLES.items())


async def test_organisers_rank_above_attendees(running: Running) -> None:
    ranked = [role.name for role in running.guild.roles if role.name in conference.ATTENDEE_ROLES]
    assert ranked == list(conference.ATTENDEE_ROLES)


@pytest.mark.parametrize("name", conference.STAFF_CHANNELS)
async def test_only_staff_and_the_bot_read_staff_channels(running: Running, name: str) -> None:
    channel = discord.utils.get(running.guild.text_channels, name=name)
    assert channel is not None
    readers = [
        member.name for member in running.guild.members if channel.permissions_for(member).read_messages
    ]
    volunteers = ["victor"] if name in conference.VOLUNTEER_CHANNELS else []
    assert sorted(readers) == ["Conference Bot", "board", "olivia", *volunteers]


@pytest.mark.parametrize("name", conference.READ_ONLY_CHANNELS)
async def test_attendees_read_but_do_not_write_where_the_bot_informs(running: Running, name: str) -> None:
    channel = discord.utils.get(running.guild.text_channels, name=name)
    ada = running.server.people["ada"].member
    assert channel is not None
    assert ada is not None
    assert channel.permissions_for(ada).read_messages
    assert not channel.permissions_for(ada).send_messages
    assert channel.permissions_for(running.guild.me).send_messages


async def test_every_channel_of_the_default_configuration_exists(running: Running) -> None:
    assert {channel.default for feature in FEATURES for channel in feature.channels} <= {
        channel.name for channel in running.guild.channels
    }
