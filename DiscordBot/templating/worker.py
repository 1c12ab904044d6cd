"""Rendering in a process of its own, which has little time and memory and may be killed.

The bot starts `python -m DiscordBot.templating.worker`, writes a pickled `Job` to it, and reads the answer as
JSON: from what a template had its hands on, no pickle is believed.
"""

from __future__ import annotations

import json
import pickle
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from DiscordBot.core.bounded_process import bound_this_process
from DiscordBot.templating.check import read
from DiscordBot.templating.errors import TemplateError, TookTooLongError, explained
from DiscordBot.templating.language import TemplateLanguage, render_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType
    from zoneinfo import ZoneInfo

    from jinja2 import Template, nodes

PROCESSOR_SECONDS = 0.8
"""What all texts of a job may take together."""

PROCESSOR_SECONDS_AT_MOST = 2
"""When the system ends the process, start included: for single operations, which Python cannot interrupt."""

MEMORY_BYTES = 160 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """A template, what it may speak of, and by key what it is to be rendered with.

    Each is rendered for each of some `networks`, whose names are those of `Speaker.handles`.
    """

    template: str
    names: frozenset[str]
    contexts: Mapping[str, Mapping[str, object]]
    seed: int
    timezone: ZoneInfo
    networks: tuple[str, ...] = ("",)


class Fault(TypedDict):
    """A `TemplateError` as JSON."""

    reason: str
    line: int | None


class Rendering(TypedDict):
    """By key the texts, by network, and the faults of single items; or the one fault of the template."""

    texts: dict[str, dict[str, str]]
    faults: dict[str, Fault]
    fault: Fault | None


def rendered(job: Job) -> Rendering:
    """Render everything."""
    made = Rendering(texts={}, faults={}, fault=None)
    try:
        _render(job, made)
    except TemplateError as error:
        made["fault"] = _fault(error)
    except (TookTooLongError, MemoryError, RecursionError) as error:
        made["fault"] = _fault(explained(error))
    return made


def _render(job: Job, made: Rendering) -> None:
    language = TemplateLanguage(job.timezone)
    template = _compiled(language, read(language, job.template, job.names))
    for key, context in job.contexts.items():
        try:
            made["texts"][key] = _texts(language, template, context, job.networks, f"{job.seed}/{key}")
        except TemplateError as error:
            made["faults"][key] = _fault(error)


def _texts(
    language: TemplateLanguage,
    template: Template,
    context: Mapping[str, object],
    networks: tuple[str, ...],
    seed: str,
) -> dict[str, str]:
    texts: dict[str, str] = {}
    for network in networks:
        # Of the key as well: else every text would get the same of several variants.
        language.chance.begin(seed)
        language.social.begin(network)
        texts[network] = render_text(template, context)
        if not language.social.was_used:
            # Then it is the same for all, and time is short.
            return dict.fromkeys(networks, texts[network])
    return texts


def _compiled(language: TemplateLanguage, tree: nodes.Template) -> Template:
    try:
        return language.from_string(tree)
    except Exception as error:
        raise explained(error) from error


def _fault(error: TemplateError) -> Fault:
    return Fault(reason=error.reason, line=error.line)


def _limit() -> None:
    """Bound time and memory, where the system can."""
    if sys.platform != "win32":
        signal.signal(signal.SIGPROF, _stop)
        # Counts only while this process computes: a busy machine makes no template wrong.
        signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
    bound_this_process(processor_seconds=PROCESSOR_SECONDS_AT_MOST, memory_bytes=MEMORY_BYTES)


def _lift_time_limit() -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLongError


def main() -> None:
    """Do the one job on standard input."""
    # Before the limits: time zones are read from files by this.
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 - the bot itself wrote it
    _limit()
    try:
        written = json.dumps(rendered(job))
        _lift_time_limit()
    except (TookTooLongError, MemoryError) as error:
        # What is rendered in time may still be too much to be written.
        written = json.dumps(Rendering(texts={}, faults={}, fault=_fault(explained(error))))
    sys.stdout.write(written)


if __name__ == "__main__":
    main()
