from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord
import pytest
import simcord
from rich.console import Console

from DiscordBot.app import FEATURES
from DiscordBot.bot import _check_server, main
from DiscordBot.config import load_config
from DiscordBot.core.findings import Level
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS, FOR_STAFF
from DiscordBot.discord_ui.server import REQUIRED_PERMISSIONS
from DiscordBot.server_setup.command import ask_on_terminal, set_up
from DiscordBot.server_setup.creation import NEEDED_TO_CREATE, setup_link
from DiscordBot.server_setup.layout import wanted_layout
from tests.config_folder import EVERY_SECRET, SMALLEST

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord.builders import ChannelHandle, GuildHandle

    from DiscordBot.config import Config
    from DiscordBot.core.findings import Finding

SHOWN_COMMANDS = discord.Permissions(view_audit_log=True, view_guild_insights=True)
EVERYTHING = (
    SMALLEST
    + """
[pretix]
organizer = "example"
event = "conf2027"
[pretalx]
event = "conf2027"
[programme]
[job_board]
source = "jobs.csv"
[moderation]
[mentions]
[reminders]
[session_threads]
[open_spaces]
[[rooms]]
name = "Forum Hall"
channel = "forum-hall"
"""
)
EVERYBODY = ["ada", "olivia", "sam", "victor"]


@dataclass
class SetupWorld:
    """A server on which nobody has prepared anything, and somebody at a terminal."""

    env: simcord.Env
    guild: GuildHandle
    client: discord.Client
    config: Config
    output: io.StringIO = field(default_factory=io.StringIO)
    asked: int = 0

    async def set_up(self, *, agree: bool = True, dry_run: bool = False) -> bool:
        """Run the command as on a terminal, and return whether it is content."""
        self.output = io.StringIO()

        def ask() -> bool:
            self.asked += 1
            return agree

        console = Console(file=self.output, width=80)
        return await set_up(
            self.client,
            self.config,
            wanted_layout(self.config, FEATURES),
            agree=ask,
            dry_run=dry_run,
            console=console,
        )

    async def troubles(self) -> list[Finding]:
        """Return what `bot.py check` does not like, but the intents, which simcord does not know."""
        found = await _check_server(self.client, self.config)
        return [one for one in found if one.level is not Level.OK and one.subject != "Discord intents"]

    def grant(self, permissions: discord.Permissions) -> None:
        guild = self.env.backend.guilds[self.guild.id]
        (own,) = [role for role in guild.roles.values() if role.managed]
        own.permissions = permissions.value

    def changes(self) -> list[str]:
        """Return the requests that changed something."""
        return [f"{one.method} {one.path}" for one in self.env.http_requests if one.method != "GET"]

    def channel(self, name: str) -> ChannelHandle:
        return self.guild.channels[name]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[SetupWorld]:
    (tmp_path / "ticket_to_roles_prod.json").write_text('{"Business": ["Attendee", "Business"]}')
    file = tmp_path / "config.toml"
    file.write_text(EVERYTHING)
    config = load_config(file, environment=EVERY_SECRET)
    client = discord.Client(intents=discord.Intents(guilds=True, members=True))
    env = simcord.Env(client)
    setup_world = SetupWorld(env, env.create_guild("PyCon Example", id=4242), client, config)
    setup_world.grant(REQUIRED_PERMISSIONS | SHOWN_COMMANDS | discord.Permissions(manage_channels=True))
    await env.start()
    yield setup_world
    await client.close()
    await env.shutdown()


async def test_an_empty_server_is_set_up_checked_and_needs_nothing_more(world: SetupWorld) -> None:
    assert len(await world.troubles()) > 5

    assert await world.set_up()
    assert "role «Organizers», colour #ED4245: Created." in world.output.getvalue()
    assert await world.troubles() == []

    requests = len(world.changes())
    assert await world.set_up()
    assert world.asked == 1
    assert world.output.getvalue() == (
        "There is nothing to create: «PyCon Example» has everything that the configuration names.\n"
    )
    assert len(world.changes()) == requests


