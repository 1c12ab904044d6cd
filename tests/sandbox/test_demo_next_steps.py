"""What else there is to try in the demo can be tried: each step ticks when people have done it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.conference import known_tickets as known
from sandbox.demo.command import demo
from sandbox.demo.outside import OF_A_SPONSOR
from sandbox.demo.sidebar import Sidebar
from tests.conference_world import answer_of, field_ids
from tests.patience import until
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord.results import InteractionResult

    from sandbox.conference.known_tickets import KnownTicket
    from sandbox.demo.theatre import Playing, Theatre

MORNING = datetime(2027, 7, 14, 8, 51)  # noqa: DTZ001 - on the venue's walls


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with demo(tmp_path, 0, MORNING) as (_, theatre):
        yield theatre


def playing(theatre: Theatre) -> Playing:
    assert theatre.playing is not None
    return theatre.playing


def is_done(theatre: Theatre, name: str) -> bool:
    progress = theatre.tour.progress(playing(theatre).witness)
    return next(was_done for step, was_done, _ in progress if step.name == name)


async def command(theatre: Theatre, who: str, name: str) -> InteractionResult:
    scene = playing(theatre).scene
    server = scene.world.server
    async with scene.stage.lock:
        return await server.people[who].slash(server.channels["lobby"], name)


async def press(theatre: Theatre, who: str, channel: str, label: str, *typed: Any) -> InteractionResult:  # noqa: ANN401 - a form's values
    """Press a button of the newest message that has it, and fill in the form that it opens."""
    scene = playing(theatre).scene
    server = scene.world.server
    messages = server.channels[channel].history()
    found = [one for one in messages if any(part.get("label") == label for part in controls(one))]
    async with scene.stage.lock:
        form = await server.people[who].click(found[-1], label=label)
        return await server.people[who].submit_modal(form, dict(zip(field_ids(form), typed, strict=True)))


def runs(theatre: Theatre, job: str) -> int:
    return sum(report.runs for report in playing(theatre).scene.scheduler.reports() if report.name == job)


async def register(theatre: Theatre, who: str, ticket: KnownTicket) -> None:
    await press(theatre, who, "registration", "Register", ticket.order, ticket.name)


@pytest.mark.slow
async def test_questions_shifts_tickets_of_other_shops_and_the_report(theatre: Theatre) -> None:
    history = playing(theatre).scene.world.server.channels["forum-hall"].history
    await until(lambda: any("Ask without your name" in str(controls(one)) for one in history()))
    assert not is_done(theatre, "ask")
    await press(theatre, "ada", "forum-hall", "Ask without your name", "How do you find out?")
    await until(lambda: is_done(theatre, "ask"))

    await register(theatre, "victor", known.VICTOR)
    (shifts,) = faces(answer_of(await command(theatre, "victor", "volunteers mine")))
    assert "Registration desk" in f"{shifts.description}{shifts.fields}"
    assert is_done(theatre, "shift")

    assert not is_done(theatre, "sponsor")
    await register(theatre, "eve", OF_A_SPONSOR)
    assert is_done(theatre, "sponsor")

    scene = playing(theatre).scene
    before = runs(theatre, "tickets")
    await scene.check_in(known.ADA.order)
    await until(lambda: runs(theatre, "tickets") > before)
    result = await command(theatre, "olivia", "stats arrivals")
    assert "**1**" in str(faces(answer_of(result)))
    assert is_done(theatre, "arrival")

    sidebar = Sidebar(scene.world)
    await until(lambda: len(sidebar.events()) == 3)
    assert sidebar.events()[0] == "Wed 9:00 · Twenty years of being wrong in public"

    (report,) = answer_of(await command(theatre, "olivia", "stats report")).attachments
    assert report.filename.endswith(".html")
    assert is_done(theatre, "report")
    scene = playing(theatre).scene
    assert [job for job in scene.scheduler.reports() if job.error] == []
    assert scene.world.env.errors == []
