"""Fetching the sheet with the job adverts, from the web or from a file."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp

from DiscordBot.core.http.http_client import TooLargeError, read_body
from DiscordBot.core.http.json_errors import BadResponseError, UnreachableError, connection_errors

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_SHEET = 5_000_000
"""In bytes; a form with a thousand long adverts stays below it."""

_SERVICE = "the job adverts' sheet"


class SheetClient:
    """Reads a CSV from `source`: a web address, or a path relative to `folder`.

    Errors never show the address, which often is all that is needed to read the authors' e-mail addresses.
    """

    def __init__(
        self, session: aiohttp.ClientSession, *, source: str, folder: Path, timeout: float = 20.0
    ) -> None:
        self._session = session
        self._source = source
        self._folder = folder
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def read(self) -> bytes:
        """Return the whole file. Raises `ServiceError`, also when it is larger than `LARGEST_SHEET`."""
        if self._source.startswith(("https://", "http://")):
            return await self._download()
        return await asyncio.to_thread(_read_file, self._folder / self._source)

    async def _download(self) -> bytes:
        # Redirects are followed, to http(s) only: Google keeps the CSV of a sheet on another host.
        with connection_errors(_SERVICE):
            async with self._session.get(self._source, timeout=self._timeout) as response:
                if response.status != HTTPStatus.OK:
                    raise BadResponseError(
                        f"The job adverts' sheet cannot be read (status {response.status})."
                    )
                if response.content_type == "text/html":
                    raise BadResponseError(
                        "A web page came instead of the job adverts' sheet. Check that everybody with the "
                        "link may read it, and that job_board.source is the address of its CSV."
                    )
                return await read_body(response, _SERVICE, LARGEST_SHEET)


def _read_file(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_SHEET + 1)
    except FileNotFoundError:
        raise UnreachableError(f"There is no file {file.name} with job adverts.") from None
    except OSError:
        raise UnreachableError(f"The file {file.name} with job adverts cannot be read.") from None
    if len(content) > LARGEST_SHEET:
        raise TooLargeError(_SERVICE, LARGEST_SHEET)
    return content
