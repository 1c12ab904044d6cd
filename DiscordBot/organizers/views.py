"""How the bot's health looks to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.utils import format_dt

from DiscordBot.discord_ui.limits import EMBED_FIELD_VALUE, split_text
from DiscordBot.health import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.scheduler import JobReport

SIGNS = {Level.OK: "✅", Level.WARNING: "⚠️", Level.ERROR: "❌"}
FIELDS_A_PAGE = 8


def health_pages(findings: Sequence[Finding], jobs: Sequence[JobReport]) -> list[discord.Embed]:
    """Return what is not well, then every job, then in short what is well."""
    troubles = [found for level in (Level.ERROR, Level.WARNING) for found in findings if found.level is level]
    fields = [(f"{SIGNS[t.level]} {t.subject}", f"{t.detail}\n**→ {t.remedy}**") for t in troubles]
    fields += [_job_field(job) for job in jobs]
    fine = [f"{found.subject}: {found.detail}" for found in findings if found.level is Level.OK]
    fields += [
        (f"{SIGNS[Level.OK]} In order", part) for part in split_text("\n".join(fine), EMBED_FIELD_VALUE)
    ]
    well = not troubles and not any(job.error for job in jobs)
    title = "✅ Everything is fine" if well else "❌ Something needs attention"
    colour = discord.Colour.green() if well else discord.Colour.red()
    return [
        _page(title, colour, fields[start : start + FIELDS_A_PAGE])
        for start in range(0, max(1, len(fields)), FIELDS_A_PAGE)
    ]


def _page(title: str, colour: discord.Colour, fields: Iterable[tuple[str, str]]) -> discord.Embed:
    embed = discord.Embed(title=title, colour=colour)
    for name, value in fields:
        embed.add_field(name=name, value=value, inline=False)
    return embed


def _job_field(job: JobReport) -> tuple[str, str]:
    last = (
        f"ran {format_dt(job.last_run, 'R')}, {job.took_seconds:.1f} s" if job.last_run else "has not run yet"
    )
    following = f", next {format_dt(job.next_run, 'R')}" if job.next_run else ""
    sign = SIGNS[Level.ERROR if job.error else Level.OK]
    return f"{sign} job «{job.name}»", f"{last}{following}" + (f"\n{job.error}" if job.error else "")
