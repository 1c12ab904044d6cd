"""What the contract tests need of a pretalx, whether it is the stand-in or the real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from DiscordBot.features.programme.schedule.client import PretalxClient
from tests.contracts.server import Answer

if TYPE_CHECKING:
    from datetime import datetime

    import aiohttp

Json = dict[str, Any]


class ProgrammeChanges(Protocol):
    """What can happen to the programme; rooms are named in English, speakers by their codes."""

    async def release(self, version: str) -> None: ...
    async def add(self, title: str, *, speaker: str, room: str, start: datetime) -> str: ...
    async def move(
        self, code: str, *, start: datetime, room: str | None = None, slot_number: int = 1
    ) -> None: ...
    async def move_start(self, code: str, start: datetime) -> None: ...
    async def cancel(self, code: str) -> None: ...
    async def hide(self, code: str) -> None: ...
    async def rename_title(self, code: str, title: str) -> None: ...
    async def change_speaker(self, code: str, old: str, new: str) -> None: ...
    async def rename_room(self, room: str, name: Json) -> None: ...


@dataclass(frozen=True)
class PretalxServer:
    """A running pretalx with the made-up programme in it, released as `v1`."""

    base_url: str
    token: str
    limited_token: str
    event: str
    changes: ProgrammeChanges

    @property
    def event_url(self) -> str:
        return f"{self.base_url}/api/events/{self.event}/"


@dataclass(frozen=True)
class PretalxReader:
    """Reads a server as anybody (`token` is empty) or with a token: through the client, or as it is."""

    session: aiohttp.ClientSession
    server: PretalxServer
    token: str = ""

    @property
    def client(self) -> PretalxClient:
        server = self.server
        return PretalxClient(self.session, base_url=server.base_url, event=server.event, token=self.token)

    async def get(self, path: str, *query: tuple[str, str], **headers: str) -> Answer:
        """GET a path below the event."""
        given = {"Authorization": f"Token {self.token}"} if self.token else {}
        async with self.session.get(
            self.server.event_url + path, params=query, headers=given | headers, allow_redirects=False
        ) as response:
            is_json = response.content_type == "application/json"
            parsed = await response.json() if is_json else None
            return Answer(response.status, response.content_type, dict(response.headers), parsed)

    async def results(self, path: str, *query: tuple[str, str]) -> list[Json]:
        """GET a list below the event, which must fit on one page."""
        answer = await self.get(path, *query, ("page_size", "250"))
        assert answer.status == 200
        assert answer.json["next"] is None
        results: list[Json] = answer.json["results"]
        assert answer.json["count"] == len(results)
        return results
