"""Views, modals and buttons that answer their user whatever happens in them, and whose texts fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import discord

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.languages import speak_to
from DiscordBot.discord_ui.layout.fitting import fit
from DiscordBot.discord_ui.texts import limits
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    import re
    from collections.abc import Awaitable, Callable

    from DiscordBot.discord_ui.errors import ErrorReporter

# A form that is still open after this is forgotten: without a limit every dismissed one stays in memory.
MODAL_TIMEOUT_SECONDS = 3600.0


class BaseView(discord.ui.View):
    """A view whose errors, those of its check included, go to `reporter`.

    Persistent buttons belong into a `persistent_view`.
    """

    def __init__(self, reporter: ErrorReporter, *, timeout: float | None = 180.0) -> None:
        super().__init__(timeout=timeout)
        self._reporter = reporter
        for item in self.children:
            fit(item)

    def add_item(self, item: discord.ui.Item[Any]) -> Self:
        """Add a component, its texts clipped."""
        if isinstance(item, PersistentButton):
            # When such a view ends, discord.py forgets the kinds of all dynamic items in it, everywhere.
            raise TypeError("A persistent button needs a persistent_view")
        fit(item)
        return super().add_item(item)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Answer in the person's language; whoever refuses some people overrides this, and calls it."""
        speak_to(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: discord.ui.Item[Any], /
    ) -> None:
        """Answer the user and report what is not a refusal."""
        await self._reporter.handle(interaction, error)


class BaseModal(discord.ui.Modal):
    """A form whose errors go to `reporter`."""

    def __init__(
        self, reporter: ErrorReporter, *, title: str, timeout: float | None = MODAL_TIMEOUT_SECONDS
    ) -> None:
        super().__init__(title=limits.clip(title, limits.MODAL_TITLE), timeout=timeout)
        self._reporter = reporter
        for item in self.walk_children():
            fit(item)

    def add_item(self, item: discord.ui.Item[Any]) -> Self:
        """Add an input or a label with its input, texts clipped."""
        fit(item)
        if isinstance(item, discord.ui.Label):
            fit(item.component)
        return super().add_item(item)

    async def on_error(  # type: ignore[override]  # discord.ui.Modal itself narrows its base's signature
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Answer the user and report what is not a refusal."""
        await self._reporter.handle(interaction, error)


class PersistentButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template="$^"):
    """A button about the row `row_id` that works after a restart; `persistent_button` makes its kinds."""

    def __init__(self, row_id: int) -> None:
        self.row_id = row_id
        super().__init__(self._button(row_id))

    @staticmethod
    def _button(row_id: int) -> discord.ui.Button[Any]:
        raise NotImplementedError


def persistent_button(
    *,
    feature: str,
    action: str,
    label: str,
    handler: Callable[[discord.Interaction[Any], int], Awaitable[object]],
    reporter: ErrorReporter,
    check: Callable[[discord.Interaction[Any]], Awaitable[bool]] | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
) -> type[PersistentButton]:
    """Make a kind of button, to be registered once by `bot.add_dynamic_items`.

    `handler` gets the interaction and the row id, after `check` allowed it. What either raises goes to
    `reporter`; discord.py itself takes an error in a check for a silent "no" and only logs one in a
    callback, which is why both are called here.
    """
    prefix = f"{feature}:v1:{action}"

    class Kind(PersistentButton, template=rf"{prefix}:(?P<row_id>[0-9]+)"):
        @staticmethod
        def _button(row_id: int) -> discord.ui.Button[Any]:
            text = limits.clip(tr(label), limits.BUTTON_LABEL)
            return discord.ui.Button(label=text, style=style, emoji=emoji, custom_id=f"{prefix}:{row_id}")

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Self:
            return cls(int(match["row_id"]))

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            speak_to(interaction)
            try:
                if check is not None and not await check(interaction):
                    raise Refusal(tr("You cannot use this button."))  # noqa: TRY301 - the one way to refuse
                await handler(interaction, self.row_id)
            except Exception as error:  # noqa: BLE001 - whatever it is, the user must read an answer
                await reporter.handle(interaction, error)

    return Kind


def persistent_view(*buttons: PersistentButton) -> discord.ui.View:
    """Put persistent buttons together for one message; make a new view for each message and edit."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view
