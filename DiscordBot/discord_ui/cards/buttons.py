"""The buttons below cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from DiscordBot.discord_ui.components import PersistentButton, persistent_button

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from enum import StrEnum

    import discord

    from DiscordBot.discord_ui.errors import ErrorReporter

    Press = Callable[[discord.Interaction[Any], int], Awaitable[None]]
    Look = tuple[str, discord.ButtonStyle, str | None]

Action = TypeVar("Action", bound="StrEnum")


def button_kinds(
    feature: str,
    looks: Mapping[Action, Look],
    handlers: Mapping[Action, Press],
    reporter: ErrorReporter,
    check: Callable[[discord.Interaction[Any]], Awaitable[bool]] | None = None,
) -> dict[Action, type[PersistentButton]]:
    """Make a kind of button for each action: its label, style and emoji, and what it does.

    The names' values are a part of the buttons' ids, so they never change.
    """
    return {
        action: persistent_button(
            feature=feature,
            action=action,
            label=label,
            style=style,
            emoji=emoji,
            handler=handlers[action],
            check=check,
            reporter=reporter,
        )
        for action, (label, style, emoji) in looks.items()
    }
