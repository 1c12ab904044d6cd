from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from DiscordBot.core.findings import Level
from DiscordBot.features.reminders.models import ReminderRefusal, SpeakerReminder
from DiscordBot.features.reminders.service import RETRY_AFTER
from DiscordBot.features.reminders.ways import NotSentError, Recipient, UnreachableError
from tests.features.programme.made_up import ADA, GRACE, TEN, session
from tests.features.reminders.backstage import LEAD, Backstage, PulledPlugError

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from tests.clocks import StoppedClock

ELEVEN = TEN + timedelta(hours=1)
ON_DISCORD = Recipient(user_id=42)
ON_X = Recipient(handles={"twitter": "@ada"})
EVERYWHERE = Recipient(42, {"twitter": "@ada"})
CLOSED = UnreachableError("Cannot send messages to this user.")


@pytest.fixture
def backstage(database: Database, clock: StoppedClock) -> Backstage:
    return Backstage(database, clock, [session("A-1")])


async def test_a_speaker_is_reminded_a_quarter_of_an_hour_before_and_once(backstage: Backstage) -> None:
    await backstage.until(minutes=15, seconds=1)
    assert backstage.timer.moment == TEN - LEAD
    assert backstage.sent() == []

    await backstage.until(minutes=15)
    assert backstage.sent() == [("channel", "ADA", "A 10:00")]

    await backstage.until(minutes=-60)
    backstage.restart()
    await backstage.until(minutes=-90)
    assert backstage.sent() == [("channel", "ADA", "A 10:00")]
    assert backstage.errors == []


async def test_every_speaker_of_every_session_and_nobody_of_breaks(backstage: Backstage) -> None:
    backstage.sessions = [
        session("A-1", speakers=(ADA, GRACE)),
        session("B-1", ELEVEN),
        session("break-1", is_break=True),
        session("C-1", ELEVEN, speakers=()),
    ]

    await backstage.until(minutes=-120)

    both = [("channel", "ADA", "A 10:00"), ("channel", "GRC", "A 10:00")]
    assert backstage.sent() == [*both, ("channel", "ADA", "B 11:00")]


async def test_a_talk_given_twice_is_two_reminders_and_one_in_two_rooms_is_one(backstage: Backstage) -> None:
    backstage.sessions = [session("A-1"), session("A-2", room="South Hall"), session("A-3", ELEVEN)]

    await backstage.until(minutes=-120)

    assert backstage.sent() == [("channel", "ADA", "A 10:00"), ("channel", "ADA", "A 11:00")]


async def test_a_moved_session_reminds_again_and_one_moved_back_does_not(backstage: Backstage) -> None:
    await backstage.until(minutes=14)
    backstage.sessions = [session("A-1", ELEVEN)]
    backstage.service.wake()
    await backstage.until(minutes=13)
    backstage.sessions = [session("A-1")]
    backstage.service.wake()
    await backstage.until(minutes=12)
    assert backstage.sent() == [("channel", "ADA", "A 10:00")]

    backstage.sessions = [session("A-1", ELEVEN)]
    backstage.service.wake()
    await backstage.until(minutes=-120)
    assert backstage.sent() == [("channel", "ADA", "A 10:00"), ("channel", "ADA", "A 11:00")]


async def test_a_session_that_is_numbered_anew_does_not_remind_again(backstage: Backstage) -> None:
    backstage.sessions = [session("A-1", TEN - timedelta(hours=3)), session("A-2")]
    await backstage.until(minutes=15)
    backstage.sessions = [session("A-1")]
    backstage.service.wake()
    await backstage.until(minutes=-60)

    assert backstage.sent() == [("channel", "ADA", "A 10:00")]


async def test_a_cancelled_session_is_forgotten(backstage: Backstage) -> None:
    await backstage.until(minutes=16)
    backstage.sessions = []
    backstage.service.wake()
    await backstage.until(minutes=-60)

    assert backstage.sent() == []
    assert backstage.timer.moment is None


@pytest.mark.parametrize(("minutes", "is_reminded"), [(3, True), (0, False)])
async def test_what_is_added_late_reminds_until_it_starts(
    backstage: Backstage, minutes: int, *, is_reminded: bool
) -> None:
    backstage.sessions = []
    await backstage.until(minutes=minutes)
    backstage.sessions = [session("A-1")]
    backstage.service.wake()
    await backstage.until(minutes=minutes)
    await backstage.until(minutes=-60)

    assert len(backstage.sent()) == is_reminded


