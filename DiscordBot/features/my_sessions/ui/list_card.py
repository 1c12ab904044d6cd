"""Somebody's list as a card, with what can be pressed in it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.persistent import keyed_button, persistent_select
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.my_sessions.conflicts import at_the_same_time
from DiscordBot.features.my_sessions.texts import CLOSED, NOTHING
from DiscordBot.features.programme.cards.session_texts import TITLE
from DiscordBot.features.programme.cards.shown_times import span
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.persistent import KeyedButton, PersistentSelect
    from DiscordBot.features.my_sessions.service import Entry, MySessionsService
    from DiscordBot.features.programme.cards.session_cards import SessionCards
    from DiscordBot.features.programme.schedule.sessions import Session

FEATURE = "my_sessions"
ENTRIES_A_PAGE = 8
CALENDAR_FILE = "my-sessions.ics"


class ListCards:
    """Shows people their lists. Whoever presses something sees and changes their own, wherever it stood.

    `cards` makes what people read about sessions.
    """

    def __init__(self, service: MySessionsService, cards: SessionCards, reporter: ErrorReporter) -> None:
        self._service = service
        self._cards = cards

        def kind(action: str, label: str, handler: Any, emoji: str | None = None) -> type[KeyedButton]:  # noqa: ANN401 - as keyed_button has it
            return keyed_button(
                feature=FEATURE, action=action, label=label, handler=handler, reporter=reporter, emoji=emoji
            )

        self._open = kind("list", translatable("My sessions"), self._show_anew, "📋")
        self._take_out = kind("remove", translatable("Remove from my list"), self._remove)
        self._again = kind("again", translatable("Try again"), self._try_again, "✉️")
        self._calendar = kind("calendar", translatable("Calendar file"), self._send_calendar, "📅")
        self._back = kind("back", "◀", self._turn)
        self._forward = kind("forward", "▶", self._turn)
        self._select = persistent_select(
            feature=FEATURE,
            action="remove-one",
            placeholder=translatable("Remove a session …"),
            handler=self._remove,
            reporter=reporter,
        )

    @property
    def kinds(self) -> tuple[type[KeyedButton | PersistentSelect], ...]:
        """All kinds, for `bot.add_dynamic_items`."""
        buttons = (self._open, self._take_out, self._again, self._calendar, self._back, self._forward)
        return (*buttons, self._select)

    def open_button(self, about: int = 0) -> KeyedButton:
        """Return a button that shows the list of whoever presses it; `about` is what its message is about."""
        return self._open(str(about))

    def remove_button(self, key: str) -> KeyedButton:
        """Return a button that takes a session from the list."""
        return self._take_out(key)

    def again_button(self) -> KeyedButton:
        """Return a button for those who have allowed direct messages now."""
        return self._again("0")

    def added(self, text: str) -> CardFace:
        """Return the answer to somebody who put a session on their list."""
        return CardFace(text=text, tone=Tone.DONE)

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show somebody their list."""
        face, controls = await self._page(interaction.user.id, 0)
        await answer(interaction, face=face, buttons=controls)

    async def _show_anew(self, interaction: discord.Interaction[Any], _about: str) -> None:
        await self.show(interaction)

    async def _turn(self, interaction: discord.Interaction[Any], page: str) -> None:
        await self._edit(interaction, int(page))

    async def _remove(self, interaction: discord.Interaction[Any], key: str) -> None:
        await self._service.remove(interaction.user.id, key)
        await self._edit(interaction, 0)

    async def _try_again(self, interaction: discord.Interaction[Any], _key: str) -> None:
        if await self._service.try_again(interaction.user.id):
            await answer(interaction, tr("✅ I have written to you. Your reminders will come there."))
        else:
            await answer(interaction, tr("I still cannot write to you. Is the setting that of this server?"))

    async def _send_calendar(self, interaction: discord.Interaction[Any], _key: str) -> None:
        file = await self._service.calendar(interaction.user.id)
        if file is None:
            await answer(interaction, tr(NOTHING))
            return
        text = tr("Open this file in your calendar. It does not change by itself: get it anew after changes.")
        await interaction.response.send_message(
            text, file=discord.File(io.BytesIO(file), CALENDAR_FILE), ephemeral=True
        )

    async def _edit(self, interaction: discord.Interaction[Any], number: int) -> None:
        face, controls = await self._page(interaction.user.id, number)
        await interaction.response.edit_message(
            view=card_layout(face, controls), allowed_mentions=discord.AllowedMentions.none()
        )

    async def _page(self, user_id: int, number: int) -> tuple[CardFace, list[discord.ui.Item[Any]]]:
        entries = await self._service.to_come(user_id)
        if not entries:
            return CardFace(title=tr("My sessions"), text=tr(NOTHING)), []
        last = (len(entries) - 1) // ENTRIES_A_PAGE
        number = min(max(number, 0), last)
        here = entries[number * ENTRIES_A_PAGE :][:ENTRIES_A_PAGE]
        sessions = [entry.session for entry in entries if entry.session is not None]
        closed = [] if await self._service.takes_messages(user_id) else [tr(CLOSED)]
        text = "\n\n".join([*closed, *(self._entry(entry, sessions) for entry in here)])
        face = CardFace(
            title=tr("My sessions"), text=text, footer=f"{number + 1} / {last + 1}" if last else ""
        )
        controls: list[discord.ui.Item[Any]] = [self._select([_option(entry) for entry in here])]
        if number > 0:
            controls.append(self._back(str(number - 1)))
        if number < last:
            controls.append(self._forward(str(number + 1)))
        controls.append(self._calendar("0"))
        return face, [*controls, self.again_button()] if closed else controls

    def _entry(self, entry: Entry, others: Sequence[Session]) -> str:
        if entry.session is None:
            title = shown_line(clip(entry.listed.title, TITLE))
            return tr("❌ ~~{title}~~ is cancelled.").format(title=title)
        lines = [self._cards.line(entry.session), f"　{span(entry.session, self._cards.timezone)}"]
        if at_the_same_time(entry.session, others):
            warned = tr("⚠️ at the same time as another one")
            lines.append(f"　{warned}")
        return "\n".join(lines)


def _option(entry: Entry) -> discord.SelectOption:
    return discord.SelectOption(
        label=entry.listed.title or entry.listed.session_key, value=entry.listed.session_key
    )
