"""How health looks to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.messages.paginator import field_pages
from DiscordBot.discord_ui.texts.limits import EMBED_FIELD_VALUE, split_text
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.core.scheduler import JobReport

SIGNS = {Level.OK: "✅", Level.WARNING: "⚠️", Level.ERROR: "❌"}
COLOURS = {
    Level.OK: discord.Colour.green(),
    Level.WARNING: discord.Colour.gold(),
    Level.ERROR: discord.Colour.red(),
}


def health_pages(findings: Sequence[Finding], jobs: Sequence[JobReport], footer: str) -> list[discord.Embed]:
    """Return what is not well and what to do about it, then the jobs, then in short what is well."""
    troubles = [*findings, *(_trouble(job) for job in jobs if job.error)]
    errors, warnings = (
        [found for found in troubles if found.level is level] for level in (Level.ERROR, Level.WARNING)
    )
    fields = [
        (f"{SIGNS[t.level]} {t.subject}", f"{shown(t.detail)}\n{t.remedy and f'→ **{t.remedy}**'}")
        for t in (*errors, *warnings)
    ]
    fields += _lines_as_fields("Jobs", (_job_line(job) for job in jobs))
    fields += _lines_as_fields("In order", _in_order(findings))
    worst = Level.ERROR if errors else Level.WARNING if warnings else Level.OK
    title = f"{SIGNS[worst]} {_summary(len(errors), len(warnings))}"
    pages = field_pages(title, fields, COLOURS[worst])
    return [page.set_footer(text=footer) for page in pages]


def _trouble(job: JobReport) -> Finding:
    when = time_stamp(job.next_run, "R") if job.next_run else "after a restart"
    return Finding(f"job «{job.name}»", Level.ERROR, job.error, f"It runs again {when}.")


def _job_line(job: JobReport) -> str:
    following = f" · next {time_stamp(job.next_run, 'R')}" if job.next_run else ""
    if job.last_run is None:
        return f"⏳ **{job.name}** has not run yet{following}"
    sign = SIGNS[Level.ERROR if job.error else Level.OK]
    return f"{sign} **{job.name}** {time_stamp(job.last_run, 'R')}, {job.took_seconds:.1f} s{following}"


def _in_order(findings: Iterable[Finding]) -> list[str]:
    """Return a line for each thing there is to say, with all things of which it is said."""
    subjects: dict[str, dict[str, None]] = {}
    for found in findings:
        if found.level is Level.OK:
            # Which setting speaks of a channel matters only while something is wrong with it.
            subjects.setdefault(found.detail, {})[found.subject.partition(" (")[0]] = None
    return [
        f"**{', '.join(same)}** {detail}" if len(same) == 1 else f"**{detail}** {', '.join(same)}"
        for detail, same in ((shown(detail), same) for detail, same in subjects.items())
    ]


def _summary(errors: int, warnings: int) -> str:
    numbers = ((errors, "thing does not work", "things do not work"), (warnings, "warning", "warnings"))
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in numbers if count]
    return ", ".join(parts) or "Everything is fine"


def _lines_as_fields(name: str, lines: Iterable[str]) -> list[tuple[str, str]]:
    parts = split_text("\n".join(lines), EMBED_FIELD_VALUE)
    return [(name if number == 0 else f"{name} (continued)", part) for number, part in enumerate(parts)]