SECTIONS = {
    "pretix": ('[pretix]\norganizer = "x"\nevent = "y"\n', "registration registration-help registration-log"),
    "tito": ('[tito]\naccount = "x"\nevent = "y"\n', "registration registration-help registration-log"),
    "ticket_files": (
        '[ticket_files]\nfiles = [{ name = "x", file = "y.csv" }]\n',
        "registration registration-help registration-log",
    ),
    "pretalx": ('[pretalx]\nevent = "y"\n', ""),
    "schedule_json": ('[schedule_json]\nsource = "schedule.json"\n', ""),
    "programme": ('[pretalx]\nevent = "y"\n[programme]\n', "programme schedule-updates forum-hall"),
    "discord_events": ('[pretalx]\nevent = "y"\n[discord_events]\n', ""),
    "session_threads": ('[pretalx]\nevent = "y"\n[session_threads]\n', "forum-hall"),
    "reminders": ('[pretalx]\nevent = "y"\n[reminders]\n', "speakers"),
    "my_sessions": ('[pretalx]\nevent = "y"\n[my_sessions]\n', ""),
    "volunteers": ('[volunteers]\nshifts = "shifts.csv"\n', "volunteers"),
    "staff": (
        '[pretix]\norganizer = "x"\nevent = "y"\n[staff]\n',
        "registration registration-help registration-log",
    ),
    "job_board": ('[job_board]\nsource = "jobs.csv"\n', "jobs"),
    "moderation": ("[moderation]\n", "tweet-moderation"),
    "twitter": ("[twitter]\n", ""),
    "bluesky": ("[bluesky]\n", ""),
    "linkedin": ("[linkedin]\n", ""),
    "mastodon": ('[mastodon]\nbase_url = "https://example.social"\n', ""),
    "news": ('[moderation]\n[news]\nfeed = "https://example.org"\n', "tweet-moderation"),
    "sponsors": ('[moderation]\n[sponsors]\nlevels = ["Gold"]\n', "tweet-moderation"),
    "campaigns": ("[moderation]\n[campaigns]\n", "tweet-moderation"),
    "mentions": ("[moderation]\n[mentions]\n", "tweet-moderation mentions"),
    "open_spaces": (
        "[open_spaces]\n",
        "open-spaces outgoing-tweets need-review event-conflict forum-hall",
    ),
    "metrics": ("[webhooks]\n[metrics]\n", ""),
    "backup": ('[backup]\nfolder = "backups"\n', ""),
    "nothing else": ("", ""),
}


def test_every_section_of_a_feature_is_among_those_below() -> None:
    assert {name for feature in FEATURES for name in feature.sections} == set(SECTIONS) - {"nothing else"}


@pytest.mark.parametrize(("text", "channels"), SECTIONS.values(), ids=SECTIONS)
async def test_a_section_alone_gets_what_it_needs_and_nothing_that_nobody_wants(
    world: SetupWorld, text: str, channels: str
) -> None:
    room = '[[rooms]]\nname = "Forum Hall"\nchannel = "forum-hall"\n'
    world.config.file.write_text(SMALLEST + text + room)
    world.config = load_config(world.config.file, environment=EVERY_SECRET)
    before = set(world.guild.channels)

    assert await world.set_up()

    assert await world.troubles() == []
    categories = {"Welcome", "Programme of the conference", "Rooms of the venue", "Conference staff"}
    assert set(world.guild.channels) - before - categories == {*channels.split(), "bot-log"}


