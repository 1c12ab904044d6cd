"""What organisers read about registrations, in answers and in the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.ui.answers import mentions, titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.outcome import Outcome

_NO_ROLES = "no roles"
_LOG_LINES = {
    Result.REGISTERED: "✅ {who} registered: {tickets} → {roles}",
    Result.CHANGED: "🔄 {who} now has {tickets} → {roles}{removed}",
    Result.INCOMPLETE: "⚠️ {who} has {tickets}, but the bot could not give all roles. It keeps trying.",
    Result.TAKEN: "⛔ {who} tried a ticket that is registered by {holder} ({order_code})",
    Result.NO_ROLES: "⚠️ {who} has a ticket for which no roles are set: {tickets}",
    Result.NOT_VALID: "❌ {who} tried a ticket that is not valid: {state}",
    Result.TOO_MANY_ATTEMPTS: "⏳ {who} has to wait after too many failed attempts",
    Result.RELEASED: "↩️ {who} was unregistered: {tickets}{removed}",
}

_TO_ORGANIZERS = {
    Result.ALREADY_REGISTERED: "✅ {who} has {roles}. There was nothing to change.",
    Result.NOT_REGISTERED: "{who} is not registered, so there was nothing to remove.",
    Result.NO_CODE: "❌ That cannot be an order code. It looks like `ABC12`, or `#ABC12-1` for one ticket.",
    Result.NOT_FOUND: (
        "❌ There is no such ticket. If the order has several names, give the name too, "
        "or the number of the ticket, as in `ABC12-2`."
    ),
    Result.STARTING: "⏳ The bot has not read yet what the shop sells. Please try again in a minute.",
    Result.PRETIX_UNAVAILABLE: (
        "⏳ The bot does not know this order, and the ticket shop does not answer. "
        "Please try again in a few minutes."
    ),
}

_SYNCED = {
    Result.REGISTERED: "registration finished",
    Result.ALREADY_REGISTERED: "nothing to change",
    Result.CHANGED: "roles changed",
    Result.INCOMPLETE: "not allowed by Discord, see the registration log",
}


def organizer_text(outcome: Outcome) -> str:
    """Return what an organiser reads who did something for somebody: what the log says, and the rest."""
    if outcome.result in _LOG_LINES:
        return log_line(outcome)
    return _TO_ORGANIZERS[outcome.result].format(
        who=f"<@{outcome.user_id}>", roles=mentions(outcome.roles) or _NO_ROLES
    )


def summary(outcomes: Sequence[Outcome], *, to_tell: int = 0) -> str:
    """Return what an organiser reads who had everybody's roles looked at; `to_tell` are told of it later."""
    counts = Counter(outcome.result for outcome in outcomes)
    lines = [f"• {count} × {_SYNCED[result]}" for result, count in counts.items()]
    if to_tell:
        lines.append(
            f"{to_tell} members are told one after the other that they lost roles; "
            "`/health` says how many are left."
        )
    return "\n".join((f"{len(outcomes)} members were checked.", *lines))


def nothing_found(member: discord.Member | None, wanted: str, *, unasked: bool) -> str:
    """Return what an organiser reads who looked up a member, or else what was `wanted`, in vain.

    `unasked` says that a shop could not be asked for the order.
    """
    if member is not None:
        return f"{member.mention} is not registered."
    if not wanted:
        return "Please give a member, an order code, a name or an e-mail address."
    if unasked:
        return "Nothing found here, and the ticket shop does not answer. Please try again in a few minutes."
    return (
        "Nothing found, in the ticket shop neither. Is the name new? Use `/refresh tickets`, then try again."
    )


def renamed_ticket_line(claim: Claim, order_code: str, positionid: int, *, is_another: bool) -> str:
    """Return the line for organisers about a ticket whose name was changed after it was claimed.

    `is_another` if it hardly names the same person.
    """
    line = (
        f"✏️ The name on {order_code}-{positionid}, registered by <@{claim.user_id}>, was changed in the shop."
    )
    if not is_another:
        return f"{line} They keep their roles."
    return f"{line} They keep their roles until somebody else registers with the new name."


def speaker_question(claim: Claim, order_code: str, positionid: int) -> str:
    """Return the card that asks organisers whether somebody speaks."""
    return (
        f"🎤 <@{claim.user_id}> has the name of a speaker, and another e-mail address "
        f"({order_code}-{positionid}). Is it the same person?"
    )


def log_line(outcome: Outcome) -> str:
    """Return the line for the organisers' log channel: no names, and an order code only where needed."""
    line = _LOG_LINES[outcome.result].format(
        who=f"<@{outcome.user_id}>",
        tickets=titles(outcome) or "no valid ticket",
        roles=mentions(outcome.roles) or _NO_ROLES,
        removed=f", no longer {mentions(outcome.removed)}" if outcome.removed else "",
        holder=f"<@{outcome.holder}>" if outcome.holder else "somebody, with the older bot",
        order_code=outcome.order_code,
        state=outcome.flaw,
    )
    problems = "".join(f"\n  ⚠️ {problem}" for problem in outcome.problems)
    return line + problems + "".join(f"\n  ℹ️ {note}" for note in outcome.notes)
