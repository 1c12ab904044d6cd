"""The sixth minute, which is the first morning of the conference; the seventh, and the end."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from sandbox import conference
from sandbox.demo.guide.step import Act, Step, Travel
from sandbox.demo.guide.witness import MESSAGES

if TYPE_CHECKING:
    from sandbox.demo.guide.witness import Witness
    from sandbox.demo.scene import Scene

SIXTH, SEVENTH = "The sixth minute: the first morning", "The seventh minute: numbers and health"
END = "And now"
SET_UP = "set-up.md"

KEYNOTE = datetime.combine(conference.FIRST_DAY, time(9), conference.TIMEZONE)
ANNOUNCED = "SELECT 1 FROM announcement WHERE state = 'sent' AND start LIKE ?"
MOMENT = timedelta(seconds=4)
"""To look forward to what happens."""


async def _change_schedule(scene: Scene) -> None:
    await scene.change_schedule()


def _before_keynote(minutes: int) -> Travel:
    def to(_seen: Witness) -> datetime:
        return KEYNOTE - timedelta(minutes=minutes) - MOMENT

    return Travel(to)


STEPS = (
    Step(
        "speaker",
        "A speaker is reminded",
        "Grace gives the keynote at 9:00. A quarter of an hour before, the bot writes to her directly. Move "
        "the clock, and read it as Grace.",
        "grace",
        MESSAGES,
        lambda seen: seen.has_messages("grace") and seen.has_visited("grace", MESSAGES),
        chapter=SIXTH,
        button=_before_keynote(15),
        document="attendees.md#when-you-speak",
    ),
    Step(
        "announcement",
        "The keynote is announced",
        "Five minutes before each session everybody reads where it is, with the livestream.",
        "ada",
        "programme",
        lambda seen: seen.has(ANNOUNCED, f"{KEYNOTE.astimezone(UTC):%Y-%m-%d %H:%M}%"),
        chapter=SIXTH,
        button=_before_keynote(5),
        document="attendees.md#what-is-on",
    ),
    Step(
        "schedule",
        "The schedule changes",
        "The organisers release another version in pretalx: one talk moves, one is cancelled, one is sold "
        "out, and somebody steps in.",
        "ada",
        "schedule-updates",
        lambda seen: seen.has("SELECT 1 FROM schedule_update WHERE state = 'posted'"),
        chapter=SIXTH,
        button=Act("Release it", _change_schedule),
        document="week-before.md#on-the-first-morning",
    ),
    Step(
        "numbers",
        "Ask for numbers",
        "How many have registered, and who still has not? Olivia asks, and gets a chart.",
        "olivia",
        "bot-log",
        lambda seen: seen.has_sent("olivia", '"stats"', '"registrations"'),
        (("Command", "/stats registrations"),),
        chapter=SEVENTH,
        document="what-it-does.md",
    ),
    Step(
        "health",
        "Ask how the bot is",
        "What is wrong comes first, with what to do about it.",
        "olivia",
        "bot-log",
        lambda seen: seen.has_sent("olivia", '"health"'),
        (("Command", "/health"),),
        chapter=SEVENTH,
        document="operation.md",
    ),
    Step(
        "own",
        "Set up your own",
        "That was it. Your conference needs a Discord server, one configuration file, and an hour. The page "
        "says how, step by step.",
        "olivia",
        "bot-log",
        lambda seen: seen.has_read(SET_UP),
        chapter=END,
        document=SET_UP,
    ),
)
