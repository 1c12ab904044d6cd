"""LinkedIn's versioned REST API, as far as the bot asks it.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api and .../images-api
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from yarl import URL

from DiscordBot.networks.api_client import GoneError, Request
from DiscordBot.networks.linkedin.shapes import BegunUpload, ImageShape, Posts, Upload
from DiscordBot.networks.port import NotNowError, Perhaps, RejectedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.networks.api_client import ApiClient, Response
    from DiscordBot.networks.linkedin.shapes import Post

PAGE_SIZE = 50
READY = "AVAILABLE"
_FAILED = "PROCESSING_FAILED"


class RestApi:
    """Asks in one version of the API. Every method raises `NetworkError`s as they say.

    `web_url` is where people read; pictures are taken there too, or below the same domain, and a token is
    sent nowhere else.
    """

    def __init__(self, client: ApiClient, *, version: str, web_url: str) -> None:
        self._client = client
        self._web_url = URL(web_url)
        self._headers = {"LinkedIn-Version": version, "X-Restli-Protocol-Version": "2.0.0"}

    async def ask(self, request: Request, token: str) -> Response:
        """Ask in the API's version."""
        headers = {**self._headers, **(request.headers or {})}
        return await self._client.ask(replace(request, headers=headers), token=token)

    async def create(self, post: Mapping[str, object], token: str) -> str:
        """Make a post, and return its URN."""
        request = Request(method="POST", path="/rest/posts", json=post, leaves_doubt=True)
        answer = await self.ask(request, token)
        urn = answer.headers.get("x-restli-id") or answer.headers.get("x-linkedin-id")
        if not urn:
            raise Perhaps("LinkedIn does not say which post it has made.")
        return urn

    async def delete(self, urn: str, token: str) -> None:
        """Delete a post; one that is gone is no error there either."""
        path = f"/rest/posts/{quote(urn, safe='')}"
        headers = {"X-RestLi-Method": "DELETE"}
        request = Request(method="DELETE", path=path, headers=headers, leaves_doubt=True)
        with suppress(GoneError):
            await self.ask(request, token)

    async def posts_of(
        self, author: str, token: str, *, start: int = 0, count: int = PAGE_SIZE
    ) -> list[Post]:
        """Return a page of what an author has posted, newest first."""
        path = (
            f"/rest/posts?q=author&author={quote(author, safe='')}&count={count}&start={start}&sortBy=CREATED"
        )
        request = Request(method="GET", path=path, headers={"X-RestLi-Method": "FINDER"})
        return [*(await self.ask(request, token)).read(Posts).elements]

    async def begin_upload(self, owner: str, token: str) -> Upload:
        """Ask where a picture for a post of `owner` goes."""
        request = Request(
            method="POST",
            path="/rest/images?action=initializeUpload",
            json={"initializeUploadRequest": {"owner": owner}},
        )
        return (await self.ask(request, token)).read(BegunUpload).value

    async def upload(self, upload: Upload, content: bytes, media_type: str, token: str) -> None:
        """Bring a picture to where it goes."""
        address = URL(upload.uploadUrl, encoded=True)
        if not self._is_linkedins(address):
            raise NotNowError("LinkedIn wants the picture at an address that is not its own.")
        await self._client.ask(
            Request(
                method="PUT",
                base_url=str(address.origin()),
                path=address.raw_path_qs,
                body=content,
                headers={"Content-Type": media_type},
            ),
            token=token,
        )

    async def is_ready(self, image: str, token: str) -> bool:
        """Tell whether a picture can be named in a post, as far as LinkedIn tells."""
        request = Request(method="GET", path=f"/rest/images/{quote(image, safe='')}")
        try:
            status = (await self.ask(request, token)).read(ImageShape).status
        except RejectedError:
            # Not everybody who may upload may ask.
            return True
        if status == _FAILED:
            raise RejectedError("LinkedIn cannot use one of the pictures.")
        return status == READY

    def _is_linkedins(self, address: URL) -> bool:
        if address.scheme != self._web_url.scheme or address.host is None or self._web_url.host is None:
            return False
        domain = self._web_url.host.removeprefix("www.")
        return address.host == domain or address.host.endswith(f".{domain}")
