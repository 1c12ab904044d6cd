"""Long answers as pages that their reader turns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.components import BaseModal
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.languages import speak_to
from DiscordBot.discord_ui.layout.layouts import BaseLayout
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.layout.face import CardFace, CardField

# The buttons must still be ours to disable: an ephemeral message can be edited for 15 minutes.
IDLE_SECONDS = 600.0
_FIELDS_A_PAGE = 8
_MANY = 4
"""From so many pages on, one can be jumped to."""


async def show_pages(
    interaction: discord.Interaction[Any],
    pages: Sequence[CardFace],
    reporter: ErrorReporter,
    *,
    above: str = "",
    ephemeral: bool = True,
) -> None:
    """Answer with the first of `pages` (at least one) and with buttons if there are more.

    `above` is markdown that stands before every page.
    """
    if len(pages) == 1:
        await answer(interaction, above or None, face=pages[0], ephemeral=ephemeral)
        return
    shown = Pages(pages, interaction.user.id, reporter, above=above)
    message = await answer(interaction, view=shown, ephemeral=ephemeral)
    if message is not None:
        shown.edit = message.edit


class Pages(BaseLayout):
    """One page with the buttons that turn it; they obey the person with `owner_id` for ten minutes.

    `edit` changes the message that the pages are shown in. Who adds more to a page overrides `controls`.
    """

    def __init__(
        self, pages: Sequence[CardFace], owner_id: int, reporter: ErrorReporter, *, above: str = ""
    ) -> None:
        super().__init__(reporter, timeout=IDLE_SECONDS)
        self.edit: Callable[..., Awaitable[object]] | None = None
        self._pages = pages
        self._owner_id = owner_id
        self._above = above
        self._index = 0
        self._back, self._forward = self._turning("◀", -1), self._turning("▶", 1)
        self._render()

    def controls(self) -> Sequence[discord.ui.Item[Any]]:
        """Return the buttons and selects of the open page."""
        place: discord.ui.Button[Any] = discord.ui.Button(
            label=f"{self._index + 1} / {len(self._pages)}", disabled=len(self._pages) < _MANY
        )
        # discord.py's way to give one button of a view its callback without a decorator.
        place.callback = self._ask_page  # type: ignore[method-assign]  # meant to be overridden
        return (self._back, place, self._forward)

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
        for item in self.walk_children():
            if isinstance(item, discord.ui.Button | discord.ui.Select):
                item.disabled = True
        try:
            if self.edit is not None:
                await self.edit(view=self)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            # Deleted, dismissed or out of reach: there is nothing left to disable.
            return

    async def open(self, interaction: discord.Interaction[Any], index: int) -> None:
        """Show another page, or the nearest that there is."""
        self._index = min(max(index, 0), len(self._pages) - 1)
        self._render()
        # Each press brings a token of its own, with fifteen new minutes.
        self.edit = interaction.edit_original_response
        await interaction.response.edit_message(view=self, allowed_mentions=discord.AllowedMentions.none())

    async def _ask_page(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(_PageForm(self, len(self._pages), self._reporter))

    def _render(self) -> None:
        self._back.disabled = self._index == 0
        self._forward.disabled = self._index == len(self._pages) - 1
        self.show(self._pages[self._index], self.controls(), above=self._above)

    def _turning(self, label: str, step: int) -> discord.ui.Button[Any]:
        button: discord.ui.Button[Any] = discord.ui.Button(label=label)

        async def turn(interaction: discord.Interaction[Any]) -> None:
            await self.open(interaction, self._index + step)

        # discord.py's way to give one button of a view its callback without a decorator.
        button.callback = turn  # type: ignore[method-assign]  # meant to be overridden
        return button


class _PageForm(BaseModal):
    """Asks for the number of a page."""

    def __init__(self, pages: Pages, most: int, reporter: ErrorReporter) -> None:
        super().__init__(reporter, title=tr("Go to a page"))
        self._pages = pages
        self._number: discord.ui.TextInput[Any] = discord.ui.TextInput(max_length=len(str(most)) + 1)
        text = tr("Page (1 to {number})").format(number=most)
        self.add_item(discord.ui.Label[Any](text=text, component=self._number))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Show the page, the nearest one if there is none of that number."""
        speak_to(interaction)
        typed = self._number.value.strip()
        if not typed.isdecimal():
            raise Refusal(tr("Please give the page as a number."))
        await self._pages.open(interaction, int(typed) - 1)


def field_pages(face: CardFace, fields: Sequence[CardField]) -> list[CardFace]:
    """Return pages that look like `face` with some of these fields on each, at least one."""
    return [
        replace(face, fields=tuple(fields[start : start + _FIELDS_A_PAGE]))
        for start in range(0, max(1, len(fields)), _FIELDS_A_PAGE)
    ]
