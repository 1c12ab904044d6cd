"""The client against a whole pretalx."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import AccessDeniedError, BadResponseError, TokenRejectedError
from DiscordBot.features.programme.schedule.client import PretalxClient
from DiscordBot.features.programme.schedule.sessions import Release
from sandbox.conference import programme, timetable
from tests.contracts.pretalx_world import FIRST, LAST, TWICE, WITH_TWO_SPEAKERS, expected_sessions

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.features.programme.schedule.sessions import Schedule, Session
    from tests.contracts.pretalx_server import PretalxReader, PretalxServer

EVENING = datetime.combine(timetable.LAST_DAY, datetime.min.time(), timetable.TIMEZONE) + timedelta(hours=20)


async def read(reader: PretalxReader) -> Schedule:
    release = await reader.client.release()
    assert release is not None
    return await reader.client.schedule(release)


def named(schedule: Schedule, code: str) -> list[Session]:
    return [session for session in schedule.sessions if session.key.startswith(f"{code}-")]


async def test_the_schedule_is_the_programme_whoever_reads(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    schedule = await read(reader)
    assert schedule.sessions == expected_sessions(pretalx.base_url)
    assert len(schedule.sessions) == 120


async def test_a_release_is_told_by_its_version_and_time(
    visitor: PretalxReader, pretalx: PretalxServer
) -> None:
    first = await visitor.client.release()
    assert first is not None
    assert first.version == "v1"
    assert first == await visitor.client.release()
    await pretalx.changes.release("v2")
    second = await visitor.client.release()
    assert second is not None
    assert first.published is not None
    assert second.published is not None
    assert (second.version, second.published > first.published, second.id != first.id) == ("v2", True, True)
    assert second.published.tzinfo is UTC


async def test_a_release_without_changes_changes_no_session(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    before = await read(reader)
    await pretalx.changes.release("v2")
    after = await read(reader)
    assert after.release.version == "v2"
    assert after.sessions == before.sessions


async def test_moves_and_additions_are_told_with_the_next_release(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    before = await read(reader)
    await pretalx.changes.move(FIRST.code, start=EVENING, room="Club A")
    code = await pretalx.changes.add("Added", speaker="PLT38H", room="North Hall", start=EVENING)
    await pretalx.changes.hide(LAST.code)
    assert await read(reader) == before

    await pretalx.changes.release("v2")
    after = await read(reader)
    (moved,) = named(after, FIRST.code)
    assert (moved.start, moved.end - moved.start, moved.room) == (EVENING, FIRST.end - FIRST.start, "Club A")
    (added,) = named(after, code)
    assert (added.title, added.start, added.room, added.kind) == ("Added", EVENING, "North Hall", "Talk")
    assert [speaker.name for speaker in added.speakers] == ["Pluto"]
    assert named(after, LAST.code) == []
    assert len(after.sessions) == 120


async def test_cancellations_titles_speakers_and_rooms_are_told_at_once(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    release = await reader.client.release()
    await pretalx.changes.cancel(LAST.code)
    await pretalx.changes.rename_title(FIRST.code, "Переименовано 🎉")
    await pretalx.changes.change_speaker(FIRST.code, FIRST.speakers[0].code, "PLT38H")
    await pretalx.changes.rename_room(FIRST.room, {"en": "Great Hall", "de": "Große Halle"})
    assert await reader.client.release() == release
    after = await read(reader)
    assert named(after, LAST.code) == []
    (renamed,) = named(after, FIRST.code)
    assert (renamed.title, renamed.room) == ("Переименовано 🎉", "Great Hall")
    assert [speaker.name for speaker in renamed.speakers] == ["Pluto"]
    assert {session.room for session in after.sessions} == {"Great Hall", *timetable.ROOMS[1:]}


async def test_a_cancelled_talk_does_not_come_back_with_the_next_release(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    await pretalx.changes.cancel(LAST.code)
    await pretalx.changes.release("v2")
    assert named(await read(reader), LAST.code) == []


async def test_the_slots_of_a_talk_given_twice_are_numbered_by_time(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    code = TWICE[0].code
    assert [one.key for one in named(await read(reader), code)] == [f"{code}-1", f"{code}-2"]
    await pretalx.changes.move(code, start=EVENING, slot_number=2)
    await pretalx.changes.release("v2")
    slots = named(await read(reader), code)
    assert [(one.key, one.start) for one in slots] == [(f"{code}-1", TWICE[0].start), (f"{code}-2", EVENING)]


async def test_an_end_that_was_left_behind_is_made_from_the_duration(
    reader: PretalxReader, pretalx: PretalxServer
) -> None:
    await pretalx.changes.move_start(FIRST.code, EVENING)
    await pretalx.changes.release("v2")
    (moved,) = named(await read(reader), FIRST.code)
    assert (moved.start, moved.end - moved.start) == (EVENING, FIRST.end - FIRST.start)


async def test_an_older_release_can_still_be_read(reader: PretalxReader, pretalx: PretalxServer) -> None:
    before = await read(reader)
    await pretalx.changes.move(FIRST.code, start=EVENING)
    await pretalx.changes.release("v2")
    assert await reader.client.schedule(before.release) == before


async def test_speakers_are_sorted_by_name(reader: PretalxReader) -> None:
    (session, *_) = named(await read(reader), WITH_TWO_SPEAKERS.code)
    names = [speaker.name for speaker in session.speakers]
    assert names == sorted(one.name for one in WITH_TWO_SPEAKERS.speakers)


async def test_rooms_come_in_their_order(reader: PretalxReader) -> None:
    assert await reader.client.rooms() == timetable.ROOMS


async def test_a_release_that_is_not_there(reader: PretalxReader) -> None:
    with pytest.raises(BadResponseError):
        await quick(reader).schedule(Release(id=77, version="v77"))


async def test_addresses_of_speakers_need_a_token(visitor: PretalxReader, organiser: PretalxReader) -> None:
    known = {speaker.code: speaker.email for speaker in timetable.SPEAKERS}
    assert {one.code: one.email for one in await organiser.client.speakers()} == known
    assert {one.code: one.email for one in await visitor.client.speakers()} == dict.fromkeys(known)


async def test_answers_need_a_token(visitor: PretalxReader, organiser: PretalxReader) -> None:
    answers = await organiser.client.answers(programme.TWITTER_QUESTION)
    assert {one.person: one.answer for one in answers} == programme.TWITTER_ANSWERS
    (other,) = await organiser.client.answers(programme.MASTODON_QUESTION)
    assert other.answer == "@grace@fosstodon.org"
    assert await organiser.client.answers(77) == ()
    with pytest.raises(AccessDeniedError):
        await visitor.client.answers(programme.TWITTER_QUESTION)


async def test_wrong_tokens_are_told(session: aiohttp.ClientSession, pretalx: PretalxServer) -> None:
    wrong = {"nonsense": TokenRejectedError, pretalx.limited_token: AccessDeniedError}
    for token, error in wrong.items():
        client = PretalxClient(session, base_url=pretalx.base_url, event=pretalx.event, token=token)
        answers = partial(client.answers, programme.TWITTER_QUESTION)
        for attempt in (client.release, client.rooms, client.speakers, answers):
            with pytest.raises(error):
                await attempt()


@pytest.mark.parametrize(
    ("wrong", "level"),
    [({}, Level.OK), ({"token": "nonsense"}, Level.ERROR), ({"event": "nothing"}, Level.ERROR)],
)
async def test_the_probe(
    session: aiohttp.ClientSession, pretalx: PretalxServer, wrong: dict[str, Any], level: Level
) -> None:
    right = {"base_url": pretalx.base_url, "event": pretalx.event, "token": pretalx.token}
    finding = await PretalxClient(session, **(right | wrong)).probe()
    assert finding.level is level


def quick(reader: PretalxReader) -> PretalxClient:
    """Return a client that does not wait before it tries again."""
    server = reader.server
    return PretalxClient(
        reader.session, base_url=server.base_url, event=server.event, token=reader.token, backoff=0
    )
