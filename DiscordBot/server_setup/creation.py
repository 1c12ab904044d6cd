"""Creating on the server what config.toml speaks of, by requests, without connecting to the gateway."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.references import referred_to
from DiscordBot.discord_ui.server import REQUIRED_PERMISSIONS
from DiscordBot.server_setup.layout import SEES_ORGANIZER_COMMANDS, SPEAK, Audience, Kind, folded
from DiscordBot.server_setup.plan import (
    ExistingChannel,
    ExistingRole,
    NewCategory,
    NewChannel,
    NewRole,
    Plan,
    Step,
    plan_setup,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from discord.abc import GuildChannel

    from DiscordBot.config import Config
    from DiscordBot.server_setup.layout import Layout

    Overwrites = dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]

# Only what the bot may itself can be forbidden to others:
# https://discord.com/developers/docs/resources/channel#edit-channel-permissions
_NO_THREADS = discord.Permissions(create_public_threads=True, create_private_threads=True)
_SHOWN_COMMANDS = discord.Permissions(**dict.fromkeys(SEES_ORGANIZER_COMMANDS, True))
NEEDED_TO_CREATE = (
    _NO_THREADS | _SHOWN_COMMANDS | discord.Permissions(manage_channels=True, manage_roles=True)
)
REASON = "set-up of the conference's server"

_WRITER = discord.PermissionOverwrite(view_channel=True, send_messages=True)


def setup_link(application_id: int) -> str:
    """Make the link that gives the bot, besides what it always needs, what it needs for the set-up only."""
    return discord.utils.oauth_url(application_id, permissions=REQUIRED_PERMISSIONS | NEEDED_TO_CREATE)


@dataclass(slots=True)
class ServerSetup:
    """The server as it was when looked at, and what was created since."""

    config: Config
    wanted: Layout
    guild: discord.Guild
    me: discord.Member
    application_id: int
    channels: list[GuildChannel]
    roles: list[discord.Role] = field(init=False)

    def __post_init__(self) -> None:
        self.roles = list(self.guild.roles)

    def plan(self) -> Plan:
        """Compare the server with the configuration."""
        roles = [ExistingRole(role.id, role.name) for role in self.roles]
        channels = [self._existing(channel) for channel in self.channels]
        plan = plan_setup(self.wanted, roles, channels)
        return Plan(plan.steps, (*plan.differences, *self._missing_permissions(plan.steps)))

    async def carry_out(self, plan: Plan, tell: Callable[[Finding], object]) -> bool:
        """Create everything, tell of each step, and go on after a failure; return whether all succeeded."""
        succeeded = True
        remedies: set[str] = set()
        for step in plan.steps:
            finding = await self._try(step)
            # The same advice is given once: without a permission all steps fail alike.
            tell(replace(finding, remedy="") if finding.remedy in remedies else finding)
            remedies.add(finding.remedy)
            succeeded = succeeded and finding.level is Level.OK
        return succeeded

    async def _try(self, step: Step) -> Finding:
        try:
            created = await self._create(step)
        except discord.HTTPException as error:
            detail = f"Discord refused it (status {error.status}, code {error.code})."
            return Finding(str(step), Level.ERROR, detail, self._remedy(step, error))
        except (aiohttp.ClientError, OSError) as error:
            detail = f"Discord cannot be reached ({type(error).__name__})."
            return Finding(
                str(step), Level.ERROR, detail, "Run the set-up again; it continues where it stopped."
            )
        except _MissingRoleError as error:
            detail = f"It is for people with the role «{error}», which does not exist."
            return Finding(str(step), Level.ERROR, detail, "Create that role and run the set-up again.")
        if isinstance(step, NewChannel) and not referred_to(step.wanted.reference, [created]):
            detail = f"Created, but Discord calls it «{created.name}»."
            remedy = f"Write «{created.name}» into {step.wanted.setting}."
            return Finding(str(step), Level.WARNING, detail, remedy)
        return Finding(str(step), Level.OK, "Created.")

    async def _create(self, step: Step) -> discord.Role | GuildChannel:
        match step:
            case NewRole():
                return await self._create_role(step)
            case NewCategory(category):
                overwrites = self._overwrites(category.audience)
                created = await self.guild.create_category(
                    category.name, overwrites=overwrites, reason=REASON
                )
                self.channels.append(created)
                return created
            case NewChannel():
                return await self._create_channel(step)

    async def _create_role(self, step: NewRole) -> discord.Role:
        role = await self.guild.create_role(
            name=step.name,
            colour=discord.Colour(step.wanted.colour),
            hoist=step.wanted.is_listed_apart,
            permissions=discord.Permissions(**dict.fromkeys(step.wanted.permissions, True))
            & self.me.guild_permissions,
            reason=REASON,
        )
        self.roles.append(role)
        return role

    async def _create_channel(self, step: NewChannel) -> GuildChannel:
        wanted = step.wanted
        create = self.guild.create_forum if wanted.kind is Kind.FORUM else self.guild.create_text_channel
        channel: GuildChannel = await create(
            step.name,
            category=self._category(wanted.category.name),
            overwrites=self._overwrites(wanted.audience, wanted.kind, bot_keeps_topic=wanted.bot_keeps_topic),
            reason=REASON,
            topic=wanted.topic,
        )
        self.channels.append(channel)
        return channel

    def _category(self, name: str) -> discord.CategoryChannel | None:
        categories = [one for one in self.channels if isinstance(one, discord.CategoryChannel)]
        return next((one for one in categories if one.name.casefold() == name.casefold()), None)

    def _overwrites(
        self, audience: Audience, kind: Kind = Kind.TEXT, *, bot_keeps_topic: bool = False
    ) -> Overwrites:
        """Return who may do what; only what the bot may itself can be set: Discord refuses the rest."""
        allowed = discord.Permissions(**dict.fromkeys(SPEAK, True), manage_channels=bot_keeps_topic)
        bot = discord.PermissionOverwrite.from_pair(allowed, discord.Permissions.none())
        if audience is Audience.EVERYBODY:
            return {self.me: bot} if bot_keeps_topic else {}
        nothing = discord.Permissions.none()
        silence = self._silence(kind) if audience.is_silent else nothing
        hidden = discord.Permissions(view_channel=audience.is_private)
        rules: Overwrites = {
            self.guild.default_role: discord.PermissionOverwrite.from_pair(nothing, hidden | silence)
        }
        if audience.made_public is not audience:
            seen = discord.PermissionOverwrite.from_pair(discord.Permissions(view_channel=True), silence)
            rules |= dict.fromkeys(self._participants(), seen if audience.is_silent else _WRITER)
        return {**rules, **dict.fromkeys(self._writers(audience), _WRITER), self.me: bot}

    def _silence(self, kind: Kind) -> discord.Permissions:
        """Return what is forbidden where one only reads; below the posts of a forum people may answer."""
        if kind is Kind.FORUM:
            return discord.Permissions(send_messages=True)
        threads = (_NO_THREADS & self.me.guild_permissions) | discord.Permissions(
            send_messages_in_threads=True
        )
        return discord.Permissions(send_messages=True) | threads

    def _participants(self) -> list[discord.Role]:
        """Return the roles of those who take part: whoever has a ticket, speaks or is staff."""
        return [
            self._role(role.reference) for role in self.wanted.roles if role.admits or role.is_listed_apart
        ]

    def _writers(self, audience: Audience) -> list[discord.Role]:
        """Return who writes besides the bot; groups that nothing else wants are left out of a category."""
        wanted = {folded(role.reference) for role in self.wanted.roles}
        groups = (getattr(self.config.roles, group) for group in audience.groups)
        return [
            self._role(reference)
            for references in groups
            for reference in references
            if folded(reference) in wanted
        ]

    def _role(self, reference: str | int) -> discord.Role:
        found = referred_to(reference, self.roles)
        if len(found) != 1:
            raise _MissingRoleError(reference)
        return found[0]

    def _existing(self, channel: GuildChannel) -> ExistingChannel:
        everybody = channel.permissions_for(self.guild.default_role)
        return ExistingChannel(
            channel.id, channel.name, _kind(channel), everybody.view_channel, everybody.send_messages
        )

    def _missing_permissions(self, steps: Sequence[Step]) -> list[Finding]:
        findings: list[Finding] = []
        needed = discord.Permissions.none()
        for step in steps:
            is_role = isinstance(step, NewRole)
            needed |= discord.Permissions(manage_roles=is_role, manage_channels=not is_role)
        threads = _NO_THREADS & ~self.me.guild_permissions
        if any(isinstance(step, NewChannel) and step.wanted.audience.is_silent for step in steps) and threads:
            detail = "In the new read-only channels people could open threads, since the bot may not."
            findings.append(Finding("set-up", Level.WARNING, detail, self._invitation))
        shown = _SHOWN_COMMANDS & ~self.me.guild_permissions
        if any(isinstance(step, NewRole) and step.wanted.permissions for step in steps) and shown:
            detail = "The new staff roles would not see their commands: the bot lacks that permission."
            findings.append(Finding("set-up", Level.WARNING, detail, self._invitation))
        missing = [name for name, is_set in needed & ~self.me.guild_permissions if is_set]
        if missing:
            names = " and ".join(name.replace("_", " ").title() for name in missing)
            detail = f"The bot lacks {names}, so it cannot create all of this."
            findings.append(Finding("set-up", Level.ERROR, detail, self._invitation))
        return findings

    def _remedy(self, step: Step, error: discord.HTTPException) -> str:
        if isinstance(error, discord.Forbidden):
            return self._invitation
        if isinstance(step, NewChannel) and step.wanted.kind is Kind.FORUM:
            return "Forums need a community server: Server Settings → Enable Community."
        return "Create it by hand, or run the set-up again."

    @property
    def _invitation(self) -> str:
        link = setup_link(self.application_id)
        return f"Add the bot with this link, run the set-up again, and take Manage Channels back: {link}"


class _MissingRoleError(Exception):
    """The role is not there, or more than once."""


async def look_at_server(client: discord.Client, config: Config, wanted: Layout) -> ServerSetup | Finding:
    """Return the server, or why it cannot be looked at; `client` is logged in and need not be connected."""
    application = await client.application_info()
    try:
        guild = await client.fetch_guild(config.server.guild_id)
        me = await guild.fetch_member(application.id if client.user is None else client.user.id)
        channels: list[GuildChannel] = [*await guild.fetch_channels()]
    except (discord.NotFound, discord.Forbidden):
        detail = f"The bot is not on the server {config.server.guild_id}."
        remedy = f"Check server.guild_id, and invite the bot: {setup_link(application.id)}"
        return Finding("server", Level.ERROR, detail, remedy)
    return ServerSetup(config, wanted, guild, me, application.id, channels)


def _kind(channel: GuildChannel) -> Kind:
    match channel:
        case discord.CategoryChannel():
            return Kind.CATEGORY
        case discord.TextChannel():
            return Kind.TEXT
        case discord.ForumChannel():
            return Kind.FORUM
        case _:
            return Kind.OTHER
