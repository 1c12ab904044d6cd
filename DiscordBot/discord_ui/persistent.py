"""Selects and buttons about things with names of their own, which work after a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from DiscordBot.discord_ui.languages import speak_to
from DiscordBot.discord_ui.texts import limits
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter

CUSTOM_ID = 100
"""Discord's limit."""


class KeyedButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template="$^"):
    """A button about what `key` names; `keyed_button` makes its kinds."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(self._button(key))

    @staticmethod
    def _button(key: str) -> discord.ui.Button[Any]:
        raise NotImplementedError


class PersistentSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template="$^"):
    """A select with some options; `persistent_select` makes its kinds."""

    def __init__(self, options: Sequence[discord.SelectOption]) -> None:
        super().__init__(self._select(options))

    @staticmethod
    def _select(options: Sequence[discord.SelectOption]) -> discord.ui.Select[Any]:
        raise NotImplementedError


def keyed_button(
    *,
    feature: str,
    action: str,
    label: str,
    handler: Callable[[discord.Interaction[Any], str], Awaitable[object]],
    reporter: ErrorReporter,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
) -> type[KeyedButton]:
    """Make a kind of button, to be registered once by `bot.add_dynamic_items`.

    `handler` gets the key, which must be short: with feature and action at most 95 characters. What it raises
    goes to `reporter`.
    """
    prefix = f"{feature}:v1:{action}"

    class Kind(KeyedButton, template=rf"{prefix}:(?P<key>.+)"):
        @staticmethod
        def _button(key: str) -> discord.ui.Button[Any]:
            text = limits.clip(tr(label), limits.BUTTON_LABEL)
            return discord.ui.Button(label=text, style=style, emoji=emoji, custom_id=f"{prefix}:{key}")

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Self:
            return cls(match["key"])

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            await _answered(handler, interaction, self.key, reporter)

    return Kind


def persistent_select(
    *,
    feature: str,
    action: str,
    placeholder: str,
    handler: Callable[[discord.Interaction[Any], str], Awaitable[object]],
    reporter: ErrorReporter,
) -> type[PersistentSelect]:
    """Make a kind of select, to be registered once by `bot.add_dynamic_items`.

    `handler` gets the value of the one option that somebody chose. What it raises goes to `reporter`.
    """
    custom_id = f"{feature}:v1:{action}"

    class Kind(PersistentSelect, template=re.escape(custom_id)):
        @staticmethod
        def _select(options: Sequence[discord.SelectOption]) -> discord.ui.Select[Any]:
            text = limits.clip(tr(placeholder), limits.SELECT_PLACEHOLDER)
            shown = [*options[: limits.CHOICES]]
            return discord.ui.Select(placeholder=text, options=shown, custom_id=custom_id)

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _match: re.Match[str], /
        ) -> Self:
            assert isinstance(item, discord.ui.Select)  # noqa: S101 - the id is one of selects only
            return cls(item.options)

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            await _answered(handler, interaction, self.item.values[0], reporter)

    return Kind


async def _answered(
    handler: Callable[[discord.Interaction[Any], str], Awaitable[object]],
    interaction: discord.Interaction[Any],
    value: str,
    reporter: ErrorReporter,
) -> None:
    """Let a handler answer in the person's language; discord.py itself would only log what it raises."""
    speak_to(interaction)
    try:
        await handler(interaction, value)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person must read an answer
        await reporter.handle(interaction, error)
