"""The client when pretalx has a bad day; what it makes of good ones, tests/contracts proves."""

from __future__ import annotations

import copy
import traceback
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    BadResponseError,
    RateLimitedError,
    ServiceError,
    TokenRejectedError,
    UnreachableError,
)
from DiscordBot.features.programme.schedule.client import PretalxClient
from DiscordBot.features.programme.schedule.sessions import Release
from sandbox.conference import programme
from sandbox.failures import Failure
from sandbox.pretalx.server import PretalxStandIn
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

Json = dict[str, Any]

TOKEN = "very-secret-token"
EVENT = "conf2027"
ERRORS = {
    Failure.DOWN: UnreachableError,
    Failure.SLOW: UnreachableError,
    Failure.CUT_OFF: UnreachableError,
    Failure.HTML: BadResponseError,
    Failure.HALF_JSON: BadResponseError,
    Failure.UNAUTHORIZED: TokenRejectedError,
    Failure.FORBIDDEN: AccessDeniedError,
    Failure.RATE_LIMITED: RateLimitedError,
}
PASSING = [Failure.DOWN, Failure.SLOW, Failure.CUT_OFF, Failure.HTML, Failure.HALF_JSON]
FIRST = Release(id=1, version="v1")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def pretalx() -> AsyncIterator[PretalxStandIn]:
    pretalx = PretalxStandIn(programme.everything(), TOKEN, EVENT)
    await pretalx.start()
    yield pretalx
    await pretalx.stop()


@pytest.fixture
async def unreleased() -> AsyncIterator[PretalxStandIn]:
    pretalx = PretalxStandIn(programme.everything(), TOKEN, EVENT, first_version=None)
    await pretalx.start()
    yield pretalx
    await pretalx.stop()


def connect(
    session: aiohttp.ClientSession, base_url: str, token: str = TOKEN, failure: Failure | None = None
) -> PretalxClient:
    timeout = 0.5 if failure is Failure.SLOW else PATIENCE_SECONDS
    return PretalxClient(session, base_url=base_url, event=EVENT, token=token, timeout=timeout, backoff=0)


@pytest.fixture
def client(session: aiohttp.ClientSession, pretalx: PretalxStandIn) -> PretalxClient:
    return connect(session, pretalx.base_url)


@pytest.mark.parametrize(("failure", "error"), ERRORS.items())
async def test_every_failure_is_told_without_secrets(
    session: aiohttp.ClientSession, pretalx: PretalxStandIn, failure: Failure, error: type[ServiceError]
) -> None:
    pretalx.failures.fail_with(failure, seconds=0 if failure is Failure.RATE_LIMITED else 3)
    client = connect(session, pretalx.base_url, failure=failure)
    with pytest.raises(error) as caught:
        await client.release()
    told = "".join(traceback.format_exception(caught.value))
    assert str(caught.value) in told
    assert not [private for private in (TOKEN, "127.0.0.1") if private in told]


@pytest.mark.parametrize("failure", PASSING)
async def test_a_load_outlasts_failures_that_pass(
    session: aiohttp.ClientSession, pretalx: PretalxStandIn, failure: Failure
) -> None:
    pretalx.failures.fail_next(failure, times=2, seconds=3)
    client = connect(session, pretalx.base_url, failure=failure)
    assert len((await client.schedule(FIRST)).sessions) == 120


async def test_a_whole_refresh_moves_little(client: PretalxClient, pretalx: PretalxStandIn) -> None:
    release = await client.release()
    assert release is not None
    (check,) = pretalx.calls
    assert check.sent <= 1_000
    pretalx.calls.clear()
    await client.schedule(release)
    await client.speakers()
    assert len(pretalx.calls) == 7
    assert sum(call.sent for call in pretalx.calls) <= 100_000


async def test_before_the_first_release(session: aiohttp.ClientSession, unreleased: PretalxStandIn) -> None:
    for token in ("", TOKEN):
        client = connect(session, unreleased.base_url, token)
        assert await client.release() is None
        assert (await client.probe()).level is Level.OK


async def test_a_visitor_is_not_told_of_a_token_that_they_do_not_have(
    session: aiohttp.ClientSession, unreleased: PretalxStandIn
) -> None:
    client = connect(session, unreleased.base_url, token="")
    for attempt in (client.rooms(), client.speakers(), client.schedule(FIRST)):
        with pytest.raises(AccessDeniedError, match="without a token"):
            await attempt


async def test_an_empty_schedule_has_no_sessions(session: aiohttp.ClientSession) -> None:
    pretalx = PretalxStandIn(programme.everything() | {"slots": []}, TOKEN, EVENT)
    client = connect(session, await pretalx.start())
    assert (await client.schedule(FIRST)).sessions == ()
    await pretalx.stop()


async def test_more_slots_than_one_page_holds(session: aiohttp.ClientSession) -> None:
    breaks = [one for one in programme.slots() if one["submission"] is None]
    many = programme.everything() | {"slots": breaks * 60}
    pretalx = PretalxStandIn(many, TOKEN, EVENT)
    client = connect(session, await pretalx.start())
    schedule = await client.schedule(FIRST)
    assert len({one.key for one in schedule.sessions}) == len(schedule.sessions) == len(breaks) * 60 > 500
    await pretalx.stop()


