"""What can happen to the programme, done to a real pretalx through its API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    import aiohttp

Json = dict[str, Any]


@dataclass(frozen=True)
class RealProgrammeChanges:
    """Uses a token that may do everything; `event_url` ends in a slash."""

    session: aiohttp.ClientSession
    event_url: str
    token: str

    async def release(self, version: str) -> None:
        await self._request("POST", "schedules/release/", {"version": version})

    async def add(self, title: str, *, speaker: str, room: str, start: datetime) -> str:
        new = {"title": title, "submission_type": 1, "track": 1, "content_locale": "en", "abstract": title}
        code: str = (await self._request("POST", "submissions/", new))["code"]
        await self._add_speaker(code, speaker)
        await self._request("POST", f"submissions/{code}/accept/")
        await self._request("POST", f"submissions/{code}/confirm/")
        await self.move(code, start=start, room=room)
        return code

    async def move(
        self, code: str, *, start: datetime, room: str | None = None, slot_number: int = 1
    ) -> None:
        change: Json = {"start": start.isoformat()}
        if room is not None:
            change["room"] = await self._room_id(room)
        await self._patch_slot(code, change, slot_number)
        await self._put_ends_right(code)

    async def move_start(self, code: str, start: datetime) -> None:
        await self._patch_slot(code, {"start": start.isoformat()}, 1)

    async def cancel(self, code: str) -> None:
        await self._request("POST", f"submissions/{code}/cancel/")

    async def hide(self, code: str) -> None:
        # An accepted talk is one that still waits for its confirmation.
        await self._request("POST", f"submissions/{code}/accept/")

    async def rename_title(self, code: str, title: str) -> None:
        await self._request("PATCH", f"submissions/{code}/", {"title": title})

    async def change_speaker(self, code: str, old: str, new: str) -> None:
        await self._request("POST", f"submissions/{code}/remove-speaker/", {"user": old})
        await self._add_speaker(code, new)

    async def rename_room(self, room: str, name: Json) -> None:
        await self._request("PATCH", f"rooms/{await self._room_id(room)}/", {"name": name})

    async def _add_speaker(self, code: str, speaker: str) -> None:
        person = await self._request("GET", f"speakers/{speaker}/")
        who = {"email": person["email"], "name": person["name"]}
        await self._request("POST", f"submissions/{code}/add-speaker/", who)

    async def _put_ends_right(self, code: str) -> None:
        # The API moves only the start; a changed duration makes pretalx set the end.
        minutes: int = (await self._request("GET", f"submissions/{code}/"))["duration"]
        for duration in (minutes + 1, minutes):
            await self._request("PATCH", f"submissions/{code}/", {"duration": duration})

    async def _patch_slot(self, code: str, change: Json, number: int) -> None:
        draft = await self._request("GET", "schedules/wip/?omit=slots")
        page = await self._request("GET", f"slots/?submission={code}&schedule={draft['id']}")
        slot = page["results"][number - 1]
        await self._request("PATCH", f"slots/{slot['id']}/", change)

    async def _room_id(self, name: str) -> int:
        page = await self._request("GET", "rooms/")
        return next(int(room["id"]) for room in page["results"] if room["name"]["en"] == name)

    async def _request(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401 - JSON
        headers = {"Authorization": f"Token {self.token}", "Pretalx-Version": "v1"}
        async with self.session.request(
            method, self.event_url + path, headers=headers, json=body
        ) as response:
            assert response.ok, (response.status, await response.text())
            return await response.json()
