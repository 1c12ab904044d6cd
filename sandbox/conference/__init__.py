"""PyCon Example 2027: everything about the made-up conference that the demo and the tests share."""

from __future__ import annotations

from itertools import count
from typing import Any

from sandbox.conference.catalogue import items
from sandbox.conference.crowd import crowd
from sandbox.conference.known_tickets import KnownTicket, known_purchases
from sandbox.conference.programme import speakers
from sandbox.conference.timetable import FIRST_DAY, LAST_DAY, ROOMS, TIMEZONE, talks

__all__ = (
    "ATTENDEE_ROLES",
    "EVENT",
    "FIRST_DAY",
    "GUILD_ID",
    "LAST_DAY",
    "NAME",
    "NUMBER_OF_ORDERS",
    "ORGANIZER",
    "PUBLIC_CHANNELS",
    "READ_ONLY_CHANNELS",
    "ROOMS",
    "STAFF_CHANNELS",
    "TICKET_TO_ROLES",
    "TIMEZONE",
    "VOLUNTEER_CHANNELS",
    "KnownTicket",
    "items",
    "orders",
    "speakers",
    "talks",
)  # fmt: skip

NAME = "PyCon Example 2027"
ORGANIZER, EVENT = "example", "conf2027"
"""The slugs in pretix's addresses; pretalx knows the event by the same one."""

GUILD_ID = 4242
NUMBER_OF_ORDERS = 1200

ATTENDEE_ROLES = {
    "Attendee": 0x5865F2,
    "Personal": 0x57A773,
    "Business": 0xE0A526,
    "Student": 0x3BA7C4,
    "Online": 0x8D93A5,
    "Tutorial": 0xB36AE2,
    "Sprint": 0xE67E22,
    "Speakers": 0xEB459E,
    "Volunteers": 0x2ECC71,
    "Organizers": 0xED4245,
}
"""The roles that a ticket can give and their colours, the least important first."""

TICKET_TO_ROLES = {
    "Conference ticket": ["Attendee"],
    "Business": ["Business"],
    "Personal": ["Personal"],
    "Student": ["Student"],
    "Conference ticket / Speaker": ["Speakers"],
    "Volunteer": ["Volunteers"],
    "Organizer": ["Organizers"],
    "Online": ["Online"],
    "Tutorial": ["Tutorial"],
    "Sprint": ["Sprint"],
}
"""The contents of `ticket_to_roles_prod.json`; T-shirts give no role."""

READ_ONLY_CHANNELS = {
    "welcome": "Hello! Read this first.",
    "registration": "Press the button to get the roles of your ticket.",
    "programme": "What starts next.",
    "schedule-updates": "What has changed.",
}
"""Channels that everybody can read and only the bot and the organisers write in, with their topics."""

PUBLIC_CHANNELS = {
    "registration-help": "Something did not work? People answer here.",
    "lobby": "The hallway.",
    "open-spaces": "Sessions that you start yourselves.",
    "speakers": "Where speakers are looked for.",
}
"""Channels that everybody writes in, with their topics; the forums are `jobs` and `session-questions`."""

STAFF_CHANNELS = {
    "registration-log": "Who got which roles, and who did not.",
    "bot-log": "What the bot is unhappy about.",
    "job-adverts-review": "Job adverts waiting for approval.",
    "tweet-moderation": "Tweets waiting for approval.",
    "mentions": "What others write about us.",
    "volunteers": "Shifts, and whoever is looked for.",
    "outgoing-tweets": "Open spaces to be announced.",
    "need-review": "Posts that the bot did not understand.",
    "event-conflict": "Two open spaces in one room.",
}
"""Channels that attendees cannot read, with their topics."""

VOLUNTEER_CHANNELS = frozenset(STAFF_CHANNELS) - {"registration-log", "bot-log"}
"""Those of them that volunteers read as well as organisers: where tweets are written and moderated."""


def orders() -> list[dict[str, Any]]:
    """Return all orders as pretix's API tells them, the known ones first; the same on each call."""
    known = known_purchases()
    rest = crowd(NUMBER_OF_ORDERS - len(known), taken={purchase.code for purchase in known})
    position_ids = count(1)
    return [purchase.as_order(number, position_ids) for number, purchase in enumerate((*known, *rest))]
