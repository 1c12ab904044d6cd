"""Messages made of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import LayoutView, TextDisplay

from DiscordBot.discord_ui.languages import speak_to
from DiscordBot.discord_ui.layout.container import container
from DiscordBot.discord_ui.layout.fitting import fit
from DiscordBot.discord_ui.texts import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.layout.face import CardFace


def card_layout(
    face: CardFace, buttons: Iterable[discord.ui.Item[Any]] = (), *, above: str = ""
) -> LayoutView:
    """Return a message with one card, its persistent buttons inside.

    discord.py wants a new one, with new buttons, for each message and each edit.
    `above` is markdown that stands before the card.
    """
    return _filled(LayoutView(timeout=None), face, buttons, above)


class BaseLayout(LayoutView):
    """A message with one card, and buttons and selects that end with it; their errors go to `reporter`.

    Persistent buttons belong into a `card_layout`: when such a layout ends, discord.py would forget their
    kinds everywhere.
    """

    def __init__(self, reporter: ErrorReporter, *, timeout: float | None = 180.0) -> None:
        super().__init__(timeout=timeout)
        self._reporter = reporter

    def show(self, face: CardFace, controls: Iterable[discord.ui.Item[Any]] = (), *, above: str = "") -> None:
        """Show another card than before, with these buttons and selects."""
        controls = list(controls)
        if any(isinstance(control, discord.ui.DynamicItem) for control in controls):
            raise TypeError("A persistent button needs a card_layout")
        self.clear_items()
        _filled(self, face, controls, above)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Answer in the person's language; whoever refuses some people overrides this, and calls it."""
        speak_to(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: discord.ui.Item[Any], /
    ) -> None:
        """Answer the user and report what is not a refusal."""
        await self._reporter.handle(interaction, error)


def _filled(
    layout: LayoutView, face: CardFace, controls: Iterable[discord.ui.Item[Any]], above: str
) -> LayoutView:
    above = limits.clip(above, limits.CONTENT)
    if above:
        layout.add_item(TextDisplay(above))
    controls = list(controls)
    for control in controls:
        fit(control)
    layout.add_item(container(face, controls, room=limits.LAYOUT_TEXT - len(above)))
    return layout
