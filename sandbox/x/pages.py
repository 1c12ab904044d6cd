"""What people see of the stand-in for X in a browser: an account's posts, and the PIN for an app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sandbox.x.texts import HASHTAG, MENTION, find_urls

if TYPE_CHECKING:
    from datetime import datetime

    from sandbox.x.posts import Post, PostBook, User

FOLDER = Path(__file__).parent
MOST_SHOWN = 50


class Pages:
    """Makes the pages; `account` is whose posts are shown, the first account unless another is asked for."""

    def __init__(self, book: PostBook) -> None:
        self._book = book
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
        )
        self._templates.filters["linked"] = linked
        self._templates.filters["ago"] = self._ago

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the pages and of what they need."""
        return [
            web.get("/", self._timeline),
            web.get("/x_page.css", self._style),
            web.get("/pictures/{id}", self._picture),
        ]

    def pin(self, user: User, pin: str) -> web.Response:
        """Return the page on which a person reads the PIN."""
        return self._page("pin.html", user=user, pin=pin)

    def no_such_wish(self) -> web.Response:
        """Return the page for a link that is wrong or used up."""
        return self._page("pin.html", status=403, user=None, pin="")

    async def _timeline(self, request: web.Request) -> web.Response:
        wanted = request.query.get("account")
        user = self._book.user_named(wanted) if wanted else next(iter(self._book.users.values()), None)
        if user is None:
            raise web.HTTPNotFound
        posts = [post for post in self._book.visible() if post.author == user]
        shown = [self._entry(post) for post in posts[:MOST_SHOWN]]
        return self._page("page.html", user=user, entries=shown, count=len(posts))

    async def _style(self, _request: web.Request) -> web.Response:
        text = (FOLDER / "page.css").read_text(encoding="utf-8")
        return web.Response(text=text, content_type="text/css")

    async def _picture(self, request: web.Request) -> web.Response:
        media = self._book.media.get(request.match_info["id"])
        if media is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "max-age=86400, immutable"}
        return web.Response(body=media.content, content_type=media.media_type, headers=headers)

    def _page(self, name: str, status: int = 200, **values: object) -> web.Response:
        text = self._templates.get_template(name).render(values)
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)

    def _entry(self, post: Post) -> dict[str, Any]:
        original = self._book.get(post.retweet_of) if post.retweet_of else None
        shown = original or post
        return {
            "post": shown,
            "retweeted_by": post.author if original else None,
            "answered": self._book.get(shown.in_reply_to) if shown.in_reply_to else None,
            "quoted": self._book.get(shown.quote_of) if shown.quote_of else None,
        }

    def _ago(self, moment: datetime) -> str:
        seconds = int((self._book.clock() - moment).total_seconds())
        if seconds < 5:  # noqa: PLR2004 - a moment
            return "now"
        if seconds < 3600:  # noqa: PLR2004 - an hour
            return f"{seconds}s" if seconds < 60 else f"{seconds // 60}m"  # noqa: PLR2004 - a minute
        return f"{seconds // 3600}h" if seconds < 86400 else f"{moment:%b} {moment.day}"  # noqa: PLR2004 - a day


def linked(text: str) -> Markup:
    """Return a text with its links, hashtags and user names as people see them."""
    found = list(find_urls(text))
    taken = [(start, end) for start, end, _ in found]
    for pattern in (HASHTAG, MENTION):
        found += [
            (match.start(), match.end(), "")
            for match in pattern.finditer(text)
            if not any(start <= match.start() < end for start, end in taken)
        ]
    parts, done = [], 0
    for start, end, address in sorted(found):
        parts.append(escape(text[done:start]))
        parts.append(_link(text[start:end], address))
        done = end
    return Markup("").join((*parts, escape(text[done:])))


def _link(text: str, address: str) -> Markup:
    if not address:
        return Markup('<span class="link">{}</span>').format(text)
    shown = text.removeprefix("https://").removeprefix("http://")
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, shown)
