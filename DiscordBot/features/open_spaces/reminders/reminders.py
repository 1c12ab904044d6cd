"""What reminds of open spaces: messages on the server and, with a queue of tweets, tweets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.reminders.reminder_messages import RETRY_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
    from DiscordBot.features.open_spaces.reminders.reminder_tweets import ReminderTweets


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Both kinds of reminders; `tweets` is None without a queue. `on_error` hears what failed, and where."""

    clock: Clock
    messages: ReminderMessages
    tweets: ReminderTweets | None
    on_error: Callable[[BaseException, str], object]

    async def renew(self) -> Sequence[int]:
        """Let what is planned be reminded of as organisers prefer now; return which open spaces."""
        return await self.tweets.renew() if self.tweets is not None else ()

    async def write_tweets(self) -> Sequence[int]:
        """Note for cards what tweets would say; return for which open spaces. What goes wrong is reported."""
        try:
            return await self.tweets.write() if self.tweets is not None else ()
        except Exception as error:  # noqa: BLE001 - reminding on the server must not suffer from it
            self.on_error(error, "tweets of open spaces")
            return ()

    async def withdraw(self) -> None:
        """Take back the tweets of what does not take place, or not so any more. Raises what goes wrong."""
        if self.tweets is not None:
            await self.tweets.bring_in_line()

    async def remind(self) -> tuple[Sequence[int], datetime | None]:
        """Remind of what is due; return which open spaces count as reminded now, and when to go on."""
        is_in_line = await self._bring_tweets_in_line()
        reminded = await self.messages.post_due()
        again = None if is_in_line else self.clock.now() + RETRY_AFTER
        moments = [moment for moment in (again, await self.messages.next_moment()) if moment is not None]
        return reminded, min(moments, default=None)

    def waits_for(self, tweet_id: int) -> bool:
        """Tell whether there is something to do as soon as that tweet changes."""
        return self.tweets is not None and self.tweets.waits_for(tweet_id)

    async def _bring_tweets_in_line(self) -> bool:
        try:
            await self.withdraw()
        except Exception as error:  # noqa: BLE001 - reminding on the server must not suffer from it
            self.on_error(error, "tweets of open spaces")
            return False
        return True
