"""Trying what a start needs of Discord, without connecting to the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.references import referred_to
from DiscordBot.discord_ui.server import check_server, invite_link, permission_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from DiscordBot.server_setup.layout import Layout

_LOGIN_REMEDY = (
    "Copy the token anew from the Discord Developer Portal → Bot, into DISCORD_BOT_TOKEN in .secrets."
)
_INTENT_REMEDY = "Switch on «Server Members Intent» in the Discord Developer Portal → Bot."


async def check_login(client: discord.Client, token: str) -> Finding:
    """Try the token; `client` is logged in afterwards if it is right."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        return Finding("Discord login", Level.ERROR, "Discord does not know this token.", _LOGIN_REMEDY)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        detail = f"Discord cannot be reached ({type(error).__name__})."
        return Finding("Discord login", Level.ERROR, detail, "Check this machine's connection and try again.")
    return Finding("Discord login", Level.OK, "The token is right.")


async def check_discord(client: discord.Client, guild_id: int, wanted: Layout) -> tuple[Finding, ...]:
    """Look at the intents and the server; `client` is logged in and need not be connected."""
    application = await client.application_info()
    flags = application.flags
    if not (flags.gateway_guild_members or flags.gateway_guild_members_limited):
        intents = Finding("Discord intents", Level.ERROR, "The bot may not see the members.", _INTENT_REMEDY)
    else:
        intents = Finding("Discord intents", Level.OK, "The bot may see the members.")
    try:
        guild = await client.fetch_guild(guild_id)
        me = await guild.fetch_member(application.id if client.user is None else client.user.id)
        channels = await guild.fetch_channels()
    except (discord.NotFound, discord.Forbidden):
        detail = f"The bot is not on the server {guild_id}."
        remedy = f"Check server.guild_id, and invite the bot: {invite_link(application.id)}"
        return (intents, Finding("server", Level.ERROR, detail, remedy))
    return (intents, *check_server(guild, channels, me, wanted), *_hidden_commands(guild.roles, wanted))


def _hidden_commands(roles: Sequence[discord.Role], wanted: Layout) -> Iterator[Finding]:
    """Give a finding for each role of the staff whose members are not shown their commands.

    Organisers may have allowed them under Integrations instead, which a bot cannot read.
    """
    for one in wanted.roles:
        needed = discord.Permissions(**dict.fromkeys(one.permissions, True))
        for role in referred_to(one.reference, roles):
            missing = needed & ~role.permissions
            if missing and not role.permissions.administrator:
                names = permission_names(missing)
                yield Finding(
                    f"commands of the role «{role.name}»",
                    Level.WARNING,
                    "Discord does not show all of their commands to members with this role.",
                    f"Switch on {names} for it in Server Settings → Roles; they allow no more than to look."
                    " Or allow it the commands in Server Settings → Integrations.",
                )
