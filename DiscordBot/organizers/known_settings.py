"""Which settings organisers may change while the bot runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from DiscordBot.config_sections import POLICIES
from DiscordBot.organizers.setting_kinds import Choice, Switch, WholeNumber
from DiscordBot.organizers.settings import Setting

if TYPE_CHECKING:
    from DiscordBot.config import Config

LEAD_MINUTES: Final = "programme.lead_minutes"
ROOM_LEAD_MINUTES: Final = "programme.room_lead_minutes"
REVOKE_ON_CANCEL: Final = "pretix.revoke_on_cancel"
SET_NICKNAME: Final = "pretix.set_nickname"
POLICY: Final = "moderation.policy"

# As in config.toml: at least a minute, at most a day.
_MINUTES: Final = WholeNumber(1, 24 * 60, "minutes")


def known_settings(config: Config) -> tuple[Setting, ...]:
    """Return the settings of the rooms that are on, each with the value that the configuration gives."""
    settings: list[Setting] = []
    if config.programme is not None:
        before_all = "How long before its start a session is announced in the programme's channel."
        before_room = "How long before its start a session is announced in its room's channel."
        settings += [
            Setting(LEAD_MINUTES, before_all, _MINUTES, config.programme.lead_minutes),
            Setting(ROOM_LEAD_MINUTES, before_room, _MINUTES, config.programme.room_lead_minutes),
        ]
    if config.pretix is not None:
        revoke = "Whether roles are taken away when their ticket is cancelled."
        rename = "Whether people are called on the server as on their ticket when they register."
        settings += [
            Setting(REVOKE_ON_CANCEL, revoke, Switch(), config.pretix.revoke_on_cancel),
            Setting(SET_NICKNAME, rename, Switch(), config.pretix.set_nickname),
        ]
    if config.moderation is not None:
        who = "Who may write tweets, and who may approve them."
        settings.append(Setting(POLICY, who, Choice(POLICIES), config.moderation.policy))
    return tuple(settings)
