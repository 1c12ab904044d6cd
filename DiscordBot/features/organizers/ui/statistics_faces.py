"""How numbers look to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.layout.container import container
from DiscordBot.discord_ui.layout.face import CardFace, CardField, CardPicture
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.organizers.charts import alt_texts
from DiscordBot.features.organizers.statistics import combine_rest, percentage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from DiscordBot.features.organizers.statistics import RegistrationNumbers, RoleCounts
    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers

ROLES_A_PAGE = 20
MOST_KINDS = 25

OVER_TIME_FILE = "registrations-over-time.png"
BY_KIND_FILE = "registrations-by-kind.png"
TWEETS_FILE = "tweets-by-day.png"


def role_faces(counts: RoleCounts, roles: Sequence[discord.Role]) -> list[CardFace]:
    """Return how many members have each of `roles`, in that order."""
    total = (
        f"**{counts.members:,}** members, **{counts.without_roles:,}** of them without any role.\n"
        "Bots are not counted."
    )
    numbers = [f"{counts.by_role.get(role.id, 0):,}" for role in roles]
    width = max(map(len, numbers), default=0)
    lines = [f"`{number:>{width}}` {role.mention}" for number, role in zip(numbers, roles, strict=True)]
    return [
        CardFace(
            title="Members by role", text="\n".join((total, "", *lines[start : start + ROLES_A_PAGE])).strip()
        )
        for start in range(0, max(1, len(lines)), ROLES_A_PAGE)
    ]


def registration_faces(numbers: RegistrationNumbers, timezone: ZoneInfo) -> tuple[CardFace, CardFace]:
    """Return the numbers; the pictures are to be attached as `OVER_TIME_FILE` and `BY_KIND_FILE`."""
    share = percentage(numbers.registered, numbers.sold)
    text = f"**{numbers.registered:,}** of **{numbers.sold:,}** tickets are registered ({share})."
    if numbers.undated:
        text += f"\nWhen {numbers.undated:,} of them were bought will be known after `/refresh tickets`."
    kinds = [
        f"{shown_line(kind.kind)}: **{kind.registered:,}** of {kind.sold:,}"
        for kind in combine_rest(numbers.by_kind, MOST_KINDS)
    ]
    return (
        CardFace(
            title="Registrations",
            text=text,
            pictures=(_picture(OVER_TIME_FILE, alt_texts.over_time(numbers, timezone)),),
        ),
        CardFace(
            title="By kind of ticket",
            text="\n".join(kinds) or "There are none yet.",
            pictures=(_picture(BY_KIND_FILE, alt_texts.by_kind(numbers)),),
        ),
    )


def tweets_face(numbers: TweetNumbers) -> CardFace:
    """Return the numbers; the picture is to be attached as `TWEETS_FILE`."""
    lines = [f"**{count:,}** {outcome}" for outcome, count in numbers.by_outcome.items()]
    sources = [
        CardField(
            source.replace("_", " ").capitalize(),
            ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items()),
        )
        for source, outcomes in numbers.by_source.items()
    ]
    return CardFace(
        title="Tweets",
        text=", ".join(lines) or "Nobody has written any yet.",
        fields=tuple(sources),
        pictures=(_picture(TWEETS_FILE, alt_texts.sent_by_day(numbers)),),
    )


def one_below_the_other(faces: Sequence[CardFace]) -> discord.ui.LayoutView:
    """Return a message with several cards: two pictures in one would be small on a phone."""
    layout = discord.ui.LayoutView(timeout=None)
    for face in faces:
        layout.add_item(container(face, room=LAYOUT_TEXT // len(faces)))
    return layout


def _picture(file: str, description: str) -> CardPicture:
    return CardPicture(f"attachment://{file}", description)
