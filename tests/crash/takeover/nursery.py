"""Where the bots live: processes made by fork, so that their imports are paid for once.

python -m tests.crash.takeover.nursery      is the one that forks; `Nursery` starts it

Each line of its standard input is a life: a number, and what `tests.crash.takeover.bot` wants to be told. On
its standard output it tells of each life, by its number: its process, what it says, and its exit status.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.crash.takeover.proxy import Proxy

ROOT = Path(__file__).parents[3]
LOOK_SECONDS = 0.05
PIECE = 4096


@dataclass(eq=False)
class Life:
    """A process; `proxy` is its way to the database, if that can be cut."""

    proxy: Proxy | None
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    pid: int = 0
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)
    has_ended: asyncio.Event = field(default_factory=asyncio.Event)
    ready_at: float = 0.0
    status: int | None = None

    def note(self, word: str, value: str) -> None:
        """Take note of what is told of it."""
        match word:
            case "process":
                self.pid = int(value)
            case "waiting":
                self.waits.set()
            case "ready":
                self.ready_at = self.loop.time()
                self.is_ready.set()
            case "ended":
                self.status = int(value)
                self.has_ended.set()

    def send(self, number: int) -> None:
        """Send a signal."""
        if not self.has_ended.is_set():
            os.kill(self.pid, number)


class Nursery:
    """Starts lives and hears of them."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lives: list[Life] = []

    def start(self, proxy: Proxy | None, *told: str) -> Life:
        """Begin a life with what it is to be told."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{len(self._lives)} {' '.join(told)}\n".encode())
        self._lives.append(Life(proxy))
        return self._lives[-1]

    async def listen(self) -> None:
        """Hear of all lives until there can be no more."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            number, word, *value = line.decode().split()
            self._lives[int(number)].note(word, "".join(value))


@asynccontextmanager
async def open_nursery(log: Path) -> AsyncIterator[Nursery]:
    """Start the process that forks; what goes wrong in a life is written into `log`."""
    with log.open("a") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.takeover.nursery"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    nursery = Nursery(process)
    listening = asyncio.create_task(nursery.listen())
    try:
        yield nursery
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        await listening


def main() -> None:
    """Fork until nobody wants more lives, and end those that are left."""
    from tests.crash.takeover import bot  # noqa: PLC0415 - whoever starts this needs none of it

    numbers: dict[int, str] = {}
    wanted = sys.stdin.fileno()
    unread, is_open = b"", True
    while is_open or numbers:
        if is_open and select.select([wanted], [], [], LOOK_SECONDS)[0]:
            piece = os.read(wanted, PIECE)
            is_open = bool(piece)
            *lines, unread = (unread + piece).split(b"\n")
            for line in lines:
                number, *told = line.decode().split()
                numbers[_forked(bot.run, number, told)] = number
        if not is_open:
            for pid in numbers:
                os.kill(pid, signal.SIGKILL)
        while numbers:
            pid, status = os.waitpid(-1, 0 if not is_open else os.WNOHANG)
            if pid == 0:
                break
            bot.say(f"{numbers.pop(pid)} ended {os.waitstatus_to_exitcode(status)}")


def _forked(run: Callable[..., object], number: str, told: list[str]) -> int:
    pid = os.fork()
    if pid == 0:
        run(number, *told)
    sys.stdout.write(f"{number} process {pid}\n")
    sys.stdout.flush()
    return pid


if __name__ == "__main__":
    main()
