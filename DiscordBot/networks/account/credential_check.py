"""Once a day: whether the accounts on all networks still let the bot act, so that it is known in time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from DiscordBot.networks.port import NetworkError, NotNowError, PausedError, Perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.networks.account.service import AccountService

CHECKED_AT = time(8, 30)
"""On the walls of the conference."""

AFTER_A_START = timedelta(minutes=10)
"""What was missed while the bot was away waits so long: it may be restarted again and again."""

SECOND_TRY = timedelta(hours=1)
LAST_REMINDER = timedelta(days=1)
JOB = "accounts on networks"
_CHECKED, _UNANSWERED, _REMINDED = "credentials.checked", "credentials.unanswered", "credentials.reminded"


class CredentialCheck:
    """Asks every network; `tell` gets a line for the organisers, and none when all is well.

    A network that is only away is asked once more before it is told.
    """

    def __init__(
        self,
        services: Sequence[AccountService[Any]],
        database: Database,
        clock: Clock,
        scheduler: Scheduler,
        tell: Callable[[str], None],
    ) -> None:
        self._services = services
        self._database = database
        self._clock = clock
        self._scheduler = scheduler
        self._tell = tell

    async def begin(self) -> None:
        """Plan the next check."""
        now = self._clock.now()
        checked = await self._database.remembered(_CHECKED)
        if checked is None:
            await self._database.remember(_CHECKED, now.isoformat())
        last = now if checked is None else datetime.fromisoformat(checked)
        self._plan(max(self._next_check(last), now + AFTER_A_START))

    async def check(self) -> None:
        """Ask every network now, and plan the next time."""
        # Whatever goes wrong, there is one.
        self._plan(self._next_check(self._clock.now()))
        before: list[str] = await self._database.remembered(_UNANSWERED) or []
        unanswered = [
            service.names.stored
            for service in self._services
            if not await self._is_answered(service, is_second=service.names.stored in before)
        ]
        await self._remind()
        now = self._clock.now()
        await self._database.remember(_CHECKED, now.isoformat())
        await self._database.remember(_UNANSWERED, unanswered)
        next_check = self._next_check(now)
        self._plan(next_check if set(unanswered) <= set(before) else min(next_check, now + SECOND_TRY))

    async def _is_answered(self, service: AccountService[Any], *, is_second: bool) -> bool:
        try:
            await service.verify()
        except PausedError:
            # It is paused now, and that was told.
            service.trouble = ""
        except (NotNowError, Perhaps) as error:
            if is_second:
                self._tell_trouble(service, error)
            return False
        except NetworkError as error:
            self._tell_trouble(service, error)
        else:
            service.trouble = ""
        return True

    def _tell_trouble(self, service: AccountService[Any], error: NetworkError) -> None:
        trouble = f"Nobody knows whether its account may still post: {error}"
        if service.trouble != trouble:
            service.trouble = trouble
            self._tell(f"⚠️ **{service.names.title}**: {trouble} Posting goes on.")

    async def _remind(self) -> None:
        """Tell whose access ends soon: once when it is near, and once more on the last day."""
        reminded: dict[str, str] = await self._database.remembered(_REMINDED) or {}
        now = self._clock.now()
        for service in self._services:
            ends = service.ends_at
            if ends is None or not service.ends_soon:
                continue
            which = f"{ends.isoformat()} {'last' if ends - now <= LAST_REMINDER else 'first'}"
            if reminded.get(service.names.stored) != which:
                reminded[service.names.stored] = which
                shown = f"{self._clock.local(ends):%A, %d %B, %H:%M}"
                self._tell(
                    f"⏳ **{service.names.title}** lets the bot post only until {shown}. An organiser runs "
                    f"`{service.names.command('connect')}` before that."
                )
        await self._database.remember(_REMINDED, reminded)

    def _next_check(self, last: datetime) -> datetime:
        """Return when it is that time of the day for the first time after `last`."""
        today = self._clock.local(last).date()
        days = (today, today + timedelta(days=1))
        moments = (self._clock.moment(datetime.combine(day, CHECKED_AT)) for day in days)
        return next(moment for moment in moments if moment > last)

    def _plan(self, moment: datetime) -> None:
        self._scheduler.at(moment, JOB, self.check)
