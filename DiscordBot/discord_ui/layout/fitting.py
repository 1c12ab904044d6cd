"""Buttons, selects and inputs whose texts Discord takes."""

from __future__ import annotations

from typing import Any

import discord

from DiscordBot.discord_ui.texts import limits


def fit(item: discord.ui.Item[Any]) -> None:
    """Clip the texts of a component."""
    match item:
        case discord.ui.DynamicItem():
            fit(item.item)
        case discord.ui.Button():
            item.label = _clip(item.label, limits.BUTTON_LABEL)
        case discord.ui.Select():
            item.placeholder = _clip(item.placeholder, limits.SELECT_PLACEHOLDER)
            item.options = item.options[: limits.CHOICES]
            for option in item.options:
                option.label = limits.clip(option.label, limits.OPTION)
                option.description = _clip(option.description, limits.OPTION)
        case discord.ui.Label():
            item.text = limits.clip(item.text, limits.INPUT_LABEL)
            item.description = _clip(item.description, limits.INPUT_DESCRIPTION)
        case discord.ui.TextInput():
            item.placeholder = _clip(item.placeholder, limits.INPUT_PLACEHOLDER)
            item.default = _clip(item.default, item.max_length or limits.INPUT_VALUE)


def _clip(text: str | None, limit: int) -> str | None:
    return None if text is None else limits.clip(text, limit)
