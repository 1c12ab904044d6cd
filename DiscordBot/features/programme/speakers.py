"""Who speaks at the conference."""

from __future__ import annotations

import logging
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    BadAnswerError,
    ServiceError,
    TokenRejectedError,
)
from DiscordBot.networks.handles import twitter_handle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.client import SentAnswer, SentSpeaker

logger = logging.getLogger(__name__)

_STORED = "programme.speakers"
_TWITTER_NAMES = "programme.twitter_names"


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

    `hash_email` takes an address without spaces around it, in small letters. `twitter_question` is the
    number of the question for the handle on Twitter, None if speakers are not asked for it.
    """

    database: Database
    client: SpeakerSource
    hash_email: Callable[[str], str]
    _: KW_ONLY
    twitter_question: int | None = None
    _twitter_names: Mapping[str, str] = field(init=False, default_factory=dict)
    _trouble: str = field(init=False, default="")
    speakers: tuple[Speaker, ...] = field(init=False, default=())

    async def open(self) -> None:
        """Read the copy from the database."""
        stored = await self.database.remembered(_STORED) or []
        self.speakers = tuple(Speaker(*fields) for fields in stored)
        self._twitter_names = await self.database.remembered(_TWITTER_NAMES) or {}

    async def refresh(self) -> bool:
        """Read the speakers from pretalx; tell whether anything about them changed. Raises `ServiceError`.

        That their handles cannot be read is no error; `findings` tells it.
        """
        speakers = tuple(sorted(map(self._known, await self.client.speakers()), key=str))
        if self.speakers and not speakers:
            # A hidden event or a token with fewer rights looks like this; it must cost nobody their role.
            raise BadAnswerError("pretalx names no speakers any more.")
        has_changed = speakers != self.speakers
        if has_changed:
            await self._keep(speakers)
        await self._refresh_twitter_names()
        return has_changed

    def known(self, code: str) -> Speaker | None:
        """Return the speaker with that code, if there is one."""
        return next((speaker for speaker in self.speakers if code and speaker.code == code), None)

    def twitter_name(self, code: str) -> str:
        """Return the handle (`@ada`) that the speaker with that code gave, or an empty text."""
        return self._twitter_names.get(code, "")

    def findings(self) -> tuple[Finding, ...]:
        """Return how it is with the handles; nothing if nobody is asked for one."""
        if self.twitter_question is None:
            return ()
        if self._trouble:
            remedy = (
                "Check PRETALX_TOKEN: it must include answers, and belong to somebody who may change the "
                "event's settings. pretalx shows answers to nobody else."
            )
            return (Finding("handles on Twitter", Level.WARNING, self._trouble, remedy),)
        known = len(self._twitter_names)
        if not known:
            remedy = "If they were given: compare pretalx.twitter_question with the question's address."
            return (Finding("handles on Twitter", Level.WARNING, "No speaker has given one.", remedy),)
        return (Finding("handles on Twitter", Level.OK, f"{known} are known from pretalx."),)

    async def forget_everything(self) -> None:
        """Delete the speakers (personal data after the conference)."""
        if self.speakers:
            await self._keep(())
        if self._twitter_names:
            await self._keep_twitter_names({})

    async def _refresh_twitter_names(self) -> None:
        self._trouble = ""
        names: Mapping[str, str] = {}
        if self.twitter_question is not None:
            try:
                names = self._twitter_names_in(await self.client.answers(self.twitter_question))
            except (AccessDeniedError, TokenRejectedError) as error:
                self._trouble = f"They cannot be read: {error}"
            except ServiceError as error:
                # It will pass, and what was known stays true meanwhile.
                self._trouble = f"They could not be read: {error}"
                logger.warning("The handles of the speakers could not be read: %s", error)
                return
        if names != self._twitter_names:
            await self._keep_twitter_names(names)

    async def _keep(self, speakers: tuple[Speaker, ...]) -> None:
        await self.database.remember(_STORED, speakers)
        self.speakers = speakers

    async def _keep_twitter_names(self, names: Mapping[str, str]) -> None:
        await self.database.remember(_TWITTER_NAMES, dict(names))
        self._twitter_names = names

    def _known(self, speaker: SentSpeaker) -> Speaker:
        address = (speaker.email or "").strip().lower()
        return Speaker(speaker.name, self.hash_email(address) if address else None, speaker.code)

    def _twitter_names_in(self, answers: Iterable[SentAnswer]) -> dict[str, str]:
        # Those who were turned down have answered, too.
        on_stage = {speaker.code for speaker in self.speakers}
        handles = ((answer.person, twitter_handle(answer.answer)) for answer in answers)
        return {code: handle for code, handle in handles if code in on_stage and handle}
