"""When something goes wrong: the user reads an answer, the organisers a line, the log keeps the trace."""

from __future__ import annotations

import hashlib
import logging
import sysconfig
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from sqlalchemy.exc import DBAPIError

from DiscordBot.core.database_errors import BUSY, known_cause
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.languages import speak_to
from DiscordBot.translation.language import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

logger = logging.getLogger(__name__)

QUIET_PERIOD = timedelta(minutes=10)

_OWN_PACKAGE = __name__.partition(".")[0] + "."
_FOREIGN_CODE = (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))


class Refusal(app_commands.CheckFailure):
    """An expected "no"; its text is shown to the user and nothing is reported.

    Derives from discord.py's own class, so that a command's check may raise it.
    """


@dataclass(slots=True)
class _Seen:
    since: datetime
    repeated: int = 0


class ErrorReporter:
    """Tells everybody concerned about an error, each once and each in their own words.

    `write_log` takes one line for the organisers' channel and must not block; `now` gives aware times.
    Neither the line nor the process log carries messages of foreign exceptions: a database error, say,
    quotes the row it failed on.
    """

    def __init__(self, write_log: Callable[[str], None], now: Callable[[], datetime]) -> None:
        self._write_log = write_log
        self._now = now
        self._seen: dict[str, _Seen] = {}

    async def handle(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Answer the person behind `interaction` and report what is not an expected refusal; never raise."""
        original = _unwrap(error)
        text = _refusal_text(original)
        if text is None:
            text = _apology(original, self.report(original, _place_of(interaction)))
        try:
            await answer(interaction, text)
        except Exception as failure:  # noqa: BLE001 - the last line of defence: there is nobody left to tell
            logger.warning("A person could not be told about an error (%s)", describe(failure))

    def report(self, error: BaseException, where: str) -> str:
        """Tell the organisers that `error` happened in `where` (a command, a job); return its reference.

        The same error from the same line of code has the same reference and is told once in ten minutes.
        """
        place = _place(error)
        reference = hashlib.sha256(f"{type(error).__qualname__} {place}".encode()).hexdigest()[:4].upper()
        now = self._now()
        seen = self._seen.get(reference)
        if seen is not None and now - seen.since < QUIET_PERIOD:
            seen.repeated += 1
            logger.warning("Error %s in %s again", reference, where)
            return reference
        self._seen[reference] = _Seen(since=now)
        logger.error("Error %s in %s\n%s", reference, where, "\n".join(_trace(error)))
        repeated = f" ({seen.repeated} more since the last report)" if seen and seen.repeated else ""
        self._write_log(f"⚠️ Error {reference} in {where}: {describe(error)}, {place}{repeated}")
        return reference


def tree_reporting_to(reporter: ErrorReporter) -> type[app_commands.CommandTree[Any]]:
    """Make the class that `commands.Bot(tree_cls=...)` wants, with every error going to `reporter`."""

    class ConferenceTree(app_commands.CommandTree[Any]):
        async def on_error(self, interaction: discord.Interaction, error: Exception, /) -> None:
            await reporter.handle(interaction, error)

        async def _call(self, interaction: discord.Interaction) -> None:
            speak_to(interaction)
            # discord.py catches its own errors only: what else a check raises would answer nobody.
            try:
                await super()._call(interaction)
            except app_commands.AppCommandError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the user must read an answer
                await self.on_error(interaction, error)

    return ConferenceTree


def describe(error: BaseException) -> str:
    """Name an error in a way that is safe to log: its message only if it is one of our own."""
    name = type(error).__qualname__
    if type(error).__module__.startswith(_OWN_PACKAGE):
        return f"{name}: {error}"
    if isinstance(error, discord.HTTPException):
        return f"{name} (status {error.status}, code {error.code})"
    if isinstance(error, DBAPIError) and (cause := known_cause(error)) is not None:
        return f"{name} of the database: {cause.detail}"
    return name


def _unwrap(error: Exception) -> Exception:
    while isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, Refusal):
        return error.__cause__
    return error


def _refusal_text(error: Exception) -> str | None:
    match error:
        case Refusal():
            return str(error)
        case app_commands.CommandOnCooldown():
            seconds = round(error.retry_after)
            return tr_n(
                "Please wait {number} second and try again.",
                "Please wait {number} seconds and try again.",
                seconds,
            ).format(number=seconds)
        case app_commands.NoPrivateMessage():
            return tr("Please use this on the server, not in a direct message.")
        case app_commands.CheckFailure():
            return tr("You cannot use this here.")
        case app_commands.TransformerError():
            return tr("I do not understand one of the options. Please check it and try again.")
        case _:
            return None


def _apology(error: Exception, reference: str) -> str:
    match error:
        case DBAPIError() if known_cause(error) is BUSY:
            text = tr(
                "I am very busy right now; nothing is lost. Please try again in a minute (ref. {reference})."
            )
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            text = tr(
                "This command has just changed. Please restart Discord and try again (ref. {reference})."
            )
        case _:
            text = tr(
                "Something went wrong on my side, nothing is lost. "
                "Please try again; the organisers have been told (ref. {reference})."
            )
    return text.format(reference=reference)


def _place_of(interaction: discord.Interaction[Any]) -> str:
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    kind = interaction.type.name.replace("_", " ")
    data: dict[str, Any] = {**(interaction.data or {})}
    custom_id = data.get("custom_id", "")
    # Other ids are random and tell nothing.
    return f"{kind} {custom_id}" if ":" in custom_id else kind


def _frames(error: BaseException) -> list[tuple[str, str]]:
    """List (file, "line in function") from the outermost call to the innermost."""
    return [
        (frame.f_code.co_filename, f"{line} in {frame.f_code.co_name}")
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]


def _place(error: BaseException) -> str:
    frames = _frames(error)
    own = [frame for frame in frames if not frame[0].startswith(_FOREIGN_CODE)] or frames
    if not own:
        return "unknown place"
    file, rest = own[-1]
    return f"{file.rpartition('/')[2]}:{rest}"


def _trace(error: BaseException) -> Iterator[str]:
    yield describe(error)
    for file, rest in _frames(error):
        yield f"  {file}:{rest}"
    inner: list[BaseException | None] = [error.__cause__ or error.__context__]
    if isinstance(error, BaseExceptionGroup):
        inner += error.exceptions
    for cause in inner:
        if cause is not None:
            yield "caused by:"
            yield from _trace(cause)
