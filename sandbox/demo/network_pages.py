"""What people see of the demo's accounts on networks in a browser: their posts, newest first."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sandbox import conference
from sandbox.x.pages import linked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sandbox.demo.networks import ShownNetwork

FOLDER = Path(__file__).with_name("web")


class NetworkPages:
    """The page of each network's account, at `/NAME` of the network."""

    def __init__(self, networks: Callable[[], Sequence[ShownNetwork]]) -> None:
        self._networks = networks
        self._pictures: dict[str, bytes] = {}
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
        )
        self._templates.filters["linked"] = linked

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the pages and of what they need."""
        return [
            web.get("/networks/network_page.css", self._style),
            web.get("/networks/pictures/{digest}", self._picture),
            web.get("/networks/{name}", self._account),
        ]

    async def _account(self, request: web.Request) -> web.Response:
        found = (one for one in self._networks() if one.names.stored == request.match_info["name"])
        network = next(found, None)
        if network is None:
            raise web.HTTPNotFound
        posts = [
            (post, [(self._address(picture), alt_text) for picture, alt_text in post.pictures])
            for post in await network.posts()
        ]
        text = self._templates.get_template("network_page.html").render(
            network=network, name=conference.NAME, posts=posts, timezone=conference.TIMEZONE
        )
        return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})

    def _address(self, picture: str | bytes) -> str:
        if isinstance(picture, str):
            return picture
        digest = hashlib.sha256(picture).hexdigest()
        self._pictures[digest] = picture
        return f"/networks/pictures/{digest}"

    async def _style(self, _request: web.Request) -> web.Response:
        text = (FOLDER / "network_page.css").read_text(encoding="utf-8")
        return web.Response(text=text, content_type="text/css")

    async def _picture(self, request: web.Request) -> web.Response:
        picture = self._pictures.get(request.match_info["digest"])
        if picture is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "max-age=86400, immutable"}
        return web.Response(body=picture, content_type="image/png", headers=headers)
