"""How numbers look to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.organizers.statistics import combine_rest, percentage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.organizers.statistics import RegistrationNumbers, RoleCounts
    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers

ROLES_A_PAGE = 20
MOST_KINDS = 25

OVER_TIME_FILE = "registrations-over-time.png"
BY_KIND_FILE = "registrations-by-kind.png"
TWEETS_FILE = "tweets-by-day.png"


def role_pages(counts: RoleCounts, roles: Sequence[discord.Role]) -> list[discord.Embed]:
    """Return how many members have each of `roles`, in that order."""
    total = (
        f"**{counts.members:,}** members, **{counts.without_roles:,}** of them without any role.\n"
        "Bots are not counted."
    )
    numbers = [f"{counts.by_role.get(role.id, 0):,}" for role in roles]
    width = max(map(len, numbers), default=0)
    lines = [f"`{number:>{width}}` {role.mention}" for number, role in zip(numbers, roles, strict=True)]
    return [
        discord.Embed(
            title="Members by role",
            description="\n".join((total, "", *lines[start : start + ROLES_A_PAGE])),
            colour=discord.Colour.blurple(),
        )
        for start in range(0, max(1, len(lines)), ROLES_A_PAGE)
    ]


def registration_embeds(numbers: RegistrationNumbers) -> list[discord.Embed]:
    """Return the numbers; the pictures are to be attached as `OVER_TIME_FILE` and `BY_KIND_FILE`."""
    share = percentage(numbers.registered, numbers.sold)
    text = f"**{numbers.registered:,}** of **{numbers.sold:,}** tickets are registered ({share})."
    if numbers.undated:
        text += f"\nWhen {numbers.undated:,} of them were bought will be known after `/refresh tickets`."
    over_time = discord.Embed(title="Registrations", description=text, colour=discord.Colour.blurple())
    kinds = [
        f"{shown_line(kind.kind)}: **{kind.registered:,}** of {kind.sold:,}"
        for kind in combine_rest(numbers.by_kind, MOST_KINDS)
    ]
    by_kind = discord.Embed(
        title="By kind of ticket",
        description="\n".join(kinds) or "There are none yet.",
        colour=discord.Colour.blurple(),
    )
    return [
        over_time.set_image(url=f"attachment://{OVER_TIME_FILE}"),
        by_kind.set_image(url=f"attachment://{BY_KIND_FILE}"),
    ]


def tweets_embed(numbers: TweetNumbers) -> discord.Embed:
    """Return the numbers; the picture is to be attached as `TWEETS_FILE`."""
    lines = [f"**{count:,}** {outcome}" for outcome, count in numbers.by_outcome.items()]
    embed = discord.Embed(
        title="Tweets",
        description=", ".join(lines) or "Nobody has written any yet.",
        colour=discord.Colour.blurple(),
    )
    for source, outcomes in numbers.by_source.items():
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items())
        embed.add_field(name=source.replace("_", " ").capitalize(), value=counts, inline=False)
    return embed.set_image(url=f"attachment://{TWEETS_FILE}")
