"""The schedule.json that a whole pretalx exports: the same programme as through its API, but for breaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import BadResponseError
from DiscordBot.features.programme.schedule.schedule_json import ScheduleJson
from DiscordBot.features.programme.schedule.sessions import EventDates
from sandbox.conference import timetable
from tests.clocks import StoppedClock
from tests.contracts.pretalx_world import FIRST, LAST, TWICE, expected_sessions

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.features.programme.schedule.sessions import Schedule, Session
    from tests.contracts.pretalx_server import PretalxServer

EVENING = datetime.combine(timetable.LAST_DAY, datetime.min.time(), timetable.TIMEZONE) + timedelta(hours=20)


def reader_of(session: aiohttp.ClientSession, pretalx: PretalxServer, path: str = "") -> ScheduleJson:
    address = f"{pretalx.base_url}/{pretalx.event}/schedule/export/schedule.json"
    clock = StoppedClock(timetable.TIMEZONE)
    return ScheduleJson(
        session,
        clock,
        source=path or address,
        folder=Path(),
        zone=timetable.TIMEZONE,
        interval=timedelta(0),
        backoff=0,
    )


async def read(reader: ScheduleJson) -> Schedule:
    release = await reader.release()
    assert release is not None
    return await reader.schedule(release)


def comparable(sessions: tuple[Session, ...]) -> list[Session]:
    """Return sessions without the rooms' numbers, which an export does not tell."""
    return [one.model_copy(update={"room_id": None}) for one in sessions if not one.is_break]


async def test_the_export_is_the_programme(session: aiohttp.ClientSession, pretalx: PretalxServer) -> None:
    schedule = await read(reader_of(session, pretalx))
    assert comparable(schedule.sessions) == comparable(expected_sessions(pretalx.base_url))
    assert schedule.release.version == "v1"
    assert schedule.event == EventDates(
        first_day=timetable.FIRST_DAY, last_day=timetable.LAST_DAY, timezone=timetable.TIMEZONE.key
    )


async def test_a_file_of_it_is_the_same(
    session: aiohttp.ClientSession, pretalx: PretalxServer, tmp_path: Path
) -> None:
    over_the_web = reader_of(session, pretalx)
    async with session.get(f"{pretalx.base_url}/{pretalx.event}/schedule/export/schedule.json") as response:
        (tmp_path / "schedule.json").write_bytes(await response.read())
    from_file = reader_of(session, pretalx, str(tmp_path / "schedule.json"))
    assert (await read(from_file)).sessions == (await read(over_the_web)).sessions


async def test_what_changes_comes_with_the_next_release(
    session: aiohttp.ClientSession, pretalx: PretalxServer
) -> None:
    reader = reader_of(session, pretalx)
    first = await reader.release()
    await pretalx.changes.move(FIRST.code, start=EVENING, room="Club A")
    await pretalx.changes.cancel(LAST.code)
    await pretalx.changes.move(TWICE[0].code, start=EVENING + timedelta(hours=2), slot_number=2)
    await pretalx.changes.release("v2")
    second = await reader.release()
    assert first is not None
    assert second is not None
    assert (second.version, second.id != first.id) == ("v2", True)
    sessions = {one.key: one for one in (await reader.schedule(second)).sessions}
    assert (sessions["TALK00-1"].start, sessions["TALK00-1"].room) == (EVENING, "Club A")
    assert f"{LAST.code}-1" not in sessions
    assert sessions[f"{TWICE[0].code}-2"].start == EVENING + timedelta(hours=2)


async def test_another_title_is_noticed_without_a_release(
    session: aiohttp.ClientSession, pretalx: PretalxServer
) -> None:
    reader = reader_of(session, pretalx)
    first = await reader.release()
    await pretalx.changes.rename_title(FIRST.code, "Переименовано 🎉")
    second = await reader.release()
    assert second != first
    assert second is not None
    assert first is not None
    assert second.id == first.id
    titles = {one.key: one.title for one in (await reader.schedule(second)).sessions}
    assert titles[f"{FIRST.code}-1"] == "Переименовано 🎉"


async def test_speakers_and_rooms(session: aiohttp.ClientSession, pretalx: PretalxServer) -> None:
    reader = reader_of(session, pretalx)
    speakers = await reader.speakers()
    on_stage = {speaker.code: speaker.name for talk in timetable.talks() for speaker in talk.speakers}
    assert {one.code: one.name for one in speakers} == on_stage
    assert {one.email for one in speakers} == {None}
    assert set(await reader.rooms()) == {talk.room for talk in timetable.talks()}


async def test_the_probe(session: aiohttp.ClientSession, pretalx: PretalxServer) -> None:
    assert (await reader_of(session, pretalx).probe()).level is Level.OK
    wrong = EventDates(first_day=timetable.LAST_DAY, last_day=timetable.LAST_DAY, timezone="Europe/Berlin")
    assert (await reader_of(session, pretalx).probe(wrong)).level is Level.WARNING
    nowhere = reader_of(session, pretalx, f"{pretalx.base_url}/nothing/schedule/export/schedule.json")
    assert (await nowhere.probe()).level is Level.ERROR


async def test_a_web_page_is_no_schedule(session: aiohttp.ClientSession, pretalx: PretalxServer) -> None:
    with pytest.raises(BadResponseError):
        await reader_of(session, pretalx, f"{pretalx.base_url}/nothing/").release()
