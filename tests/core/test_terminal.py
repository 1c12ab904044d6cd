from __future__ import annotations

import io

from rich.console import Console

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.terminal import print_findings

FINDINGS = (
    Finding("database", Level.OK, "It can be opened."),
    Finding("ticket «Busyness»", Level.WARNING, "The shop sells nothing of this name.", "Correct it."),
    Finding("[pretix]", Level.ERROR, "The token is [bold]not accepted[/bold].", "Create a new one."),
)


def printed(width: int = 100) -> str:
    terminal = io.StringIO()
    print_findings(FINDINGS, "What a start needs", Console(file=terminal, width=width))
    return terminal.getvalue()


def test_one_row_for_each_finding_with_its_remedy_below() -> None:
    lines = [line.strip() for line in printed().splitlines()]
    assert lines[0] == "What a start needs"
    (ok,) = (line for line in lines if "database" in line)
    assert " ok " in ok
    assert "It can be opened." in ok
    rows = (("warning", "«Busyness»", "→ Correct it."), ("ERROR", "[pretix]", "→ Create a new one."))
    for sign, subject, remedy in rows:
        (number,) = (number for number, line in enumerate(lines) if subject in line)
        assert sign in lines[number]
        assert remedy in lines[number + 1]


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    assert "[bold]not accepted[/bold]" in printed()


def test_a_narrow_terminal_loses_nothing() -> None:
    letters = "".join(c for c in printed(40) if c.isalpha())
    assert "Thetokenis" in letters
    assert "Createanewone" in letters
