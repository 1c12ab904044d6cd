"""`/schedule`: what is on, for everybody, from the stored schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.texts.limits import OPTION, fit_choices
from DiscordBot.features.programme.schedule import timetable
from DiscordBot.features.programme.ui.session_pages import show_sessions
from DiscordBot.features.programme.wall_time import day_words
from DiscordBot.translation.days import LONG_DAY_AND_DATE, day_in_words
from DiscordBot.translation.language import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.ui.cog import ProgrammeParts


@app_commands.guild_only()
class ScheduleCog(commands.GroupCog, name="schedule"):
    """What is on, for everybody, from the stored schedule."""

    def __init__(self, parts: ProgrammeParts) -> None:
        self._clock = parts.clock
        self._store = parts.service.store
        self._cards = parts.cards
        self._controls = parts.controls
        self._reporter = parts.reporter

    @app_commands.command()
    @app_commands.describe(room="Only in this room")
    async def now(self, interaction: discord.Interaction, room: str = "") -> None:
        """Show what is on right now."""
        sessions = timetable.on_now(self._sessions(room), self._clock.now())
        await self._show(
            interaction, tr("On now"), sessions, tr("Nothing is on right now. Try `/schedule next`.")
        )

    @app_commands.command(name="next")
    @app_commands.describe(room="Only in this room")
    async def upcoming(self, interaction: discord.Interaction, room: str = "") -> None:
        """Show what starts next."""
        sessions = timetable.up_next(self._sessions(room), self._clock.now())
        title = tr("Up next on {day}").format(day=self._day_of(sessions[0])) if sessions else ""
        await self._show(interaction, title, sessions, tr("Nothing is left to come."))

    @app_commands.command()
    @app_commands.describe(day="Today, if left out", room="Only in this room")
    async def day(self, interaction: discord.Interaction, day: str = "", room: str = "") -> None:
        """Show a whole day."""
        days = timetable.days(self._store.sessions, self._clock.timezone)
        wanted = timetable.day_meant(day, days, self._clock.today())
        if wanted is None:
            known = ", ".join(day_words(each, self._clock.today()) for each in days)
            text = tr("I do not know this day. The schedule has {days}.")
            await answer(interaction, text.format(days=known or tr("no days yet")))
            return
        sessions = timetable.on_day(self._sessions(room), wanted, self._clock.timezone)
        await self._show(
            interaction,
            day_in_words(wanted, LONG_DAY_AND_DATE),
            sessions,
            tr("There is nothing on this day."),
        )

    @app_commands.command()
    @app_commands.describe(words="A title, a speaker, a topic")
    async def search(self, interaction: discord.Interaction, words: str) -> None:
        """Find sessions by title, speaker or topic."""
        sessions = timetable.search(self._store.sessions, words)
        if len(sessions) == 1:
            (session,) = sessions
            card, buttons = self._cards.session(session), self._controls.buttons(session)
            await answer(interaction, face=card, buttons=buttons)
        elif sessions:
            title = tr_n("{number} session", "{number} sessions", len(sessions)).format(number=len(sessions))
            pages = self._cards.hits(title, sessions)
            await show_sessions(interaction, pages, self._controls, self._reporter)
        else:
            await answer(interaction, tr("I found nothing like that. Try fewer or other words."))

    @now.autocomplete("room")
    @upcoming.autocomplete("room")
    @day.autocomplete("room")
    async def _rooms(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = timetable.rooms(timetable.in_room(self._store.sessions, typed))
        return fit_choices((name, name) for name in names if len(name) <= OPTION)

    @day.autocomplete("day")
    async def _days(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        days = timetable.days(self._store.sessions, self._clock.timezone)
        named = ((day_in_words(day, LONG_DAY_AND_DATE), day.isoformat()) for day in days)
        return fit_choices((name, value) for name, value in named if typed.casefold() in name.casefold())

    @search.autocomplete("words")
    async def _titles(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = timetable.titles(self._store.sessions, typed, self._clock.now())
        return fit_choices((session.title, session.key) for session in found if len(session.key) <= OPTION)

    def _day_of(self, session: Session) -> str:
        return day_words(self._clock.local(session.start).date(), self._clock.today())

    def _sessions(self, room: str) -> list[Session]:
        return timetable.in_room(self._store.sessions, room)

    async def _show(
        self, interaction: discord.Interaction, title: str, sessions: Sequence[Session], otherwise: str
    ) -> None:
        if self._store.schedule is None:
            await answer(interaction, tr("The schedule is not published yet."))
        elif not sessions:
            await answer(interaction, otherwise)
        else:
            pages = self._cards.agenda(title, timetable.once_each(sessions))
            await show_sessions(interaction, pages, self._controls, self._reporter)
