"""How health, numbers and settings look to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.limits import EMBED_FIELD_VALUE, split_text
from DiscordBot.discord_ui.shown_text import shown_line
from DiscordBot.discord_ui.timestamps import time_stamp
from DiscordBot.features.organizers.statistics import combine_rest, percentage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.core.scheduler import JobReport
    from DiscordBot.core.settings import CurrentSetting, SettingChange
    from DiscordBot.features.organizers.statistics import RegistrationNumbers, RoleCounts
    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers

SIGNS: Final = {Level.OK: "✅", Level.WARNING: "⚠️", Level.ERROR: "❌"}
COLOURS: Final = {
    Level.OK: discord.Colour.green(),
    Level.WARNING: discord.Colour.gold(),
    Level.ERROR: discord.Colour.red(),
}
FIELDS_A_PAGE: Final = 8
ROLES_A_PAGE: Final = 20
MOST_KINDS: Final = 25

OVER_TIME_FILE: Final = "registrations-over-time.png"
BY_KIND_FILE: Final = "registrations-by-kind.png"
TWEETS_FILE: Final = "tweets-by-day.png"


def health_pages(findings: Sequence[Finding], jobs: Sequence[JobReport], footer: str) -> list[discord.Embed]:
    """Return what is not well and what to do about it, then the jobs, then in short what is well."""
    troubles = [*findings, *(_trouble(job) for job in jobs if job.error)]
    errors, warnings = (
        [found for found in troubles if found.level is level] for level in (Level.ERROR, Level.WARNING)
    )
    fields = [
        (f"{SIGNS[t.level]} {t.subject}", f"{t.detail}\n{t.remedy and f'→ **{t.remedy}**'}")
        for t in (*errors, *warnings)
    ]
    fields += _lines_as_fields("Jobs", (_job_line(job) for job in jobs))
    fields += _lines_as_fields("In order", _in_order(findings))
    worst = Level.ERROR if errors else Level.WARNING if warnings else Level.OK
    title = f"{SIGNS[worst]} {_summary(len(errors), len(warnings))}"
    pages = _pages(title, fields, COLOURS[worst])
    return [page.set_footer(text=footer) for page in pages]


def role_pages(counts: RoleCounts, roles: Sequence[discord.Role]) -> list[discord.Embed]:
    """Return how many members have each of `roles`, in that order."""
    total = (
        f"**{counts.members:,}** members, **{counts.without_roles:,}** of them without any role.\n"
        "Bots are not counted."
    )
    numbers = [f"{counts.by_role.get(role.id, 0):,}" for role in roles]
    width = max(map(len, numbers), default=0)
    lines = [f"`{number:>{width}}` {role.mention}" for number, role in zip(numbers, roles, strict=True)]
    return [
        discord.Embed(
            title="Members by role",
            description="\n".join((total, "", *lines[start : start + ROLES_A_PAGE])),
            colour=discord.Colour.blurple(),
        )
        for start in range(0, max(1, len(lines)), ROLES_A_PAGE)
    ]


def registration_embeds(numbers: RegistrationNumbers) -> list[discord.Embed]:
    """Return the numbers; the pictures are to be attached as `OVER_TIME_FILE` and `BY_KIND_FILE`."""
    share = percentage(numbers.registered, numbers.sold)
    text = f"**{numbers.registered:,}** of **{numbers.sold:,}** tickets are registered ({share})."
    if numbers.undated:
        text += f"\nWhen {numbers.undated:,} of them were bought will be known after `/refresh tickets`."
    over_time = discord.Embed(title="Registrations", description=text, colour=discord.Colour.blurple())
    kinds = [
        f"{shown_line(kind.kind)}: **{kind.registered:,}** of {kind.sold:,}"
        for kind in combine_rest(numbers.by_kind, MOST_KINDS)
    ]
    by_kind = discord.Embed(
        title="By kind of ticket",
        description="\n".join(kinds) or "There are none yet.",
        colour=discord.Colour.blurple(),
    )
    return [
        over_time.set_image(url=f"attachment://{OVER_TIME_FILE}"),
        by_kind.set_image(url=f"attachment://{BY_KIND_FILE}"),
    ]


def tweets_embed(numbers: TweetNumbers) -> discord.Embed:
    """Return the numbers; the picture is to be attached as `TWEETS_FILE`."""
    lines = [f"**{count:,}** {outcome}" for outcome, count in numbers.by_outcome.items()]
    embed = discord.Embed(
        title="Tweets",
        description=", ".join(lines) or "Nobody has written any yet.",
        colour=discord.Colour.blurple(),
    )
    for source, outcomes in numbers.by_source.items():
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items())
        embed.add_field(name=source.replace("_", " ").capitalize(), value=counts, inline=False)
    return embed.set_image(url=f"attachment://{TWEETS_FILE}")


def settings_pages(settings: Iterable[CurrentSetting]) -> list[discord.Embed]:
    """Return every setting with its value, where that comes from, and what it may be."""
    fields = [(f"{current.setting.name} = {current.shown}", _explained(current)) for current in settings]
    pages = _pages("Settings", fields, discord.Colour.blurple())
    if not fields:
        pages[0].description = "No room that is switched on has settings that can be changed here."
    return [
        page.set_footer(text="/settings set changes them at once; a restart keeps them.") for page in pages
    ]


def change_answer(change: SettingChange) -> str:
    """Return what the organiser reads who changed something."""
    if change.before == change.after:
        return f"`{change.name}` is **{change.after}**, as before."
    return f"✅ `{change.name}` is now **{change.after}** (it was {change.before})."


def _explained(current: CurrentSetting) -> str:
    setting = current.setting
    configured = setting.kind.show(setting.configured)
    source = (
        "From config.toml, or its default."
        if current.changed_at is None
        else f"Changed here {time_stamp(current.changed_at, 'R')}; config.toml says {configured}."
    )
    return f"{setting.meaning}\n{source} It may be {setting.kind.accepted}."


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
        for detail, same in subjects.items()
    ]


def _summary(errors: int, warnings: int) -> str:
    numbers = ((errors, "thing does not work", "things do not work"), (warnings, "warning", "warnings"))
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in numbers if count]
    return ", ".join(parts) or "Everything is fine"


def _lines_as_fields(name: str, lines: Iterable[str]) -> list[tuple[str, str]]:
    parts = split_text("\n".join(lines), EMBED_FIELD_VALUE)
    return [(name if number == 0 else f"{name} (continued)", part) for number, part in enumerate(parts)]


def _pages(title: str, fields: Sequence[tuple[str, str]], colour: discord.Colour) -> list[discord.Embed]:
    pages = []
    for start in range(0, max(1, len(fields)), FIELDS_A_PAGE):
        page = discord.Embed(title=title, colour=colour)
        for name, value in fields[start : start + FIELDS_A_PAGE]:
            page.add_field(name=name, value=value, inline=False)
        pages.append(page)
    return pages
