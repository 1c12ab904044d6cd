"""The message with the button Register, and what stands in its place while the bot is away."""

from __future__ import annotations

import discord


def invitation(conference: str, help_channel: str) -> discord.Embed:
    """Return the registration message."""
    return discord.Embed(
        title=f"Welcome to {conference}!",
        description=(
            "Press **Register** to get the channels that come with your ticket. You need\n"
            "• your **order code**, from the confirmation e-mail or your badge, and\n"
            "• your **name** as it stands on the ticket, or the e-mail address it was ordered with.\n\n"
            f"Only you will see the answers. Something does not work? Ask in {help_channel}."
        ),
        colour=discord.Colour.blurple(),
    )


def shutdown_notice(conference: str, help_channel: str) -> discord.Embed:
    """Return what stands in place of the registration message while the bot is away."""
    return discord.Embed(
        title=f"{conference}: registration is paused",
        description=(
            "The bot is taking a break, so nobody can register at the moment. "
            f"As soon as it is back, so is the button. In a hurry? Ask in {help_channel}."
        ),
        colour=discord.Colour.dark_grey(),
    )
