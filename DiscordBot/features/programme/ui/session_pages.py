"""Sessions on pages that their reader turns, with a select for the details of those on the open page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.layout.pages import Pages
from DiscordBot.features.programme.ui.session_controls import DETAILS, options
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.features.programme.cards.session_cards import SessionPage
    from DiscordBot.features.programme.ui.session_controls import SessionControls


async def show_sessions(
    interaction: discord.Interaction[Any],
    pages: Sequence[SessionPage],
    controls: SessionControls,
    reporter: ErrorReporter,
) -> None:
    """Answer with the first of `pages`, at least one."""
    shown = SessionPages(pages, interaction.user.id, controls, reporter)
    message = await answer(interaction, view=shown)
    if message is not None:
        shown.edit = message.edit


class SessionPages(Pages):
    """One page of sessions."""

    def __init__(
        self,
        pages: Sequence[SessionPage],
        owner_id: int,
        controls: SessionControls,
        reporter: ErrorReporter,
    ) -> None:
        self._sessions = [page.sessions for page in pages]
        self._show_details = controls.show
        super().__init__([page.face for page in pages], owner_id, reporter)

    def controls(self) -> Sequence[discord.ui.Item[Any]]:
        """Return the select, and what turns pages if there are several."""
        turning = super().controls() if len(self._pages) > 1 else ()
        talks = [session for session in self._sessions[self._index] if not session.is_break]
        return (self._select(options(talks)), *turning) if talks else turning

    def _select(self, choices: list[discord.SelectOption]) -> discord.ui.Select[Any]:
        select: discord.ui.Select[Any] = discord.ui.Select(placeholder=tr(DETAILS), options=choices)

        async def show(interaction: discord.Interaction[Any]) -> None:
            await self._show_details(interaction, select.values[0])

        # discord.py's way to give one select of a view its callback without a decorator.
        select.callback = show  # type: ignore[method-assign]  # meant to be overridden
        return select
