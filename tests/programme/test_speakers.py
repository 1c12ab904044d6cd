"""Who speaks, from the stand-in pretalx to the directory and its copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.database import Database
from DiscordBot.health import Level
from DiscordBot.json_api_errors import ServiceError
from DiscordBot.programme.client import PretalxClient
from DiscordBot.programme.speakers import KnownSpeaker, SpeakerDirectory
from sandbox import programme, timetable
from sandbox.failures import Failure
from sandbox.pretalx import PretalxStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

TOKEN = "made-up"
EVENT = "conf2027"


@pytest.fixture
async def pretalx() -> AsyncIterator[PretalxStandIn]:
    stand_in = PretalxStandIn(programme.everything(), TOKEN, EVENT)
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    await opened.start()
    yield opened
    await opened.close()


async def connect(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, *, token: str = TOKEN, event: str = EVENT
) -> PretalxClient:
    return PretalxClient(session, base_url=await pretalx.start(), event=event, token=token, backoff=0.001)


async def test_only_those_on_stage_count(pretalx: PretalxStandIn, session: aiohttp.ClientSession) -> None:
    client = await connect(pretalx, session)
    found = {speaker.name: speaker.email for speaker in await client.speakers()}
    assert found == {speaker.name: speaker.email for speaker in timetable.SPEAKERS}


async def test_without_a_token_names_are_known(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession
) -> None:
    client = await connect(pretalx, session, token="")
    found = await client.speakers()
    assert {speaker.name for speaker in found} == {speaker.name for speaker in timetable.SPEAKERS}
    assert {speaker.email for speaker in found} == {None}


async def test_every_page_is_read(session: aiohttp.ClientSession) -> None:
    codes = [f"SP{number:04}" for number in range(601)]
    speaker, submission = programme.speakers()[0], programme.submissions()[0]
    many = programme.everything() | {
        "speakers": [speaker | {"code": code} for code in codes],
        "submissions": [submission | {"code": f"T{code}", "speakers": [code]} for code in codes],
        "slots": [],
    }
    pretalx = PretalxStandIn(many, TOKEN, EVENT)
    client = await connect(pretalx, session)
    assert [speaker.code for speaker in await client.speakers()] == codes
    await pretalx.stop()


async def test_the_directory_keeps_no_address_and_survives_a_restart(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    client = await connect(pretalx, session)
    directory = SpeakerDirectory(database, client, lambda address: f"hash of {address}")
    assert await directory.refresh()
    assert not await directory.refresh()
    assert KnownSpeaker("Grace Hopper", "hash of grace@example.org") in directory.speakers

    await pretalx.stop()
    after_restart = SpeakerDirectory(database, client, str)
    await after_restart.open()
    assert after_restart.speakers == directory.speakers


async def test_what_was_known_stays_when_pretalx_fails(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    directory = SpeakerDirectory(database, await connect(pretalx, session), str)
    await directory.refresh()
    known = directory.speakers
    pretalx.failures.fail_with(Failure.HTML)
    with pytest.raises(ServiceError):
        await directory.refresh()
    assert directory.speakers == known


async def test_nothing_is_left_after_forgetting(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    directory = SpeakerDirectory(database, await connect(pretalx, session), str)
    await directory.refresh()
    await directory.forget_everything()
    await directory.open()
    assert directory.speakers == ()


@pytest.mark.parametrize(
    ("token", "event", "level"),
    [(TOKEN, EVENT, Level.OK), ("wrong", EVENT, Level.ERROR), (TOKEN, "conf2028", Level.ERROR)],
)
async def test_probe(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, token: str, event: str, level: Level
) -> None:
    finding = await (await connect(pretalx, session, token=token, event=event)).probe()
    assert finding.level is level
    assert bool(finding.remedy) == (level is Level.ERROR)
