"""What a bot is told that is not the active one, or no longer."""

from __future__ import annotations

import aiohttp


class AlreadyActiveError(Exception):
    """Another bot is active on this database; `holder` says which, in words for people."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"Another bot is active: {holder}.")
        self.holder = holder


class LockLostError(Exception):
    """The lock is gone, or nobody can say whether this process still has it."""


class NotActiveError(Exception):
    """Another bot has become the active one since; what this one decides or sends does not count."""

    def __init__(self) -> None:
        super().__init__("Another bot has become the active one.")


class NotSentAnyMoreError(aiohttp.ConnectionTimeoutError):
    """A request was not sent, since this process cannot be sure to be the active bot.

    It counts among the errors after which it is certain that nothing has arrived.
    """
