"""The whole bot through half an hour that runs sixty times as fast, while everything changes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.layout.reading import components, texts_of
from DiscordBot.features.reminders.ui.reminder_message import reminded_in
from sandbox import conference
from sandbox.rehearsal.bot import HastyEnv
from tests.features.programme.hall import open_hall
from tests.shown_messages import said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.programme.hall import Hall

pytestmark = pytest.mark.crash

NIGHT = datetime(2027, 7, 14, 3)  # noqa: DTZ001 - on the venue's walls
MORNING = datetime(2027, 7, 14, 8, 43)  # noqa: DTZ001 - as above
SPEED = 60
GRACE, KATHI, TARIQ, WANJIRU, PLUTO = "GRC37A", "KTH37B", "TRQ37C", "WNJ37H", "PLT38H"


def at(hour: int, minute: int) -> datetime:
    return datetime(2027, 7, 14, hour, minute, tzinfo=conference.TIMEZONE)


def reminded(hall: Hall) -> Counter[tuple[str, str, str]]:
    """Count who was reminded of what and which start."""
    found = Counter[tuple[str, str, str]]()
    for message in hall.messages("speakers"):
        key = reminded_in(texts_of(components(message)))
        assert key is not None
        found[key.speaker_code, key.submission, f"{key.start.astimezone(conference.TIMEZONE):%H:%M}"] += 1
    return found


async def until(hall: Hall, hour: int, minute: int) -> None:
    await hall.until(lambda: hall.clock.now() >= at(hour, minute))


async def change_everything(hall: Hall) -> str:
    """Publish another schedule; return the code of the talk that is new in it."""
    book = hall.pretalx.programme
    await book.move("KEY00", start=at(9, 5))
    await book.move("TALK00", start=at(9, 12))
    await book.move("TALK01", start=at(9, 11))
    await book.move("TALK02", start=at(9, 12))
    await book.move("TALK07", start=at(9, 9))
    await book.move("TALK07", start=at(9, 13), slot_number=2)
    new = await book.add("Added late", speaker=PLUTO, room="Club A", start=at(9, 7))
    await book.release("v2")
    await hall.ask("refresh programme", who="olivia")
    return new


async def test_every_speaker_once_for_each_start(tmp_path: Path) -> None:
    # Others wait until nothing is due for a while, and here something always is.
    async with open_hall(tmp_path, NIGHT, discord=HastyEnv) as hall:
        await hall.until(lambda: hall.topic("terrace-2a"))
        hall.write_config("[programme]\n", "[reminders]\n\n[programme]\n")
        hall.reload({})
        await hall.restart(MORNING, SPEED)
        await hall.until(lambda: reminded(hall) == {(GRACE, "KEY00", "09:00"): 1})

        new = await change_everything(hall)
        await hall.until(lambda: reminded(hall)[PLUTO, new, "09:07"])
        # It was to remind at 8:57.
        await hall.pretalx.programme.cancel("TALK02")
        await hall.pretalx.programme.release("v3")
        await hall.ask("refresh programme", who="olivia")
        for minute in (54, 57, 59):
            await until(hall, 8, minute)
            await hall.restart()
        await until(hall, 9, 14)

        assert reminded(hall) == {
            (GRACE, "KEY00", "09:00"): 1,
            (GRACE, "KEY00", "09:05"): 1,
            (GRACE, "TALK00", "09:12"): 1,
            (KATHI, "TALK01", "09:11"): 1,
            (WANJIRU, "TALK01", "09:11"): 1,
            (WANJIRU, "TALK07", "09:09"): 1,
            (WANJIRU, "TALK07", "09:13"): 1,
            (PLUTO, new, "09:07"): 1,
        }
        texts = [said(message) for message in hall.messages("speakers")]
        assert sum("<t:" in text for text in texts) == len(texts)