async def test_who_sees_and_writes_where(world: SetupWorld) -> None:
    await world.set_up()
    roles = {role.name: role for role in world.guild.roles.values()}
    people = {"ada": "Attendee", "olivia": "Organizers", "sam": "Speakers", "victor": "Volunteers"}
    members = {
        name: world.guild.add_member(world.env.create_user(name), roles=[roles[role]])
        for name, role in people.items()
    }
    members["guest"] = world.guild.add_member(world.env.create_user("guest"))

    def who(permission: str, channel: str) -> list[str]:
        # Who does not see a channel can do nothing there.
        flag: int = getattr(discord.Permissions, permission).flag | discord.Permissions.view_channel.flag
        backend, channel_id = world.env.backend, world.channel(channel).id
        allowed = {
            name: backend.compute_permissions(world.guild.id, member.id, channel_id)
            for name, member in members.items()
        }
        return [name for name, permissions in allowed.items() if permissions & flag == flag]

    assert who("view_channel", "registration") == [*EVERYBODY, "guest"]
    assert who("send_messages", "registration") == ["olivia"]
    assert who("send_messages", "registration-help") == [*EVERYBODY, "guest"]
    assert who("view_channel", "programme") == who("send_messages", "forum-hall") == EVERYBODY
    assert who("send_messages", "programme") == ["olivia"]
    assert who("send_messages", "open-spaces") == who("view_channel", "Rooms of the venue") == EVERYBODY
    assert who("view_channel", "registration-log") == who("view_channel", "bot-log") == ["olivia"]
    assert who("view_channel", "tweet-moderation") == ["olivia", "victor"]
    assert who("view_channel", "speakers") == ["olivia", "sam", "victor"]
    assert who("send_messages", "jobs") == ["olivia"]
    assert who("send_messages_in_threads", "jobs") == EVERYBODY
    assert who("view_channel", "Conference staff") == ["olivia", "victor"]
    assert world.env.backend.channels[world.channel("jobs").id].type == discord.ChannelType.forum.value


async def test_nobody_opens_threads_where_one_only_reads(world: SetupWorld) -> None:
    world.grant(REQUIRED_PERMISSIONS | NEEDED_TO_CREATE)
    await world.set_up()
    ada = world.guild.add_member(world.env.create_user("ada"), roles=[world.guild.roles["Attendee"]])
    for channel in ("registration", "programme", "schedule-updates"):
        held = world.env.backend.compute_permissions(world.guild.id, ada.id, world.channel(channel).id)
        allowed = discord.Permissions(held)
        assert not allowed.create_public_threads, channel
        assert not allowed.create_private_threads, channel
        assert not allowed.send_messages_in_threads, channel


async def test_a_public_server_shows_everything_to_people_without_a_ticket(world: SetupWorld) -> None:
    server = world.config.server.model_copy(update={"public": True})
    world.config = world.config.model_copy(update={"server": server})
    await world.set_up()
    guest = world.guild.add_member(world.env.create_user("guest"))
    held = [
        discord.Permissions(
            world.env.backend.compute_permissions(world.guild.id, guest.id, world.channel(channel).id)
        )
        for channel in ("programme", "forum-hall", "open-spaces")
    ]
    assert [one.view_channel for one in held] == [True] * 3
    assert [one.send_messages for one in held] == [False, True, True]


async def test_the_bot_may_keep_the_topics_of_rooms_and_only_those(world: SetupWorld) -> None:
    await world.set_up()
    world.grant(REQUIRED_PERMISSIONS)
    assert await world.troubles() == []

    guild = await world.client.fetch_guild(world.guild.id)
    assert world.client.user is not None
    me = await guild.fetch_member(world.client.user.id)
    managed = [one.name for one in await guild.fetch_channels() if one.permissions_for(me).manage_channels]
    assert managed == ["forum-hall"]


async def test_a_new_channel_stands_in_its_category_with_its_topic(world: SetupWorld) -> None:
    await world.set_up()
    backend = world.env.backend
    registration = backend.channels[world.channel("registration").id]
    assert registration.topic == "Press the button to get the roles of your ticket."
    assert registration.parent_id == world.channel("Welcome").id


async def test_a_dry_run_shows_the_plan_and_changes_nothing(world: SetupWorld) -> None:
    assert await world.set_up(dry_run=True)

    shown = world.output.getvalue()
    assert "  + role «Attendee», colour #5865F2\n" in shown
    assert "  + forum channel #jobs in «Programme of the conference», ticket holders read" in shown
    assert world.asked == 0
    assert world.changes() == []


async def test_who_says_no_gets_nothing(world: SetupWorld) -> None:
    assert not await world.set_up(agree=False)
    assert "Nothing was created." in world.output.getvalue()
    assert world.changes() == []


async def test_what_is_there_stays_as_it_is(world: SetupWorld) -> None:
    world.guild.create_role("organizers", color=0x123456)
    world.guild.create_text_channel("bot-log", topic="ours")
    world.guild.create_voice_channel("forum-hall")

    assert await world.set_up()

    changes = world.changes()
    assert {change.split()[0] for change in changes} == {"POST"}
    shown = world.output.getvalue()
    assert "! channel #bot-log (channels.bot_log): Everybody can read this channel" in shown
    assert "✗ channel #forum-hall (rooms[1].channel): This is a channel of another kind" in shown
    assert [role.name for role in world.guild.roles.values()].count("Organizers") == 0
    assert world.env.backend.channels[world.channel("bot-log").id].topic == "ours"


