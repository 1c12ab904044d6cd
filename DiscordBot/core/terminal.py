"""What the person who starts the bot sees: findings as a table, in words and colours."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIME_STAMP = re.compile(r"<t:(\d+)(?::\w)?>")
_SIGNS = {Level.OK: ("ok", "green"), Level.WARNING: ("warning", "yellow"), Level.ERROR: ("ERROR", "bold red")}


def print_findings(findings: Iterable[Finding], title: str, console: Console | None = None) -> None:
    """Print one row a finding, the remedy under its detail."""
    table = Table(title=title, title_justify="left", show_lines=False, expand=False)
    for heading in ("", "What", "How it is, and what to do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        sign, style = _SIGNS[finding.level]
        says = Text(_with_readable_times(finding.detail))
        if finding.remedy:
            says.append(f"\n→ {_with_readable_times(finding.remedy)}", style="bold")
        table.add_row(Text(sign, style=style), Text(finding.subject), says)
    (console or Console()).print(table)


def _with_readable_times(text: str) -> str:
    """Write Discord's time stamps as times: a terminal shows them as they are."""
    return _TIME_STAMP.sub(
        lambda stamp: f"{datetime.fromtimestamp(int(stamp[1]), UTC):%Y-%m-%d %H:%M} UTC", text
    )
