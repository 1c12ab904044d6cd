"""How much the bot asks of Discord for what it does most often: no more than before cards were layouts."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.conference import known_tickets as known
from sandbox.conference.server import ROOM_CHANNELS
from tests.conference_world import kind_of_request
from tests.features.programme.hall import open_hall
from tests.features.tweets.command_stage import CommandStage, running

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.core.database import Database
    from tests.conference_world import ConferenceWorld

pytestmark = pytest.mark.slow

FIRST_SLOT = datetime(2027, 7, 14, 9, 59)  # noqa: DTZ001 - on the venue's walls
ANSWER = "POST answer"
MESSAGE = "POST /channels/messages"
EDIT = "PATCH /channels/messages"
SIGN_IN = "GET /oauth2/applications/@me"
SOON = "lead_minutes = 2\nroom_lead_minutes = 1"


async def test_a_slot_is_one_message_and_one_for_each_room(tmp_path: Path) -> None:
    async with open_hall(tmp_path, FIRST_SLOT - timedelta(minutes=2), settings=SOON) as hall:
        before = len(hall.env.http_requests)
        await hall.restart(FIRST_SLOT)
        await hall.until(lambda: all(hall.messages(room) for room in ROOM_CHANNELS.values()))

        requests = [kind_of_request(request) for request in hall.env.http_requests[before:]]
    sent = [one for one in requests if one != SIGN_IN]
    assert sent == [MESSAGE] * (1 + len(ROOM_CHANNELS))


async def test_a_tweet_is_one_card_and_its_approval_an_answer_and_an_edit(database: Database) -> None:
    async with running(CommandStage(database)) as queue:
        before = len(queue.env.http_requests)
        tweet_id = await queue.write("Doors open at nine!")
        written = [kind_of_request(request) for request in queue.env.http_requests[before:]]
        before += len(written)
        await queue.click("ada", queue.card(tweet_id), "Approve")
        await queue.settle()
        approved = [kind_of_request(request) for request in queue.env.http_requests[before:]]
        before += len(approved)
        await queue.send()
        sent = [kind_of_request(request) for request in queue.env.http_requests[before:]]

    assert written == [MESSAGE]
    assert Counter(approved) <= Counter([ANSWER, EDIT])
    # The card says that it is being sent, and that it was; the author is told by direct message.
    assert Counter(sent) <= Counter([EDIT, EDIT, "POST /users/@me/channels", MESSAGE])


async def test_a_registration_is_one_form_one_edit_of_the_member_and_one_answer(
    world: ConferenceWorld,
) -> None:
    before = len(world.env.http_requests)

    assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ Welcome!")
    await world.env.settle()

    # The form, the nickname with all roles, the line for organisers, and what the person reads.
    assert Counter(world.requests_since(before)) <= Counter(
        [ANSWER, "PATCH /guilds/members", MESSAGE, ANSWER]
    )
