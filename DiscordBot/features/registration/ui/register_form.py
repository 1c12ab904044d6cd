"""The form for order code and name."""

from __future__ import annotations

from DiscordBot.discord_ui.forms import Field
from DiscordBot.translation.language import tr

FORM = "form"
"""The last part of the form's id, which is older than `Forms` and stays what it is."""


def register_fields(order: str = "", name: str = "") -> tuple[Field, Field]:
    """Return the two fields, filled in with what was typed already."""
    return (
        Field(
            key="order",
            label=tr("Order code"),
            description=tr("In the confirmation e-mail, or on your badge (#ABC12-1)."),
            placeholder="ABC12",
            default=order,
            max_length=200,
            is_required=True,
        ),
        Field(
            key="name",
            label=tr("Name"),
            description=tr("On the ticket, or else the e-mail address it was ordered with."),
            placeholder="Ada Lovelace",
            default=name,
            max_length=200,
            is_required=True,
        ),
    )
