from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import simcord

from DiscordBot.discord_ui.messages.channel_log import ChannelLog

if TYPE_CHECKING:
    import discord

    from tests.discord_ui.conftest import World


def shown(world: World) -> list[str]:
    return [message.content for message in world.channel.history() if not message.flags.ephemeral]


async def write(world: World, log: ChannelLog, *lines: str) -> None:
    def action() -> None:
        for line in lines:
            log.write(line)

    await world.do(action)


@pytest.fixture
def diary(world: World) -> ChannelLog:
    log = ChannelLog(world.text_channel)
    log.start()
    return log


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]


async def test_lines_are_sent_in_order_without_pinging(world: World, diary: ChannelLog) -> None:
    await write(world, diary, "one")
    await write(world, diary, "two @everyone")

    assert shown(world) == ["one", "two @everyone"]
    assert not any(message.mention_everyone for message in world.channel.history())


async def test_lines_that_pile_up_are_joined_up_to_the_limit(world: World, diary: ChannelLog) -> None:
    await write(world, diary, "x" * 1000, "y" * 999, "z")

    assert shown(world) == ["x" * 1000 + "\n" + "y" * 999, "z"]


async def test_a_long_line_is_clipped_and_an_empty_one_is_none(world: World, diary: ChannelLog) -> None:
    await write(world, diary, "x" * 3000, " ")

    (message,) = shown(world)
    assert len(message) == 2000


async def test_lines_written_before_the_start_wait_for_it(world: World) -> None:
    log = ChannelLog(world.text_channel)
    await write(world, log, "early")
    assert shown(world) == []

    await world.do(log.start)

    assert shown(world) == ["early"]


async def test_a_failing_channel_is_complained_about_once_and_retried(
    world: World, diary: ChannelLog, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=2)

    await write(world, diary, "secret")
    assert shown(world) == []
    await world.env.advance_time(100)

    assert shown(world) == ["secret"]
    assert complaints(caplog) == ["The log channel cannot be written to: Forbidden"]
    assert "secret" not in caplog.text


async def test_after_giving_up_the_next_line_takes_the_old_ones_along(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    channels: list[discord.TextChannel | None] = [None]
    log = ChannelLog(lambda: channels[-1])
    log.start()
    await write(world, log, "old")
    await world.env.advance_time(1000)

    channels.append(world.text_channel())
    await write(world, log, "new")

    assert shown(world) == ["old", "new"]
    assert complaints(caplog) == ["The log channel cannot be written to: it does not exist"]


async def test_the_newest_lines_are_kept_and_the_loss_is_told(world: World) -> None:
    log = ChannelLog(world.text_channel, capacity=2)
    for line in ("one", "two", "three", "four"):
        await write(world, log, line)

    await world.do(log.start)

    assert shown(world) == ["(2 older lines could not be kept)\nthree\nfour"]


async def test_a_message_that_discord_refuses_does_not_block_the_next(
    world: World, diary: ChannelLog
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)

    await write(world, diary, "bad")
    await write(world, diary, "good")

    assert shown(world) == ["good"]


async def test_stopping_sends_what_is_waiting(world: World, diary: ChannelLog) -> None:
    async def write_and_stop() -> None:
        diary.write("last words")
        await diary.stop()

    await world.do(write_and_stop)
    await write(world, diary, "too late")

    assert shown(world) == ["last words"]


async def test_stopping_does_not_wait_for_ever(world: World, caplog: pytest.LogCaptureFixture) -> None:
    log = ChannelLog(lambda: None)
    log.start()
    await write(world, log, "unheard")

    await log.stop(timeout_seconds=0)

    assert "1 lines for the log channel were not sent" in caplog.text
    simcord.assert_no_errors(world.env)
