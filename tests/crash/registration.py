"""A bot that is killed at the n-th await of a registration, and one that finishes what it left behind.

python -m tests.crash.registration FOLDER ORDER NAME FIRST STEP

FOLDER holds a configuration and a database that knows the orders. For n = FIRST, FIRST + STEP, ... a line
of JSON is printed, until a registration came to its end before its n-th await. Each bot runs in a process
of its own, made by fork, so that the imports are paid for once.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Coroutine, Generator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from DiscordBot.config import load_config
from sandbox.settling import settle_patiently
from tests.conference_world import answer_of, bot_on_server, field_ids
from tests.databases import copy_database, database_url, sql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from simcord import Env, MemberActor

    from sandbox.conference.server import DemoServer

LEDGER = "discord.jsonl"
DATABASE = "bot.db"


class Awaiting(Coroutine[Any, Any, Any]):
    """A coroutine that calls `step` whenever it goes on, from its start to after its last await."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], step: Callable[[], None]) -> None:
        self._coroutine = coroutine
        self._step = step

    def send(self, value: Any, /) -> Any:  # noqa: ANN401 - whatever the event loop sends
        self._step()
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:  # noqa: ANN401 - whatever the event loop throws
        self._step()
        return self._coroutine.throw(*error)

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - simcord looks into coroutines
        return getattr(self._coroutine, name)


class KilledAt:
    """Makes tasks that end this process, as if by `kill -9`, when they go on for the n-th time in all."""

    def __init__(self, n: int) -> None:
        self._left = n

    def make_task(
        self,
        loop: asyncio.AbstractEventLoop,
        coroutine: Any,  # noqa: ANN401 - asyncio also takes generators
        **options: Any,  # noqa: ANN401 - asyncio's own
    ) -> asyncio.Task[Any]:
        return asyncio.Task(Awaiting(coroutine, self._step), loop=loop, **options)

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Ledger(list[Any]):
    """The requests that reached Discord, each written to a file as it happens."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def append(self, request: Any) -> None:  # noqa: ANN401 - simcord's entry
        super().append(request)
        with self._file.open("a") as ledger:
            ledger.write(json.dumps([request.method, request.path, request.json]) + "\n")


@asynccontextmanager
async def running_bot(folder: Path) -> AsyncIterator[tuple[Env, DemoServer]]:
    """Start a bot in a new Discord, in which everything has the same ids and members are as they were."""
    config = load_config(folder / "config.toml", environment={}, need_discord_token=False)
    # Several run beside each other, so none may take the port.
    async with bot_on_server(config.model_copy(update={"webhooks": None})) as (env, server):
        for path, change in changes_of_members(folder):
            roles = [int(role) for role in change.get("roles", ())]
            member = int(path.rpartition("/")[2])
            env.backend.edit_member(server.guild.id, member, {"role_ids": roles, "nick": change.get("nick")})
        env.backend.http_requests = Ledger(folder / LEDGER)
        await env.start()
        yield env, server


def changes_of_members(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return path and content of the requests about members that reached Discord."""
    file = folder / LEDGER
    requests = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    return [
        (path, content) for method, path, content in requests if method == "PATCH" and "/members/" in path
    ]


async def register(server: DemoServer, person: MemberActor, order: str, name: str) -> str:
    """Press the button, fill in the form, and return what the answer says."""
    message = server.channels["registration"].last_message
    assert message is not None
    form = await person.click(message, label="Register")
    values = dict(zip(field_ids(form), (order, name), strict=True))
    return answer_of(await person.submit_modal(form, values)).content


async def register_and_die(folder: Path, order: str, name: str, n: int) -> None:
    async with running_bot(folder) as (_, server):
        asyncio.get_running_loop().set_task_factory(KilledAt(n).make_task)
        await register(server, server.people["ada"], order, name)
        asyncio.get_running_loop().set_task_factory(None)


async def start_again_and_finish(folder: Path, order: str, name: str) -> None:
    """Print what the next bot makes of it."""
    report: dict[str, Any] = {"after_the_kill": claim_states(folder)}
    report["discord_was_asked"] = bool(changes_of_members(folder))
    async with running_bot(folder) as (env, server):
        ada = server.people["ada"]
        report["after_the_start"] = claim_states(folder)
        report["roles_after_the_start"] = roles_of(env, server, ada)
        report["answer"] = await register(server, ada, order, name)
        report["roles"] = roles_of(env, server, ada)
        report["answer_to_eve"] = await register(server, server.people["eve"], order, name)
        report["at_the_end"] = claim_states(folder)
        report["bot_log"] = [message.content for message in server.channels["bot-log"].history()]
        report["errors"] = [repr(error) for error in env.errors]
    print(json.dumps(report), flush=True)  # noqa: T201 - the test reads it


def claim_states(folder: Path) -> list[str]:
    return [state for (state,) in sql(database_url(folder / DATABASE), "SELECT state FROM claim")]


def roles_of(env: Env, server: DemoServer, person: MemberActor) -> list[str]:
    guild = env.backend.guilds[server.guild.id]
    return sorted(guild.roles[role_id].name for role_id in guild.members[person.id].role_ids)


def in_a_process(work: Coroutine[Any, Any, None]) -> int:
    """Run this beside, wait for it, and return its exit status, negative for the signal that killed it."""
    pid = os.fork()
    if pid == 0:
        try:
            asyncio.run(work)
        except BaseException:  # noqa: BLE001 - a fork must end here, whatever happens
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    work.close()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main(prepared: Path, order: str, name: str, numbers: Iterable[int]) -> None:
    """Kill bots at later and later awaits, until one is not killed any more."""
    for n in numbers:
        folder = prepared.with_name(f"killed-at-{n}")
        shutil.copytree(prepared, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
        config = folder / "config.toml"
        database = copy_database(prepared / DATABASE, folder / DATABASE)
        told = config.read_text().replace(database_url(prepared / DATABASE), database_url(database))
        config.write_text(told.replace(str(prepared), str(folder)))
        status = in_a_process(register_and_die(folder, order, name, n))
        if status > 0 or in_a_process(start_again_and_finish(folder, order, name)):
            sys.exit(f"The bot failed, killed at await {n}")
        shutil.rmtree(folder)
        if status == 0:
            return


if __name__ == "__main__":
    settle_patiently()
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], count(int(sys.argv[4]), int(sys.argv[5])))