@pytest.mark.parametrize(("minutes", "is_reminded"), [(1, True), (0, False)])
async def test_after_downtime_speakers_are_reminded_until_they_start(
    backstage: Backstage, minutes: int, *, is_reminded: bool
) -> None:
    backstage.clock.at = TEN - timedelta(minutes=minutes)
    backstage.restart()
    await backstage.until(minutes=minutes)

    assert len(backstage.sent()) == is_reminded


@pytest.mark.parametrize(
    ("recipient", "closed", "way"),
    [
        (EVERYWHERE, (), "discord"),
        (EVERYWHERE, ("discord",), "x"),
        (EVERYWHERE, ("discord", "x"), "channel"),
        (ON_DISCORD, ("discord",), "channel"),
        (ON_X, (), "x"),
        (Recipient(), (), "channel"),
    ],
)
async def test_the_first_way_that_works_is_taken(
    backstage: Backstage, recipient: Recipient, closed: tuple[str, ...], way: str
) -> None:
    backstage.recipients["ADA"] = recipient
    for each in backstage.ways:
        each.fault = CLOSED if each.name in closed else None

    await backstage.until(minutes=-60)

    assert backstage.sent() == [(way, "ADA", "A 10:00")]
    assert backstage.errors == []


async def test_what_could_not_be_sent_is_tried_again_but_not_on_ways_that_lead_nowhere(
    backstage: Backstage,
) -> None:
    backstage.recipients["ADA"] = ON_DISCORD
    backstage.discord.fault, backstage.channel.fault = CLOSED, NotSentError("There is no channel.")
    await backstage.until(minutes=15)
    assert backstage.timer.moment == TEN - LEAD + RETRY_AFTER
    assert backstage.errors == [(backstage.channel.fault, "a reminder")]

    backstage.channel.fault = None
    await backstage.until(minutes=-60)

    assert backstage.sent() == [("channel", "ADA", "A 10:00")]
    assert (backstage.discord.tries, backstage.channel.tries) == (1, 2)


async def test_what_can_never_be_sent_is_dropped_when_the_session_starts(backstage: Backstage) -> None:
    backstage.channel.fault = NotSentError("There is no channel.")
    await backstage.until(minutes=-1)
    tries = backstage.channel.tries
    backstage.channel.fault = None
    await backstage.until(minutes=-60)

    assert backstage.sent() == []
    assert backstage.channel.tries == tries == LEAD / RETRY_AFTER
    levels = [finding.level for finding in await backstage.service.findings()]
    assert levels == [Level.OK, Level.WARNING]


async def test_one_who_cannot_be_reminded_does_not_keep_the_others_waiting(backstage: Backstage) -> None:
    backstage.sessions = [session("A-1", speakers=(ADA, GRACE))]
    backstage.channel.faults = {"ADA": RuntimeError("a bug")}

    await backstage.until(minutes=15)

    assert backstage.sent() == [("channel", "GRC", "A 10:00")]


@pytest.mark.parametrize("recipient", [ON_DISCORD, ON_X, Recipient()])
async def test_pulled_plug_after_sending(backstage: Backstage, recipient: Recipient) -> None:
    backstage.recipients["ADA"] = recipient
    for way in backstage.ways:
        way.crash = PulledPlugError()

    await backstage.crash(minutes=10)
    await backstage.until(minutes=-60)

    assert len(backstage.sent()) == 1


@pytest.mark.parametrize(("recipient", "way"), [(ON_DISCORD, "discord"), (Recipient(), "channel")])
async def test_pulled_plug_before_sending(backstage: Backstage, recipient: Recipient, way: str) -> None:
    backstage.recipients["ADA"] = recipient
    for each in backstage.ways:
        each.fault = PulledPlugError()

    await backstage.crash(minutes=10)
    await backstage.until(minutes=-60)

    assert backstage.sent() == [(way, "ADA", "A 10:00")]


async def test_pulled_plug_between_two_ways(backstage: Backstage) -> None:
    backstage.recipients["ADA"] = ON_DISCORD
    backstage.discord.fault, backstage.channel.fault = CLOSED, PulledPlugError()

    await backstage.crash(minutes=10)
    await backstage.until(minutes=-60)

    assert backstage.sent() == [("channel", "ADA", "A 10:00")]


async def test_of_x_nobody_knows_and_nothing_is_sent_twice(backstage: Backstage) -> None:
    backstage.recipients["ADA"] = ON_X
    backstage.x.crash = TimeoutError()
    await backstage.until(minutes=-60)

    assert backstage.sent() == [("x", "ADA", "A 10:00")]
    assert backstage.x.tries == 1


