"""Which settings organisers may change while the bot runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from DiscordBot.config.sections import POLICIES, WAYS_TO_ANNOUNCE
from DiscordBot.features.organizers.setting_kinds import Choice, Hashtags, Switch, WholeNumber
from DiscordBot.features.organizers.settings import Setting

if TYPE_CHECKING:
    from DiscordBot.config import Config
    from DiscordBot.config.sections import OpenSpaces

LEAD_MINUTES: Final = "programme.lead_minutes"
ROOM_LEAD_MINUTES: Final = "programme.room_lead_minutes"
REVOKE_ON_CANCEL: Final = "pretix.revoke_on_cancel"
SET_NICKNAME: Final = "pretix.set_nickname"
DIRECT_MESSAGES: Final = "pretix.direct_messages"
POLICY: Final = "moderation.policy"
HASHTAGS: Final = "open_spaces.hashtags"
AUTO_SEND: Final = "open_spaces.auto_send"
SEND_INTERVAL: Final = "open_spaces.default_send_interval"
ANNOUNCE_AS: Final = "open_spaces.announce_as"

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
        tell = "Whether people who lose roles get a direct message that says why."
        rename = "Whether people are called on the server as on their ticket when they register."
        settings += [
            Setting(REVOKE_ON_CANCEL, revoke, Switch(), config.pretix.revoke_on_cancel),
            Setting(SET_NICKNAME, rename, Switch(), config.pretix.set_nickname),
            Setting(DIRECT_MESSAGES, tell, Switch(), config.pretix.direct_messages),
        ]
    if config.moderation is not None:
        who = "Who may write tweets, and who may approve them."
        settings.append(Setting(POLICY, who, Choice(POLICIES), config.moderation.policy))
    if config.open_spaces is not None:
        settings += _of_open_spaces(config.open_spaces)
    return tuple(settings)


def _of_open_spaces(section: OpenSpaces) -> list[Setting]:
    looked_for = "Which hashtags posts about open spaces have."
    by_itself = "Whether reminders of what was understood need no approval."
    before = "How long before its start people are reminded of an open space."
    way = "What a reminder on X is: the post again, quoted, or a text of our own."
    return [
        Setting(HASHTAGS, looked_for, Hashtags(), section.hashtags),
        Setting(AUTO_SEND, by_itself, Switch(), section.auto_send),
        Setting(SEND_INTERVAL, before, _MINUTES, section.default_send_interval),
        Setting(ANNOUNCE_AS, way, Choice(WAYS_TO_ANNOUNCE), section.announce_as),
    ]
