from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.server import (
    REQUIRED_PERMISSIONS,
    Server,
    check_server,
    invite_link,
)
from DiscordBot.server_setup.layout import WELCOME, Audience, Kind, Layout, WantedChannel, WantedRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.discord_ui.conftest import World


def wanted_channel(reference: str | int, kind: Kind = Kind.TEXT) -> WantedChannel:
    return WantedChannel(
        setting="channels.test",
        reference=reference,
        category=WELCOME,
        audience=Audience.EVERYBODY,
        kind=kind,
    )


@pytest.fixture
def own_role_id(world: World) -> int:
    """Give the bot exactly what it asks for, instead of simcord's administrator."""
    guild = world.env.backend.guilds[world.guild.id]
    (own,) = [role for role in guild.roles.values() if role.managed]
    own.permissions = REQUIRED_PERMISSIONS.value
    own.position = 5
    return own.id


async def check(
    world: World,
    channels: Sequence[WantedChannel] = (),
    roles: Sequence[WantedRole] = (),
) -> list[Finding]:
    """Check as the command line does: by requests, without what the gateway told."""
    assert world.bot.user is not None
    guild = await world.bot.fetch_guild(world.guild.id)
    return list(
        check_server(
            guild,
            await guild.fetch_channels(),
            await guild.fetch_member(world.bot.user.id),
            Layout(tuple(roles), tuple(channels)),
        )
    )


async def check_role(world: World, reference: str | int, *, is_given: bool = True) -> Finding:
    return (await check(world, roles=[WantedRole("roles.test", reference, 0, is_given=is_given)]))[-1]


async def check_channel(world: World, reference: str | int, kind: Kind = Kind.TEXT) -> Finding:
    return (await check(world, channels=[wanted_channel(reference, kind)]))[-1]


def test_the_bot_asks_for_exactly_eight_permissions() -> None:
    query = parse_qs(urlsplit(invite_link(4242)).query)

    granted = discord.Permissions(int(query["permissions"][0]))
    assert sorted(name for name, is_set in granted if is_set) == [
        "attach_files",
        "embed_links",
        "manage_nicknames",
        "manage_roles",
        "read_message_history",
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
    ]
    assert query["client_id"] == ["4242"]
    assert query["scope"] == ["bot applications.commands"]


@pytest.mark.usefixtures("own_role_id")
async def test_all_is_well(world: World) -> None:
    world.guild.create_role("Business", position=1)

    findings = await check(
        world,
        [wanted_channel("#General")],
        [WantedRole("roles.test", "business", 0)],
    )

    assert [finding.level for finding in findings] == [Level.OK] * 3
    assert findings[1].subject == "channel #General (channels.test)"
    assert findings[2].subject == "role «business» (roles.test)"


@pytest.mark.usefixtures("own_role_id")
async def test_the_cached_server_gives_the_same_findings(world: World) -> None:
    roles = [WantedRole("roles.test", "Speakers", 0)]
    channels = [wanted_channel("general"), wanted_channel("programme")]
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None

    cached = check_server(guild, guild.channels, guild.me, Layout(tuple(roles), tuple(channels)))

    assert list(cached) == await check(world, channels, roles)


async def test_missing_permissions_on_the_server(world: World, own_role_id: int) -> None:
    own = world.env.backend.guilds[world.guild.id].roles[own_role_id]
    own.permissions = (
        REQUIRED_PERMISSIONS & ~discord.Permissions(manage_roles=True, view_channel=True)
    ).value
    world.env.backend.guilds[world.guild.id].everyone_role.permissions = 0

    (finding,) = await check(world)

    assert finding.level is Level.ERROR
    assert finding.detail == "The bot lacks View Channel, Manage Roles."
    assert finding.remedy == (
        f"Switch on View Channel, Manage Roles for the role «{own.name}» in Server Settings → Roles."
    )


async def test_a_missing_channel(world: World) -> None:
    finding = await check_channel(world, "programme")

    assert (finding.subject, finding.level) == ("channel #programme (channels.test)", Level.ERROR)
    assert finding.remedy == "Create a text channel of that name, or correct channels.test."


