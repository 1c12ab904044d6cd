"""Attendees who are registered when a demo begins, so that its statistics have something to show."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from DiscordBot.core.database import Database
from DiscordBot.features.registration.models import Claim, ClaimState, GivenRole
from sandbox import conference
from sandbox.conference import known_tickets
from sandbox.conference.catalogue import items
from sandbox.conference.timetable import SPEAKERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from simcord import Env

    from DiscordBot.config import Config
    from sandbox.conference.server import DemoServer

NUMBER = 550
WEEKS = 5
"""For so long people have been able to register; most of them came lately."""

BEFOREHAND = {"grace": known_tickets.GRACE}
"""Who of the people that visitors act as has registered before they come."""


class Holder(NamedTuple):
    """Somebody with a ticket: their name on it, and the roles that it gives."""

    order: str
    position: int
    name: str
    roles: tuple[str, ...]


async def register_many(
    config: Config, env: Env, server: DemoServer, orders: Iterable[dict[str, Any]], now: datetime
) -> None:
    """Leave server and database as if so many had pressed Register in the weeks before `now`."""
    known = {purchase.code for purchase in known_tickets.known_purchases()}
    by_order = {holder.order: holder for holder in _holders(orders)}
    # Who is called like a speaker would be one for the bot.
    speakers = {frozenset(speaker.name.split()) for speaker in SPEAKERS}
    strangers = (holder for holder in by_order.values() if frozenset(holder.name.split()) not in speakers)
    crowd = [holder for holder in strangers if holder.order not in known][:NUMBER]
    members = [(server.people[key].id, by_order[ticket.order]) for key, ticket in BEFOREHAND.items()]
    for key, ticket in BEFOREHAND.items():
        member = env.backend.get_member(server.guild.id, server.people[key].id)
        member.nick = ticket.name
        member.role_ids.extend(server.roles[role].id for role in by_order[ticket.order].roles)
    for number, holder in enumerate(crowd):
        roles = [server.roles[role] for role in holder.roles]
        user = env.create_user(f"attendee{number}", global_name=holder.name[:32])
        members.append((server.guild.add_member(user, roles=roles, nick=holder.name[:32]).id, holder))
    database = Database(config.database.url)
    await database.start()
    async with database.transaction() as session:
        for number, (user_id, holder) in enumerate(members):
            share = 1 - ((number + 0.5) / len(members)) ** 0.5
            session.add_all(_rows(server, user_id, holder, now - share * timedelta(weeks=WEEKS)))
    await database.close()


def _rows(server: DemoServer, user_id: int, holder: Holder, at: datetime) -> Iterator[Claim | GivenRole]:
    roles = [server.roles[role].id for role in holder.roles]
    yield Claim(
        position_id=holder.position,
        order_code=holder.order,
        user_id=user_id,
        attendee_name=holder.name,
        state=ClaimState.GRANTED,
        gave=roles,
        claimed_at=at,
        granted_at=at,
    )
    yield from (GivenRole(user_id=user_id, role_id=role) for role in roles)


def _holders(orders: Iterable[dict[str, Any]]) -> Iterator[Holder]:
    """Give the attendee of each paid order that is for one person only."""
    names = _names_of_products()
    for order in orders:
        first, *addons = order["positions"] or [None]
        is_for_one = first is not None and all(addon["addon_to"] == first["id"] for addon in addons)
        if order["status"] != "p" or order["testmode"] or not is_for_one:
            continue
        if first["attendee_name"] is None or first["canceled"] or first["blocked"]:
            continue
        products = [names[position["item"], position["variation"]] for position in order["positions"]]
        roles = dict.fromkeys(role for product in products for role in _roles(*product))
        name = unicodedata.normalize("NFC", first["attendee_name"])
        yield Holder(order["code"], first["id"], name, tuple(roles))


def _names_of_products() -> dict[tuple[int, int | None], tuple[str, str]]:
    names: dict[tuple[int, int | None], tuple[str, str]] = {}
    for item in items():
        names[item["id"], None] = (item["name"]["en"], "")
        for variation in item["variations"]:
            names[item["id"], variation["id"]] = (item["name"]["en"], variation["value"]["en"])
    return names


def _roles(item: str, variation: str) -> Iterator[str]:
    for name in (item, variation, f"{item} / {variation}"):
        yield from conference.TICKET_TO_ROLES.get(name, ())
