from __future__ import annotations

import logging
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands
from sqlalchemy.exc import DBAPIError, OperationalError

from DiscordBot.discord_ui.errors import ErrorReporter, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.discord_ui.conftest import BotLog, World

APOLOGY = "Something went wrong on my side, nothing is lost. Please try again; the organisers have been told"
BUSY = "I am very busy right now; nothing is lost. Please try again in a minute"


def add_command(world: World, action: Callable[[], object]) -> None:
    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        action()
        await interaction.response.send_message("fine")


def failing() -> None:
    raise ValueError("Ada Lovelace, ada@example.org")


async def press(world: World) -> simcord.ResponseMessage:
    result = await world.ada.slash(world.channel, "try")
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def test_a_failing_command_answers_its_user_and_writes_one_line(world: World, bot_log: BotLog) -> None:
    add_command(world, failing)

    answer = await press(world)

    assert answer.content.startswith(APOLOGY)
    (line,) = bot_log.lines
    reference = answer.content.partition("(ref. ")[2].rstrip(").")
    assert len(reference) == 4
    assert f"Error {reference} in /try: ValueError, test_errors.py:" in line
    assert line.endswith("in failing")
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_neither_line_nor_process_log_quotes_a_foreign_message(
    world: World, bot_log: BotLog, caplog: pytest.LogCaptureFixture
) -> None:
    add_command(world, failing)

    await press(world)

    assert "Lovelace" not in caplog.text + bot_log.lines[0]
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "ValueError" in record.getMessage()
    assert "in failing" in record.getMessage()
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_the_same_error_is_told_once_in_ten_minutes_and_then_counted(
    world: World, bot_log: BotLog, caplog: pytest.LogCaptureFixture
) -> None:
    add_command(world, failing)

    first = await press(world)
    second = await press(world)
    bot_log.time += timedelta(minutes=9)
    await press(world)

    assert first.content == second.content
    assert len(bot_log.lines) == 1
    assert caplog.text.count("ValueError") == 1

    bot_log.time += timedelta(minutes=1)
    await press(world)

    assert len(bot_log.lines) == 2
    assert bot_log.lines[1].endswith("(2 more since the last report)")
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_different_errors_are_different_lines(world: World, bot_log: BotLog) -> None:
    errors = iter([ValueError(), KeyError()])

    def fail() -> None:
        raise next(errors)

    add_command(world, fail)

    await press(world)
    await press(world)

    assert len(bot_log.lines) == 2
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_a_refusal_is_told_in_its_own_words_and_not_reported(world: World, bot_log: BotLog) -> None:
    def refuse() -> None:
        raise Refusal("The desk is closed.")

    add_command(world, refuse)

    answer = await press(world)

    assert answer.content == "The desk is closed."
    assert bot_log.lines == []
    simcord.assert_error(world.env, Refusal)


async def test_a_refusal_raised_by_a_cogs_check_reaches_the_user(world: World, bot_log: BotLog) -> None:
    await world.bot.add_cog(Guarded(Refusal("Not today.")))

    answer = await press(world)

    assert answer.content == "Not today."
    assert bot_log.lines == []
    simcord.assert_error(world.env, Refusal)


async def test_any_error_in_a_cogs_check_is_answered_and_reported(world: World, bot_log: BotLog) -> None:
    await world.bot.add_cog(Guarded(RuntimeError()))

    answer = await press(world)

    assert answer.content.startswith(APOLOGY)
    assert "RuntimeError" in bot_log.lines[0]
    simcord.assert_error(world.env, RuntimeError)


async def test_a_check_of_discords_own_is_told_in_plain_words(world: World, bot_log: BotLog) -> None:
    @world.bot.tree.command(name="try", description="Tries something")
    @app_commands.check(lambda _: False)
    async def attempt(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("fine")

    assert (await press(world)).content == "You cannot use this here."
    assert bot_log.lines == []
    simcord.assert_error(world.env, app_commands.CheckFailure)


def locked_on_sqlite() -> DBAPIError:
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorname = "SQLITE_BUSY"
    return OperationalError("INSERT INTO claim", {"name": "Ada Lovelace"}, locked)


def locked_on_postgresql() -> DBAPIError:
    class LockNotAvailableError(Exception):
        sqlstate = "55P03"

    return DBAPIError("INSERT INTO claim", {"name": "Ada Lovelace"}, LockNotAvailableError())


@pytest.mark.parametrize("locked", [locked_on_sqlite(), locked_on_postgresql()])
async def test_a_locked_database_asks_for_patience(world: World, bot_log: BotLog, locked: DBAPIError) -> None:
    def fail() -> None:
        raise locked

    add_command(world, fail)

    answer = await press(world)

    assert answer.content.startswith(BUSY)
    assert len(bot_log.lines) == 1
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_a_full_disk_is_told_to_the_organisers_in_words(world: World, bot_log: BotLog) -> None:
    def fail() -> None:
        full = sqlite3.OperationalError("database or disk is full")
        full.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("INSERT INTO claim", {"name": "Ada Lovelace"}, full)

    add_command(world, fail)

    answer = await press(world)

    assert answer.content.startswith(APOLOGY)
    (line,) = bot_log.lines
    assert "The disk is full." in line
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_an_error_after_the_answer_is_told_in_a_further_message(world: World) -> None:
    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("half done")
        failing()

    result = await world.ada.slash(world.channel, "try")

    (followup,) = result.followups
    assert followup.content.startswith(APOLOGY)
    assert followup.ephemeral
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_a_broken_network_while_telling_does_not_raise(
    world: World, bot_log: BotLog, caplog: pytest.LogCaptureFixture
) -> None:
    add_command(world, failing)
    world.env.inject_error("POST", "/interactions/*", status=403, code=50001)

    result = await world.ada.slash(world.channel, "try")

    assert result.response is None
    assert len(bot_log.lines) == 1
    assert "could not be told about an error (Forbidden (status 403, code 50001))" in caplog.text
    assert len(world.env.errors) == 1


def test_the_trace_names_causes_and_members_of_groups(
    bot_log: BotLog, reporter: ErrorReporter, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        try:
            failing()
        except ValueError as error:
            raise ExceptionGroup("several", [KeyError("secret")]) from error
    except ExceptionGroup as error:
        reporter.report(error, "the job refresh")

    assert caplog.text.index("ValueError") > caplog.text.index("ExceptionGroup")
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text
    assert "in the job refresh: ExceptionGroup" in bot_log.lines[0]


def test_the_place_is_in_our_code_not_in_the_librarys(bot_log: BotLog, reporter: ErrorReporter) -> None:
    try:
        discord.Colour.from_str("nonsense")
    except ValueError as error:
        reporter.report(error, "/try")

    assert "ValueError, test_errors.py:" in bot_log.lines[0]


class Guarded(commands.Cog):
    def __init__(self, error: Exception) -> None:
        self._error = error

    async def interaction_check(self, _interaction: discord.Interaction[Any], /) -> bool:
        raise self._error

    @app_commands.command(name="try", description="Tries something")
    async def attempt(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("fine")
