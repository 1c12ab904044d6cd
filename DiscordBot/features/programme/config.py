"""What of the configuration is about the programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from pydantic import Field

from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section, with_keys
from DiscordBot.config.values import BaseUrl, Link, Minutes, SecretName, ShortForm, Text
from DiscordBot.core.settings.setting_kinds import MINUTES
from DiscordBot.core.settings.settings import Setting
from DiscordBot.networks.handles import SPELLINGS
from DiscordBot.server_setup.layout import PROGRAMME, Audience, Channel, group_roles, room_channels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config
    from DiscordBot.server_setup.layout import WantedChannel, WantedRole

LEAD_MINUTES = "programme.lead_minutes"
ROOM_LEAD_MINUTES = "programme.room_lead_minutes"

PRETALX_TOKEN = Secret("PRETALX_TOKEN")


def _key(network: str) -> str:
    return f"{network}_question"


@with_keys(
    {
        _key(network): (int | None, Field(default=None, ge=1, examples=[number]))
        for number, network in enumerate(SPELLINGS, start=1)
    }
)
class Pretalx(Section):
    """Where talks, rooms and speakers come from.

    For each network with handles there is a key `..._question`, the number of the question by which speakers
    are asked for theirs.
    """

    base_url: BaseUrl = "https://pretalx.com"
    event: ShortForm = Field(examples=["conf2027"])
    refresh_minutes: Minutes = 15

    @property
    def questions(self) -> Mapping[str, int]:
        """The questions that are asked, by the names of their networks."""
        asked: Mapping[str, int | None] = {network: getattr(self, _key(network)) for network in SPELLINGS}
        return {network: question for network, question in asked.items() if question is not None}


class ScheduleJsonSection(Section):
    """A schedule.json, as pretalx, frab and others export it, where there is no pretalx to be asked.

    `source` is a web address, or a path from the folder of config.toml. `page` is where people find the
    schedule, the conference's website if it is not given.
    """

    source: Text = Field(examples=["schedule.json"])
    page: Link | None = Field(default=None, examples=["https://example.org/schedule"])
    refresh_minutes: Minutes = 5


class Programme(Section):
    """How sessions are announced: so many minutes before, in the programme's and in the room's channel.

    `webhook` is the name of a secret with an address to post to as well. `session_links` says where
    single submissions can be watched, by their codes or, for one of several slots, `CODE-2`.
    """

    lead_minutes: Minutes = 5
    room_lead_minutes: Minutes = 2
    announce_breaks: bool = False
    webhook: SecretName | None = Field(default=None, examples=["OTHER_SERVER"])
    session_links: Mapping[str, Link] = Field(
        default_factory=dict, examples=[{"V8VBPP": "https://youtu.be/abc"}]
    )

    def rehearsed(self) -> Self:
        """Post to nobody else's server."""
        return self.model_copy(update={"webhook": None})


PROGRAMME_CHANNEL = Channel(
    key="programme",
    default="programme",
    category=PROGRAMME,
    audience=Audience.ATTENDEE_READERS,
    topic="What starts next.",
    only_with="programme",
)
UPDATES_CHANNEL = Channel(
    key="schedule_updates",
    default="schedule-updates",
    category=PROGRAMME,
    audience=Audience.ATTENDEE_READERS,
    topic="What has changed.",
    only_with="programme",
)


def more_channels(config: Config) -> Iterable[WantedChannel]:
    """Return the channels of the rooms, where sessions are announced."""
    return room_channels(config) if config.has("programme") else ()


def roles(config: Config) -> Iterable[WantedRole]:
    """Return the role that speakers get."""
    return group_roles(config, "speakers", is_given=True)


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    programme = config.section(Programme)
    if programme is None:
        return ()
    before_all = "How long before its start a session is announced in the programme's channel."
    before_room = "How long before its start a session is announced in its room's channel."
    return (
        Setting(LEAD_MINUTES, before_all, MINUTES, programme.lead_minutes),
        Setting(ROOM_LEAD_MINUTES, before_room, MINUTES, programme.room_lead_minutes),
    )


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of announcements without sessions, and of a schedule that comes twice."""
    if config.has("programme") and not config.has_any(("pretalx", "schedule_json")):
        remedy = "Add [pretalx] or [schedule_json], where they come from."
        yield "programme", "has no sessions to announce", remedy
    if config.has("pretalx", "schedule_json"):
        remedy = "Remove it; or remove [pretalx], if the schedule is not made there."
        yield "schedule_json", "counts for nothing beside [pretalx]", remedy
