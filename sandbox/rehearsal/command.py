"""`python -m sandbox.rehearsal`: rehearse three days twice, the second time killing the bot again and again.

Six rooms, 120 sessions; nights are skipped, so each day is a rehearsal of its own. Whatever reaches the
simulated Discord is written down at once and counted at the end. Takes about five minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from DiscordBot.core.rehearsal import DATABASE_FILE
from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.pretalx.server import PretalxStandIn
from sandbox.rehearsal.bot import (
    CONFIG_FILE,
    LEDGER_FILE,
    LOG_FILE,
    read_ledger,
    rehearse,
    write_rehearsal,
)
from sandbox.rehearsal.count import Count, count
from sandbox.rehearsal.timetable import DAYS, begins, everything, expected, length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from multiprocessing.connection import Connection

SPEED = 60.0
KILLS = 20
# A bot that rehearses is made by fork, so that its imports are paid for once.
PROCESSES = multiprocessing.get_context("fork")
TO_START_SECONDS = 2.0
"""A new bot is left alone for so long: in the conference's time that is less than any lead time."""


@dataclass
class Stage:
    """Runs one bot after the other in `folder`.

    `kills` counts those that were killed before their time, `unfinished` those of them that left
    announcements of which nobody could know without a look whether they had been posted.
    """

    folder: Path
    speed: float = SPEED
    kills: int = 0
    unfinished: int = 0
    random: random.Random = field(default_factory=lambda: random.Random(2027))

    def run(self, start: datetime, seconds: float, kills: int = 0) -> None:
        """Rehearse for so many real seconds, killing the bot so many times in between."""
        began = time.monotonic()
        for number in range(kills + 1):
            bot = PROCESSES.Process(target=_rehearse, args=(self.folder, start, self.speed), daemon=True)
            bot.start()
            left = began + seconds - time.monotonic()
            if number < kills:
                self._wait(left / (kills - number + 1))
            else:
                time.sleep(max(0.0, left))
            if not bot.is_alive():
                sys.exit(f"The bot ended by itself: {(self.folder / LOG_FILE).read_text()[-2000:]}")
            bot.kill()
            bot.join()
            self.kills += number < kills
            self.unfinished += number < kills and self._begun() > 0

    def _begun(self) -> int:
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as connection:
            query = "SELECT COUNT(*) FROM announcement WHERE state = 'posting'"
            (begun,) = connection.execute(query).fetchone()
        return int(begun)

    def _wait(self, average: float) -> None:
        """Wait for any moment, every second time for one in which messages are just being posted."""
        time.sleep(TO_START_SECONDS + self.random.random() * max(0.0, average - TO_START_SECONDS))
        if self.random.random() < 0.5:  # noqa: PLR2004 - every second time
            self._wait_for_a_post(give_up=time.monotonic() + average)

    def _wait_for_a_post(self, give_up: float) -> None:
        ledger = self.folder / LEDGER_FILE
        size = _size(ledger)
        while time.monotonic() < give_up:
            if _size(ledger) != size:
                time.sleep(self.random.random() * 0.03)
                return
            time.sleep(0.001)


def rehearse_days(
    folder: Path,
    days: Sequence[datetime],
    seconds: float,
    *,
    kills: int = 0,
    known: Mapping[str, list[dict[str, Any]]] | None = None,
    rooms: Mapping[str, str] = ROOM_CHANNELS,
) -> tuple[Count, Stage]:
    """Rehearse from each of `days` on for so many real seconds, and count what arrived.

    Before the second day one livestream moves to another address.
    """
    programme = everything() if known is None else known
    stage = Stage(folder)
    with _pretalx(programme) as url:
        write_rehearsal(folder, url, rooms)
        for number, day in enumerate(days):
            if number == 1:
                _move_a_livestream(folder / CONFIG_FILE)
            share = kills // len(days) + (number < kills % len(days))
            stage.run(day, seconds, share)
    walls = {day.date().isoformat() for day in days}
    slots = [slot for slot in programme["slots"] if slot["start"][:10] in walls]
    requests = read_ledger(folder / LEDGER_FILE)
    wanted = expected(slots, programme["submissions"], rooms)
    return count(requests, wanted, timezone=conference.TIMEZONE, speed=stage.speed), stage


@contextmanager
def _pretalx(programme: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Run pretalx in a process of its own, which outlives the bots."""
    here, there = PROCESSES.Pipe()
    server = PROCESSES.Process(target=_serve, args=(programme, there), daemon=True)
    server.start()
    try:
        yield here.recv()
    finally:
        server.kill()
        server.join()


def _serve(programme: Mapping[str, list[dict[str, Any]]], tell: Connection) -> None:
    async def serve() -> None:
        pretalx = PretalxStandIn(programme, "nobody-has-this-token", conference.EVENT)
        tell.send(await pretalx.start())
        await asyncio.Event().wait()

    asyncio.run(serve())


def _rehearse(folder: Path, start: datetime, speed: float) -> None:
    asyncio.run(rehearse(folder, start, speed))


def _move_a_livestream(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("youtu.be/forum-hall", "youtu.be/main-stage"), encoding="utf-8")


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def main() -> int:
    """Rehearse both ways and print the numbers; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.rehearsal", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help=f"in the second rehearsal ({KILLS})")
    options = parser.parse_args()
    seconds = length().total_seconds() / SPEED
    fine = True
    for kills in (0, options.kills):
        with tempfile.TemporaryDirectory(prefix="rehearsal-") as name:
            result, stage = rehearse_days(Path(name), [begins(day) for day in DAYS], seconds, kills=kills)
            log = Path(name) / LOG_FILE
            print(f"\nThree days, {SPEED:g} times as fast, {stage.kills} times killed", end="")
            print(f", {stage.unfinished} of them in the midst of posting" if kills else "")
            print("\n".join(result.lines()))
            print(f"warnings in the log      {len(log.read_text().splitlines()) if log.exists() else 0}")
            fine = fine and result.is_perfect and (kills > 0 or result.latest <= 1)
    return 0 if fine else 1
