"""The clock of the demo: visitors move it, and the bot does what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from sandbox import conference
from sandbox.conference.timetable import FIRST_DAY, LAST_DAY
from sandbox.demo.command import demo
from sandbox.demo.strangers import UNCLEAR, WRITINGS, next_start
from sandbox.demo.theatre import opening_moment
from sandbox.demo.visitors_clock import VisitorsClock
from tests.patience import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sandbox.demo.guide.witness import Witness
    from sandbox.demo.scene import Scene
    from sandbox.demo.theatre import Playing, Theatre

BEFORE = datetime(2027, 6, 1, 12)  # noqa: DTZ001 - on the venue's walls
KEYNOTE_SOON = datetime(2027, 7, 14, 8, 54, 55)  # noqa: DTZ001 - on the venue's walls
OVER = datetime(2027, 7, 17, 9)  # noqa: DTZ001 - on the venue's walls
KEYNOTE = "Twenty years of being wrong in public"


class Counter:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_clock_runs_as_fast_as_told_and_never_back() -> None:
    seconds, begins = Counter(), datetime(2027, 7, 1, tzinfo=UTC)
    clock = VisitorsClock(conference.TIMEZONE, begins, monotonic=seconds)
    seconds.seconds = 10
    clock.run(60)
    seconds.seconds = 20
    assert clock.now() == begins + timedelta(minutes=10, seconds=10)
    assert clock.real_seconds_until(clock.now() + timedelta(hours=1)) == 60
    clock.jump(begins + timedelta(days=1))
    seconds.seconds = 21
    assert clock.now() == begins + timedelta(days=1, minutes=1)
    with pytest.raises(ValueError, match="forwards"):
        clock.jump(begins)
    with pytest.raises(ValueError, match="forwards"):
        clock.run(0)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 11, 30, 9, tzinfo=UTC)),
        (datetime(2027, 7, 15, 9, tzinfo=UTC), datetime(2027, 6, 14, 9, tzinfo=UTC)),
        (datetime(2030, 7, 15, 9, tzinfo=UTC), datetime(2027, 6, 14, 9, tzinfo=UTC)),
    ],
    ids=["before", "meanwhile", "years later"],
)
def test_a_demo_begins_now_or_a_month_before_the_conference(now: datetime, begins: datetime) -> None:
    assert opening_moment(now) == begins


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-11-30 18:00", "2027-07-14 08:00"),
        ("2027-07-14 07:44", "2027-07-14 08:30"),
        ("2027-07-14 10:20", "2027-07-14 11:00"),
        ("2027-07-14 19:30", "2027-07-15 08:00"),
        ("2027-07-15 01:00", "2027-07-15 08:00"),
        ("2027-07-17 12:00", "2027-07-16 20:00"),
    ],
)
def test_open_spaces_are_called_for_hours_of_the_conference(now: str, start: str) -> None:
    local = datetime.fromisoformat(now).replace(tzinfo=conference.TIMEZONE)
    assert f"{next_start(local):%Y-%m-%d %H:%M}" == start


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with demo(tmp_path, 0, BEFORE) as (_, theatre):
        yield theatre


def playing(theatre: Theatre) -> Playing:
    assert theatre.playing is not None
    return theatre.playing


def said(scene: Scene, channel: str) -> str:
    return " ".join(entry["text"] for entry in scene.news.newest() if entry["channel"] == channel)


def is_well(scene: Scene) -> None:
    assert [report for report in scene.scheduler.reports() if report.error] == []
    assert scene.world.env.errors == []


@pytest.mark.slow
async def test_forward_everything_due_happens_and_back_the_world_begins_anew(theatre: Theatre) -> None:
    first = playing(theatre)
    await theatre.go_to(KEYNOTE_SOON)
    assert playing(theatre) is first
    await until(lambda: KEYNOTE in said(first.scene, "programme"))
    assert "2027-07-14 06:5" in str(first.scene.world.env.now())
    await first.scene.change_schedule()
    await until(lambda: "changes of the schedule" in said(first.scene, "schedule-updates"))
    await theatre.go_to(OVER)
    await until(lambda: all(report.last_run for report in looking(first.scene)))
    is_well(first.scene)

    theatre.tour.skip("form")
    done = [step.name for step, was_done, _ in theatre.tour.progress(first.witness) if was_done]
    await theatre.go_to(BEFORE)
    second = playing(theatre)
    assert second is not first
    assert KEYNOTE not in said(second.scene, "programme")
    again = {step.name: rest for step, *rest in theatre.tour.progress(second.witness)}
    assert all(again[name] == [True, False] for name in done)
    assert again["form"] == [False, True]
    is_well(second.scene)


def looking(scene: Scene) -> list[Any]:
    return [report for report in scene.scheduler.reports() if report.name in {"schedule", "mentions", "news"}]


@pytest.mark.slow
async def test_fast_hours_pass_in_moments(theatre: Theatre) -> None:
    scene = playing(theatre).scene
    await theatre.go_to(datetime.combine(FIRST_DAY, datetime.min.time()).replace(hour=8, minute=50))
    # On a busy machine the first sessions may have begun before they are announced; there is one each hour.
    scene.run_at(120)
    await until(lambda: bool(said(scene, "programme")))
    scene.run_at(1)
    lag = scene.clock.now() - scene.world.env.now()
    assert lag < timedelta(minutes=10)
    is_well(scene)


@pytest.mark.slow
async def test_what_others_write_is_clear_unclear_and_collides(theatre: Theatre) -> None:
    scene, seen = playing(theatre).scene, playing(theatre).witness
    scene.strangers.post_unclear()
    scene.strangers.mention()
    for number in range(len(WRITINGS) + 2):
        await scene.strangers.go_on(number)

    def states() -> set[str]:
        return {
            state
            for state in ("scheduled", "review", "conflict")
            if seen.has("SELECT 1 FROM open_space WHERE state = ?", state)
        }

    await until(lambda: states() == {"scheduled", "review", "conflict"})
    await until(lambda: networks_of(seen, "open_space") >= {"twitter", "bluesky"})
    await until(lambda: networks_of(seen, "mention") >= {"twitter", "bluesky", "mastodon"})
    await until(lambda: seen.has("SELECT 1 FROM open_space WHERE text LIKE ?", f"{UNCLEAR}%"))
    await until(lambda: seen.has("SELECT 1 FROM tweet WHERE source = 'news'"))
    await until(lambda: seen.first("SELECT count(*) FROM advert_review") == 2)
    is_well(scene)


def networks_of(seen: Witness, table: str) -> set[str]:
    queries = {
        "open_space": "SELECT 1 FROM open_space WHERE network = ?",
        "mention": "SELECT 1 FROM mention WHERE network = ?",
    }
    return {name for name in ("twitter", "bluesky", "mastodon") if seen.has(queries[table], name)}


@pytest.mark.slow
async def test_550_are_registered_and_the_bot_finds_nothing_to_change(theatre: Theatre) -> None:
    world = playing(theatre).scene.world
    seen = playing(theatre).witness
    assert seen.first("SELECT count(*) FROM claim WHERE state = 'granted'") == 551
    member = world.env.backend.get_member(world.server.guild.id, world.server.people["grace"].id)
    assert member.nick == "Grace Hopper"
    requests = ((request.method, request.path) for request in world.env.http_requests)
    edited = [path for method, path in requests if method == "PATCH" and "members" in path]
    assert edited == []


@pytest.mark.slow
async def test_the_page_moves_the_clock(tmp_path: Path) -> None:
    async with demo(tmp_path, 0, BEFORE) as (url, _), aiohttp.ClientSession() as http:

        async def clock(**wanted: object) -> tuple[int, Any]:
            async with http.post(f"{url}/api/clock", json=wanted) as answer:
                return answer.status, (await answer.json())["clock"] if answer.ok else None

        assert (await clock(to="morning"))[1]["value"] == f"{FIRST_DAY}T07:30"
        assert (await clock(speed=60))[1]["speed"] == 60
        assert (await clock(to=f"{LAST_DAY}T09:00"))[1]["day"] == "Friday, 16 July 2027"
        for nonsense in ("yesterday", "2031-01-01T00:00", "2027-07-14T08:00+02:00"):
            assert (await clock(to=nonsense))[0] == 400
        assert (await clock(speed=-1))[0] == 400