async def test_without_manage_channels_it_says_what_is_missing_and_goes_on(world: SetupWorld) -> None:
    world.grant(REQUIRED_PERMISSIONS | SHOWN_COMMANDS)

    assert not await world.set_up()

    before, after = world.output.getvalue().split("To be created")
    assert "The bot lacks Manage Channels, so it cannot create all of this." in before
    assert f": {setup_link(world.env.backend.application_id)}\n" in before
    assert "✓ role «Attendee», colour #5865F2: Created." in after
    assert "#bot-log in «Conference staff», for organisers only: Discord refused it (status 403" in after
    assert after.count("→") == 1

    world.grant(REQUIRED_PERMISSIONS | SHOWN_COMMANDS | discord.Permissions(manage_channels=True))
    assert await world.set_up()
    assert await world.troubles() == []


async def test_one_failure_does_not_keep_the_rest_from_being_created(world: SetupWorld) -> None:
    world.env.inject_error("POST", "/guilds/*/roles", status=403, code=50013)

    assert not await world.set_up()

    shown = world.output.getvalue()
    assert "role «Organizers», colour #ED4245: Discord refused it (status 403, code 50013)." in shown
    assert "It is for people with the role «Organizers», which does not exist." in shown
    assert "role «Volunteers», colour #2ECC71: Created." in shown
    assert "text channel #registration-help in «Welcome», for everybody: Created." in shown
    assert "bot-log" not in world.guild.channels

    assert await world.set_up()
    assert await world.troubles() == []


def test_the_link_asks_for_what_creating_needs_besides() -> None:
    granted = discord.Permissions(int(setup_link(4242).partition("permissions=")[2].partition("&")[0]))
    threads = discord.Permissions(create_public_threads=True, create_private_threads=True)
    assert granted == (
        REQUIRED_PERMISSIONS | SHOWN_COMMANDS | threads | discord.Permissions(manage_channels=True)
    )


async def test_the_staffs_roles_are_shown_the_staffs_commands(world: SetupWorld) -> None:
    assert await world.set_up()

    roles = {
        role.name: role.permissions for role in await (await world.client.fetch_guild(4242)).fetch_roles()
    }
    assert (roles["Organizers"], roles["Volunteers"]) == (FOR_ORGANIZERS, FOR_STAFF)
    assert roles["Attendee"] == discord.Permissions.none()


async def test_a_role_that_is_not_shown_its_commands_is_told(world: SetupWorld) -> None:
    world.grant(REQUIRED_PERMISSIONS | discord.Permissions(manage_channels=True))
    assert await world.set_up()
    assert "would not see their commands" in " ".join(world.output.getvalue().split())

    troubles = {one.subject: one.remedy for one in await world.troubles()}

    assert troubles.keys() == {"commands of the role «Organizers»", "commands of the role «Volunteers»"}
    assert "View Server Insights" in troubles["commands of the role «Volunteers»"]
    for role in world.env.backend.guilds[world.guild.id].roles.values():
        if role.name in {"Organizers", "Volunteers"}:
            role.permissions = discord.Permissions(administrator=True).value
    assert await world.troubles() == []


async def test_a_bot_that_was_not_invited(world: SetupWorld) -> None:
    world.env.backend.remove_guild(world.guild.id)

    assert not await world.set_up()

    shown = world.output.getvalue()
    assert "The bot is not on the server 4242." in shown
    assert setup_link(world.env.backend.application_id) in shown


@pytest.mark.parametrize(("typed", "agreed"), [("y\n", True), (" YES \n", True), ("\n", False), ("", False)])
def test_only_yes_means_yes(monkeypatch: pytest.MonkeyPatch, typed: str, agreed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert ask_on_terminal() is agreed


@pytest.mark.parametrize("option", ["--yes", "--dry-run"])
def test_its_options_belong_to_no_other_command(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([option])
    assert f"error: {option} belongs to setup" in capsys.readouterr().err
