"""How a network's account is doing, as organisers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.networks.port import AccountStatus, Paused
    from DiscordBot.networks.posting_window import PostingWindow


def status_embed(status: AccountStatus) -> discord.Embed:
    """Show how the account is doing."""
    posts = status.paused is None
    colour = discord.Colour.green() if posts else discord.Colour.orange()
    name = "nobody (dry run)" if status.dry_run else status.account
    embed = discord.Embed(title=f"{status.title}: {name}", colour=colour)
    embed.add_field(name="Posting", value=_posting(status.paused), inline=False)
    embed.add_field(name="Window", value=_window(status.window, status.opens), inline=False)
    for field in status.details:
        lines = [
            text if moment is None else f"{text} {time_stamp(moment, 'R')}" for text, moment in field.lines
        ]
        embed.add_field(name=field.title, value="\n".join(lines), inline=False)
    if status.dry_run:
        embed.set_footer(text="A dry run: everything happens but posting.")
    return embed


def status_line(status: AccountStatus) -> str:
    """Return the same in a line, for where all networks are listed."""
    name = "dry run" if status.dry_run else status.account
    mark = "🟢" if status.paused is None else "🟠"
    return f"{mark} **{status.title}** ({name}): " + (
        _window(status.window, status.opens) if status.paused is None else _posting(status.paused)
    )


def _line(text: str, moment: datetime | None) -> str:
    return text if moment is None else f"{text} {time_stamp(moment, 'R')}"


def _posting(paused: Paused | None) -> str:
    if paused is None:
        return "yes"
    return f"no. {paused.reason}" + (f" Until {time_stamp(paused.until)}." if paused.until else "")


def _window(window: PostingWindow, opens: datetime | None) -> str:
    if window.start == window.end:
        return "all day"
    hours = f"{window.start:%H:%M} to {window.end:%H:%M}, conference time"
    state = f"opens {time_stamp(opens, 'R')}" if opens else "open now"
    return f"{hours}; {state}"
