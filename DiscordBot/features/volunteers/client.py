"""Fetching the list of shifts, from the web or from a file."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp

from DiscordBot.core.http.http_client import TooLargeError, read_body
from DiscordBot.core.http.json_errors import BadResponseError, UnreachableError, connection_errors

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_LIST = 2_000_000
"""In bytes; ten thousand shifts stay below it."""

_SERVICE = "the list of shifts"


class ShiftListClient:
    """Reads a CSV from `source`: a web address, or a path relative to `folder`.

    Errors never show the address, which often is all that is needed to read the list.
    """

    def __init__(
        self, session: aiohttp.ClientSession, *, source: str, folder: Path, timeout: float = 20.0
    ) -> None:
        self._session = session
        self._source = source
        self._folder = folder
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def read(self) -> str:
        """Return the whole list. Raises `ServiceError`, also when it is larger than `LARGEST_LIST`."""
        if self._source.startswith(("https://", "http://")):
            content = await self._download()
        else:
            content = await asyncio.to_thread(_read_file, self._folder / self._source)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BadResponseError("The list of shifts is not in UTF-8. Export it as CSV UTF-8.") from None

    async def _download(self) -> bytes:
        with connection_errors(_SERVICE):
            async with self._session.get(self._source, timeout=self._timeout) as response:
                if response.status != HTTPStatus.OK:
                    raise BadResponseError(f"The list of shifts cannot be read (status {response.status}).")
                if response.content_type == "text/html":
                    raise BadResponseError(
                        "A web page came instead of the list of shifts. Check that everybody with the link "
                        "may read it, and that volunteers.shifts is the address of its CSV."
                    )
                return await read_body(response, _SERVICE, LARGEST_LIST)


def _read_file(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_LIST + 1)
    except FileNotFoundError:
        raise UnreachableError(f"There is no file {file.name} with shifts.") from None
    except OSError:
        raise UnreachableError(f"The file {file.name} with shifts cannot be read.") from None
    if len(content) > LARGEST_LIST:
        raise TooLargeError(_SERVICE, LARGEST_LIST)
    return content
