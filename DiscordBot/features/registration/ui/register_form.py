"""The form for order code and name, and what was typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.components import BaseModal

if TYPE_CHECKING:
    from DiscordBot.discord_ui.errors import ErrorReporter

FORM_ID = "registration:v1:form:0"


class RegistrationForm(BaseModal):
    """Asks for the order code and the name; `typed_into_form` reads them.

    discord.py forgets open forms at a restart. So all of these have one id, by which whoever listens to
    interactions knows what was submitted, however long ago the form was opened.
    """

    def __init__(self, reporter: ErrorReporter, *, conference: str, order: str = "", name: str = "") -> None:
        # Under its one id discord.py keeps only the newest form: there is nothing to tidy up later.
        super().__init__(reporter, title=f"Register for {conference}", timeout=None)
        self.custom_id = FORM_ID
        where = "In the confirmation e-mail, or on your badge (#ABC12-1)."
        self._ask("order", "Order code", where, "ABC12", order)
        self._ask("name", "Name", "As it stands on the ticket.", "Ada Lovelace", name)

    def _ask(self, key: str, label: str, description: str, example: str, default: str) -> None:
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=key, placeholder=example, max_length=200, default=default or None
        )
        self.add_item(discord.ui.Label(text=label, description=description, component=field))


def typed_into_form(interaction: discord.Interaction[Any]) -> tuple[str, str] | None:
    """Return the order code and the name, or None if it is no such form that was submitted."""
    data: dict[str, Any] = {**(interaction.data or {})}
    if interaction.type is not discord.InteractionType.modal_submit or data["custom_id"] != FORM_ID:
        return None
    fields = [label["component"] for label in data["components"]]
    typed = {field["custom_id"]: field["value"] for field in fields}
    return typed["order"], typed["name"]
