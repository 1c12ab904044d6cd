"""Who speaks at the conference."""

from __future__ import annotations

import logging
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    BadResponseError,
    ServiceError,
    TokenRejectedError,
)
from DiscordBot.networks.handles import SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.client import SentAnswer, SentSpeaker

logger = logging.getLogger(__name__)

_STORED = "programme.speakers"


class Speaker(NamedTuple):
    """A speaker; `email_hash` stands for the address, where pretalx showed it to us, `code` is pretalx's.

    The code is empty in a copy that an older version of the bot has made.
    """

    name: str
    email_hash: str | None
    code: str = ""


class SpeakerSource(Protocol):
    """What is needed of a client of pretalx."""

    async def speakers(self) -> tuple[SentSpeaker, ...]:
        """Read the speakers of all accepted and confirmed submissions. Raises `ServiceError`."""

    async def answers(self, question: int) -> tuple[SentAnswer, ...]:
        """Read the answers to a question. Raises `ServiceError`."""


@dataclass(eq=False, slots=True)
class SpeakerDirectory:
    """The speakers as last seen, with a copy in the database for times when pretalx is away.

    `hash_email` takes an address without spaces around it, in small letters. `questions` are the numbers of
    the questions for handles, by the names of the networks whose handles speakers are asked for.
    """

    database: Database
    client: SpeakerSource
    hash_email: Callable[[str], str]
    _: KW_ONLY
    questions: Mapping[str, int] = field(default_factory=dict)
    origin: str = "pretalx"
    _handles: dict[str, Mapping[str, str]] = field(init=False, default_factory=dict)
    _troubles: dict[str, str] = field(init=False, default_factory=dict)
    speakers: tuple[Speaker, ...] = field(init=False, default=())

    async def open(self) -> None:
        """Read the copy from the database."""
        stored = await self.database.remembered(_STORED) or []
        self.speakers = tuple(Speaker(*fields) for fields in stored)
        self._handles = {
            network: await self.database.remembered(_stored_handles(network)) or {} for network in SPELLINGS
        }

    async def refresh(self) -> bool:
        """Read the speakers from pretalx; tell whether anything about them changed. Raises `ServiceError`.

        That their handles cannot be read is no error; `findings` tells it.
        """
        speakers = tuple(sorted(map(self._known, await self.client.speakers()), key=str))
        if self.speakers and not speakers:
            # A hidden event or a token with fewer rights looks like this; it must cost nobody their role.
            raise BadResponseError(f"{self.origin} names no speakers any more.")
        has_changed = speakers != self.speakers
        if has_changed:
            await self._keep(speakers)
        for network in SPELLINGS:
            await self._refresh_handles(network)
        return has_changed

    def known(self, code: str) -> Speaker | None:
        """Return the speaker with that code, if there is one."""
        return next((speaker for speaker in self.speakers if code and speaker.code == code), None)

    def handles(self, code: str) -> dict[str, str]:
        """Return the handles (`@ada`) that the speaker with that code gave, by the names of networks."""
        return {network: known[code] for network, known in self._handles.items() if code in known}

    def findings(self) -> tuple[Finding, ...]:
        """Return how it is with the handles; nothing if nobody is asked for one."""
        return tuple(self._finding(network) for network in self.questions)

    async def forget_everything(self) -> None:
        """Delete the speakers (personal data after the conference)."""
        if self.speakers:
            await self._keep(())
        for network in [network for network, known in self._handles.items() if known]:
            await self._keep_handles(network, {})

    def _finding(self, network: str) -> Finding:
        subject, known = f"handles on {network.title()}", len(self._handles.get(network, {}))
        if trouble := self._troubles.get(network):
            remedy = (
                "Check PRETALX_TOKEN: it must include answers, and belong to somebody who may change the "
                "event's settings. pretalx shows answers to nobody else."
            )
            return Finding(subject, Level.WARNING, trouble, remedy)
        if not known:
            remedy = f"If they were given: compare pretalx.{network}_question with the question's address."
            return Finding(subject, Level.WARNING, "No speaker has given one.", remedy)
        return Finding(subject, Level.OK, f"{known} are known from pretalx.")

    async def _refresh_handles(self, network: str) -> None:
        self._troubles.pop(network, None)
        names: Mapping[str, str] = {}
        if network in self.questions:
            try:
                names = self._handles_in(network, await self.client.answers(self.questions[network]))
            except (AccessDeniedError, TokenRejectedError) as error:
                self._troubles[network] = f"They cannot be read: {error}"
            except ServiceError as error:
                # It will pass, and what was known stays true meanwhile.
                self._troubles[network] = f"They could not be read: {error}"
                logger.warning("The handles of the speakers could not be read: %s", error)
                return
        if names != self._handles.get(network, {}):
            await self._keep_handles(network, names)

    async def _keep(self, speakers: tuple[Speaker, ...]) -> None:
        await self.database.remember(_STORED, speakers)
        self.speakers = speakers

    async def _keep_handles(self, network: str, names: Mapping[str, str]) -> None:
        await self.database.remember(_stored_handles(network), dict(names))
        self._handles[network] = names

    def _known(self, speaker: SentSpeaker) -> Speaker:
        address = (speaker.email or "").strip().lower()
        return Speaker(speaker.name, self.hash_email(address) if address else None, speaker.code)

    def _handles_in(self, network: str, answers: Iterable[SentAnswer]) -> dict[str, str]:
        # Those who were turned down have answered, too.
        on_stage = {speaker.code for speaker in self.speakers}
        handles = ((answer.person, SPELLINGS[network].handle(answer.answer)) for answer in answers)
        return {code: handle for code, handle in handles if code in on_stage and handle}


def _stored_handles(network: str) -> str:
    return f"programme.{network}_names"
