"""Why something cannot be done with an open space; messages are sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.open_spaces.snapshot import Conflict


class OpenSpaceError(Exception):
    """It cannot be done; the message says why and what to do."""


class NoSuchOpenSpaceError(OpenSpaceError):
    """There is none with that number, also for forged ones."""


class NotAllowedError(OpenSpaceError):
    """This person may not do it."""


class TooLateError(OpenSpaceError):
    """Somebody was faster, or the open space has begun."""


class ChangedMeanwhileError(OpenSpaceError):
    """Room or time have changed since it was read."""


class NotPossibleError(OpenSpaceError):
    """Room, time or title are not possible: unknown, past, outside the conference, empty, too long."""


class ConflictError(OpenSpaceError):
    """The room is taken around that time, by `conflicts`."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        taken = ", ".join(f"“{conflict.title}”" for conflict in conflicts)
        text = tr("{room} is taken around that time: {taken}.")
        super().__init__(text.format(room=conflicts[0].room, taken=taken))
        self.conflicts = tuple(conflicts)
