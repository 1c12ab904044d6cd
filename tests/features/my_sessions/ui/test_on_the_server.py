"""Attendees' lists as attendees see them: buttons, the list, direct messages, the file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox import conference
from tests.conference_world import answer_of
from tests.databases import sql
from tests.features.programme.hall import open_hall
from tests.shown_messages import controls, faces, said
from tests.translation.test_in_german import reads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord
    from simcord import MemberActor
    from simcord.results import ResponseMessage

    from tests.features.programme.hall import Hall

pytestmark = pytest.mark.slow

EARLY = datetime(2027, 7, 14, 8)  # noqa: DTZ001 - on the venue's walls
DUE = datetime(2027, 7, 14, 9, 49, 59)  # noqa: DTZ001 - as above
TEN = datetime(2027, 7, 14, 10, tzinfo=conference.TIMEZONE)
COMPILER = "A compiler for people in a hurry"
STAMP = int(TEN.timestamp())
CLOSED = {"status": 403, "code": 50007, "message": "Cannot send messages to this user"}


@asynccontextmanager
async def lists(folder: Path, start: datetime = EARLY) -> AsyncIterator[Hall]:
    async with open_hall(folder, start, settings="\n[my_sessions]\n") as hall:
        await hall.until(lambda: hall.topic("terrace-2a"))
        yield hall


async def remind(hall: Hall, key: str, who: str = "ada") -> ResponseMessage:
    """Let somebody look a session up and press the button below it."""
    found = await hall.ask("schedule search", who=who, words=key)
    return answer_of(await hall.server.people[who].click(found, label="Remind me"))


def letters(person: MemberActor) -> list[discord.Message]:
    """Return what the bot has written to somebody, but the greeting."""
    history = [one for one in person.user.dm_channel.history() if not one.flags.ephemeral]
    return [one for one in history if not faces(one)[0].description.startswith("👋")]


def sent_to_people(hall: Hall) -> int:
    channels = {str(handle.id) for handle in hall.server.channels.values()}
    posts = [one.path.split("/") for one in hall.env.http_requests if one.method == "POST"]
    return sum(path[1] == "channels" and path[2] not in channels for path in posts)


def states(hall: Hall) -> list[str]:
    return [state for (state,) in sql(hall.config.database.url, "SELECT state FROM session_message")]


@pytest.mark.journey
async def test_a_session_is_put_on_the_list_and_its_attendee_reminded(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        ada, grace = hall.server.people["ada"], hall.server.people["grace"]
        answer = await remind(hall, "TALK00-1")
        assert faces(answer)[0].description == (
            f"🔔 **{COMPILER}** is on your list. I will write to you 10 min before it starts."
        )
        (greeting,) = ada.user.dm_channel.history()
        assert faces(greeting)[0].description.startswith("👋 Here I will remind you")

        await hall.restart(DUE)
        await hall.until(lambda: letters(ada))
        await hall.restart(DUE + timedelta(minutes=2))
        await hall.until(lambda: hall.topic("terrace-2a"))
        await hall.env.settle()

        (letter,) = letters(ada)
        (card,) = faces(letter)
        assert said(letter) == f"🔔 **A compiler for people in a hurry** starts <t:{STAMP}:R>"
        assert {part.name: part.value for part in card.fields} == {
            "When": f"<t:{STAMP}:f>–<t:{STAMP + 2700}:t> (45 min)",
            "Room": hall.server.channels["forum-hall"].mention,
            "Track": "Web · Talk (long session)",
            "Watch": "[Livestream](https://youtu.be/forum-hall?t=5400)",
        }
        assert [(one.get("label"), one.get("url")) for one in controls(letter)] == [
            ("Livestream", "https://youtu.be/forum-hall?t=5400"),
            ("My sessions", None),
        ]
        assert letters(grace) == []
        # The button works in a direct message, and after a restart.
        listed = answer_of(await ada.user.click(letter, label="My sessions"))
        assert "A compiler for people in a hurry" in faces(listed)[0].description


async def test_everybody_sees_and_changes_their_own_list(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        ada = hall.server.people["ada"]
        await remind(hall, "TALK00-1")
        both = await remind(hall, "TALK01-1")
        await remind(hall, "TALK00-1", who="grace")
        mine = await hall.ask("my sessions")
        assert "⚠️ At the same time on your list: **A compiler for people in a hurry**" in (
            faces(both)[0].description
        )
        assert faces(mine)[0].description.count("⚠️ at the same time as another one") == 2

        await ada.select(mine, ["TALK00-1"])
        assert "compiler" not in faces(mine)[0].description
        await ada.click(both, label="Remove from my list")
        assert faces(both)[0].description.startswith("Nothing to come is on your list.")
        theirs = await hall.ask("my sessions", who="grace")
        assert "A compiler for people in a hurry" in faces(theirs)[0].description


async def test_a_move_and_a_cancellation_are_told_at_once(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        ada, book = hall.server.people["ada"], hall.pretalx.programme
        for key in ("TALK00-1", "TALK01-1", "TALK02-1"):
            await remind(hall, key)
        await book.move("TALK00", start=TEN + timedelta(hours=2), room="North Hall")
        await book.cancel("TALK01")
        await book.rename_title("TALK02", "Another title")
        await book.release("v2")
        await hall.ask("refresh programme", who="olivia")
        await hall.until(lambda: len(letters(ada)) == 2)
        await hall.restart()
        await hall.until(lambda: hall.topic("terrace-2a"))

        told = {faces(letter)[0].title: faces(letter)[0].description for letter in letters(ada)}
        assert told == {
            "🔀 Moved: **A compiler for people in a hurry**": (
                f"<t:{STAMP}:f>, Forum Hall\n→ <t:{STAMP + 7200}:f>, North Hall"
            ),
            "❌ Cancelled: **What your type checker wishes you knew**": f"<t:{STAMP}:f>, North Hall",
        }
        listed = faces(await hall.ask("my sessions"))[0].description
        assert "❌ ~~What your type checker wishes you knew~~ is cancelled." in listed


async def test_who_takes_no_messages_is_told_how_and_not_tried_again(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        ada = hall.server.people["ada"]
        path = f"/channels/{ada.user.dm_channel.id}/messages"
        hall.env.inject_error("POST", path, **CLOSED, times=None)  # type: ignore[arg-type]  # each has its own type
        answer = await remind(hall, "TALK00-1")
        again = await remind(hall, "TALK03-1")
        tries = sent_to_people(hall)
        still = answer_of(await ada.click(answer, label="Try again"))
        assert "⚠️ I cannot write to you." in faces(answer)[0].description
        assert "⚠️ I cannot write to you." in faces(again)[0].description
        assert still.content.startswith("I still cannot write to you.")
        assert tries == 1

        await hall.restart(DUE)
        await hall.until(lambda: hall.clock.now() > TEN - timedelta(minutes=9, seconds=55))
        assert sent_to_people(hall) == 2
        assert not [one for one in hall.messages("bot-log") if "attendee" in one.content]

        hall.env.backend.faults.clear()
        opened = answer_of(await ada.click(answer, label="Try again"))
        assert opened.content.startswith("✅ I have written to you.")


async def test_what_was_perhaps_sent_is_looked_for(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        ada = hall.server.people["ada"]
        await remind(hall, "TALK00-1")
        await hall.restart(DUE)
        await hall.until(lambda: letters(ada))

        # As a plug leaves it that is pulled after the sending.
        sql(hall.config.database.url, "UPDATE session_message SET state = 'sending'")
        await hall.restart(DUE + timedelta(minutes=1))
        await hall.until(lambda: states(hall) == ["sent"])
        assert len(letters(ada)) == 1

        # As a plug leaves it that is pulled before.
        sql(hall.config.database.url, "UPDATE session_message SET state = 'sending'")
        hall.env.backend.delete_message(ada.user.dm_channel.id, letters(ada)[0].id)
        await hall.restart(DUE + timedelta(minutes=2))
        await hall.until(lambda: states(hall) == ["sent"])
        assert len(letters(ada)) == 1


async def test_the_list_is_a_file_for_calendars(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        await remind(hall, "TALK00-1")
        answer = answer_of(
            await hall.server.people["ada"].click(await hall.ask("my sessions"), label="Calendar file")
        )

        (file,) = answer.attachments
        assert file.filename == "my-sessions.ics"


async def test_it_speaks_the_language_of_whoever_listens(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        ada = hall.server.people["ada"]
        reads(hall.env, ada, "de")
        found = await hall.ask("schedule search", words="TALK00-1")
        answer = answer_of(await ada.click(found, label="Erinnere mich"))
        await hall.restart(DUE)
        await hall.until(lambda: letters(ada))

        assert "steht auf deiner Liste" in faces(answer)[0].description
        (card,) = faces(letters(ada)[0])
        assert [part.name for part in card.fields] == ["Wann", "Raum", "Track", "Ansehen"]


async def test_long_lists_have_pages(tmp_path: Path) -> None:
    async with lists(tmp_path) as hall:
        for number in range(9):
            await remind(hall, f"TALK{number:02}-1")
        mine = await hall.ask("my sessions")
        first = faces(mine)[0]
        await hall.server.people["ada"].click(mine, label="▶")

        assert (first.footer.text, faces(mine)[0].footer.text) == ("1 / 2", "2 / 2")
        assert first.description.count("•") + faces(mine)[0].description.count("•") == 9
        await hall.server.people["ada"].click(mine, label="◀")
        assert faces(mine)[0] == first
