"""What people see, as pictures: `make pictures` puts them into the documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import conference
from sandbox.conference import known_tickets as known
from sandbox.demo.picture import draw_picture
from tests.conference_world import answer_of, field_ids, open_conference
from tests.features.programme.hall import open_hall
from tests.features.session_threads.stage import open_threads
from tests.pictures.camera import camera

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord.results import InteractionResult

    from DiscordBot.core.database import Database
    from tests.conference_world import ConferenceWorld
    from tests.features.programme.hall import Hall
    from tests.pictures.camera import Camera, Seen

pytestmark = [pytest.mark.pictures, pytest.mark.slow]

MORNING = datetime(2027, 7, 14, 9, 10, tzinfo=conference.TIMEZONE)


class Album:
    """People who do things in the conference, and the pictures of what they see."""

    def __init__(self, world: ConferenceWorld, camera: Camera) -> None:
        self.world = world
        self._camera = camera
        self.ada, self.olivia, self.victor = map(world.person, ("ada", "olivia", "victor"))

    async def message(self, name: str, channel: str, *, position: int = -1) -> None:
        """Take a message of a channel, the newest unless told otherwise."""
        handle = self.world.world.server.channels[channel]
        await self._camera.take(name, self.olivia, handle, self.world.messages(channel)[position])

    async def answer(self, name: str, who: str, command: str, **options: Any) -> InteractionResult:  # noqa: ANN401 - any option
        """Let somebody type a command in the lobby and take what they see."""
        channel = self.world.world.server.channels["lobby"]
        result = await self.world.person(who).slash(channel, command, **options)
        await self.seen(name, who, "lobby", result)
        return result

    async def seen(self, name: str, who: str, channel: str, result: InteractionResult) -> None:
        """Take the form or answer that somebody got."""
        target: Seen = result if result.modal is not None else answer_of(result)
        await self._camera.take(
            name, self.world.person(who), self.world.world.server.channels[channel], target
        )


@pytest.fixture
async def album(tmp_path: Path, orders: list[dict[str, Any]]) -> AsyncIterator[Album]:
    async with (
        open_conference(tmp_path, orders, with_x=True, start=MORNING) as world,
        camera(world.env, tmp_path, world.clock.now) as lens,
    ):
        yield Album(world, lens)


async def test_registration(album: Album) -> None:
    world = album.world
    await album.message("registration", "registration")
    form = await world.open_form(album.ada)
    await album.seen("registration-form", "ada", "registration", form)
    values = dict(zip(field_ids(form), (known.ADA.order, known.ADA.name), strict=True))
    await album.seen("registration-answer", "ada", "registration", await album.ada.submit_modal(form, values))
    await album.message("registration-log", "registration-log")
    await album.answer("attendee-lookup", "olivia", "attendee lookup", member=album.ada)
    await world.register_with(world.person("eve"), known.ADA)
    await album.message("ticket-taken", "registration-log")


async def test_tweets(album: Album) -> None:
    world = album.world
    await album.answer("tweet-form", "victor", "tweet compose")
    await write(
        album,
        "Doors open at nine! Coffee is in the lobby ☕ #PyConExample https://example.org",
        draw_picture(),
    )
    await album.message("tweet-pending", "tweet-moderation")
    await album.olivia.click(world.messages("tweet-moderation")[-1], label="Approve")
    await world.env.settle()
    await album.message("tweet-sent", "tweet-moderation")

    await write(album, "Lunch is served on the terrace", at="16.7. 12:30")
    await write(album, "See you all at the social event tonight", at="16.7. 18:00")
    await album.answer("tweet-queue", "olivia", "tweet queue")
    await album.answer("tweet-calendar", "olivia", "tweet calendar")
    await album.answer("tweet-history", "olivia", "tweet history", tweet="1")
    deny = await album.olivia.click(world.messages("tweet-moderation")[-1], label="Deny")
    await album.seen("tweet-deny-form", "olivia", "tweet-moderation", deny)


async def write(album: Album, text: str, *pictures: bytes, at: str = "") -> None:
    """Let Victor queue a tweet by the form."""
    form = await album.victor.slash(album.world.world.server.channels["lobby"], "tweet compose")
    files = [(f"{number}.png", one) for number, one in enumerate(pictures, start=1)]
    described = "The sun rises over violet hills" if pictures else ""
    written = dict(zip(field_ids(form), (text, files, described, at), strict=False))
    await album.victor.submit_modal(form, {key: value for key, value in written.items() if value})


async def test_campaigns_and_sponsors(album: Album) -> None:
    world = album.world
    options = {"kind": "sponsors", "name": "Thank you, sponsors", "start": "tomorrow 9:00", "every": "2 h"}
    channel = world.world.server.channels["lobby"]
    form = await album.olivia.slash(channel, "campaign preview", **options)
    await album.seen("campaign-form", "olivia", "lobby", form)
    assert form.modal is not None
    values = {
        part["custom_id"]: [part["options"][0]["value"]] if "options" in part else part["value"]
        for part in (label["component"] for label in form.modal["components"])
    }
    shown = await album.olivia.submit_modal(form, values)
    await album.seen("campaign-preview", "olivia", "lobby", shown)
    await album.answer("sponsors", "olivia", "sponsor list")


async def test_open_spaces(album: Album) -> None:
    world = album.world
    await world.register_with(album.ada, known.ADA)
    form = await album.answer("open-space-form", "ada", "openspace announce")
    assert form.modal is not None
    announced = {"title": "Async in the wild", "room": "Forum Hall", "time": "18:30"}
    await album.answer("open-space-announced", "ada", "openspace announce", **announced)
    await album.message("open-spaces-board", "open-spaces", position=0)
    await album.answer("open-spaces-list", "ada", "openspace list")
    taken = {**announced, "title": "Board games"}
    await album.answer("open-space-conflict", "ada", "openspace announce", **taken)


async def test_volunteers_and_arrivals(tmp_path: Path, orders: list[dict[str, Any]]) -> None:
    shifts = f"{known.VICTOR.order},Registration desk,Lobby,2027-07-14 11:00,13:00"
    (tmp_path / "shifts.csv").write_text(f"who,what,where,start,end\n{shifts}\n")
    sections = '[volunteers]\nshifts = "shifts.csv"\n'
    async with (
        open_conference(tmp_path, orders, more_sections=sections, checkin_list="Door") as world,
        camera(world.env, tmp_path, world.clock.now) as lens,
    ):
        album = Album(world, lens)
        await world.register_with(album.victor, known.VICTOR)
        await album.answer("volunteers-mine", "victor", "volunteers mine")
        await album.answer("volunteers-shifts", "olivia", "volunteers shifts")
        for order in (known.VICTOR.order, known.ADA.order):
            await world.shop.orders.check_in(order, 1, 1)
        await world.command(album.olivia, "refresh tickets")
        await album.answer("arrivals", "olivia", "stats arrivals")


async def test_the_schedule(album: Album) -> None:
    await album.answer("schedule-now", "ada", "schedule now")
    await album.answer("schedule-next", "ada", "schedule next")
    await album.answer("schedule-day", "ada", "schedule day")
    await album.answer("schedule-search", "ada", "schedule search", words="async")


async def test_numbers_and_health(album: Album) -> None:
    await album.world.register_with(album.ada, known.ADA)
    await album.answer("health", "olivia", "health")
    await album.answer("stats-roles", "olivia", "stats roles")
    await album.answer("chart", "olivia", "stats registrations")
    await album.answer("settings", "olivia", "settings show")
    await album.answer("networks-status", "olivia", "networks status")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[tuple[Hall, Camera]]:
    begin = datetime(2027, 7, 14, 9, 59)  # noqa: DTZ001 - on the venue's walls
    async with open_hall(tmp_path, begin) as hall, camera(hall.env, tmp_path, hall.clock.now) as lens:
        yield hall, lens


async def test_announcements(hall: tuple[Hall, Camera]) -> None:
    there, lens = hall
    await there.until(lambda: there.messages("programme"))
    ada = there.server.people["ada"]
    channels = there.server.channels
    await lens.take("announcement", ada, channels["programme"], there.messages("programme")[-1])
    await there.until(lambda: there.messages("forum-hall"))
    await lens.take("announcement-room", ada, channels["forum-hall"], there.messages("forum-hall")[-1])


async def test_a_sessions_thread(tmp_path: Path, database: Database) -> None:
    async with open_threads(database) as stage, camera(stage.env, tmp_path, stage.clock.now) as lens:
        talk = {"title": "Snakes on a dataframe", "room": "Forum Hall"}
        stage.sessions = [stage.sessions[0].model_copy(update=talk)]
        await stage.at(minutes=-5)
        await lens.take("session-thread", stage.people["eve"], stage.rooms["forum-hall"], stage.card())
        form = await stage.people["eve"].click(stage.card(), label="Ask without your name")
        await lens.take("session-question-form", stage.people["eve"], stage.rooms["forum-hall"], form)
        await stage.people["eve"].submit_modal(
            form, {"question": "How long does that take for a million rows?"}
        )
        await stage.work()
        thread = stage.thread()
        await lens.take("session-question", stage.people["victor"], thread, thread.history()[-1])
        await stage.at(minutes=45)
        await lens.take("session-feedback", stage.people["eve"], thread, thread.history()[-1])
        rating = await stage.people["eve"].click(stage.card(), label="Rate this session")
        await lens.take("session-rating-form", stage.people["eve"], stage.rooms["forum-hall"], rating)
        for who, stars in (
            ("eve", "5 – excellent"),
            ("mallory", "4 – very good"),
            ("victor", "5 – excellent"),
        ):
            await stage.rate(who, stars, "I shall try that at once." if who == "eve" else "")
        results = await stage.people["ada"].click(stage.card(), label="Results")
        assert results.response is not None
        await lens.take("session-results", stage.people["ada"], stage.rooms["forum-hall"], results.response)
