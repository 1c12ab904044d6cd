"""What pretalx's API says and refuses to say, as far as the client and its users count on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.conference import programme, timetable
from tests.contracts.pretalx_world import FIRST, LAST

if TYPE_CHECKING:
    from tests.contracts.pretalx_server import PretalxReader, PretalxServer

EXPANDED = "room,submission,submission.speakers,submission.track,submission.submission_type"
LATER = FIRST.start + timedelta(hours=9)


async def test_visitors_see_what_is_in_the_schedule_and_organisers_everything(
    visitor: PretalxReader, organiser: PretalxReader
) -> None:
    states = {one["code"]: one["state"] for one in await organiser.results("submissions/")}
    assert states == {one["code"]: one["state"] for one in programme.submissions()}
    assert {"rejected", "accepted", "confirmed"} == set(states.values())
    public = {one["code"] for one in await visitor.results("submissions/")}
    assert public == {talk.code for talk in timetable.talks()}
    assert len(await visitor.results("speakers/")) == len(timetable.SPEAKERS)
    assert len(await organiser.results("speakers/")) == len(timetable.SPEAKERS) + 1


async def test_hidden_slots_are_for_organisers(visitor: PretalxReader, organiser: PretalxReader) -> None:
    hidden = [slot for slot in await organiser.results("slots/") if not slot["is_visible"]]
    assert {(slot["submission"], slot["start"] is None) for slot in hidden} == {
        ("TALKYY", False),
        ("TALKZZ", True),
    }
    seen = await visitor.results("slots/")
    assert len(seen) == 120
    assert not any("is_visible" in slot for slot in seen)


async def test_slots_come_by_start_with_the_offset_of_the_conference(visitor: PretalxReader) -> None:
    slots = await visitor.results("slots/")
    starts = [datetime.fromisoformat(slot["start"]) for slot in slots]
    assert starts == sorted(starts)
    assert {start.utcoffset() for start in starts} == {timedelta(hours=2)}
    assert slots[0]["start"] == "2027-07-14T09:00:00+02:00"


async def test_breaks_have_a_description_instead_of_a_submission(visitor: PretalxReader) -> None:
    breaks = [slot for slot in await visitor.results("slots/") if slot["submission"] is None]
    assert len(breaks) == len(timetable.breaks())
    assert {slot["description"]["en"] for slot in breaks} == {"Lunch 🍲", "Coffee & cake"}
    assert all(
        slot["description"] is None for slot in await visitor.results("slots/", ("submission", FIRST.code))
    )


async def test_slots_get_new_ids_with_every_release(visitor: PretalxReader, pretalx: PretalxServer) -> None:
    before = {slot["id"] for slot in await visitor.results("slots/")}
    await pretalx.changes.release("v2")
    after = {slot["id"] for slot in await visitor.results("slots/")}
    assert len(after) == 120
    assert not after & before


async def test_a_filter_drops_the_limit_to_the_current_schedule(
    visitor: PretalxReader, pretalx: PretalxServer
) -> None:
    await pretalx.changes.release("v2")
    by_code = ("submission", FIRST.code)
    assert [slot["schedule"] for slot in await visitor.results("slots/", by_code)] == [1, 2]
    assert [slot["schedule"] for slot in await visitor.results("slots/", by_code, ("schedule", "2"))] == [2]
    assert (
        len(await visitor.results("slots/")) == len(await visitor.results("slots/", ("schedule", "2"))) == 120
    )


async def test_the_draft_is_for_organisers(visitor: PretalxReader, organiser: PretalxReader) -> None:
    assert [one["version"] for one in await visitor.results("schedules/")] == ["v1"]
    assert {one["version"] for one in await organiser.results("schedules/")} == {"v1", "wip"}
    assert (await visitor.get("schedules/wip/")).status == 404
    assert (await organiser.get("schedules/wip/")).json["published"] is None
    assert await visitor.results("slots/", ("schedule", "2")) == []
    assert len(await organiser.results("slots/", ("schedule", "2"))) == 122


async def test_an_idle_check_is_small(visitor: PretalxReader) -> None:
    answer = await visitor.get("schedules/latest/", ("omit", "slots"))
    assert set(answer.json) == {"id", "version", "published", "comment"}
    assert int(answer.headers["Content-Length"]) < 1000


async def test_a_moved_start_leaves_the_end_behind(visitor: PretalxReader, pretalx: PretalxServer) -> None:
    await pretalx.changes.move_start(FIRST.code, LATER)
    await pretalx.changes.release("v2")
    (slot,) = await visitor.results("slots/", ("submission", FIRST.code), ("schedule", "2"))
    assert datetime.fromisoformat(slot["start"]) == LATER
    assert datetime.fromisoformat(slot["end"]) == FIRST.end
    assert slot["duration"] < 0


async def test_a_cancelled_talk_keeps_its_slot_until_the_next_release(
    visitor: PretalxReader, pretalx: PretalxServer
) -> None:
    await pretalx.changes.cancel(LAST.code)
    query = (("submission", LAST.code), ("expand", "submission"))
    (slot,) = await visitor.results("slots/", *query)
    assert slot["submission"]["state"] == "canceled"
    await pretalx.changes.release("v2")
    assert [slot["schedule"] for slot in await visitor.results("slots/", *query)] == [1]


async def test_records_are_expanded_and_cut(visitor: PretalxReader) -> None:
    cut = "schedule,submission.description,submission.speakers.biography,room.uuid"
    query = (("submission", FIRST.code), ("expand", EXPANDED), ("omit", cut))
    (slot,) = await visitor.results("slots/", *query)
    assert "schedule" not in slot
    # Rooms, tracks and types cannot be cut.
    assert set(slot["room"]) == {"id", "name", "description", "uuid", "guid", "capacity", "position"}
    submission = slot["submission"]
    assert "description" not in submission
    assert submission["title"] == FIRST.title
    assert submission["track"]["name"]["en"] == FIRST.track
    assert submission["submission_type"]["name"]["en"] == FIRST.kind
    (speaker,) = submission["speakers"]
    assert (speaker["name"], "biography" in speaker) == (FIRST.speakers[0].name, False)


async def test_fields_are_named_at_the_top_only(visitor: PretalxReader) -> None:
    query = ("submission", FIRST.code)
    (slot,) = await visitor.results("slots/", query, ("fields", "id,submission"))
    assert set(slot) == {"id", "submission"}
    assert slot["submission"] == FIRST.code
    for crash in (("fields", "submission.code"), ("omit", "submission.tags")):
        answer = await visitor.get("slots/", query, ("expand", "submission"), crash)
        assert (answer.status, answer.content_type) == (500, "text/html")


async def test_pages(visitor: PretalxReader) -> None:
    first = (await visitor.get("slots/")).json
    assert (len(first["results"]), first["count"]) == (50, 120)
    assert "page=2" in first["next"]
    assert len((await visitor.get("slots/", ("page_size", "1000"))).json["results"]) == 120
    past = await visitor.get("slots/", ("page", "9"))
    assert (past.status, past.json) == (404, {"detail": "Invalid page."})


async def test_rooms_know_no_pages(visitor: PretalxReader) -> None:
    assert len((await visitor.get("rooms/", ("page_size", "2"))).json["results"]) == 6
    some = (await visitor.get("rooms/", ("limit", "2"))).json
    assert (len(some["results"]), "offset=2" in some["next"]) == (2, True)


async def test_names_are_told_in_all_languages(visitor: PretalxReader) -> None:
    rooms = await visitor.results("rooms/")
    names = [(room["name"]["en"], room["name"]["de"]) for room in rooms]
    assert names == list(zip(timetable.ROOMS, timetable.ROOMS_IN_GERMAN, strict=True))
    assert {track["name"]["en"] for track in await visitor.results("tracks/")} == set(timetable.TRACKS)
    assert {kind["name"]["en"] for kind in await visitor.results("submission-types/")} == set(timetable.KINDS)
    assert (await visitor.get("")).json["locale"] == "en"


async def test_answers_are_for_organisers(visitor: PretalxReader, organiser: PretalxReader) -> None:
    assert (await visitor.get("answers/")).status == 401
    answers = await organiser.results("answers/")
    assert answers == programme.answers()
    of_one = ("question", str(programme.MASTODON_QUESTION))
    assert await organiser.results("answers/", of_one) == answers[-1:]
    cut = await organiser.results("answers/", of_one, ("fields", "answer,person"))
    assert cut == [{"answer": "@grace@fosstodon.org", "person": "GRC37A"}]
    page = (await organiser.get("answers/", ("page_size", "2"))).json
    assert (len(page["results"]), page["count"], "page=2" in page["next"]) == (2, len(answers), True)
    assert (await organiser.get("answers/", ("question", "nonsense"))).status == 400


@pytest.mark.parametrize(
    ("path", "query", "status", "content_type"),
    [
        ("rooms", (), 301, "text/html"),
        ("nothing/", (), 404, "text/html"),
        ("../nobody/", (), 404, "text/html"),
        ("schedules/77/", (), 404, "application/json"),
        ("slots/", ("schedule", "77"), 400, "application/json"),
        ("submissions/", ("state", "nonsense"), 400, "application/json"),
    ],
)
async def test_what_is_not_there(
    visitor: PretalxReader, path: str, query: tuple[str, str], status: int, content_type: str
) -> None:
    answer = await visitor.get(path, *([query] if query else []))
    assert answer.status == status
    assert status == 301 or answer.content_type == content_type


async def test_tokens_and_versions(visitor: PretalxReader, pretalx: PretalxServer) -> None:
    wrong = await visitor.get("rooms/", Authorization="Token nonsense")
    assert (wrong.status, wrong.json) == (401, {"detail": "Invalid token."})
    limited = {"Authorization": f"Token {pretalx.limited_token}"}
    assert (await visitor.get("", **limited)).status == 200
    assert (await visitor.get("rooms/", **limited)).status == 403
    unknown = await visitor.get("rooms/", **{"Pretalx-Version": "v9"})
    assert (unknown.status, unknown.json) == (400, {"detail": "API version not supported."})
