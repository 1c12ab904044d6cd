"""Orders as organisers look them up, one a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.layout.face import CardFace, CardField
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.registration.matching.attendees import attendee_of
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.features.registration.matching.order_search import FoundOrders
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.shop.tickets import Order, Position


POSITIONS_ON_A_PAGE = 10
MOST_PAGES = 100


def order_pages(order: Order, title_of: Callable[[Any], str], claims: Mapping[int, Claim]) -> list[CardFace]:
    """Return one order as organisers see it, large ones on several pages."""
    starts = range(0, max(1, len(order.positions)), POSITIONS_ON_A_PAGE)
    pages = [_page(order, order.positions[at : at + POSITIONS_ON_A_PAGE], title_of, claims) for at in starts]
    if len(pages) == 1:
        return pages
    return [
        replace(page, title=f"Order {order.code} ({number} of {len(pages)})")
        for number, page in enumerate(pages, start=1)
    ]


def with_more(pages: Sequence[CardFace], found: FoundOrders) -> list[CardFace]:
    """Return so many pages as can be turned, and say on each when there is more than they show."""
    shown = list(pages[:MOST_PAGES])
    if found.more or len(pages) > len(shown):
        more = "There is more: give the order code, or more of the name."
        return [replace(page, footer=more) for page in shown]
    return shown


def _page(
    order: Order,
    positions: Sequence[Position],
    title_of: Callable[[Any], str],
    claims: Mapping[int, Claim],
) -> CardFace:
    fields = []
    for position in positions:
        flaw = flaw_of(order, position)
        attendee = attendee_of(order, position)
        claim = claims.get(attendee.id)
        if claim is None:
            holder = "not registered"
        else:
            holder = f"<@{claim.user_id}>" if claim.user_id else "registered with the older bot"
        state = "valid" if flaw is None else str(flaw)
        name = f"#{order.code}-{position.positionid} {_whose(order, position, attendee)}"
        value = f"{shown_line(title_of(position))}\n{state}, {holder}"
        fields.append(CardField(name, value, is_short=False))
    return CardFace(title=f"Order {order.code}", fields=tuple(fields))


def _whose(order: Order, position: Position, attendee: Position) -> str:
    if attendee.id != position.id:
        return f"(add-on of #{order.code}-{attendee.positionid})"
    return shown_line(position.attendee_name or "(no name)")
