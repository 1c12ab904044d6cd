"""Asking a person once more before something is done."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import discord
from cachetools import LRUCache

from DiscordBot.discord_ui.answers import Answer, answer, parts_of
from DiscordBot.discord_ui.components import persistent_button
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.face import CardFace, Tone

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter

    Act = Callable[[discord.Interaction[Any]], Awaitable[Answer]]

_KEPT = 200
_NUMBERS = 2**53
_OVER = (
    "This was answered already, or asked before I was restarted; nothing was done now. "
    "Please use the command again."
)


class Confirmations:
    """Questions with the buttons Confirm and Cancel, each of which is answered once.

    `feature` is a part of the buttons' ids; `check` is asked at the click. The questions themselves are gone
    after a restart, and their buttons say so.
    """

    def __init__(
        self,
        feature: str,
        reporter: ErrorReporter,
        *,
        check: Callable[[discord.Interaction[Any]], Awaitable[bool]],
    ) -> None:
        self._open: LRUCache[int, tuple[Act, CardFace, str]] = LRUCache(_KEPT)
        self._confirm = persistent_button(
            feature=feature,
            action="confirm",
            label="Confirm",
            style=discord.ButtonStyle.success,
            handler=self._confirmed,
            reporter=reporter,
            check=check,
        )
        self._cancel = persistent_button(
            feature=feature, action="cancel", label="Cancel", handler=self._cancelled, reporter=reporter
        )

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """The kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return (self._confirm, self._cancel)

    def question(self, text: str, act: Act, *, face: CardFace | None = None) -> Answer:
        """Return the question, for an ephemeral answer, perhaps above a card; `act` is what Confirm does."""
        # At random: after a restart an old button must not answer a new question.
        number = secrets.randbelow(_NUMBERS)
        card, above = (CardFace(text=text, tone=Tone.ASKS), "") if face is None else (face, text)
        self._open[number] = (act, card, above)
        return Answer(above or None, face=card, buttons=(self._confirm(number), self._cancel(number)))

    async def _confirmed(self, interaction: discord.Interaction[Any], number: int) -> None:
        act, card, above = self._take(number)
        # At once, so that nobody presses again while it is done.
        await _show(interaction, card, above)
        done = await act(interaction)
        await answer(interaction, done.content, face=done.face, buttons=done.buttons, view=done.view)

    async def _cancelled(self, interaction: discord.Interaction[Any], number: int) -> None:
        self._take(number)
        await _show(interaction, CardFace(text="Cancelled, nothing was done.", tone=Tone.OVER))

    def _take(self, number: int) -> tuple[Act, CardFace, str]:
        asked = self._open.pop(number, None)
        if asked is None:
            raise Refusal(_OVER)
        return asked


async def _show(interaction: discord.Interaction[Any], card: CardFace, above: str = "") -> None:
    """Put a card without buttons in the place of the question."""
    await interaction.response.edit_message(**parts_of(Answer(above or None, face=card)))
