"""How health looks to organisers: what is wrong and its remedies, the rest in a line, all of it by page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from discord.ui import LayoutView, Section, Separator, TextDisplay

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.layout.container import SMALL, action_rows, container
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.fitting import fit
from DiscordBot.discord_ui.texts.limits import clip, split_text
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    import discord

    from DiscordBot.core.scheduler import JobReport
    from DiscordBot.features.organizers.health import Health

    Button = discord.ui.Item[Any]

SIGNS = {Level.OK: "✅", Level.WARNING: "⚠️", Level.ERROR: "❌"}
TONES = {Level.OK: Tone.DONE, Level.WARNING: Tone.ASKS, Level.ERROR: Tone.TROUBLE}
MOST_SHOWN = 7
"""With a button beside each, and all of their texts, more would not go into one message."""

LONGEST = 480
A_PAGE = 3500
_TIME_STAMP = re.compile(r"(<t:\d+(?::\w)?>)")


def health_layout(
    health: Health,
    *,
    looked_at: datetime,
    footer: str,
    repair: Callable[[Finding], Button | None],
    buttons: Sequence[Button],
) -> LayoutView:
    """Return the message; `repair` makes the button that stands beside a trouble."""
    title = f"{SIGNS[health.worst]} {health.summary}"
    box = container(CardFace(title=title, tone=TONES[health.worst]))
    for number, trouble in enumerate(health.troubles[:MOST_SHOWN]):
        if number:
            box.add_item(Separator(visible=False))
        text: TextDisplay[Any] = TextDisplay(clip(trouble_text(trouble), LONGEST))
        button = repair(trouble)
        if button is None:
            box.add_item(text)
        else:
            fit(button)
            box.add_item(Section(text, accessory=button))
    if rest := _rest(health):
        box.add_item(Separator())
        box.add_item(TextDisplay(rest))
    for row in action_rows(buttons):
        box.add_item(row)
    box.add_item(TextDisplay(f"{SMALL}{shown_line(footer)} · looked {time_stamp(looked_at, 'R')}"))
    return LayoutView(timeout=None).add_item(box)


def health_faces(health: Health) -> list[CardFace]:
    """Return everything that there is to say, as pages."""
    parts = {
        "What is wrong": "\n".join(map(trouble_text, health.troubles)),
        "Jobs": "\n".join(map(_job_line, health.jobs)),
        "In order": "\n".join(_in_order(health.well)),
    }
    return [
        CardFace(title=title, text=page) for title, text in parts.items() for page in split_text(text, A_PAGE)
    ] or [CardFace(title="Nothing is checked yet")]


def trouble_text(trouble: Finding) -> str:
    """Return what is wrong, and what to do about it."""
    lines = [f"{SIGNS[trouble.level]} **{shown_line(trouble.subject)}**", told(trouble.detail)]
    return "\n".join([*lines, *([f"→ {trouble.remedy}"] if trouble.remedy else [])])


def told(text: str) -> str:
    """Return markdown that shows `text` as it is, and its time stamps as times."""
    # The expression has a group, so that every second part is a time stamp.
    return "".join(part if number % 2 else shown(part) for number, part in enumerate(_TIME_STAMP.split(text)))


def _rest(health: Health) -> str:
    hidden = len(health.troubles) - MOST_SHOWN
    more = f"And {hidden} more: press **Show all**." if hidden > 0 else ""
    rest = f"{SIGNS[Level.OK]} {health.rest}." if health.rest else ""
    return "\n".join(filter(None, (more, rest)))


def _job_line(job: JobReport) -> str:
    following = f" · next {time_stamp(job.next_run, 'R')}" if job.next_run else ""
    if job.last_run is None:
        return f"⏳ **{shown_line(job.name)}** has not run yet{following}"
    ran = f"{time_stamp(job.last_run, 'R')}, took {job.took_seconds:.1f} s"
    return f"{SIGNS[Level.OK]} **{shown_line(job.name)}** {ran}{following}"


def _in_order(findings: Iterable[Finding]) -> list[str]:
    """Return a line for each thing there is to say, with all things of which it is said."""
    subjects: dict[str, dict[str, None]] = {}
    for found in findings:
        # Which setting speaks of a channel matters only while something is wrong with it.
        subjects.setdefault(found.detail, {})[shown_line(found.subject.partition(" (")[0])] = None
    return [
        f"**{', '.join(same)}** {detail}" if len(same) == 1 else f"**{detail}** {', '.join(same)}"
        for detail, same in ((told(detail), same) for detail, same in subjects.items())
    ]
