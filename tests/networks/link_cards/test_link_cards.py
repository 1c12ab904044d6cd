"""Cards made of pages over a real socket."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from PIL import Image

from DiscordBot.networks.link_cards.link_cards import LARGEST_PAGE, LinkCard, PageCards
from DiscordBot.networks.link_cards.public_web import PublicWeb, UnreadablePageError, is_public

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

HEAD = (
    '<title>The keynote</title><meta name="description" content="By Ada.">'
    '<meta property="og:image" content="/picture.png">'
)
MOST_BYTES = 300_000
PATIENT = 60.0
"""Seconds: other tests may share the cores."""


def png(side: int = 500) -> bytes:
    """Return a PNG that cannot be packed."""
    buffer = io.BytesIO()
    Image.effect_noise((side, side), 100).save(buffer, "PNG")
    return buffer.getvalue()


class Site:
    """A site on loopback, reached as page.test; `asked` are the hosts and paths that were asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.pages: dict[str, tuple[bytes, str]] = {}
        self.redirects: dict[str, str] = {}
        self.released = asyncio.Event()
        self.port = 0

    def url(self, path: str, host: str = "page.test") -> str:
        return f"http://{host}:{self.port}{path}"

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.host, request.path))
        if request.path == "/slow":
            await self.released.wait()
        if (elsewhere := self.redirects.get(request.path)) is not None:
            return web.Response(status=302, headers={"Location": elsewhere})
        if request.path not in self.pages:
            return web.Response(status=404)
        body, content_type = self.pages[request.path]
        return web.Response(body=body, content_type=content_type)

    async def look_up(self, host: str, port: int) -> Sequence[str]:
        assert port
        if host == "nowhere.test":
            raise OSError
        return {"page.test": ["127.0.0.1"], "inside.test": ["10.0.0.1"]}.get(host, [host])

    def may_reach(self, address: str, port: int) -> bool:
        return (address, port) == ("127.0.0.1", self.port)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_get("/{rest:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    yield site
    site.released.set()
    await runner.cleanup()


@pytest.fixture
async def web_of(site: Site) -> AsyncIterator[PublicWeb]:
    async with aiohttp.ClientSession() as session:
        yield PublicWeb(session, may_reach=site.may_reach, look_up=site.look_up)


async def test_a_page_makes_a_card_with_a_small_picture(site: Site, web_of: PublicWeb) -> None:
    site.redirects["/"] = "/news/keynote"
    site.pages["/news/keynote"] = (HEAD.encode(), "text/html")
    site.pages["/picture.png"] = (png(), "image/png")
    card = await PageCards(web_of, MOST_BYTES, PATIENT).card(site.url("/"))
    assert card is not None
    assert (card.address, card.title, card.description) == (site.url("/"), "The keynote", "By Ada.")
    assert card.picture is not None
    assert (card.picture.media_type, card.picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert len(card.picture.content) <= MOST_BYTES
    assert site.asked[-1] == (f"page.test:{site.port}", "/picture.png")


@pytest.mark.parametrize(
    "picture",
    [None, (b"no picture", "image/png"), (png(20), "text/plain"), (b"x" * 6_000_000, "image/png")],
)
async def test_a_picture_that_cannot_be_had_is_left_out(
    site: Site, web_of: PublicWeb, picture: tuple[bytes, str] | None
) -> None:
    site.pages["/"] = (HEAD.encode(), "text/html")
    if picture is not None:
        site.pages["/picture.png"] = picture
    found = await PageCards(web_of, MOST_BYTES, PATIENT).card(site.url("/"))
    assert found == LinkCard(site.url("/"), "The keynote", "By Ada.")


async def test_what_is_no_page_or_says_nothing_has_no_card(site: Site, web_of: PublicWeb) -> None:
    site.pages["/untitled"] = (b"<p>Hello", "text/html")
    site.pages["/data"] = (b"<title>T</title>", "application/json")
    site.redirects["/round"] = "/round"
    cards = PageCards(web_of, MOST_BYTES, PATIENT)
    addresses = [site.url(path) for path in ("/untitled", "/data", "/gone", "/round")]
    addresses += [site.url("/", "nowhere.test"), "ftp://page.test/", "http://", "http://ada:x@page.test/"]
    assert [await cards.card(address) for address in addresses] == [None] * len(addresses)


async def test_the_beginning_of_a_large_page_is_enough(site: Site, web_of: PublicWeb) -> None:
    site.pages["/"] = (b"<title>T</title>" + b" " * 3 * LARGEST_PAGE + b"<title>U</title>", "text/html")
    found = await web_of.get(site.url("/"), kind="text/html", limit=LARGEST_PAGE, whole=False)
    assert len(found.body) == LARGEST_PAGE
    assert await PageCards(web_of, MOST_BYTES, PATIENT).card(site.url("/")) == LinkCard(site.url("/"), "T")


async def test_a_slow_page_holds_up_nothing(site: Site, web_of: PublicWeb) -> None:
    assert await PageCards(web_of, MOST_BYTES, patience_seconds=0.1).card(site.url("/slow")) is None


@pytest.mark.parametrize("elsewhere", ["http://inside.test/", "http://[::1]/", "//localhost/", "file:///etc"])
async def test_a_redirect_leads_nowhere_inside(site: Site, web_of: PublicWeb, elsewhere: str) -> None:
    site.redirects["/"] = elsewhere
    with pytest.raises(UnreadablePageError):
        await web_of.get(site.url("/"), kind="text/html", limit=1000, whole=False)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("address", "port", "expected"),
    [
        ("93.184.216.34", 443, True),
        ("93.184.216.34", 80, True),
        ("93.184.216.34", 22, False),
        ("2606:2800:220:1::", 443, True),
        *(
            (address, 443, False)
            for address in (
                *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
                *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),  # noqa: S104 - nobody listens there
                *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "fe80::1%eth0"),
                *("::ffff:0:127.0.0.1", "::127.0.0.1", "fec0::1"),
            )
        ),
    ],
)
def test_only_the_public_web_is_public(address: str, port: int, *, expected: bool) -> None:
    assert is_public(address, port) is expected
