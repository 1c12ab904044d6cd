"""How settings look to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.container import SMALL
from DiscordBot.discord_ui.layout.face import CardFace, CardField
from DiscordBot.discord_ui.layout.pages import field_pages
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.core.settings.settings import CurrentSetting, SettingChange

_NOTHING = "No feature that is on has settings that can be changed here."


def settings_pages(settings: Iterable[CurrentSetting]) -> list[CardFace]:
    """Return every setting with its value, where that comes from, and what it may be."""
    fields = [
        CardField(f"{current.setting.name} = {current.shown}", _explained(current), is_short=False)
        for current in settings
    ]
    face = CardFace(
        title="Settings",
        text="" if fields else _NOTHING,
        footer="Change them with /settings set. They count at once, and stay after a restart.",
    )
    return field_pages(face, fields)


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
    return f"{setting.meaning}\n{SMALL}{source} It may be {setting.kind.accepted}."
