"""Volunteers on the whole bot: a list of shifts, reminders, the role, and who may see what."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.volunteers.service import JOB
from DiscordBot.features.volunteers.ui.cog import LIST_JOB
from sandbox import conference
from sandbox.conference import known_tickets as known
from tests.conference_world import known_orders, open_conference
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord import MemberActor

    from tests.conference_world import ConferenceWorld

pytestmark = pytest.mark.slow

MORNING = datetime(2027, 7, 14, 8, 20, tzinfo=conference.TIMEZONE)
SECTIONS = """
[volunteers]
shifts = "shifts.csv"
role_on_duty = "On duty"
"""
HEAD = "who,what,where,start,end\n"


@asynccontextmanager
async def morning(folder: Path, *lines: str) -> AsyncIterator[ConferenceWorld]:
    """Start the bot in the morning with a list of shifts, and a role of those on duty."""
    (folder / "shifts.csv").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    async with open_conference(folder, known_orders(), more_sections=SECTIONS, start=MORNING) as world:
        world.world.server.guild.create_role("On duty")
        await world.env.settle()
        yield world


async def pass_time(world: ConferenceWorld, job: str = JOB, **by: float) -> None:
    world.clock.ahead += timedelta(**by)
    await world.bot._scheduler.run(job)  # noqa: SLF001 - time is put forward behind the scheduler's back
    await world.env.settle()


def direct(person: MemberActor) -> list[str]:
    channel = person.user.dm_channel
    return [] if channel is None else [face.title for one in channel.history() for face in faces(one)]


async def test_a_morning_of_a_volunteer(tmp_path: Path) -> None:
    lines = (f"{known.ADA.order},Registration *desk*,Lobby,2027-07-14 09:00,12:00",)
    async with morning(tmp_path, *lines) as world:
        ada, olivia, eve = (world.person(name) for name in ("ada", "olivia", "eve"))
        shown = await world.command(olivia, "volunteers shifts")
        assert "⚠️ not registered" in faces(shown)[0].description

        await world.register_with(ada, known.ADA)
        await pass_time(world)
        assert (direct(ada), "On duty" in world.roles(ada)) == ([], False)
        await pass_time(world, minutes=15)
        assert direct(ada) == ["🦺 Your shift begins soon"]
        own = faces(await world.command(ada, "volunteers mine"))[0]
        assert r"Registration \*desk\* · Lobby" in own.description
        assert "no shifts" in faces(await world.command(eve, "volunteers mine"))[0].description

        await pass_time(world, minutes=30)
        assert "On duty" in world.roles(ada)
        await world.restart(orderly=False)
        await pass_time(world)
        assert "On duty" in world.roles(ada)
        shown = await world.command(olivia, "volunteers shifts")
        assert "▶️ **" in faces(shown)[0].description
        assert ada.mention in faces(shown)[0].description
        await pass_time(world, hours=3)
        assert "On duty" not in world.roles(ada)
        # What the ticket gives is untouched, and nobody was told twice.
        assert world.roles(ada) == set(known.ADA.roles)
        assert len(direct(ada)) == 1


async def test_only_organisers_see_all_shifts(tmp_path: Path) -> None:
    async with morning(tmp_path, f"{known.ADA.order},Desk,,2027-07-14 09:00,12:00") as world:
        world.expected_errors += [Refusal] * 2
        for name in ("victor", "ada"):
            answer = await world.command(world.person(name), "volunteers shifts")
            assert answer.content == ONLY_ORGANIZERS


async def test_who_takes_no_messages_is_called_in_the_channel(tmp_path: Path) -> None:
    async with morning(tmp_path, f"{known.ADA.order},Desk,,2027-07-14 09:00,12:00") as world:
        ada = world.person("ada")
        await world.register_with(ada, known.ADA)
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
        await pass_time(world, minutes=15)
        (message,) = world.messages("volunteers")
        assert said(message) == ada.mention
        assert faces(message)[0].title == "🦺 Your shift begins soon"
        assert [user.id for user in message.mentions] == [ada.id]


async def test_a_list_that_changes_is_read_again_and_mistakes_are_told(tmp_path: Path) -> None:
    async with morning(tmp_path) as world:
        ada, olivia = world.person("ada"), world.person("olivia")
        await world.register_with(ada, known.ADA)
        lines = (f"{known.ADA.order},Desk,,2027-07-14 08:00,12:00", "Some Body,Doors,,2027-07-14 09:00,12:00")
        (tmp_path / "shifts.csv").write_text(HEAD + "\n".join(lines), encoding="utf-8")
        await pass_time(world, LIST_JOB)
        await pass_time(world)
        assert "On duty" in world.roles(ada)
        health = world.text_of(await world.command(olivia, "health"))
        assert "Line 3 needs order codes" in health
        (tmp_path / "shifts.csv").unlink()
        await pass_time(world, LIST_JOB)
        # No information changes nothing.
        assert "On duty" in world.roles(ada)
