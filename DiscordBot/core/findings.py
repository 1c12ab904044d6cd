"""What a check has to say: the one shape that configuration, server and services report in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable  # noqa: TC003 - pydantic reads it, since Config has findings
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters; an `ERROR` keeps something from working."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Repair:
    """What the bot itself can do about a finding, as soon as an organiser says so.

    `label` says it on a button ("Resume posting"). `act` does it and returns in a sentence what came of it;
    it may be called although nothing is wrong any more, and raises `NotRepairedError`.
    """

    label: str
    act: Callable[[], Awaitable[str]]


class NotRepairedError(Exception):
    """It did not help; the message says why, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what is the case, and what to do about it.

    `subject` names the thing ("config.toml: pretix.event", "channel #registration"), `detail` says in a
    sentence what is the case, `remedy` what a person can do; it is empty when nothing needs doing. Moments
    in them are Discord's time stamps. Where the bot can do something itself, there is a `repair`.
    Findings are shown on terminals and on Discord, so they carry no secret and no personal data.
    """

    subject: str
    level: Level
    detail: str
    remedy: str = ""
    repair: Repair | None = field(default=None, compare=False)
