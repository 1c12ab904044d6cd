"""How a speaker can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.reminders.reminder import Recipient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.features.programme.schedule.sessions import Person
    from DiscordBot.features.programme.speakers import KnownSpeaker, SpeakerDirectory


class Recipients:
    """Looks speakers up.

    `member_who_is` tells who of the server has a speaker's ticket; None where nobody registers.
    """

    def __init__(
        self,
        directory: SpeakerDirectory,
        member_who_is: Callable[[KnownSpeaker], Awaitable[int | None]] | None,
    ) -> None:
        self._directory = directory
        self._member_who_is = member_who_is

    async def of(self, person: Person) -> Recipient:
        """Return how somebody on stage can be reached."""
        known = self._directory.known(person.code)
        user_id = (
            await self._member_who_is(known)
            if known is not None and self._member_who_is is not None
            else None
        )
        return Recipient(user_id, self._directory.twitter_name(person.code))
