"""`python -m sandbox.soak`: live the conference at speed, and count what was lost, doubled or slow.

Three days with 5,000 attendees who press all at once when the doors open, tickets that change, tweets, posts
of others, releases of the schedule, and each server away once a day. The bot is a process of its own, whose
memory is measured; Discord, pretix, pretalx and X are stand-ins here. It takes three quarters of an hour.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox import conference
from sandbox.soak.count import Shown, count, has_arrived
from sandbox.soak.days import Days
from sandbox.soak.plan import plan
from sandbox.soak.story import Story
from sandbox.soak.world import HASHTAG, LOG, open_soak

if TYPE_CHECKING:
    from sandbox.soak.plan import Plan
    from sandbox.soak.story import Told
    from sandbox.soak.world import World

ATTENDEES, TWEETS, POSTS = 5_000, 300, 2_000
DAYS, HOURS, SPEED = 3, 14.0, 60.0
ACCOUNT = "pyconexample"
START_SECONDS = 10.0
"""How long the bot is given to start before the first morning."""

DRAIN_SECONDS = 90.0
"""How long is waited in the end for what is still on its way."""


async def soak(
    folder: Path, *, attendees: int, tweets: int, posts: int, days: int, hours: float, speed: float
) -> Shown:
    """Live all of it; return what it has shown."""
    wait = START_SECONDS + attendees / 100
    lived = Days(conference.FIRST_DAY, days, hours, speed, time.monotonic() + wait)
    planned = plan(lived, attendees=attendees, tweets=tweets, posts=posts, hashtag=HASHTAG, account=ACCOUNT)
    async with open_soak(folder, planned, lived) as world:
        story = Story(world, planned)
        await story.play()
        await _drain(world, planned, story.told)
    return count(world, planned, story.told)


async def _drain(world: World, planned: Plan, told: Told) -> None:
    """Wait for what is still on its way; it is read only once a minute of real time."""
    end = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < end and not has_arrived(world, planned, told):  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(1)


def main() -> int:
    """Run it and print the numbers; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.soak", description=__doc__)
    parser.add_argument("--attendees", type=int, default=ATTENDEES)
    parser.add_argument("--tweets", type=int, default=TWEETS)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--days", type=int, default=DAYS, choices=(1, 2, 3))
    parser.add_argument("--hours", type=float, default=HOURS, help=f"of each day, from eight on ({HOURS:g})")
    parser.add_argument("--speed", type=float, default=SPEED, help=f"so many times as fast ({SPEED:g})")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for the bot's log and its database")
    given = vars(parser.parse_args())
    keep = given.pop("keep")
    with tempfile.TemporaryDirectory(prefix="soak-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        shown = asyncio.run(soak(folder, **given))
        print("\n".join(shown.lines()))
        log = (folder / LOG).read_text(encoding="utf-8").splitlines()
        print(f"warnings and errors in the log: {sum(' WARNING ' in x or ' ERROR ' in x for x in log)}")
    return 0 if shown.is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
