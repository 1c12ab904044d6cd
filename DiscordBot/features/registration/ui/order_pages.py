"""Orders as organisers look them up, one a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.features.registration.attendees import attendee_of
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.shop.tickets import Order, Position


def order_page(order: Order, title_of: Callable[[Any], str], claims: Mapping[int, Claim]) -> discord.Embed:
    """Return one order as organisers see it at the desk."""
    embed = discord.Embed(title=f"Order {order.code}", colour=discord.Colour.blurple())
    for position in order.positions:
        flaw = flaw_of(order, position)
        attendee = attendee_of(order, position)
        claim = claims.get(attendee.id)
        if claim is None:
            holder = "not registered"
        else:
            holder = f"<@{claim.user_id}>" if claim.user_id else "registered with the older bot"
        state = "valid" if flaw is None else str(flaw)
        embed.add_field(
            name=f"#{order.code}-{position.positionid} {_whose(order, position, attendee)}",
            value=f"{title_of(position)}\n{state}, {holder}",
            inline=False,
        )
    return embed


def _whose(order: Order, position: Position, attendee: Position) -> str:
    if attendee.id != position.id:
        return f"(add-on of #{order.code}-{attendee.positionid})"
    return position.attendee_name or "(no name)"
