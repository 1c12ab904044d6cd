"""What a check has to say: the one shape that configuration, server and services report in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters; an `ERROR` keeps something from working."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what is the case, and what to do about it.

    `subject` names the thing ("config.toml: pretix.event", "channel #registration"), `detail` says in a
    sentence what is the case, `remedy` what a person can do; it is empty when nothing needs doing.
    Findings are shown on terminals and on Discord, so they carry no secret and no personal data.
    """

    subject: str
    level: Level
    detail: str
    remedy: str = ""
