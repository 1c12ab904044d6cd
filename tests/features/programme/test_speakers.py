"""Who speaks, from the stand-in pretalx to the directory and its copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.programme.schedule.client import PretalxClient, SentAnswer
from DiscordBot.features.programme.speakers import Speaker, SpeakerDirectory
from sandbox.conference import programme, timetable
from sandbox.failures import Failure
from sandbox.pretalx.server import PretalxStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database

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


async def connect(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, *, token: str = TOKEN, event: str = EVENT
) -> PretalxClient:
    base_url = pretalx.base_url or await pretalx.start()
    return PretalxClient(session, base_url=base_url, event=event, token=token, backoff=0.001)


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
    assert Speaker("Grace Hopper", "hash of grace@example.org", "GRC37A") in directory.speakers

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
    directory = asking(database, await connect(pretalx, session))
    await directory.refresh()
    await directory.forget_everything()
    await directory.open()
    assert directory.speakers == ()
    assert handles(directory) == {}


def asking(
    database: Database, client: PretalxClient, question: int = programme.TWITTER_QUESTION
) -> SpeakerDirectory:
    return SpeakerDirectory(database, client, str, questions={"twitter": question})


def handles(directory: SpeakerDirectory) -> dict[str, str]:
    codes = programme.TWITTER_ANSWERS
    return {code: handle for code in codes if (handle := directory.handles(code).get("twitter"))}


KNOWN_HANDLES = {
    "GRC37A": "@grace_compiles",
    "KTH37B": "@kathi_b",
    "SFJ37D": "@soeren_fjord",
    "PLA37F": "@lastochka",
}


async def test_handles_are_cleaned_and_survive_a_restart(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    directory = asking(database, await connect(pretalx, session))
    assert await directory.refresh()
    assert handles(directory) == KNOWN_HANDLES
    assert [finding.level for finding in directory.findings()] == [Level.OK]
    after_restart = asking(database, await connect(pretalx, session))
    await after_restart.open()
    assert handles(after_restart) == KNOWN_HANDLES
    assert after_restart.known("GRC37A") == directory.known("GRC37A")
    assert after_restart.known("") is after_restart.known("NOBODY") is None


@pytest.mark.parametrize(("token", "question"), [("", programme.TWITTER_QUESTION), (TOKEN, 77)])
async def test_who_may_not_read_answers_gets_no_handles_and_is_told(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database, token: str, question: int
) -> None:
    knowing = asking(database, await connect(pretalx, session))
    await knowing.refresh()
    directory = asking(database, await connect(pretalx, session, token=token), question)
    await directory.open()
    await directory.refresh()
    assert len(directory.speakers) == len(timetable.SPEAKERS)
    assert handles(directory) == {}
    (finding,) = directory.findings()
    assert finding.level is Level.WARNING
    assert finding.remedy


async def test_handles_stay_known_while_answers_cannot_be_read(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    directory = asking(database, await connect(pretalx, session))
    await directory.refresh()
    await pretalx.programme.change_speaker("TALK00", timetable.talks()[3].speakers[0].code, "RJC37X")
    speakers = directory.speakers

    class WithoutAnswers(PretalxClient):
        async def answers(self, question: int) -> tuple[SentAnswer, ...]:
            pretalx.failures.fail_with(Failure.HTML)
            return await super().answers(question)

    client = WithoutAnswers(session, base_url=pretalx.base_url, event=EVENT, token=TOKEN, backoff=0.001)
    later = asking(database, client)
    await later.open()
    assert await later.refresh()
    assert later.speakers != speakers
    assert handles(later) == KNOWN_HANDLES
    assert [finding.level for finding in later.findings()] == [Level.WARNING]


async def test_each_network_has_its_own_question(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    asked = {"twitter": programme.TWITTER_QUESTION, "mastodon": programme.MASTODON_QUESTION}
    questions = {**asked, "bluesky": 77}
    directory = SpeakerDirectory(database, await connect(pretalx, session), str, questions=questions)
    await directory.refresh()
    assert directory.handles("GRC37A") == {"twitter": "@grace_compiles", "mastodon": "@grace@fosstodon.org"}
    assert {finding.subject: finding.level for finding in directory.findings()} == {
        "handles on Twitter": Level.OK,
        "handles on Mastodon": Level.OK,
        "handles on Bluesky": Level.WARNING,
    }
    await directory.forget_everything()
    after_restart = SpeakerDirectory(database, await connect(pretalx, session), str, questions=questions)
    await after_restart.open()
    assert after_restart.handles("GRC37A") == {}


async def test_nobody_is_asked_for_handles_without_a_question(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    await asking(database, await connect(pretalx, session)).refresh()
    directory = SpeakerDirectory(database, await connect(pretalx, session), str)
    await directory.open()
    await directory.refresh()
    assert handles(directory) == {}
    assert directory.findings() == ()


async def test_a_copy_of_an_older_version_can_be_read(database: Database) -> None:
    await database.remember("programme.speakers", [["Ada", None], ["Bob", "a hash"]])
    directory = SpeakerDirectory(database, None, str)  # type: ignore[arg-type]  # pretalx is not asked
    await directory.open()
    assert directory.speakers == (Speaker("Ada", None), Speaker("Bob", "a hash"))


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
