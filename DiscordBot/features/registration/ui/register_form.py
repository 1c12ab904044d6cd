"""What people read and press in registration."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.components import BaseModal
from DiscordBot.discord_ui.timestamps import time_stamp
from DiscordBot.features.registration.attendees import attendee_of
from DiscordBot.features.registration.outcome import Outcome, Result
from DiscordBot.features.registration.shop.validity import Flaw, flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.shop.tickets import Order, Position

FORM_ID = "registration:v1:form:0"

_ANSWERS = {
    Result.REGISTERED: "✅ Welcome! You are registered with **{tickets}** and have {roles}.",
    Result.ALREADY_REGISTERED: "✅ You are registered already and have {roles}. There is nothing left to do.",
    Result.INCOMPLETE: (
        "✅ Your ticket is registered to you. I was not allowed to give you all its roles just now. "
        "The organisers have been told; you will get them without doing anything."
    ),
    Result.NOT_FOUND: (
        "❌ I found no ticket with this order code and this name. Please check both:\n"
        "• The order code has about five letters and digits, like `ABC12`. "
        "It is in the confirmation e-mail and on your badge.\n"
        "• The name is the attendee's on the ticket, not the buyer's.\n"
        "Still no luck? The people in {help_channel} can help."
    ),
    Result.NOT_VALID: "❌ {flaw} Questions? Ask in {help_channel}.",
    Result.NO_ROLES: (
        "Your ticket (**{tickets}**) is fine, but no role on this server comes with it. "
        "The organisers have been told; if you miss something, ask in {help_channel}."
    ),
    Result.TAKEN: (
        "❌ This ticket is already registered to another Discord account. "
        "If it is yours, the people in {help_channel} can sort it out."
    ),
    Result.TOO_MANY_ATTEMPTS: "⏳ Those were too many attempts. Try again {retry}, or ask in {help_channel}.",
    Result.PRETIX_UNAVAILABLE: (
        "⏳ I do not know this order yet, and the ticket shop does not answer me at the moment. "
        "Please try again in a few minutes. If it goes on, ask in {help_channel}."
    ),
    Result.CHANGED: "✅ You have {roles} now.",
    Result.RELEASED: "You are not registered any more.",
}

_JOURNAL = {
    Result.REGISTERED: "✅ {who} registered: {tickets} → {roles}",
    Result.CHANGED: "🔄 {who} now has {tickets} → {roles}{removed}",
    Result.INCOMPLETE: "⚠️ {who} holds {tickets}, but not all roles could be given. I keep trying.",
    Result.TAKEN: "⛔ {who} tried a ticket that is registered by {holder} ({order_code})",
    Result.NO_ROLES: "⚠️ {who} has a ticket that the role mapping does not know: {tickets}",
    Result.NOT_VALID: "❌ {who} tried a ticket that does not count: {state}",
    Result.TOO_MANY_ATTEMPTS: "⏳ {who} has to wait after too many failed attempts",
    Result.RELEASED: "↩️ {who} was unregistered: {tickets}{removed}",
}

_TO_ORGANIZERS = {
    Result.ALREADY_REGISTERED: "✅ {who} has {roles}. There was nothing to change.",
    Result.NOT_REGISTERED: "{who} is not registered, so there was nothing to take back.",
    Result.NOT_FOUND: "❌ There is no such ticket. If the order has several names, give the name too.",
    Result.PRETIX_UNAVAILABLE: "⏳ This order is not known yet, and pretix does not answer at the moment.",
}

_SYNCED = {
    Result.REGISTERED: "registration finished",
    Result.ALREADY_REGISTERED: "nothing to change",
    Result.CHANGED: "roles changed",
    Result.INCOMPLETE: "not allowed by Discord, see the registration log",
}

_FLAWS = {
    Flaw.CANCELLED: "This ticket was cancelled, so it cannot be used any more.",
    Flaw.EXPIRED: "The order expired before it was paid, so it is no ticket any more.",
    Flaw.AWAITING_APPROVAL: "This order still waits for approval. Try again once you have it.",
    Flaw.UNPAID: "This order is not paid yet. Try again when the shop has confirmed your payment.",
    Flaw.BLOCKED: "This ticket is blocked.",
    Flaw.TEST_MODE: "This order was placed in the shop's test mode, so it is no real ticket.",
}


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


def invitation(conference: str, help_channel: str) -> discord.Embed:
    """Return the registration message."""
    return discord.Embed(
        title=f"Welcome to {conference}!",
        description=(
            "Press **Register** to get the channels that come with your ticket. You need\n"
            "• your **order code**, from the confirmation e-mail or your badge, and\n"
            "• your **name** as it stands on the ticket.\n\n"
            f"Only you will see the answers. Something does not work? Ask in {help_channel}."
        ),
        colour=discord.Colour.blurple(),
    )


def good_bye(conference: str, help_channel: str) -> discord.Embed:
    """Return what stands in place of the registration message while the bot is away."""
    return discord.Embed(
        title=f"{conference}: registration is paused",
        description=(
            "The bot is taking a break, so nobody can register at the moment. "
            f"As soon as it is back, so is the button. In a hurry? Ask in {help_channel}."
        ),
        colour=discord.Colour.dark_grey(),
    )


def answer_text(outcome: Outcome, help_channel: str) -> str:
    """Return what the person who registers reads."""
    return _ANSWERS[outcome.result].format(
        tickets=", ".join(outcome.tickets),
        roles=mentions(outcome.roles),
        flaw=_FLAWS[outcome.flaw] if outcome.flaw else "",
        retry=time_stamp(outcome.retry_at, "R") if outcome.retry_at else "later",
        help_channel=help_channel,
    )


def organizer_text(outcome: Outcome) -> str:
    """Return what an organiser reads who did something for somebody: what the journal says, and the rest."""
    if outcome.result in _JOURNAL:
        return journal_line(outcome)
    return _TO_ORGANIZERS[outcome.result].format(who=f"<@{outcome.user_id}>", roles=mentions(outcome.roles))


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return what an organiser reads who had everybody's roles looked at."""
    counts = Counter(outcome.result for outcome in outcomes)
    lines = [f"• {count} × {_SYNCED[result]}" for result, count in counts.items()]
    return "\n".join((f"I looked at {len(outcomes)} members.", *lines))


def nothing_found(member: discord.Member | None, wanted: str) -> str:
    """Return what an organiser reads who looked up a member, or else what was `wanted`, in vain."""
    if member is not None:
        return f"{member.mention} is not registered."
    if not wanted:
        return "Whom shall I look up? Give a member, an order code or a name."
    return "I found nothing. For an order that is minutes old, try `/refresh tickets` first."


def journal_line(outcome: Outcome) -> str:
    """Return the line for the organisers' log channel: no names, and an order code only where needed."""
    line = _JOURNAL[outcome.result].format(
        who=f"<@{outcome.user_id}>",
        tickets=", ".join(outcome.tickets) or "no valid ticket",
        roles=mentions(outcome.roles),
        removed=f", no longer {mentions(outcome.removed)}" if outcome.removed else "",
        holder=f"<@{outcome.holder}>" if outcome.holder else "somebody, with the older bot",
        order_code=outcome.order_code,
        state=outcome.flaw,
    )
    return "\n  ⚠️ ".join((line, *outcome.problems))


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


def mentions(role_ids: Iterable[int]) -> str:
    """Return roles as Discord shows them; nobody is pinged as long as no mention is allowed."""
    return ", ".join(f"<@&{role_id}>" for role_id in sorted(role_ids)) or "no roles"
