"""Who speaks at the conference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from DiscordBot.json_api_errors import BadAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.database import Database
    from DiscordBot.programme.client import Speaker

_STORED = "programme.speakers"


class KnownSpeaker(NamedTuple):
    """A speaker; `email_hash` stands for the address, where pretalx showed it to us."""

    name: str
    email_hash: str | None


class SpeakerSource(Protocol):
    """What is needed of a client of pretalx."""

    async def speakers(self) -> tuple[Speaker, ...]:
        """Read the speakers of all accepted and confirmed submissions. Raises `ServiceError`."""


class SpeakerDirectory:
    """The speakers as last seen, with a copy in the database for times when pretalx is away.

    `hash_email` takes an address without spaces around it, in small letters.
    """

    def __init__(self, database: Database, client: SpeakerSource, hash_email: Callable[[str], str]) -> None:
        self._database = database
        self._client = client
        self._hash_email = hash_email
        self.speakers: tuple[KnownSpeaker, ...] = ()

    async def open(self) -> None:
        """Read the copy from the database."""
        stored = await self._database.remembered(_STORED) or []
        self.speakers = tuple(KnownSpeaker(name, email_hash) for name, email_hash in stored)

    async def refresh(self) -> bool:
        """Read the speakers from pretalx; tell whether anything about them changed."""
        speakers = tuple(sorted(map(self._known, await self._client.speakers()), key=str))
        if self.speakers and not speakers:
            # A hidden event or a token with fewer rights looks like this; it must cost nobody his role.
            raise BadAnswerError("pretalx names no speakers any more.")
        if speakers == self.speakers:
            return False
        await self._keep(speakers)
        return True

    async def forget_everything(self) -> None:
        """Delete the speakers (personal data after the conference)."""
        if self.speakers:
            await self._keep(())

    async def _keep(self, speakers: tuple[KnownSpeaker, ...]) -> None:
        await self._database.remember(_STORED, speakers)
        self.speakers = speakers

    def _known(self, speaker: Speaker) -> KnownSpeaker:
        address = (speaker.email or "").strip().lower()
        return KnownSpeaker(speaker.name, self._hash_email(address) if address else None)
