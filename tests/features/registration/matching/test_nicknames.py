"""Nicknames that people can read, and that imitate nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.matching.imitation import imitates
from DiscordBot.features.registration.matching.nicknames import readable_nickname
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name, named
from tests.conference_world import as_order

if TYPE_CHECKING:
    from tests.features.registration.rules import Rules

RESERVED = ("Organizers", "Volunteers", "ConferenceBot")


@pytest.mark.parametrize(
    ("name", "nickname"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Ada\N{RIGHT-TO-LEFT OVERRIDE}ecalevoL", "AdaecalevoL"),
        ("\N{RIGHT-TO-LEFT ISOLATE}Ada\N{POP DIRECTIONAL ISOLATE}", "Ada"),
        ("Z" + "\N{COMBINING TILDE OVERLAY}" * 9 + "oe", "Z" + "\N{COMBINING TILDE OVERLAY}" * 2 + "oe"),
        ("Ada\N{ZERO WIDTH SPACE}Love", "AdaLove"),
        ("\N{HANGUL FILLER}\N{ZERO WIDTH SPACE}", ""),
        ("👩‍🚀 Ride", "👩‍🚀 Ride"),
        ("❤️", "❤️"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("नमस्ते", "नमस्ते"),
        ("Софья", "Софья"),
        ("A\N{VARIATION SELECTOR-16}da", "Ada"),
    ],
)
def test_a_nickname_can_be_read(name: str, nickname: str) -> None:
    assert readable_nickname(name) == nickname


def test_who_imitates_whom() -> None:
    imitators = [
        "Discord Staff",
        "D1sc0rd",
        "organizer",
        "0rganizers",
        "Оrganizers",
        "Conference Bot",
        "Admin",
    ]
    imitators += ["Everyone", "ｄｉｓｃｏｒｄ", "The Volunteers", "D.i.s.c.o.r.d", "D I S C O R D Staff"]
    imitators += ["DiscordStaff", "Discord\N{TRADE MARK SIGN}", "Dlscord", "Discrod", "Diskord", "D!scord"]
    imitators += ["Organiser", "Organizerz", "Organizerin", "Orqanizer", "VoIunteers", "@everyone", "Staff"]
    imitators += [
        "PyCon Organizer",
        "Conference Staff",
        "Mod Team",
        "C\N{CYRILLIC SMALL LETTER O}nferenceBot",
    ]
    # Dze, i, es and er look like s, i, c and p, and sound otherwise.
    imitators += ["d\u0456\u0455\u0441\u043erd", "Su\u0440\u0440ort", "D\u0456scord Staff"]
    others = ["Ada Lovelace", "Discordia Miller", "Heather Here", "Clyde Barrow", "Victor Vega", "王伟", "🦄"]
    others += ["Ada Staff", "Gordon Staffel", "Adminah Khan", "Bot Tamás", "Everyone Sibanda", "Tom Moody"]
    others += ["Софья Модерова", "Björn Systemberg"]
    assert [name for name in imitators if not imitates(name, RESERVED)] == []
    assert [name for name in others if imitates(name, RESERVED)] == []


async def test_a_name_that_imitates_is_no_nickname_and_the_log_says_so(rules: Rules) -> None:
    rules.members.join(1)
    await rules.pretix.orders.add(as_order(Purchase("DSC77", (Ticket(Name("Discord", "Staff")),))))
    outcome = await rules.service.register(1, "DSC77", "Discord Staff")
    assert rules.members.nicknames[1] is None
    (note,) = outcome.notes
    assert note.startswith("The ticket's name could be taken for staff")


async def test_the_nickname_is_the_readable_name(rules: Rules) -> None:
    rules.members.join(1)
    name = "Sally\N{RIGHT-TO-LEFT OVERRIDE} Ride"
    await rules.pretix.orders.add(as_order(Purchase("SLL77", (Ticket(named(name)),))))
    await rules.service.register(1, "SLL77", "Sally Ride")
    assert rules.members.nicknames[1] == "Sally Ride"
