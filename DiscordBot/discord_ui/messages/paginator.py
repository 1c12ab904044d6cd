"""Long answers as pages that their reader turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.components import BaseView
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.limits import fit_embed
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter

# The buttons must still be ours to disable: an ephemeral message can be edited for 15 minutes.
IDLE_SECONDS = 600.0
_FIELDS_A_PAGE = 8


async def show_pages(
    interaction: discord.Interaction[Any],
    pages: Sequence[discord.Embed],
    reporter: ErrorReporter,
    *,
    ephemeral: bool = True,
) -> None:
    """Answer with the first of `pages` (at least one) and with buttons if there are more."""
    if len(pages) == 1:
        await answer(interaction, embed=pages[0], ephemeral=ephemeral)
        return
    paginator = Paginator(pages, interaction.user.id, reporter)
    message = await answer(interaction, embed=paginator.page, view=paginator, ephemeral=ephemeral)
    if message is not None:
        paginator.edit = message.edit


class Paginator(BaseView):
    """The buttons under one page; they obey the person with `owner_id` until left alone for ten minutes.

    `edit` changes the message that the pages are shown in.
    """

    def __init__(self, pages: Sequence[discord.Embed], owner_id: int, reporter: ErrorReporter) -> None:
        super().__init__(reporter, timeout=IDLE_SECONDS)
        self.edit: Callable[..., Awaitable[object]] | None = None
        self._pages = pages
        self._owner_id = owner_id
        self._index = 0
        self._show_place()

    @property
    def page(self) -> discord.Embed:
        """The page that is open."""
        return fit_embed(self._pages[self._index])

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everybody but the owner."""
        await super().interaction_check(interaction)
        if interaction.user.id != self._owner_id:
            raise Refusal(
                tr("These pages belong to somebody else. Use the command yourself to get your own.")
            )
        return True

    async def on_timeout(self) -> None:
        """Disable the buttons, if the message is still there."""
        self.back.disabled = self.forward.disabled = True
        try:
            if self.edit is not None:
                await self.edit(view=self)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            # Deleted, dismissed or out of reach: there is nothing left to disable.
            return

    @discord.ui.button(label="◀")
    async def back(self, interaction: discord.Interaction[Any], _button: discord.ui.Button[Any]) -> None:
        """Open the page before."""
        await self._turn(interaction, -1)

    @discord.ui.button(disabled=True)
    async def place(self, _interaction: discord.Interaction[Any], _button: discord.ui.Button[Any]) -> None:
        """Show which page is open; it cannot be pressed."""

    @discord.ui.button(label="▶")
    async def forward(self, interaction: discord.Interaction[Any], _button: discord.ui.Button[Any]) -> None:
        """Open the next page."""
        await self._turn(interaction, 1)

    async def _turn(self, interaction: discord.Interaction[Any], step: int) -> None:
        self._index = min(max(self._index + step, 0), len(self._pages) - 1)
        self._show_place()
        # Each press brings a token of its own, with fifteen new minutes.
        self.edit = interaction.edit_original_response
        await interaction.response.edit_message(embed=self.page, view=self)

    def _show_place(self) -> None:
        self.back.disabled = self._index == 0
        self.forward.disabled = self._index == len(self._pages) - 1
        self.place.label = f"{self._index + 1} / {len(self._pages)}"


def field_pages(title: str, fields: Sequence[tuple[str, str]], colour: discord.Colour) -> list[discord.Embed]:
    """Return pages with some of these names and values on each, at least one."""
    pages = []
    for start in range(0, max(1, len(fields)), _FIELDS_A_PAGE):
        page = discord.Embed(title=title, colour=colour)
        for name, value in fields[start : start + _FIELDS_A_PAGE]:
            page.add_field(name=name, value=value, inline=False)
        pages.append(page)
    return pages
