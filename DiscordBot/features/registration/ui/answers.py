"""What people read in answer to a registration, and organisers in the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.timestamps import time_stamp
from DiscordBot.features.registration.outcome import Outcome, Result
from DiscordBot.features.registration.shop.validity import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import discord

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

_LOG_LINES = {
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
    """Return what an organiser reads who did something for somebody: what the log says, and the rest."""
    if outcome.result in _LOG_LINES:
        return log_line(outcome)
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


def log_line(outcome: Outcome) -> str:
    """Return the line for the organisers' log channel: no names, and an order code only where needed."""
    line = _LOG_LINES[outcome.result].format(
        who=f"<@{outcome.user_id}>",
        tickets=", ".join(outcome.tickets) or "no valid ticket",
        roles=mentions(outcome.roles),
        removed=f", no longer {mentions(outcome.removed)}" if outcome.removed else "",
        holder=f"<@{outcome.holder}>" if outcome.holder else "somebody, with the older bot",
        order_code=outcome.order_code,
        state=outcome.flaw,
    )
    return "\n  ⚠️ ".join((line, *outcome.problems))


def mentions(role_ids: Iterable[int]) -> str:
    """Return roles as Discord shows them; nobody is pinged as long as no mention is allowed."""
    return ", ".join(f"<@&{role_id}>" for role_id in sorted(role_ids)) or "no roles"