async def test_more_rooms_than_pretalx_lists_by_itself(session: aiohttp.ClientSession) -> None:
    room = programme.rooms()[0]
    many = programme.everything() | {"rooms": [room | {"id": number} for number in range(1, 151)]}
    pretalx = PretalxStandIn(many, TOKEN, EVENT)
    client = connect(session, await pretalx.start())
    assert len(await client.rooms()) == 150
    await pretalx.stop()


EVENT_ANSWER: Json = {"slug": EVENT, "locale": "en"}
ROOMS: Json = {"count": 1, "next": None, "results": [{"id": 1, "name": {"en": "Hall"}}]}
NONE: Json = {"count": 0, "next": None, "results": []}
SLOT: Json = {
    "id": 7,
    "room": 1,
    "start": "2027-07-14T10:00:00+02:00",
    "end": "2027-07-14T10:30:00+02:00",
    "submission": {
        "code": "ABCDEF",
        "title": "About Ada",
        "state": "confirmed",
        "speakers": [],
        "submission_type": 1,
    },
    "description": None,
}


def slots(*shown: Json, count: int | None = None) -> Json:
    return {"count": len(shown) if count is None else count, "next": None, "results": list(shown)}


async def read(session: aiohttp.ClientSession, slots_answer: Any) -> list[str]:  # noqa: ANN401 - any JSON
    async with answering({"slots": slots_answer}) as url:
        return [one.title for one in (await connect(session, url).schedule(FIRST)).sessions]


@pytest.mark.parametrize("part", [EVENT, "rooms", "tracks", "submission-types", "slots"])
async def test_a_schedule_is_whole_or_fails(session: aiohttp.ClientSession, part: str) -> None:
    async with answering({"slots": slots(SLOT), part: {"detail": "Something else."}}) as url:
        with pytest.raises(BadResponseError):
            await connect(session, url).schedule(FIRST)


async def test_a_slot_with_just_what_is_needed_is_enough(session: aiohttp.ClientSession) -> None:
    assert await read(session, slots(SLOT)) == ["About Ada"]


async def test_a_list_that_lacks_some_of_its_slots_is_not_believed(session: aiohttp.ClientSession) -> None:
    with pytest.raises(BadResponseError, match="not send all slots"):
        await read(session, slots(SLOT, count=2))
    with pytest.raises(BadResponseError, match="not send all slots"):
        await read(session, slots(SLOT, SLOT))


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {},
        None,
        {"detail": "Not found."},
        slots(SLOT | {"start": "Wednesday"}),
        slots(SLOT | {"start": "2027-07-14T10:00:00"}),
        slots(SLOT | {"submission": "ABCDEF"}),
        slots({key: value for key, value in SLOT.items() if key != "submission"}),
    ],
)
async def test_what_is_no_list_of_slots_is_told_and_not_quoted(
    session: aiohttp.ClientSession,
    broken: Any,  # noqa: ANN401 - any JSON
) -> None:
    with pytest.raises(BadResponseError) as caught:
        await read(session, copy.deepcopy(broken))
    assert "Ada" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("token", ["", TOKEN])
async def test_every_request_names_the_version_and_carries_the_token(
    session: aiohttp.ClientSession, token: str
) -> None:
    server = answering({"slots": NONE})
    async with server as url:
        await connect(session, url, token).schedule(FIRST)
    asked = {(headers["Pretalx-Version"], headers.get("Authorization")) for headers in server.headers}
    assert asked == {("v1", f"Token {token}" if token else None)}


async def test_nobody_listens(session: aiohttp.ClientSession) -> None:
    finding = await connect(session, f"http://127.0.0.1:{unused_port()}").probe()
    assert finding.level is Level.ERROR
    assert finding.detail == "The server of pretalx accepts no connection."
    assert "pretalx.base_url" in finding.remedy


async def test_a_server_below_a_path(session: aiohttp.ClientSession) -> None:
    async with answering({"slots": slots(SLOT)}) as url:
        schedule = await connect(session, f"{url}/conferences/").schedule(FIRST)
        assert schedule.sessions[0].url == f"{url}/conferences/{EVENT}/talk/ABCDEF/"


class answering:  # noqa: N801 - reads as a context manager
    """A server that gives made-up answers by the last part of the path; an event, rooms and nothing else."""

    def __init__(self, answers: Json) -> None:
        self._answers = {
            EVENT: EVENT_ANSWER,
            "rooms": ROOMS,
            "tracks": NONE,
            "submission-types": NONE,
        } | answers
        self.headers: list[Mapping[str, str]] = []
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._server = TestServer(application)

    async def __aenter__(self) -> str:
        await self._server.start_server()
        return str(self._server.make_url("")).rstrip("/")

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        self.headers.append(request.headers)
        return web.json_response(self._answers[request.path.rstrip("/").rpartition("/")[2]])
