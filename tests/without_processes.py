"""Templates and feeds worked on in the tests' own process: another one takes a tenth of a second to start.

That they have a process of their own, and what happens where it is ended, is tested with `own_processes`.
"""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict
from datetime import datetime

from DiscordBot.core.bounded_process import run_bounded
from DiscordBot.features.news import reading
from DiscordBot.templating import templates, worker


def work_in_this_process() -> None:
    """Start no process for a template or a feed any more."""
    templates.run_bounded = reading.run_bounded = _run_here  # type: ignore[attr-defined]  # as imported there


def work_in_own_processes() -> None:
    """Start a process for each, as the bot does."""
    templates.run_bounded = reading.run_bounded = run_bounded  # type: ignore[attr-defined]  # as imported there


def _run_here(module: str, given: bytes, *, patience_seconds: float) -> bytes:
    del patience_seconds
    work = {worker.__name__: _render, "DiscordBot.features.news.document": _read}
    return work[module](given)


def _render(given: bytes) -> bytes:
    job: worker.Job = pickle.loads(given)  # noqa: S301 - the bot itself wrote it
    return json.dumps(worker.rendered(job)).encode()


def _read(given: bytes) -> bytes:
    # It brings feedparser, which not every test needs.
    from DiscordBot.features.news.document import NoFeedError, read_document  # noqa: PLC0415 - see above

    head, _, content = given.partition(b"\n")
    about = json.loads(head)
    try:
        feed = read_document(content, address=about["address"], content_type=about["content_type"])
    except NoFeedError:
        return b"null"
    return json.dumps(asdict(feed), default=datetime.isoformat).encode()
