"""Speakers from pretalx's REST API, https://docs.pretalx.org/api/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel
from yarl import URL

from DiscordBot.health import Finding, Level
from DiscordBot.json_api import JsonApi, Page
from DiscordBot.json_api_errors import ServiceError

if TYPE_CHECKING:
    import aiohttp

PAGE_SIZE = 250

# A proposal's author is listed among the speakers too, when the token may see proposals.
ON_STAGE = (("state", "accepted"), ("state", "confirmed"))


class Speaker(BaseModel):
    """Somebody with a talk; `email` only where the token may read it."""

    code: str
    name: str
    email: str | None = None


class _Submission(BaseModel):
    code: str
    speakers: tuple[str, ...]


class _Event(BaseModel):
    slug: str


class PretalxClient:
    """Reads one event of one pretalx server; without a token it sees what is public.

    All methods but `probe` raise `ServiceError`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        event: str,
        token: str = "",
        timeout: float = 10.0,
        backoff: float = 1.0,
    ) -> None:
        # Without a version in the request, a token stays at the one of its first call for ever.
        headers = {"Pretalx-Version": "v1"} | ({"Authorization": f"Token {token}"} if token else {})
        self._api = JsonApi(session, "pretalx", headers, timeout=timeout, backoff=backoff)
        self._event_url = URL(base_url) / "api" / "events" / event

    async def probe(self) -> Finding:
        """Try the address, the event and, if there is one, the token."""
        try:
            await self._api.get_once(self._event_url / "", (), _Event)
        except ServiceError as error:
            remedy = "Check pretalx.base_url and pretalx.event in the configuration, and PRETALX_TOKEN."
            return Finding("pretalx", Level.ERROR, str(error), remedy)
        return Finding("pretalx", Level.OK, "The event can be read.")

    async def speakers(self) -> tuple[Speaker, ...]:
        """Read the speakers of all accepted and confirmed submissions."""
        on_stage: set[str] = set()
        async for submissions, _ in self._api.pages(
            self._event_url / "submissions" / "", ON_STAGE, Page[_Submission], page_size=PAGE_SIZE
        ):
            on_stage.update(code for submission in submissions.results for code in submission.speakers)
        speakers: list[Speaker] = []
        async for page, _ in self._api.pages(
            self._event_url / "speakers" / "", (), Page[Speaker], page_size=PAGE_SIZE
        ):
            speakers += (speaker for speaker in page.results if speaker.code in on_stage)
        return tuple(speakers)
