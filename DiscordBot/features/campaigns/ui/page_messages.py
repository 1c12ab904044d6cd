"""How campaigns look on Discord: pages that their readers turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

import discord

from DiscordBot.discord_ui.answers import PATIENCE_SECONDS, Answer, parts_of
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.reading import footers

if TYPE_CHECKING:
    import re
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter

    Choose = Callable[[discord.Interaction[Any], int, Sequence[str]], Awaitable[None]]

FEATURE = "campaigns"


class PersistentSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template="$^"):
    """A select about a campaign that works after a restart; `persistent_select` makes its kinds."""

    def __init__(self, row_id: int, options: Sequence[discord.SelectOption]) -> None:
        self.row_id = row_id
        super().__init__(self._filled(row_id, list(options)))

    @staticmethod
    def _filled(row_id: int, options: list[discord.SelectOption]) -> discord.ui.Select[Any]:
        raise NotImplementedError


def persistent_select(
    action: str, placeholder: str, handler: Choose, reporter: ErrorReporter
) -> type[PersistentSelect]:
    """Make a kind of select of which several can be chosen; see `discord_ui.components.persistent_button`."""
    prefix = f"{FEATURE}:v1:{action}"

    class Kind(PersistentSelect, template=rf"{prefix}:(?P<row_id>[0-9]+)"):
        @staticmethod
        def _filled(row_id: int, options: list[discord.SelectOption]) -> discord.ui.Select[Any]:
            return discord.ui.Select(
                custom_id=f"{prefix}:{row_id}",
                placeholder=placeholder,
                options=options,
                max_values=len(options),
            )

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Self:
            return cls(int(match["row_id"]), item.options if isinstance(item, discord.ui.Select) else [])

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            try:
                await handler(interaction, self.row_id, self.item.values)
            except Exception as error:  # noqa: BLE001 - whatever it is, the user must read an answer
                await reporter.handle(interaction, error)

    return Kind


def pressable(button: PersistentButton, *, enabled: bool, label: str | None = None) -> PersistentButton:
    """Return a button that can be pressed, or not; perhaps with another text on it."""
    button.item.disabled = not enabled
    if label is not None:
        button.item.label = label
    return button


def last_line(interaction: discord.Interaction[Any]) -> str:
    """Return the footer of the message that somebody pressed a button of. Raises `Refusal`."""
    for footer in [] if interaction.message is None else footers(interaction.message):
        return footer
    raise Refusal("This button does not belong to the message above it. Begin again with `/campaign list`.")


async def update_in_time(
    interaction: discord.Interaction[Any],
    work: Coroutine[Any, Any, Answer],
    *,
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Put the result of `work` in place of the message whose button was pressed, however long it takes.

    What `work` raises is raised here, and the message stays as it was.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=patience_seconds)
    if not done:
        await interaction.response.defer()
        await asyncio.wait({task})
    shown = parts_of(as_card(task.result()))
    # What is made of components has neither text nor embeds; messages of older versions had.
    if interaction.response.is_done():
        await interaction.edit_original_response(content=None, embed=None, **shown)
    else:
        await interaction.response.edit_message(content=None, embed=None, **shown)


def as_card(told: Answer) -> Answer:
    """Return an answer that can take the place of a card, which can only ever be one again."""
    if told.face is not None or told.view is not None:
        return told
    return Answer(face=CardFace(text=told.content or "", tone=Tone.DONE))
