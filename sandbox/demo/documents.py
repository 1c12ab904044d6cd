"""The project's documents as the demo shows them, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import markdown  # type: ignore[import-untyped]  # MkDocs, which brings it, has no types for it
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parents[2] / "docs"
EXTENSIONS = ("attr_list", "fenced_code", "md_in_html", "tables", "toc")
"""Those of mkdocs.yml that change what can be read."""


class Documents:
    """Pages at `/docs/NAME.md`; `on_read` is told each name that somebody has opened."""

    def __init__(self, on_read: Callable[[str], None]) -> None:
        self._on_read = on_read
        loader = FileSystemLoader(Path(__file__).with_name("web"))
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the pages and of their pictures."""
        return [
            web.get(r"/docs/{name:[\w-]+\.md}", self._page),
            web.get(r"/docs/images/{name:[\w-]+\.png}", self._picture),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        file = FOLDER / name
        if not file.exists():
            # Pages that are made from the code are only on the site.
            raise web.HTTPNotFound(text=f"{name} is made by: make docs")
        self._on_read(name)
        content = Markup(markdown.markdown(file.read_text(encoding="utf-8"), extensions=EXTENSIONS))  # noqa: S704 - the project's own documents
        text = self._templates.get_template("document.html").render(name=name, content=content)
        return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        file = FOLDER / "images" / request.match_info["name"]
        if not file.exists():
            raise web.HTTPNotFound
        return web.FileResponse(file)
