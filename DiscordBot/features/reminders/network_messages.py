"""Reminding speakers by direct messages on a network."""

from __future__ import annotations

import hashlib
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.programme.wall_time import time_of_day
from DiscordBot.features.reminders.ways import UnreachableError
from DiscordBot.networks.port import NetworkError, Perhaps

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.reminders.reminder import Reminder, ReminderKey
    from DiscordBot.features.reminders.ways import Recipient
    from DiscordBot.networks.port import Messenger

LONGEST_TITLE = 200
_STORED_AS = {"twitter": "x"}
"""What databases have of ways that once had other names."""


@dataclass(frozen=True, slots=True)
class NetworkMessages:
    """Direct messages on a network; `watch_link` gives the address of a session's livestream, or nothing."""

    network: str
    messenger: Messenger
    _: KW_ONLY
    conference: str
    timezone: ZoneInfo
    watch_link: Callable[[Session], str]

    @property
    def name(self) -> str:
        """See `Way`."""
        return _STORED_AS.get(self.network, self.network)

    def leads_to(self, recipient: Recipient) -> bool:
        """See `Way`."""
        return bool(recipient.handles.get(self.network))

    async def send(self, reminder: Reminder, recipient: Recipient) -> None:
        """See `Way`."""
        handle, key = recipient.handles[self.network], _key(reminder.key)
        try:
            await self.messenger.send(handle, self.text(reminder), key=key)
        except Perhaps:
            raise
        except NetworkError as error:
            # Also when it asks to slow down, which it may for the whole time that is left.
            # What is said here is logged, and names nobody.
            raise UnreachableError(str(error).replace(handle.removeprefix("@"), "…")) from None

    async def has_sent(self, _key: ReminderKey, _recipient: Recipient) -> None:
        """See `Way`; nobody can know."""

    def text(self, reminder: Reminder) -> str:
        """Return what a speaker reads; networks show no markup."""
        session = reminder.session
        title = session.title if len(session.title) <= LONGEST_TITLE else f"{session.title[:LONGEST_TITLE]}…"
        place = f" in {session.room}" if session.room else ""
        link = self.watch_link(session)
        start = time_of_day(session.start, self.timezone)
        lines = [
            f"Hi {reminder.speaker.name}! Your session “{title}” starts at {start}{place}. Have fun!",
            f"Livestream: {link}" if link else "",
            self.conference,
        ]
        return "\n".join(filter(None, lines))


def _key(reminder: ReminderKey) -> str:
    """Return what makes one message of two with the same reminder, where a network takes that."""
    text = f"{reminder.speaker_code} {reminder.submission} {reminder.start.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]
