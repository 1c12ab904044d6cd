"""What of the configuration is about the threads of sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, Texts
from DiscordBot.server_setup.layout import PROGRAMME, SPEAK_IN_THREADS, Audience, Channel, Kind, room_channels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config
    from DiscordBot.server_setup.layout import WantedChannel


Where = Literal["room", "forum"]
"""Where the threads are: each in its room's channel, or all in a forum."""


class SessionThreads(Section):
    """Each session, or only those of some `kinds` (talk, tutorial), has a thread for questions.

    In a room's channel it is opened `lead_minutes` before the session starts, in the forum so many
    `days_before` the first day of the conference. It is archived `archive_minutes` after the session ends.
    With `feedback`, those who were there may rate the session.
    """

    where: Where = "room"
    kinds: Texts = ()
    lead_minutes: Minutes = 10
    days_before: Annotated[int, Field(ge=0, le=60)] = 3
    archive_minutes: Minutes = 120
    feedback: bool = True


def _is_forum(config: Config) -> bool:
    section = config.section(SessionThreads)
    return section is not None and section.where == "forum"


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of rooms without a channel, whose sessions would have no thread."""
    section = config.section(SessionThreads)
    if section is None or section.where != "room":
        return
    silent = [room.name for room in config.rooms if room.channel is None]
    if silent or not config.rooms:
        names = ", ".join(silent) or "all"
        remedy = 'Give each of [[rooms]] its channel, or set session_threads.where = "forum".'
        yield "session_threads", f"opens no threads in rooms without a channel: {names}", remedy


def rooms_with_threads(config: Config) -> Iterable[WantedChannel]:
    """Give the channels of rooms, in which the bot opens threads."""
    section = config.section(SessionThreads)
    if section is not None and section.where == "room":
        for channel in room_channels(config):
            yield replace(channel, permissions=SPEAK_IN_THREADS | {"create_public_threads"})


FORUM_CHANNEL = Channel(
    key="session_forum",
    default="session-questions",
    category=PROGRAMME,
    audience=Audience.ATTENDEES,
    topic="A post for each session: ask the speaker.",
    kind=Kind.FORUM,
    permissions=SPEAK_IN_THREADS,
    only_if=_is_forum,
)
