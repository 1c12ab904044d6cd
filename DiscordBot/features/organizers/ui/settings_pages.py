"""How settings look to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.messages.paginator import field_pages
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.core.settings.settings import CurrentSetting, SettingChange


def settings_pages(settings: Iterable[CurrentSetting]) -> list[discord.Embed]:
    """Return every setting with its value, where that comes from, and what it may be."""
    fields = [(f"{current.setting.name} = {current.shown}", _explained(current)) for current in settings]
    pages = field_pages("Settings", fields, discord.Colour.blurple())
    if not fields:
        pages[0].description = "No feature that is on has settings that can be changed here."
    return [
        page.set_footer(text="/settings set changes them at once; a restart keeps them.") for page in pages
    ]


def change_answer(change: SettingChange) -> str:
    """Return what the organiser reads who changed something."""
    if change.before == change.after:
        return f"`{change.name}` is **{change.after}**, as before."
    return f"✅ `{change.name}` is now **{change.after}** (it was {change.before})."


def _explained(current: CurrentSetting) -> str:
    setting = current.setting
    configured = setting.kind.show(setting.configured)
    source = (
        "From config.toml, or its default."
        if current.changed_at is None
        else f"Changed here {time_stamp(current.changed_at, 'R')}; config.toml says {configured}."
    )
    return f"{setting.meaning}\n{source} It may be {setting.kind.accepted}."
