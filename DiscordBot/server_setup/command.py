"""`bot.py setup`: shows what it is going to create, asks, and creates it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console

from DiscordBot.core.findings import Finding, Level
from DiscordBot.server_setup.creation import look_at_server

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from DiscordBot.config import Config
    from DiscordBot.server_setup.layout import Layout
    from DiscordBot.server_setup.plan import Plan

_SIGNS = {Level.OK: "✓", Level.WARNING: "!", Level.ERROR: "✗"}


async def set_up(
    client: discord.Client,
    config: Config,
    wanted: Layout,
    *,
    agree: Callable[[], bool],
    dry_run: bool,
    console: Console | None = None,
) -> bool:
    """Bring the server to what `config` speaks of; return False if that was refused or did not succeed.

    `client` is logged in and need not be connected. `agree` is asked before anything is created; a
    `dry_run` only shows the plan.
    """
    # No table: it would break the links that people copy. No markup: names may hold brackets.
    say = partial((console or Console()).print, markup=False, highlight=False, soft_wrap=True)
    server = await look_at_server(client, config, wanted)
    if isinstance(server, Finding):
        say(_lines(server))
        return False
    plan = server.plan()
    say(_overview(plan, server.guild.name))
    if dry_run or not plan.steps:
        return True
    if not agree():
        say("Nothing was created. (Without a terminal, use --yes.)")
        return False
    return await server.carry_out(plan, lambda finding: say(_lines(finding)))


def ask_on_terminal(question: str = "Create this? [y/N] ") -> bool:
    """Ask whether to go on; without a terminal the answer is no."""
    try:
        return input(question).strip().casefold() in {"y", "yes"}
    except EOFError:
        return False


def _overview(plan: Plan, server: str) -> str:
    parts = []
    if plan.differences:
        parts += ["Not changed, but please check:", *map(_lines, plan.differences), ""]
    if plan.steps:
        parts.append(f"To be created on «{server}»; nothing that exists is changed or deleted:")
        parts += [f"  + {step}" for step in plan.steps]
    else:
        parts.append(f"There is nothing to create: «{server}» has everything that the configuration names.")
    return "\n".join(parts)


def _lines(finding: Finding) -> str:
    remedy = f"\n      → {finding.remedy}" if finding.remedy else ""
    return f"  {_SIGNS[finding.level]} {finding.subject}: {finding.detail}{remedy}"
