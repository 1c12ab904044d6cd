"""What the bot follows besides the shop, the programme and networks: a feed with news, and job adverts."""

from __future__ import annotations

import csv
import io
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from aiohttp import web

from DiscordBot.features.job_board.adverts import Column
from sandbox import conference
from sandbox.conference.known_tickets import VICTOR, KnownTicket
from sandbox.conference.timetable import FIRST_DAY
from sandbox.listening import Listener

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

OF_A_SPONSOR = KnownTicket("SPONSOR7", "Eve Evergreen", "in a sponsor's spreadsheet", ("Business",))
"""A ticket that the shop does not know."""

NEWS = (
    "The programme is out: 111 sessions in six rooms",
    "Childcare can be booked from today",
    "How to get here by train, and why the last mile is a boat",
    "Sprints: bring your project, we bring the tables",
    "Meet our keynote speakers",
    "The code of conduct, and whom to turn to",
)
ADVERTS = (
    ("Python developer, tidal power", "Ebb & Flow", "Husum", "Our turbines speak Python. So will you."),
    ("Data engineer", "Museum of Small Data", "Bern / remote", "Tables with few rows, and great stories."),
    ("Site reliability engineer", "Night Train Tickets", "Vienna", "Keep the sleeper cars booked, awake."),
    ("Teacher for evening classes", "Library of Things", "Lyon", "Twelve evenings, twenty curious people."),
    ("Compiler engineer", "Loom Works", "Porto", "We weave patterns, and compile them first."),
)
SECTIONS = """
[news]
feed = "{url}/feed.xml"
refresh_minutes = 1

[job_board]
source = "jobs.csv"
refresh_minutes = 1
approve = true

[session_threads]

[discord_events]
types = ["Keynote"]

[metrics]
loopback_only = true

[volunteers]
shifts = "shifts.csv"

[ticket_files]
[[ticket_files.files]]
name = "sponsors"
file = "sponsors.csv"
"""
SHIFTS = f"""\
who,what,where,start,end
{VICTOR.order},Registration desk,Lobby,{FIRST_DAY} 11:00,13:00
{VICTOR.order},Microphones,Forum Hall,{FIRST_DAY} 14:00,16:00
"""
SPONSORS = f"""\
Order,Ticket type,Attendee name
{OF_A_SPONSOR.order},Business,{OF_A_SPONSOR.name}
"""


class Outside:
    """Serves the feed, and keeps the sheet of adverts in `folder`; both grow piece by piece."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._file = folder / "jobs.csv"
        self._now = now
        self._news: list[tuple[str, datetime]] = []
        self._adverts: list[tuple[str, ...]] = []
        self._listener = Listener()
        self.sections = ""

    async def start(self) -> None:
        """Listen, begin with one advert, and write the other sheets."""
        app = web.Application()
        app.router.add_get("/feed.xml", self._feed)
        self.sections = SECTIONS.format(url=f"http://{await self._listener.start(app)}")
        self.advertise()
        (self._folder / "shifts.csv").write_text(SHIFTS, encoding="utf-8")
        (self._folder / "sponsors.csv").write_text(SPONSORS, encoding="utf-8")

    async def stop(self) -> None:
        """Stop listening."""
        await self._listener.stop()

    def publish_news(self) -> None:
        """Let the conference's blog have one more entry, until there are no more."""
        self._news += [(title, self._now()) for title in NEWS[len(self._news) :][:1]]

    def advertise(self) -> None:
        """Let one more company fill in the form, until there are no more."""
        self._adverts += ADVERTS[len(self._adverts) :][:1]
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow((Column.TITLE, Column.COMPANY, Column.LOCATION, Column.DESCRIPTION))
        rows.writerows(self._adverts)
        self._file.write_text(text.getvalue(), encoding="utf-8")

    async def _feed(self, _request: web.Request) -> web.Response:
        items = "".join(
            f"<item><title>{escape(title)}</title><guid>{number}</guid>"
            f"<link>https://blog.pycon.example/{number}</link><pubDate>{format_datetime(at)}</pubDate></item>"
            for number, (title, at) in enumerate(self._news, start=1)
        )
        head = f"<title>{conference.NAME}</title><link>https://blog.pycon.example</link>"
        text = f'<rss version="2.0"><channel>{head}<description/>{items}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml")
