"""A session's thread from its opening to the archive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.session_threads.config import SessionThreads
from DiscordBot.features.session_threads.models import (
    SessionRater,
    SessionRating,
    SessionThread,
    ThreadPost,
)
from tests.features.programme.made_up import TEN
from tests.features.session_threads.stage import URL, labels, open_threads, text_of, words
from tests.shown_messages import faces, pinged
from tests.translation.test_in_german import reads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database
    from tests.features.session_threads.stage import ThreadStage


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[ThreadStage]:
    async with open_threads(database) as opened:
        yield opened


@pytest.mark.journey
async def test_a_thread_opens_in_the_room_and_its_speaker_is_told(stage: ThreadStage) -> None:
    await stage.at(minutes=-11)
    assert stage.threads() == []

    await stage.at(minutes=-10)

    thread = stage.thread()
    assert thread.name == "Talk AAA-1"
    assert thread.id == stage.card().id
    assert faces(stage.card())[0].title == "💬 Talk AAA-1"
    assert "Ada Lovelace" in words(stage.card())
    assert labels(stage.card()) == ["Ask without your name"]
    (told,) = [message for message in thread.history() if faces(message)]
    assert f"<@{stage.people['ada'].id}>" in words(told)
    assert pinged(stage.env, told) == [stage.people["ada"].id]
    assert stage.threads("south-hall") == []
    assert pinged(stage.env, stage.card()) == []


async def test_a_question_is_asked_without_a_name_and_marked_as_answered(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)

    told = await stage.ask("eve", "Is **this** slow? @everyone")

    assert str(stage.thread().id) in told
    question = stage.thread().history()[-1]
    assert r"Is \*\*this\*\* slow? \@everyone" in words(question)
    assert str(stage.people["eve"].id) not in str(question.components)
    assert pinged(stage.env, question) == []
    refused = await stage.people["mallory"].click(question, label="Mark as answered")
    assert "speakers, volunteers and organisers" in text_of(refused)
    await stage.people["ada"].click(question, label="Mark as answered")
    question = stage.thread().history()[-1]
    assert faces(question)[0].title == "✅ Answered"
    await stage.people["victor"].click(question, label="Not answered yet")
    assert faces(stage.thread().history()[-1])[0].title == "❓ Question of an attendee"


async def test_the_form_says_who_could_learn_of_the_name(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)

    form = await stage.people["eve"].click(stage.card(), label="Ask without your name")

    assert form.modal is not None
    assert "Only organisers can look up who asked, against abuse, until 30 days after the conference." in str(
        form.modal
    )


async def test_organisers_can_look_up_who_asked_and_that_is_logged(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    await stage.ask("eve", "Something mean")
    number = int(faces(stage.thread().history()[-1])[0].footer.text.rpartition("#")[2])

    refused = await stage.people["victor"].slash(stage.log_channel, "questions asker", number=number)
    told = await stage.people["olivia"].slash(stage.log_channel, "questions asker", number=number)
    await stage.settle()

    stage.expected_errors.append(Refusal)
    assert "Only organisers" in text_of(refused)
    assert f"<@{stage.people['eve'].id}>" in text_of(told)
    assert any("has looked up who asked" in line for line in stage.log())


async def test_the_button_stands_below_sessions_elsewhere_as_long_as_one_can_ask(stage: ThreadStage) -> None:
    first, second, _ = stage.sessions
    assert stage.below(first) == []

    await stage.at(minutes=-5)
    assert stage.below(first) == ["session_threads:v1:ask:1"]
    assert stage.below(second) == []

    await stage.at(minutes=45)
    assert stage.below(first) == []


async def test_nobody_fills_a_thread(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    for number in range(10):
        await stage.ask("eve", f"Question {number}")

    assert "as many as there may be" in await stage.ask("eve", "One more")

    assert "One more" not in str([words(message) for message in stage.thread().history()])


async def test_after_the_session_it_is_rated_and_the_thread_archived(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    await stage.at(minutes=45)

    assert labels(stage.card()) == ["Rate this session", "Results"]
    assert labels(stage.thread().history()[-1]) == ["Rate this session", "Results"]
    assert not stage.is_archived(stage.thread())
    for who, stars in (("eve", "5 – excellent"), ("mallory", "2 – fair")):
        assert f"{URL}feedback/" in await stage.rate(who, stars)
    early = await stage.people["ada"].click(stage.card(), label="Results")
    assert "too few ratings" in text_of(early)
    assert "already" in await stage.rate("eve", "1 – poor")
    await stage.rate("victor", "5 – excellent", "  Great <@1>!  ")
    results = await stage.people["ada"].click(stage.card(), label="Results")
    assert "4.0 / 5" in text_of(results)
    assert r"• Great \<\@1\>!" in text_of(results)
    refused = await stage.people["eve"].click(stage.card(), label="Results")
    assert "speakers of this session and the organisers" in text_of(refused)

    await stage.at(minutes=45 + 120)
    assert stage.is_archived(stage.thread())


async def test_a_moved_session_is_told_in_its_thread(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    first, *others = stage.sessions
    later = TEN + timedelta(hours=2)

    await stage.changed(
        first.model_copy(update={"start": later, "end": later + timedelta(minutes=45), "room": "Attic"}),
        *others,
    )

    told = words(stage.thread().history()[-1])
    assert f"<t:{int(TEN.timestamp())}:F> · Forum Hall → **<t:{int(later.timestamp())}:F> · Attic**" in told
    assert f"<t:{int(later.timestamp())}:F>" in words(stage.card())
    before = len(stage.env.http_requests)
    await stage.changed(*stage.sessions)
    assert stage.env.http_requests[before:] == []


async def test_a_cancelled_session_says_so_is_archived_and_may_come_back(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    first, *others = stage.sessions

    await stage.changed(*others)

    assert "This session is cancelled" in words(stage.thread().history()[-1])
    assert faces(stage.card())[0].title == "🚫 Talk AAA-1"
    assert labels(stage.card()) == []
    assert stage.is_archived(stage.thread())
    await stage.changed(first, *others)
    assert "takes place after all" in words(stage.thread().history()[-1])
    assert not stage.is_archived(stage.thread())
    assert labels(stage.card()) == ["Ask without your name"]


async def test_an_empty_schedule_cancels_nothing(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)

    await stage.changed()

    assert not stage.is_archived(stage.thread())
    assert "cancelled" not in str([words(message) for message in stage.thread().history()])


async def test_a_thread_that_somebody_deleted_stays_deleted(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    stage.env.backend.delete_channel(stage.thread().id)
    await stage.env.settle()

    await stage.at(minutes=45)
    await stage.at(minutes=300)

    assert stage.threads() == []


async def test_questions_end_with_the_session(stage: ThreadStage) -> None:
    await stage.at(minutes=-5)
    form = await stage.people["eve"].click(stage.card(), label="Ask without your name")
    await stage.at(minutes=45)

    told = await stage.people["eve"].submit_modal(form, {"question": "Too late?"})
    await stage.work()

    assert "no more questions" in text_of(told)
    assert "Too late" not in str([words(message) for message in stage.thread().history()])


async def test_a_speaker_who_registers_later_is_told_before_the_session(stage: ThreadStage) -> None:
    stage.section = SessionThreads(where="forum")
    stage.registered = {}
    await stage.restart()
    stage.registered = {"ADA": "ada"}

    await stage.at(hours=-1)

    told = [words(message) for message in stage.threads("forum")[0].history()]
    assert [f"<@{stage.people['ada'].id}>" in text for text in told] == [False, True]


async def test_all_is_deleted_after_the_conference(stage: ThreadStage, database: Database) -> None:
    await stage.at(minutes=-5)
    await stage.ask("eve", "Why?")
    await stage.at(minutes=50)
    await stage.rate("eve", "5 – excellent")
    stage.clock.forward(days=60)

    await stage.bot.delete_personal_data()

    async with database.read() as reading:
        for table in (SessionThread, ThreadPost, SessionRating, SessionRater):
            assert (await reading.execute(select(table))).scalars().all() == []


async def test_in_the_forum_posts_are_open_before_the_conference(database: Database) -> None:
    section = SessionThreads(where="forum", kinds=("tutorial", "TALK"))
    async with open_threads(database, section, forum_tags=("South Hall", "Web", "Other")) as stage:
        threads = {thread.name: thread for thread in stage.threads("forum")}
        tags = {name: stage.env.backend.channels[thread.id].applied_tags for name, thread in threads.items()}

        assert set(threads) == {"Talk AAA-1", "Talk BBB-1"}
        assert {name: [str(tag) for tag in found] for name, found in tags.items()} == {
            "Talk AAA-1": ["2"],
            "Talk BBB-1": ["1"],
        }
        assert labels(threads["Talk BBB-1"].history()[0]) == ["Ask without your name"]
        await stage.at(hours=1, minutes=46)
        for thread in threads.values():
            assert labels(thread.history()[0]) == ["Rate this session", "Results"]
        await stage.at(hours=1, minutes=45 + 120)
        assert all(map(stage.is_archived, threads.values()))


async def test_what_everybody_reads_is_in_the_conferences_language(database: Database) -> None:
    async with open_threads(database, language="de") as stage:
        await stage.at(minutes=-5)

        assert labels(stage.card()) == ["Ohne Namen fragen"]
        assert "Fragen" in words(stage.card())


async def test_only_some_kinds_have_threads(database: Database) -> None:
    async with open_threads(database, SessionThreads(kinds=("Tutorial",))) as stage:
        await stage.at(hours=1, minutes=-5)

        assert stage.threads() == []
        assert stage.thread("south-hall").name == "Talk BBB-1"


async def test_who_reads_german_asks_in_german_and_everybody_reads_english(stage: ThreadStage) -> None:
    reads(stage.env, stage.people["eve"], "de")
    await stage.at(minutes=-5)

    form = await stage.people["eve"].click(stage.card(), label="Ask without your name")
    assert form.modal is not None
    assert form.modal["title"] == "Ohne Namen fragen"
    told = await stage.people["eve"].submit_modal(form, {"question": "Warum?"})
    await stage.work()

    assert "ohne deinen Namen" in text_of(told)
    assert faces(stage.thread().history()[-1])[0].title == "❓ Question of an attendee"
    assert labels(stage.thread().history()[-1]) == ["Mark as answered"]
