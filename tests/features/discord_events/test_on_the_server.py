"""Sessions among the server's events, as people and Discord see them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
import pytest

from sandbox import conference
from sandbox.conference.server import BOT_PERMISSIONS
from tests.databases import sql
from tests.features.programme.hall import open_hall
from tests.shown_messages import faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord.backend.models.scheduled_event import ScheduledEvent
    from simcord.types import HttpLogEntry

    from tests.features.programme.hall import Hall

pytestmark = pytest.mark.slow

EARLY = datetime(2027, 7, 14, 7)  # noqa: DTZ001 - on the venue's walls
KEYNOTE = datetime(2027, 7, 14, 9, tzinfo=conference.TIMEZONE)
SCHEDULED, ACTIVE, COMPLETED = 1, 2, 3
DIGEST = "SELECT shown FROM session_event WHERE session_key LIKE 'KEY00%'"
STATES = "SELECT state FROM session_event"
KEYNOTES = '\n[discord_events]\ntypes = ["Keynote"]\n'


def events(hall: Hall) -> dict[str, ScheduledEvent]:
    """Return the server's events by their names."""
    found = hall.env.backend.guilds[hall.server.guild.id].scheduled_events.values()
    return {event.name: event for event in found}


def asked(hall: Hall) -> list[HttpLogEntry]:
    """Return what the bot asked of the server's events."""
    return [one for one in hall.env.http_requests if "scheduled-events" in one.path]


def changes(hall: Hall) -> int:
    return sum(one.method != "GET" for one in asked(hall))


def allow_events(hall: Hall, permissions: discord.Permissions) -> None:
    """Let the bot's role have these permissions."""
    backend, guild = hall.env.backend, hall.server.guild
    (role,) = (
        role for role in backend.guilds[guild.id].roles.values() if role.permissions == BOT_PERMISSIONS.value
    )
    backend.edit_role(guild.id, role.id, {"permissions": permissions.value})


@asynccontextmanager
async def keynotes(folder: Path, section: str = KEYNOTES, start: datetime = EARLY) -> AsyncIterator[Hall]:
    async with open_hall(folder, start, settings=section) as hall:
        allow_events(hall, BOT_PERMISSIONS | discord.Permissions(manage_events=True, create_events=True))
        await hall.restart(start)
        yield hall


@pytest.mark.journey
async def test_chosen_sessions_are_events_with_room_speakers_and_times(tmp_path: Path) -> None:
    async with keynotes(tmp_path) as hall:
        await hall.until(lambda: len(events(hall)) == 3)
        event = events(hall)["Twenty years of being wrong in public"]
        assert event.entity_metadata == {"location": "Forum Hall"}
        assert (event.entity_type, event.privacy_level, event.status) == (3, 2, SCHEDULED)
        assert datetime.fromisoformat(event.scheduled_start_time) == KEYNOTE
        assert datetime.fromisoformat(str(event.scheduled_end_time)) == KEYNOTE + timedelta(minutes=45)
        assert "https://youtu.be/forum-hall" in str(event.description)


async def test_they_follow_the_schedule_and_a_restart_does_nothing_twice(tmp_path: Path) -> None:
    async with keynotes(tmp_path) as hall:
        await hall.until(lambda: len(events(hall)) == 3)
        digest = sql(hall.config.database.url, DIGEST)
        later = datetime(2027, 7, 15, 17, tzinfo=conference.TIMEZONE)
        await hall.pretalx.programme.move("KEY00", start=later, room="North Hall")
        await hall.pretalx.programme.cancel("KEY01")
        await hall.pretalx.programme.release("v2")
        await hall.restart()
        await hall.until(lambda: len(events(hall)) == 2)
        moved = events(hall)["Twenty years of being wrong in public"]
        await hall.until(lambda: moved.entity_metadata == {"location": "North Hall"})
        assert datetime.fromisoformat(moved.scheduled_start_time) == later
        await hall.until(lambda: sql(hall.config.database.url, DIGEST) != digest)

        done, before = changes(hall), len(asked(hall))
        await hall.restart()
        await hall.until(lambda: len(asked(hall)) > before)
        await hall.env.settle()
        assert changes(hall) == done


async def test_they_begin_and_end_in_time(tmp_path: Path) -> None:
    async with keynotes(tmp_path) as hall:
        await hall.until(lambda: len(events(hall)) == 3)
        event = events(hall)["Twenty years of being wrong in public"]
        await hall.restart(datetime(2027, 7, 14, 8, 59, 59))  # noqa: DTZ001 - on the venue's walls
        await hall.until(lambda: event.status == ACTIVE)
        await hall.restart(datetime(2027, 7, 14, 9, 44, 59))  # noqa: DTZ001 - on the venue's walls
        await hall.until(lambda: event.status == COMPLETED)


async def test_what_somebody_deleted_stays_deleted(tmp_path: Path) -> None:
    async with keynotes(tmp_path) as hall:
        await hall.until(lambda: len(events(hall)) == 3)
        event = events(hall)["Twenty years of being wrong in public"]
        hall.env.backend.delete_scheduled_event(hall.server.guild.id, event.id)
        await hall.pretalx.programme.rename_title("KEY01", "The commons")
        await hall.pretalx.programme.release("v2")
        await hall.restart()
        await hall.until(lambda: "The commons" in events(hall))
        assert event.name not in events(hall)


async def test_an_event_that_a_crash_kept_from_being_noted_is_found(tmp_path: Path) -> None:
    async with keynotes(tmp_path, '\n[discord_events]\ntypes = []\nsessions = ["KEY00"]\n') as hall:
        await hall.until(lambda: len(events(hall)) == 1)
        database = hall.config.database.url
        await hall.until(lambda: sql(database, STATES) == [("kept",)])
        sql(database, "UPDATE session_event SET state = 'creating', event_id = NULL, shown = ''")
        await hall.restart()
        await hall.until(lambda: sql(database, STATES) == [("kept",)])
        assert len(events(hall)) == 1


async def test_the_nearest_hundred_beside_those_of_others(tmp_path: Path) -> None:
    async with open_hall(tmp_path, EARLY, settings="\n[discord_events]\neverything = true\n") as hall:
        for number in range(3):
            hall.server.guild.create_scheduled_event(
                f"Dinner {number}",
                start_time=datetime(2027, 7, 14, 19, tzinfo=UTC).isoformat(),
                end_time=datetime(2027, 7, 14, 23, tzinfo=UTC).isoformat(),
                entity_type=3,
                location="Town",
            )
        for event in events(hall).values():
            event.creator_id = hall.server.people["olivia"].id
        allow_events(hall, BOT_PERMISSIONS | discord.Permissions(manage_events=True, create_events=True))
        await hall.restart()
        # Some talks are given again under their own title.
        there = hall.env.backend.guilds[hall.server.guild.id].scheduled_events
        await hall.until(lambda: len(there) == 100)
        mine = [event for event in there.values() if not event.name.startswith("Dinner")]
        assert max(event.scheduled_start_time for event in mine)[:10] == "2027-07-16"


async def test_without_the_permission_health_says_what_to_do(tmp_path: Path) -> None:
    async with open_hall(tmp_path, EARLY, settings=KEYNOTES) as hall:
        await hall.until(lambda: any(one.method == "POST" for one in asked(hall)))
        (page,) = faces(await hall.ask("health", who="olivia"))
        assert "The bot may not manage the server's events." in f"{page.description}{page.fields}"
        assert events(hall) == {}
