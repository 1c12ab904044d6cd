"""Speakers on the morning of the conference: what reaches them, how, and how they stop it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.reminders.config import Reminders
from sandbox.conference.known_tickets import GRACE, SPEAKER_BY_EMAIL
from tests.conference_world import answer_of
from tests.features.reminders.world import open_morning
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord
    from simcord import MemberActor

    from tests.features.reminders.world import Morning

pytestmark = pytest.mark.slow

BY_NAME = "👋 **{name}**, your session **"
CLOSED = {"status": 403, "code": 50007, "message": "Cannot send messages to this user"}


@pytest.fixture
async def morning(tmp_path: Path) -> AsyncIterator[Morning]:
    async with open_morning(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def closed_door(morning: Morning, person: MemberActor) -> AsyncIterator[None]:
    """Let somebody take no direct messages."""
    path = f"/channels/{person.user.dm_channel.id}/messages"
    morning.env.inject_error("POST", path, **CLOSED, times=None)  # type: ignore[arg-type]  # each has its own type
    yield
    morning.env.backend.faults.clear()


def only(messages: list[discord.Message]) -> discord.Message:
    (message,) = messages
    return message


async def grace_before_the_keynote(morning: Morning) -> MemberActor:
    """Let Grace register, and the morning begin 14 minutes before her keynote."""
    grace = morning.person("grace")
    await morning.register_with(grace, GRACE)
    await morning.begin(8, 46)
    await morning.until_all_are_sent(1)
    return grace


async def test_each_speaker_is_reached_by_the_first_way_that_leads_there(tmp_path: Path) -> None:
    async with open_morning(tmp_path, with_x=True) as morning:
        grace, kathi = morning.person("grace"), morning.person("kathi")
        await morning.register_with(grace, GRACE)
        await morning.register_with(kathi, SPEAKER_BY_EMAIL)
        morning.x.book.add_user("soeren_fjord")
        morning.x.book.add_user("lastochka", allows_messages=False)
        await morning.begin(9, 46, twitter_messages=True)
        await morning.until_all_are_sent(7)

        assert set(morning.progress()) == {
            ("GRC37A", "sent", "discord"),
            ("KTH37B", "sent", "discord"),
            ("SFJ37D", "sent", "x"),
            ("PLA37F", "sent", "channel"),
            ("TRQ37C", "sent", "channel"),
            ("WNJ37H", "sent", "channel"),
            ("YMD37E", "sent", "channel"),
        }
        assert len(morning.direct_messages(grace)) == len(morning.direct_messages(kathi)) == 1
        (message,) = morning.x.book.messages
        assert message.recipient.username == "soeren_fjord"
        assert message.text == (
            "Hi Søren Fjord! Your session “Packaging: a love story” starts at 10:00 in South Hall B. "
            "Have fun!\nPyCon Example 2027"
        )
        texts = [said(message) for message in morning.messages("speakers")]
        assert len(texts) == 4
        assert sum(text.startswith(BY_NAME.format(name="Пётр Ласточкин")) for text in texts) == 1
        assert {str(ping) for ping in morning.pings().values()} == {"{'parse': []}"}


async def test_nobody_is_written_to_on_x_unless_that_is_allowed(tmp_path: Path) -> None:
    async with open_morning(tmp_path, with_x=True) as morning:
        morning.x.book.add_user("soeren_fjord")
        await morning.begin(9, 46)
        await morning.until_all_are_sent(7)

        assert morning.x.book.messages == []
        assert {way for _, _, way in morning.progress()} == {"channel"}


@pytest.mark.journey
async def test_a_direct_message_tells_what_where_and_when(morning: Morning) -> None:
    grace = await grace_before_the_keynote(morning)

    message = only(morning.direct_messages(grace))
    hall = morning.world.server.channels["forum-hall"].mention
    assert said(message) == (
        "👋 Hi Grace Hopper! Your session **Twenty years of being wrong in public** starts "
        f"<t:1815548400:R> (<t:1815548400:t>) in {hall}. Have fun on stage!"
    )
    (card,) = faces(message)
    fields = {field.name: field.value for field in card.fields}
    assert (fields["When"] or "").endswith("<t:1815548400:f>–<t:1815551100:t> (45 min)")
    assert fields["Room"] == hall
    assert (card.url or "").endswith("/talk/KEY00/")
    assert morning.messages("speakers") == []


async def test_the_button_stops_it_and_another_one_brings_it_back(morning: Morning) -> None:
    grace = await grace_before_the_keynote(morning)
    refused = await grace.user.click(only(morning.direct_messages(grace)), label="No reminders")
    assert "not remind you" in answer_of(refused).content

    # Grace's next talk is at ten; the other speakers of ten are nobody's members.
    await morning.begin(9, 46)
    await morning.until_all_are_sent(7)
    assert ("GRC37A", "declined", "") in morning.progress()
    assert len(morning.direct_messages(grace)) == 1
    assert "Grace" not in "".join(morning.lines("speakers"))

    await grace.user.click(answer_of(refused), label="Remind me again")
    await morning.until_all_are_sent(8)
    assert len(morning.direct_messages(grace)) == 2


async def test_the_commands_do_the_same(morning: Morning) -> None:
    grace = morning.person("grace")
    await morning.register_with(grace, GRACE)
    await morning.begin(8, 30)
    assert "not remind you" in (await morning.command(grace, "reminders off")).content
    await morning.begin(8, 46)
    await morning.until(morning.progress)
    assert morning.progress() == [("GRC37A", "declined", "")]

    assert "will remind you" in (await morning.command(grace, "reminders on")).content
    await morning.until_all_are_sent(1)
    assert len(morning.direct_messages(grace)) == 1


async def test_who_takes_no_direct_messages_is_pinged_and_nobody_else(morning: Morning) -> None:
    grace = morning.person("grace")
    await morning.register_with(grace, GRACE)
    async with closed_door(morning, grace):
        await morning.begin(8, 46)
        await morning.until_all_are_sent(1)

    assert morning.direct_messages(grace) == []
    message = only(morning.messages("speakers"))
    assert said(message).startswith(f"👋 {grace.mention} (Grace Hopper), your session **")
    assert morning.pings() == {"GRC37A": {"parse": [], "users": [grace.id]}}
    assert morning.lines("bot-log") == []


async def test_who_has_left_is_named_without_a_ping(morning: Morning) -> None:
    grace = morning.person("grace")
    await morning.register_with(grace, GRACE)
    morning.env.backend.remove_member(morning.guild.id, grace.id)
    await morning.env.settle()
    await morning.begin(8, 46)
    await morning.until_all_are_sent(1)

    assert said(only(morning.messages("speakers"))).startswith(BY_NAME.format(name="Grace Hopper"))
    assert morning.pings() == {"GRC37A": {"parse": []}}


@pytest.mark.parametrize("way", ["discord", "channel"])
async def test_what_was_perhaps_sent_is_looked_for(morning: Morning, way: str) -> None:
    grace = morning.person("grace")
    if way == "discord":
        await morning.register_with(grace, GRACE)
    await morning.begin(8, 46)
    await morning.until_all_are_sent(1)
    place = grace.user.dm_channel if way == "discord" else morning.world.server.channels["speakers"]

    # As a plug leaves it that is pulled after the sending.
    morning.change_database("UPDATE speaker_reminder SET state = 'claimed'")
    await morning.begin(8, 48)
    await morning.until_all_are_sent(1)
    assert len(place.history()) == 1

    # As a plug leaves it that is pulled before.
    morning.change_database("UPDATE speaker_reminder SET state = 'claimed'")
    morning.env.backend.delete_message(place.id, only(place.history()).id)
    await morning.begin(8, 50)
    await morning.until_all_are_sent(1)
    assert len(place.history()) == 1
    assert morning.progress() == [("GRC37A", "sent", way)]


async def test_a_trouble_of_discords_is_waited_out(morning: Morning) -> None:
    speakers = morning.world.server.channels["speakers"]
    morning.env.inject_error("POST", f"/channels/{speakers.id}/messages", status=403, code=50013, times=None)
    await morning.begin(8, 46)
    await morning.until(morning.progress)
    assert morning.progress() == [("GRC37A", "waiting", "channel")]
    assert "in a reminder: NotSentError" in morning.lines("bot-log")[0]

    morning.env.backend.faults.clear()
    await morning.begin(8, 48)
    await morning.until_all_are_sent(1)
    assert len(morning.messages("speakers")) == 1


async def test_without_the_channel_health_says_what_to_do(morning: Morning) -> None:
    channels = {**morning.world.config.channels, "speakers": "no-such-channel"}
    morning.configure(channels=channels)
    await morning.begin(8, 46)
    await morning.until(morning.progress)

    health = await morning.health()
    assert "channel #no-such-channel (channels.speakers)" in health
    assert "0 sent. The next one is due <t:" in health


async def test_without_their_section_reminders_are_off(morning: Morning) -> None:
    await morning.begin(8, 46)
    await morning.until_all_are_sent(1)
    assert "reminders off" in commands_of(morning)
    morning.configure(without=(Reminders,))
    await morning.restart()

    assert "reminders off" not in commands_of(morning)
    assert len(morning.messages("speakers")) == 1


def commands_of(morning: Morning) -> tuple[str, ...]:
    return morning.person("ada").available_commands(morning.world.server.channels["lobby"])
