"""Texts from templates that people write, without trusting these: see `docs/templates.md`."""

from __future__ import annotations

import asyncio
import json
import pickle
from typing import TYPE_CHECKING

from DiscordBot.core.bounded_process import ProcessEndedError, TookTooLongError, run_bounded
from DiscordBot.templating.errors import TOO_MUCH_TIME, TemplateError
from DiscordBot.templating.worker import Job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from zoneinfo import ZoneInfo

    from DiscordBot.templating.worker import Fault, Rendering

LONGEST_TEMPLATE = 10_000
"""Characters."""

PATIENCE_SECONDS = 5.0
"""When a rendering is ended that the system has not ended itself: much, for machines that are busy."""

NO_NETWORK = ""
"""What a text is for that is the same everywhere; nobody has a handle there."""

_WORKER = "DiscordBot.templating.worker"


class Templates:
    """All templates of the conference; `timezone` is what `datetimeformat` writes times in."""

    def __init__(self, timezone: ZoneInfo, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._timezone = timezone
        self._patience = patience_seconds
        # One rendering at a time is as much memory and processor as templates may take together.
        self._one_at_a_time = asyncio.Lock()

    async def check(self, template: str, names: AbstractSet[str]) -> None:
        """Raise `TemplateError` if this is no template, or it speaks of anything but `names`.

        It renders nothing: attributes that are not there (`session.titel`) show in a rendering only.
        """
        await self._answer(Job(template, frozenset(names), {}, 0, self._timezone))

    async def render(self, template: str, context: Mapping[str, object], seed: int = 0) -> str:
        """Return the text for no network in particular; see `render_for`."""
        return (await self.render_for(template, context, (NO_NETWORK,), seed))[NO_NETWORK]

    async def render_for(
        self, template: str, context: Mapping[str, object], networks: Sequence[str], seed: int = 0
    ) -> Mapping[str, str]:
        """Return the texts for some networks by their names, or one for `NO_NETWORK` if there are none.

        `context` is made of plain values and `templating_context`; `seed` decides what is chosen where the
        template shuffles. Raises `TemplateError`.
        """
        rendered = await self.render_each(template, {"": context}, tuple(networks) or (NO_NETWORK,), seed)
        (texts,) = rendered.values()
        if isinstance(texts, TemplateError):
            raise texts
        return texts

    async def render_all(
        self, template: str, contexts: Mapping[str, Mapping[str, object]], seed: int = 0
    ) -> dict[str, str | TemplateError]:
        """Return by key the texts for no network in particular, or why there is none; see `render_each`."""
        rendered = await self.render_each(template, contexts, (NO_NETWORK,), seed)
        return {
            key: texts if isinstance(texts, TemplateError) else texts[NO_NETWORK]
            for key, texts in rendered.items()
        }

    async def render_each(
        self,
        template: str,
        contexts: Mapping[str, Mapping[str, object]],
        networks: Sequence[str],
        seed: int = 0,
    ) -> dict[str, Mapping[str, str] | TemplateError]:
        """Return by key the texts for some networks, by their names, or why there is none.

        Keys and seed decide what is shuffled how. All contexts have the same names. Raises `TemplateError`
        for what is wrong with the template as such, or if all texts together take more than a second of the
        processor.
        """
        if not contexts:
            return {}
        names = frozenset(name for context in contexts.values() for name in context)
        job = Job(template, names, contexts, seed, self._timezone, tuple(networks))
        answer = await self._answer(job)
        return {key: _outcome(answer, key) for key in contexts}

    async def _answer(self, job: Job) -> Rendering:
        # The one check that needs no other process, and that keeps this job small.
        if len(job.template) > LONGEST_TEMPLATE:
            raise TemplateError(
                f"The template has {len(job.template):,} characters; {LONGEST_TEMPLATE:,} are possible."
            )
        async with self._one_at_a_time:
            answer = await asyncio.to_thread(self._ask_worker, pickle.dumps(job))
        if answer["fault"] is not None:
            raise _error(answer["fault"])
        return answer

    def _ask_worker(self, job: bytes) -> Rendering:
        try:
            written = run_bounded(_WORKER, job, patience_seconds=self._patience)
        except TookTooLongError as error:
            raise TemplateError(TOO_MUCH_TIME) from error
        except ProcessEndedError as error:
            if error.was_killed:
                raise TemplateError(TOO_MUCH_TIME) from error
            raise
        answer: Rendering = json.loads(written)
        return answer


def _outcome(answer: Rendering, key: str) -> Mapping[str, str] | TemplateError:
    return _error(answer["faults"][key]) if key in answer["faults"] else answer["texts"][key]


def _error(fault: Fault) -> TemplateError:
    return TemplateError(fault["reason"], fault["line"])
