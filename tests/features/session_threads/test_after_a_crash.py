"""The plug is pulled at the worst moments, Discord refuses, and there are hundreds of sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select, update

from DiscordBot.features.session_threads.config import SessionThreads
from DiscordBot.features.session_threads.models import PostState, SessionThread, ThreadPost, ThreadState
from DiscordBot.features.session_threads.ui import threads
from tests.features.programme.made_up import TEN, session
from tests.features.session_threads.stage import open_threads, words

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from tests.features.session_threads.stage import ThreadStage

FORUM = SessionThreads(where="forum")


async def put_back(stage: ThreadStage, table: type[Any], **values: object) -> None:
    """Put the database back to a moment before Discord's answer came."""
    async with stage.database.transaction() as writing:
        await writing.execute(update(table).values(**values))


def said_in(stage: ThreadStage, channel: str) -> list[str]:
    return [words(message) for message in stage.threads(channel)[0].history()]


@pytest.mark.parametrize("section", [SessionThreads(), FORUM], ids=["room", "forum"])
async def test_a_thread_whose_answer_was_lost_is_found_and_not_opened_again(
    database: Database, section: SessionThreads
) -> None:
    channel = "forum" if section is FORUM else "forum-hall"
    async with open_threads(database, section) as stage:
        await stage.at(minutes=-5)
        before = [thread.id for thread in stage.threads(channel)]
        lost: dict[str, object] = {"state": ThreadState.OPENING, "thread_id": None}
        lost |= {"channel": None, "card_message": None}
        await put_back(stage, SessionThread, **lost)

        await stage.restart()

        assert [thread.id for thread in stage.threads(channel)] == before
        async with database.read() as reading:
            rows = (await reading.execute(select(SessionThread))).scalars().all()
        assert {row.state for row in rows} == {ThreadState.OPEN}
        assert {row.thread_id for row in rows} == set(before)


@pytest.mark.parametrize("section", [SessionThreads(), FORUM], ids=["room", "forum"])
async def test_what_was_said_is_not_said_again(database: Database, section: SessionThreads) -> None:
    channel = "forum" if section is FORUM else "forum-hall"
    async with open_threads(database, section) as stage:
        await stage.at(minutes=-5)
        before = said_in(stage, channel)
        await put_back(stage, ThreadPost, state=PostState.SENDING, message=None)

        await stage.restart()

        assert said_in(stage, channel) == before


async def test_a_card_without_its_thread_gets_it(database: Database) -> None:
    async with open_threads(database) as stage:
        stage.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
        await stage.at(minutes=-5)
        assert stage.threads() == []
        (finding,) = [one for one in await stage.findings() if one.remedy]
        assert "refused it (status 403" in finding.detail

        stage.clock.forward(seconds=30)
        await stage.work()

        assert stage.thread().id == stage.card().id
        assert [one for one in await stage.findings() if one.remedy] == []


async def test_a_question_that_discord_did_not_take_is_posted_later(database: Database) -> None:
    async with open_threads(database) as stage:
        await stage.at(minutes=-5)
        stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
        await stage.ask("eve", "Why?")
        assert "Why?" not in str(said_in(stage, "forum-hall"))

        stage.clock.forward(seconds=30)
        await stage.work()

        assert str(said_in(stage, "forum-hall")).count("Why?") == 1


async def test_one_thread_that_discord_refuses_holds_up_no_other(database: Database) -> None:
    async with open_threads(database) as stage:
        await stage.at(hours=1, minutes=-5)
        refused = f"/channels/{stage.threads('south-hall')[0].id}/messages"
        stage.env.inject_error("POST", refused, status=403, code=50013, times=None)
        moved = stage.sessions[1].model_copy(update={"end": TEN + timedelta(hours=4)})

        await stage.changed(session("CCC-1", TEN + timedelta(hours=1, minutes=2)), moved)

        assert stage.thread().name == "Talk CCC-1"
        assert f"<@{stage.people['ada'].id}>" in str(said_in(stage, "forum-hall"))
        assert said_in(stage, "south-hall") == []
        (finding,) = [one for one in await stage.findings() if one.remedy]
        assert "refused it (status 403" in finding.detail


async def test_buttons_and_forms_work_after_a_restart(database: Database) -> None:
    async with open_threads(database) as stage:
        await stage.at(minutes=-5)
        form = await stage.people["eve"].click(stage.card(), label="Ask without your name")
        await stage.restart()

        await stage.people["eve"].submit_modal(form, {"question": "Still there?"})
        await stage.work()

        assert "Still there?" in str(said_in(stage, "forum-hall"))


async def test_too_many_active_threads_are_told_and_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "MOST_ACTIVE", 1)
    async with open_threads(database, FORUM) as stage:
        assert len(stage.threads("forum")) == 1
        (finding,) = [one for one in await stage.findings() if one.remedy]
        assert "1 active threads" in finding.detail

        monkeypatch.setattr(threads, "MOST_ACTIVE", 950)
        stage.clock.forward(seconds=30)
        await stage.work()

        assert len(stage.threads("forum")) == 2


@pytest.mark.slow
async def test_three_hundred_sessions_are_opened_with_one_request_each(database: Database) -> None:
    async with open_threads(database, SessionThreads()) as stage:
        stage.section = FORUM
        stage.registered = {}
        stage.sessions = [
            session(f"T{number:03}-1", TEN + timedelta(hours=number // 20), speakers=())
            for number in range(300)
        ]
        before = len(stage.requests("POST"))

        await stage.restart()

        assert len(stage.threads("forum")) == 300
        made = stage.requests("POST")[before:]
        assert len([path for path in made if path.endswith("/threads")]) == 300
        before = len(stage.env.http_requests)
        await stage.restart()
        assert [path for path in stage.requests("POST")[before:] if "threads" in path] == []