async def test_an_answer_that_was_lost_is_looked_for(backstage: Backstage) -> None:
    backstage.channel.crash = TimeoutError()
    await backstage.until(minutes=-60)

    assert backstage.sent() == [("channel", "ADA", "A 10:00")]
    assert backstage.channel.tries == 1


async def test_a_way_that_was_switched_off_leaves_the_others(backstage: Backstage) -> None:
    backstage.recipients["ADA"] = ON_X
    backstage.x.fault = NotSentError("Later.")
    await backstage.until(minutes=15)
    backstage.ways = [backstage.discord, backstage.channel]
    backstage.restart()
    await backstage.until(minutes=-60)

    assert backstage.sent() == [("channel", "ADA", "A 10:00")]


async def test_a_session_that_is_moved_while_others_are_reminded(backstage: Backstage) -> None:
    backstage.sessions = [session("A-1"), session("B-1", room="South Hall", speakers=(GRACE,))]

    def move() -> None:
        backstage.sessions = [session("A-1"), session("B-1", ELEVEN, speakers=(GRACE,))]
        backstage.service.wake()

    backstage.channel.before_send = move
    await backstage.until(minutes=-120)

    assert backstage.sent() == [("channel", "ADA", "A 10:00"), ("channel", "GRC", "B 11:00")]


async def test_who_is_moved_while_they_are_reminded_is_reminded_again(backstage: Backstage) -> None:
    def move() -> None:
        backstage.sessions = [session("A-1", ELEVEN)]

    # Nobody wakes the service: it looks by itself what comes next.
    backstage.channel.before_send = move
    await backstage.until(minutes=-120)

    assert backstage.sent() == [("channel", "ADA", "A 10:00"), ("channel", "ADA", "A 11:00")]


async def test_who_refuses_is_left_alone_and_may_change_their_mind(backstage: Backstage) -> None:
    backstage.recipients = {"ADA": EVERYWHERE, "GRC": Recipient(43)}
    backstage.sessions = [session("A-1", speakers=(ADA, GRACE)), session("B-1", ELEVEN)]
    for user_id in (42, 42, 43):
        await backstage.service.refuse(user_id)
    await backstage.until(minutes=10)
    backstage.restart()
    await backstage.until(minutes=9)
    assert backstage.sent() == []

    await backstage.service.allow(42)
    await backstage.until(minutes=8)
    assert backstage.sent() == [("discord", "ADA", "A 10:00")]

    await backstage.until(minutes=-120)
    assert backstage.sent() == [("discord", "ADA", "A 10:00"), ("discord", "ADA", "B 11:00")]


async def test_nothing_is_kept_after_the_conference(backstage: Backstage) -> None:
    backstage.recipients = {"ADA": ON_DISCORD}
    await backstage.until(minutes=0)
    await backstage.service.refuse(43)
    assert await kept(backstage.database) == (1, 1)

    await backstage.service.delete_personal_data()
    assert await kept(backstage.database) == (0, 0)


async def kept(database: Database) -> tuple[int, int]:
    async with database.transaction() as session:
        reminders = (await session.execute(select(SpeakerReminder))).scalars().all()
        return len(reminders), len((await session.execute(select(ReminderRefusal))).scalars().all())


async def test_findings_tell_what_was_done_and_what_comes_next(backstage: Backstage) -> None:
    await backstage.until(minutes=20)
    (finding,) = await backstage.service.findings()
    due = int(datetime(2027, 7, 14, 7, 45, tzinfo=UTC).timestamp())
    assert finding.detail == f"0 sent. The next one is due <t:{due}:f> (<t:{due}:R>)."

    await backstage.until(minutes=10)
    (finding,) = await backstage.service.findings()
    assert finding.detail == "1 sent. There is nothing left to remind of."


async def test_without_the_channel_some_speakers_are_not_reached_which_is_told(backstage: Backstage) -> None:
    backstage.recipients["ADA"] = ON_DISCORD
    backstage.ways = [backstage.discord, backstage.x]
    backstage.restart()
    backstage.discord.fault = CLOSED
    await backstage.until(minutes=-60)

    assert backstage.sent() == []
    assert backstage.discord.tries == 1
    (_, finding) = await backstage.service.findings()
    assert (finding.level, finding.detail[:21]) == (Level.WARNING, "1 could not be sent, ")
