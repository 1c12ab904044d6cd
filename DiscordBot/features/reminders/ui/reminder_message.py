"""What speakers read, and the buttons below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.components import persistent_button, persistent_view
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.programme.cards.session_texts import TITLE
from DiscordBot.features.programme.wall_time import time_of_day
from DiscordBot.features.reminders.reminder import ReminderKey
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import discord

    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.layout.face import CardFace
    from DiscordBot.features.programme.cards.session_cards import SessionCards
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.reminders.reminder import Reminder
    from DiscordBot.features.reminders.service import ReminderService

LONGEST_NAME = 80
NO_MORE = translatable("🔕 I will not remind you of your sessions any more. `/reminders on` brings it back.")
AGAIN = translatable("🔔 I will remind you shortly before each of your sessions.")

_BETWEEN = " · "
_FOOTER = re.compile(rf"-# (?P<submission>\S+){_BETWEEN}(?P<speaker>\S+)")
_START = re.compile(r"<t:(?P<start>[0-9]+):f>")


@dataclass(frozen=True, slots=True)
class ReminderViews:
    """Makes reminders; `sessions` makes what people read about sessions."""

    sessions: SessionCards

    def direct(self, reminder: Reminder) -> str:
        """Return what a speaker reads in a direct message, above the card."""
        greeting = tr("👋 Hi {name}! Your session {what}. Have fun on stage!")
        return self._with_note(greeting.format(name=_name(reminder), what=self._what(reminder.session)))

    def public(self, reminder: Reminder, mention: str) -> str:
        """Return what stands in the speakers' channel; `mention` is empty if nobody can be pinged."""
        who = f"{mention} ({_name(reminder)})" if mention else f"**{_name(reminder)}**"
        line = tr("👋 {who}, your session {what}.")
        return self._with_note(line.format(who=who, what=self._what(reminder.session)))

    def card(self, reminder: Reminder) -> CardFace:
        """Return where and when the session is; `reminded_in` knows it again."""
        footer = f"{reminder.key.submission}{_BETWEEN}{reminder.key.speaker_code}"
        return replace(self.sessions.session(reminder.session), text="", thumbnail=None, footer=footer)

    def _with_note(self, text: str) -> str:
        return "\n".join(filter(None, (self.sessions.note(), text)))

    def _what(self, session: Session) -> str:
        place = self.sessions.channel_of(session.room) or shown_line(session.room)
        # Translators: the end of "your session …"
        text = tr("**{title}** starts {moment} in {place}") if place else tr("**{title}** starts {moment}")
        title = shown_line(clip(session.title, TITLE))
        return text.format(title=title, moment=self._moment(session), place=place)

    def _moment(self, session: Session) -> str:
        if self.sessions.note():
            # In a rehearsal Discord would count down in real time.
            return tr("at {time}").format(time=time_of_day(session.start, self.sessions.timezone))
        return f"{time_stamp(session.start, 'R')} ({time_stamp(session.start, 't')})"


class ReminderButtons:
    """The buttons by which somebody asks for no more reminders, or for reminders again.

    `service` is asked for when one is pressed: it sends the messages that the buttons stand below.
    """

    def __init__(self, service: Callable[[], ReminderService], reporter: ErrorReporter) -> None:
        self._service = service
        self._off = persistent_button(
            feature="reminders",
            action="off",
            label=translatable("No reminders"),
            handler=self._refuse,
            reporter=reporter,
            emoji="🔕",
        )
        self._on = persistent_button(
            feature="reminders",
            action="on",
            label=translatable("Remind me again"),
            handler=self._allow,
            reporter=reporter,
            emoji="🔔",
        )

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """All kinds, for `bot.add_dynamic_items`."""
        return (self._off, self._on)

    def below_a_reminder(self, user_id: int) -> Sequence[PersistentButton]:
        """Return what stands below a direct message to a user."""
        return (self._off(user_id),)

    # A button acts for whoever presses it, whatever id is in it.
    async def _refuse(self, interaction: discord.Interaction[Any], _user_id: int) -> None:
        await self._service().refuse(interaction.user.id)
        await answer(interaction, tr(NO_MORE), view=persistent_view(self._on(interaction.user.id)))

    async def _allow(self, interaction: discord.Interaction[Any], _user_id: int) -> None:
        await self._service().allow(interaction.user.id)
        await answer(interaction, tr(AGAIN))


def reminded_in(texts: Sequence[str]) -> ReminderKey | None:
    """Return what the texts of a message with `ReminderViews.card` remind of, None of another one."""
    footer = next(filter(None, map(_FOOTER.fullmatch, reversed(texts))), None)
    start = next(filter(None, map(_START.search, texts)), None)
    if footer is None or start is None:
        return None
    moment = datetime.fromtimestamp(int(start["start"]), UTC)
    speaker, submission = (footer[name].replace("\\", "") for name in ("speaker", "submission"))
    return ReminderKey(speaker, submission, moment)


def _name(reminder: Reminder) -> str:
    return shown_line(clip(reminder.speaker.name, LONGEST_NAME))
