"""Telling members one after the other that they lost roles, slowly enough for Discord."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from DiscordBot.features.registration.models import LossMessage
    from DiscordBot.features.registration.roles.loss_messages import LossMessages

JOB = "direct messages"
GAP_SECONDS = 2.0
"""Between two of them: Discord stops bots that begin conversations in a hurry, and does not say how many."""

PAUSE_SECONDS = 60.0
"""Before another try, where Discord said that it goes too fast, or did not answer."""

MOST_TRIES = 3
MANY = 5
"""From so many at a time on organisers read what came of them, also where all went well."""


class Fate(Enum):
    """What became of a message."""

    SENT = auto()
    CLOSED = auto()
    """They take no messages from bots."""
    FAILED = auto()
    NEEDLESS = auto()
    """They left, have the roles again, or nobody is to be told any more."""
    LATER = auto()
    """Discord goes slowly or does not answer."""
    OFFLINE = auto()
    """The bot is not connected, so nothing can be sent to anybody."""


@dataclass
class LossSender:
    """Sends what waits in `messages` by `deliver`, one at a time, and tells organisers what came of many.

    `given_roles` are those that a member has from the bot, as it has noted: Discord tells of changes late.
    `write` takes a line for organisers, `pause` waits for so many seconds.
    """

    messages: LossMessages
    given_roles: Callable[[int], Awaitable[frozenset[int]]]
    deliver: Callable[[LossMessage], Awaitable[Fate]]
    write: Callable[[str], None]
    in_background: Callable[[Coroutine[Any, Any, None], str], None]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _is_sending: bool = field(init=False, default=False)

    def go_on(self) -> None:
        """Send what waits, if that is not going on already."""
        if not self._is_sending:
            self._is_sending = True
            self.in_background(self._send_all(), JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many are still to be told."""
        waiting = await self.messages.count()
        detail = (
            f"{waiting} members are still to be told that they lost roles, one every {GAP_SECONDS:.0f} s."
        )
        return (Finding(JOB, Level.OK, detail),) if waiting else ()

    async def _send_all(self) -> None:
        fates: list[Fate] = []
        try:
            while (message := await self.messages.first()) is not None:
                fate = await self._deliver(message)
                if fate is Fate.OFFLINE:
                    return
                fates.append(fate)
                await self.messages.remove(message)
                if fate is not Fate.NEEDLESS and await self.messages.count():
                    await self.pause(GAP_SECONDS)
        finally:
            self._is_sending = False
            self._report(fates)

    async def _deliver(self, message: LossMessage) -> Fate:
        if {*message.roles} <= await self.given_roles(message.user_id):
            return Fate.NEEDLESS
        for _ in range(MOST_TRIES - 1):
            if (fate := await self.deliver(message)) is not Fate.LATER:
                return fate
            await self.pause(PAUSE_SECONDS)
        fate = await self.deliver(message)
        return Fate.FAILED if fate is Fate.LATER else fate

    def _report(self, fates: list[Fate]) -> None:
        sent, closed, failed = (fates.count(fate) for fate in (Fate.SENT, Fate.CLOSED, Fate.FAILED))
        if not closed and not failed and sent < MANY:
            return
        parts = [f"✉️ {sent} of {sent + closed + failed} members were told that they lost roles."]
        parts += [f"{closed} take no direct messages."] if closed else []
        parts += [f"{failed} could not be reached on Discord."] if failed else []
        self.write(" ".join(parts))