@pytest.mark.parametrize(
    ("name", "wanted", "level"),
    [
        ("stage", Kind.TEXT, Level.ERROR),
        ("jobs", Kind.TEXT, Level.ERROR),
        ("general", Kind.FORUM, Level.ERROR),
        ("jobs", Kind.FORUM, Level.OK),
    ],
)
async def test_the_kind_of_a_channel(world: World, name: str, wanted: Kind, level: Level) -> None:
    world.guild.create_voice_channel("stage")
    world.guild.create_forum_channel("jobs")

    assert (await check_channel(world, name, wanted)).level is level


@pytest.mark.usefixtures("own_role_id")
async def test_missing_permissions_in_a_channel(world: World) -> None:
    closed = discord.PermissionOverwrite(send_messages=False, embed_links=False)
    world.guild.create_text_channel("quiet", overwrites={world.guild.default_role: closed})

    finding = await check_channel(world, "quiet")

    assert finding.level is Level.ERROR
    assert finding.detail == "The bot lacks Send Messages, Embed Links here."
    assert "in #quiet → Edit → Permissions" in finding.remedy


async def test_two_channels_of_one_name(world: World) -> None:
    world.guild.create_text_channel("general")

    finding = await check_channel(world, "general")

    assert finding.level is Level.ERROR
    assert finding.detail == "2 channels have this name."
    assert (await check_channel(world, world.channel.id)).level is Level.OK


async def test_a_role_that_is_missing_or_ambiguous(world: World) -> None:
    world.guild.create_role("Twice")
    world.guild.create_role("Twice")

    assert (await check_role(world, "Business")).detail == "There is no such role."
    assert (await check_role(world, "Twice")).detail == "2 roles have this name."


@pytest.mark.parametrize(("position", "level"), [(4, Level.OK), (6, Level.ERROR)])
async def test_a_role_above_the_bots_own(world: World, own_role_id: int, position: int, level: Level) -> None:
    world.guild.create_role("Business", position=position)
    own = world.env.backend.guilds[world.guild.id].roles[own_role_id]

    finding = await check_role(world, "Business")

    assert finding.level is level
    if level is Level.ERROR:
        expected = f"Drag the role «{own.name}» above «Business» in Server Settings → Roles."
        assert finding.remedy == expected
    assert (await check_role(world, "Business", is_given=False)).level is Level.OK


@pytest.mark.usefixtures("own_role_id")
async def test_the_bots_highest_role_is_not_below_itself(world: World) -> None:
    business = world.guild.create_role("Business", position=6)
    assert world.bot.user is not None
    world.env.backend.guilds[world.guild.id].members[world.bot.user.id].role_ids.append(business.id)

    assert (await check_role(world, "Business")).level is Level.ERROR


async def test_the_bots_own_role_cannot_be_given(world: World, own_role_id: int) -> None:
    assert (await check_role(world, own_role_id)).detail == "Discord or an integration manages this role."


async def test_everyone_cannot_be_given(world: World) -> None:
    finding = await check_role(world, "@everyone")

    assert finding.detail == "Everybody has this role; it cannot be given."


async def test_channels_and_roles_are_found_by_name_and_id(world: World) -> None:
    role = world.guild.create_role("Speakers")
    world.guild.create_voice_channel("stage")
    server = Server(lambda: world.bot.get_guild(world.guild.id))

    text = server.text_channel("#GENERAL")
    speakers = server.role("@speakers")

    assert text is not None
    assert text.id == world.channel.id
    assert server.channel(world.channel.id) == text
    assert server.text_channel("stage") is None
    assert server.channel("stage") is not None
    assert speakers is not None
    assert speakers.id == role.id
    assert server.role("nobody") is None


async def test_an_ambiguous_name_is_not_guessed(world: World) -> None:
    world.guild.create_text_channel("general")

    assert Server(lambda: world.bot.get_guild(world.guild.id)).channel("general") is None


def test_without_a_connection_nothing_is_found() -> None:
    server = Server(lambda: None)

    assert (server.channel("general"), server.text_channel("general"), server.role("x")) == (None, None, None)
