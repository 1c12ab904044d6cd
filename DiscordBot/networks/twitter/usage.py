"""What X's status tells of costs and of what it still allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import StatusField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.networks.twitter.account.budget import Usage
    from DiscordBot.networks.twitter.api.rates import Rate

MOST_RATES = 10


def status_fields(usage: Usage, rates: Mapping[str, Rate]) -> tuple[StatusField, ...]:
    """Return the month's budget, and how many requests of each kind are left."""
    spent = f"${usage.spent:.2f} of ${usage.budget:.2f} by X's price list ({usage.share:.0%})"
    left = tuple(
        (f"`{endpoint}`: {rate.remaining} of {rate.limit}, renewed", rate.reset)
        for endpoint, rate in sorted(rates.items())[:MOST_RATES]
    )
    return (
        StatusField("Budget of this month", ((spent, None),)),
        StatusField("What X still allows", left or (("X was not asked yet.", None),)),
    )
