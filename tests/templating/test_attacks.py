"""Whatever a template tries: it is over soon, the bot goes on meanwhile, and an organiser reads why."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from DiscordBot.templating.errors import TOO_MUCH_MEMORY, TOO_MUCH_TIME, TemplateError
from DiscordBot.templating.templates import Templates
from DiscordBot.templating.worker import Job
from tests.templating.made_up_templates import ABOUT_SESSION, BERLIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.templating.worker import Rendering

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_processes")]

TOO_LONG = [
    "{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
]
TOO_LARGE = [
    "{{ 'a'|center(1000000000) }}",
    "{{ 'a'|indent(1000000000) }}",
    "{{ 'a'|batch(1000000000, 'x')|list|length }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%.1000000000f' % 1.5 }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ ('a' * 9999)|replace('a', 'a' * 9999)|replace('a', 'a' * 9999) }}",
    "{% set ns = namespace(s='f') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% for x in range(1000000000) %}{% endfor %}",
]
ATTACKS = [
    *((attack, TOO_MUCH_TIME) for attack in TOO_LONG),
    *((attack, TOO_MUCH_MEMORY) for attack in TOO_LARGE),
    ("{{ 'a'|center(100000000) }}", "Here the text exceeds 10,000 characters."),
]


class Bot:
    """Something else that the bot does: it has its `turns` only while nothing holds up the event loop."""

    def __init__(self) -> None:
        self.turns = 0

    async def work(self) -> None:
        while True:
            await asyncio.sleep(0.005)
            self.turns += 1


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    working = asyncio.create_task(bot.work())
    yield bot
    working.cancel()


@pytest.mark.parametrize(("attack", "reason"), ATTACKS, ids=[attack[:50] for attack, _ in ATTACKS])
async def test_an_attack_is_over_soon_and_holds_nobody_up(attack: str, reason: str, bot: Bot) -> None:
    with pytest.raises(TemplateError) as caught:
        await Templates(BERLIN).render(f"First line\n{attack}", ABOUT_SESSION)

    assert bot.turns > 0
    assert caught.value.reason.endswith(reason)
    assert caught.value.line == 2


async def test_one_endless_operation_is_ended_by_the_system(bot: Bot) -> None:
    """Python itself does not look up while it compares two lists, here with 2**40 members of members."""
    attack = """
        {% set ns = namespace(a=[1], b=[1]) %}
        {% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}
        {{ ns.a == ns.b }}
    """
    with pytest.raises(TemplateError, match=TOO_MUCH_TIME.split(".")[0]) as caught:
        await Templates(BERLIN).render(attack, ABOUT_SESSION)

    assert bot.turns > 0
    assert caught.value.line is None


async def test_where_the_system_ends_nothing_patience_does() -> None:
    with pytest.raises(TemplateError, match=TOO_MUCH_TIME.split(".")[0]):
        await Templates(BERLIN, patience_seconds=0.01).render("{{ session }}", ABOUT_SESSION)


async def test_after_an_attack_templates_work_as_before() -> None:
    templates = Templates(BERLIN)
    with pytest.raises(TemplateError):
        await templates.render(TOO_LARGE[0], ABOUT_SESSION)

    assert await templates.render("{{ session }}", ABOUT_SESSION) == "Snakes on a dataframe"


async def test_attacks_at_once_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    running = most = 0
    run = subprocess.run

    def counted(*arguments: object, **options: object) -> object:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return run(*arguments, **options)  # type: ignore[call-overload] # passed on as they came
        finally:
            running -= 1

    monkeypatch.setattr(subprocess, "run", counted)
    templates = Templates(BERLIN)

    outcomes = await asyncio.gather(
        *(templates.render(TOO_LARGE[0], ABOUT_SESSION) for _ in range(4)), return_exceptions=True
    )

    assert most == 1
    assert {type(outcome) for outcome in outcomes} == {TemplateError}


async def test_the_worker_does_not_inherit_the_secrets_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_BOT_TOKEN", "made-up")
    answer: Rendering = {"texts": {"": {"": "text"}}, "faults": {}, "fault": None}
    given: list[object] = []

    def looked_at(
        command: list[str], *, env: dict[str, str], **_: object
    ) -> subprocess.CompletedProcess[bytes]:
        given.append(env)
        return subprocess.CompletedProcess(command, 0, json.dumps(answer).encode())

    monkeypatch.setattr(subprocess, "run", looked_at)

    assert await Templates(BERLIN).render("{{ session }}", ABOUT_SESSION) == "text"
    assert given == [{}]


async def test_time_that_ends_while_the_answer_is_written_is_told() -> None:
    # What the system does when the time is over, in the midst of writing.
    worker = """
import os, signal
from DiscordBot.templating import worker

write, over = worker.json.dumps, iter([True])

def write_and_be_interrupted(answer):
    if next(over, False):
        os.kill(os.getpid(), signal.SIGPROF)
    return write(answer)

worker.json.dumps = write_and_be_interrupted
worker.main()
"""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        worker,
        cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )

    written, _ = await process.communicate(pickle.dumps(Job("", frozenset(), {}, 0, BERLIN)))

    assert process.returncode == 0
    assert json.loads(written)["fault"] == {"reason": TOO_MUCH_TIME, "line": None}
