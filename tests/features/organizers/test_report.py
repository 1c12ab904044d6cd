"""The report after the conference: one file that everybody may read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.config.sections import Conference
from DiscordBot.core.clock import SystemClock
from DiscordBot.core.report import Link, ReportPart
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.organizers.report.maker import ReportMaker
from DiscordBot.features.organizers.report.page import Chart, Report, Section, as_html
from sandbox import conference
from sandbox.conference import known_tickets as known
from tests.conference_world import open_conference
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PNG = b"\x89PNG made up"
NOW = datetime(2027, 7, 20, 9, 30, tzinfo=UTC)


class Reader(HTMLParser):
    """Reads what people do: headings, cells, links, and what pictures say."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str | None] = []
        self.pictures: list[str | None] = []
        self.tags: set[str] = set()
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href"))
        if tag == "img":
            assert (given.get("src") or "").startswith("data:image/png;base64,")
            self.pictures.append(given.get("alt"))

    def handle_data(self, data: str) -> None:
        self.text += f"{data.strip()}\n" if data.strip() else ""


def page(*sections: Section, last_day: date = date(2027, 7, 16)) -> Reader:
    report = Report(
        conference="PyCon <Example>",
        first_day=date(2027, 7, 14),
        last_day=last_day,
        made_at=NOW,
        timezone="Europe/Berlin",
        sections=sections,
    )
    return Reader(as_html(report))


def test_it_says_what_it_is_about() -> None:
    read = page()
    assert "PyCon <Example>\n14 to 16 July 2027. Numbers of 20 July 2027, 09:30, Europe/Berlin." in read.text


def test_words_of_people_are_shown_as_they_are_and_lead_to_the_web_only() -> None:
    rows = (
        ("<script>alert(1)</script>", Link("Fine", "https://example.org/1?a=b&c=d")),
        ("text", Link("Not fine", "javascript:alert(1)")),
    )
    read = page(Section(ReportPart(title="Posts", columns=("When", "Post"), rows=rows)))
    assert "<script>alert(1)</script>\nFine" in read.text
    assert "Not fine" in read.text
    assert read.links == ["https://example.org/1?a=b&c=d"]


def test_nothing_is_fetched_and_every_picture_is_told() -> None:
    chart = Chart(PNG, 'Chart of "tickets": 3 & more')
    read = page(Section(ReportPart(title="Numbers", numbers=(("Sold", "3"),)), (chart,)))
    assert read.pictures == ['Chart of "tickets": 3 & more']
    assert read.tags & {"script", "link", "iframe", "form"} == set()
    assert "Sold\n3" in read.text


async def test_what_cannot_be_told_leaves_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> Sequence[ReportPart]:
        raise OSError("a secret")

    async def tells() -> Sequence[ReportPart]:
        return (ReportPart(title="Open spaces", numbers=(("Open spaces", "7"),)),)

    maker = ReportMaker(
        Conference(
            name="PyCon",
            timezone=conference.TIMEZONE,
            first_day=date(2027, 7, 14),
            last_day=date(2027, 7, 14),
        ),
        SystemClock(conference.TIMEZONE),
        statistics=None,
        tweets=None,
        tellers=lambda: [fails, tells],
        on_error=lambda *_: "12ab",
    )
    report = await maker.make([("Attendee", 3), ("Speakers", 0)], 4)

    read = Reader(report.content)
    assert re.fullmatch(r"conference-report-\d{4}-\d\d-\d\d\.html", report.file_name)
    assert "A part is missing\nSee the log under\n12ab\nOpen spaces\nOpen spaces\n7" in read.text
    assert "a secret" not in read.text
    assert "Members\n4\nRole\nMembers\nAttendee\n3" in read.text
    assert "Speakers" not in read.text
    assert not caplog.records


@pytest.mark.slow
async def test_organisers_get_the_numbers_of_everything_and_nobodys_name(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    async with open_conference(tmp_path, orders, with_x=True) as world:
        olivia = world.person("olivia")
        await world.register_with(world.person("ada"), known.ADA)
        await world.command(world.person("victor"), "tweet compose", text="Doors open at nine! <b>")
        await olivia.click(world.messages("tweet-moderation")[-1], label="Approve")
        await world.env.settle()

        answer = await world.command(olivia, "stats report")
        (file,) = answer.attachments
        content = await file.read()
        refused = await world.command(world.person("ada"), "stats report")
        assert refused.content == ONLY_ORGANIZERS
        world.expected_errors = [Refusal]
        x = world.world.x
        assert x is not None
        link = f"https://x.com/{x.account.username}/status/{x.posts[0].id}"

    read = Reader(content)
    assert "It names nobody" in answer.content
    assert "Registered on Discord\n1" in read.text
    assert "Posts on networks\nX\n1" in read.text
    assert "Doors open at nine! <b>" in read.text
    assert read.links == [link]
    assert "Sessions announced" in read.text
    assert "Open spaces" in read.text
    assert any("Conference ticket / Business: 1 of 13 registered" in (alt or "") for alt in read.pictures)
    for personal in ("Ada", "Lovelace", known.ADA.order, "Victor", "Olivia"):
        assert personal not in read.text
