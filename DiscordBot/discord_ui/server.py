"""The conference's Discord server: finding its channels and roles, and what the bot needs there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import discord

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.references import referred_to
from DiscordBot.server_setup.layout import SEND_FILES, SPEAK_IN_THREADS, Kind, WantedRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from discord.abc import GuildChannel

    from DiscordBot.server_setup.layout import Layout, WantedChannel

REQUIRED_PERMISSIONS = discord.Permissions(
    **dict.fromkeys(SPEAK_IN_THREADS | SEND_FILES, True), manage_roles=True, manage_nicknames=True
)
"""On the whole server. Topics need Manage Channels, but only in the channels of rooms, where it is safe."""

# What Discord's settings call a permission, where discord.py prefers another name.
_SHOWN_NAMES = {"read_messages": "View Channel", "view_guild_insights": "View Server Insights"}

NOT_CONNECTED = Finding(
    "server",
    Level.ERROR,
    "The bot is not on the server, or not connected to it.",
    "Check server.guild_id in the configuration, and invite the bot.",
)

Thing = TypeVar("Thing")


class Server:
    """Finds channels and roles on the server as it is now.

    `guild` is asked every time, since discord.py makes a new object after a lost connection; it gives
    None while the bot is not connected.
    """

    def __init__(self, guild: Callable[[], discord.Guild | None]) -> None:
        self._guild = guild

    @property
    def guild(self) -> discord.Guild | None:
        """The server, or None while the bot is not connected to it."""
        return self._guild()

    def channel(self, reference: str | int) -> GuildChannel | None:
        """Return the channel called so, or None if there is none or more than one."""
        guild = self._guild()
        return None if guild is None else _only(referred_to(reference, guild.channels))

    def text_channel(self, reference: str | int) -> discord.TextChannel | None:
        """Return the text channel called so, or None if there is none, or more than one channel."""
        channel = self.channel(reference)
        return channel if isinstance(channel, discord.TextChannel) else None

    def role(self, reference: str | int) -> discord.Role | None:
        """Return the role called so, or None if there is none or more than one."""
        guild = self._guild()
        return None if guild is None else _only(referred_to(reference, guild.roles))

    def roles_to_give(self, references: Iterable[str | int]) -> tuple[list[discord.Role], list[Finding]]:
        """Return the roles that the bot can give, and a finding for each of the others."""
        guild = self._guild()
        if guild is None:
            return [], [NOT_CONNECTED]
        roles: list[discord.Role] = []
        findings: list[Finding] = []
        of_server = guild.roles
        for reference in sorted(references, key=str):
            finding = _check_role(of_server, guild.me, WantedRole("ticket roles", reference, 0))
            if finding.level is Level.OK:
                roles += referred_to(reference, of_server)
            else:
                findings.append(finding)
        return roles, findings


def invite_link(application_id: int) -> str:
    """Make the link by which an organiser adds the bot, with exactly the permissions that it needs."""
    return discord.utils.oauth_url(application_id, permissions=REQUIRED_PERMISSIONS)


def check_server(
    guild: discord.Guild, channels: Sequence[GuildChannel], me: discord.Member, wanted: Layout
) -> tuple[Finding, ...]:
    """Look at everything that the bot needs on the server; one finding for each thing, also if all is well.

    Nothing but the arguments is asked, so it works without a gateway connection.
    """
    return (
        _check_permissions(guild, me),
        *(_check_channel(channels, me, one) for one in wanted.channels),
        *(_check_role(guild.roles, me, one) for one in wanted.roles),
    )


def _check_permissions(guild: discord.Guild, me: discord.Member) -> Finding:
    subject = f"server «{guild.name}»"
    missing = _missing(REQUIRED_PERMISSIONS, me.guild_permissions)
    if not missing:
        return Finding(subject, Level.OK, "The bot has the permissions that it needs.")
    return Finding(
        subject,
        Level.ERROR,
        f"The bot lacks {missing}.",
        f"Switch on {missing} for {_own_role(me)} in Server Settings → Roles.",
    )


def _check_channel(channels: Sequence[GuildChannel], me: discord.Member, wanted: WantedChannel) -> Finding:
    found = referred_to(wanted.reference, channels)
    subject = wanted.subject
    if not found:
        remedy = f"Create a {wanted.kind.value} of that name, or correct {wanted.setting}."
        return Finding(subject, Level.ERROR, "There is no such channel that the bot can see.", remedy)
    if len(found) > 1:
        remedy = f"Rename all but one, or put the channel's id into {wanted.setting}."
        return Finding(subject, Level.ERROR, f"{len(found)} channels have this name.", remedy)
    channel = found[0]
    if not _is(channel, wanted.kind):
        remedy = f"Create a {wanted.kind.value} of that name, or correct {wanted.setting}."
        return Finding(subject, Level.ERROR, f"This is not a {wanted.kind.value}.", remedy)
    missing = _missing(
        discord.Permissions(**dict.fromkeys(wanted.permissions, True)), channel.permissions_for(me)
    )
    if missing:
        remedy = f"Allow {missing} for {_own_role(me)} in #{channel.name} → Edit → Permissions."
        return Finding(subject, Level.ERROR, f"The bot lacks {missing} here.", remedy)
    return Finding(subject, Level.OK, "The bot can use it.")


def _check_role(roles: Sequence[discord.Role], me: discord.Member, wanted: WantedRole) -> Finding:
    found = referred_to(wanted.reference, roles)
    subject = wanted.subject
    if not found:
        remedy = f"Create it in Server Settings → Roles, or correct {wanted.setting}."
        return Finding(subject, Level.ERROR, "There is no such role.", remedy)
    if len(found) > 1:
        remedy = f"Rename all but one, or put the role's id into {wanted.setting}."
        return Finding(subject, Level.ERROR, f"{len(found)} roles have this name.", remedy)
    problem = _hindrance(found[0], me, wanted.setting) if wanted.is_given else None
    if problem is not None:
        return Finding(subject, Level.ERROR, *problem)
    return Finding(subject, Level.OK, "The bot can give it." if wanted.is_given else "It exists.")


def _hindrance(role: discord.Role, me: discord.Member, setting: str) -> tuple[str, str] | None:
    """Return why the bot cannot give `role` and what to do about it, or None if it can."""
    if role.is_default():
        return "Everybody has this role; it cannot be given.", f"Choose another role in {setting}."
    if role.managed:
        return "Discord or an integration manages this role.", f"Choose another role in {setting}."
    if role >= me.top_role:
        return (
            "This role is not below the bot's own, so the bot cannot give it.",
            f"Drag {_own_role(me)} above «{role.name}» in Server Settings → Roles.",
        )
    return None


def _own_role(me: discord.Member) -> str:
    if me.top_role.is_default():
        return "a role of the bot's own (it gets one when it is added again by its invite link)"
    return f"the role «{me.top_role.name}»"


def _is(channel: GuildChannel, kind: Kind) -> bool:
    return isinstance(channel, discord.ForumChannel if kind is Kind.FORUM else discord.TextChannel)


def permission_names(permissions: discord.Permissions) -> str:
    """Return permissions as Discord's settings call them; nothing for none."""
    names = (name for name, is_set in permissions if is_set)
    return ", ".join(_SHOWN_NAMES.get(name, name.replace("_", " ").title()) for name in names)


def _missing(wanted: discord.Permissions, granted: discord.Permissions) -> str:
    return permission_names(wanted & ~granted)


def _only(found: list[Thing]) -> Thing | None:
    return found[0] if len(found) == 1 else None
