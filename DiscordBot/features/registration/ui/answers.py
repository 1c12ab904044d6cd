"""What people read in answer to a registration, and organisers in the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.registration.outcome import Cause, Outcome, Result
from DiscordBot.features.registration.shop.validity import Flaw
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import discord

    from DiscordBot.features.registration.models import Claim

_ANSWERS = {
    Result.REGISTERED: translatable("✅ Welcome! You are registered with **{tickets}** and have {roles}."),
    Result.ALREADY_REGISTERED: translatable(
        "✅ You are registered already and have {roles}. There is nothing left to do."
    ),
    Result.INCOMPLETE: translatable(
        "✅ Your ticket is registered to you. I was not allowed to give you all its roles just now. "
        "The organisers have been told; you will get them without doing anything."
    ),
    Result.NOT_FOUND: translatable(
        "❌ I found no ticket with this order code and this name. Please check both:\n"
        "• The order code has about five letters and digits, like `ABC12`. "
        "It is in the confirmation e-mail and on your badge.\n"
        "• The name is the attendee's on the ticket, not the buyer's. {no_names}\n"
        "Still no luck? The people in {help_channel} can help."
    ),
    Result.NO_CODE: translatable(
        "❌ That does not look like an order code. It has about five letters and digits, like `ABC12`, and "
        "is in the confirmation e-mail and on your badge (`#ABC12-1`); the link to your order works too. "
        "Questions? Ask in {help_channel}."
    ),
    Result.NOT_VALID: translatable("❌ {flaw} Questions? Ask in {help_channel}."),
    Result.NO_ROLES: translatable(
        "Your ticket (**{tickets}**) is fine, but no role on this server comes with it. "
        "The organisers have been told; if you miss something, ask in {help_channel}."
    ),
    Result.STARTING: translatable(
        "⏳ One moment: I am still reading what the ticket shop sells. Please try again in a minute. "
        "If it goes on, ask in {help_channel}."
    ),
    Result.TAKEN: translatable(
        "❌ This ticket is already registered to another Discord account.\n"
        "• Have you registered with another account of yours? Use that one, or ask the organisers to move "
        "the ticket: they have been told and can do it with one press.\n"
        "• Did you get the ticket from somebody? Have the name on it changed in the ticket shop, then "
        "register with your name.\n"
        "• Otherwise ask in {help_channel}."
    ),
    Result.TOO_MANY_ATTEMPTS: translatable(
        "⏳ Those were too many attempts. Try again {retry}, or ask in {help_channel}."
    ),
    Result.PRETIX_UNAVAILABLE: translatable(
        "⏳ I do not know this order yet, and the ticket shop does not answer me at the moment. "
        "Please check both fields, or try again in a few minutes. If it goes on, ask in {help_channel}."
    ),
    Result.CHANGED: translatable("✅ You have {roles} now."),
    Result.RELEASED: translatable("You are not registered any more."),
}

_OR_ADDRESS = translatable("If the ticket has no name, type the e-mail address that it was ordered with.")
_MANY_UNNAMED = translatable(
    "**Many tickets of this conference have no name**: then type the e-mail address that the order was "
    "placed with."
)

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
    Result.NO_CODE: "❌ That cannot be an order code. It looks like `ABC12`, or `#ABC12-1` for one ticket.",
    Result.NOT_FOUND: (
        "❌ There is no such ticket. If the order has several names, give the name too, "
        "or the number of the ticket, as in `ABC12-2`."
    ),
    Result.STARTING: "⏳ The shop's catalogue is not known yet, so I cannot say what a ticket gives.",
    Result.PRETIX_UNAVAILABLE: "⏳ This order is not known yet, and pretix does not answer at the moment.",
}

_CAUSES = {
    Cause.TICKET_CHANGED: translatable("Your ticket was changed in the ticket shop."),
    Cause.MOVED: translatable(
        "Your ticket bears another name in the ticket shop now, and somebody registered with that name. "
        "If it is still yours, have the name corrected and register again."
    ),
    Cause.MOVED_BY_ORGANIZER: translatable("The organisers moved your ticket to another account."),
    Cause.RELEASED: translatable("The organisers took your registration back."),
    Cause.NO_TICKET: translatable("You are not registered with a ticket any more."),
    Cause.NO_SPEAKER: translatable("You are not in the programme as a speaker any more."),
}

_SYNCED = {
    Result.REGISTERED: "registration finished",
    Result.ALREADY_REGISTERED: "nothing to change",
    Result.CHANGED: "roles changed",
    Result.INCOMPLETE: "not allowed by Discord, see the registration log",
}

_FLAWS = {
    Flaw.CANCELLED: translatable("This ticket was cancelled, so it cannot be used any more."),
    Flaw.EXPIRED: translatable("The order expired before it was paid, so it is no ticket any more."),
    Flaw.AWAITING_APPROVAL: translatable("This order still waits for approval. Try again once you have it."),
    Flaw.UNPAID: translatable(
        "This order is not paid yet. Try again when the shop has confirmed your payment."
    ),
    Flaw.BLOCKED: translatable("This ticket is blocked."),
    Flaw.TEST_MODE: translatable("This order was placed in the shop's test mode, so it is no real ticket."),
}


def answer_text(outcome: Outcome, help_channel: str, *, many_unnamed: bool = False) -> str:
    """Return what the person who registers reads; `many_unnamed`: many of the shop's tickets have no name."""
    return tr(_ANSWERS[outcome.result]).format(
        tickets=_titles(outcome),
        roles=mentions(outcome.roles),
        flaw=tr(_FLAWS[outcome.flaw]) if outcome.flaw else "",
        retry=time_stamp(outcome.retry_at, "R") if outcome.retry_at else tr("later"),
        help_channel=help_channel,
        no_names=tr(_MANY_UNNAMED if many_unnamed else _OR_ADDRESS),
    )


def organizer_text(outcome: Outcome) -> str:
    """Return what an organiser reads who did something for somebody: what the log says, and the rest."""
    if outcome.result in _LOG_LINES:
        return log_line(outcome)
    return _TO_ORGANIZERS[outcome.result].format(who=f"<@{outcome.user_id}>", roles=mentions(outcome.roles))


def summary(outcomes: Sequence[Outcome], *, to_tell: int = 0) -> str:
    """Return what an organiser reads who had everybody's roles looked at; `to_tell` are told of it later."""
    counts = Counter(outcome.result for outcome in outcomes)
    lines = [f"• {count} × {_SYNCED[result]}" for result, count in counts.items()]
    if to_tell:
        lines.append(
            f"{to_tell} members are told one after the other that they lost roles; "
            "`/health` says how many are left."
        )
    return "\n".join((f"I looked at {len(outcomes)} members.", *lines))


def nothing_found(member: discord.Member | None, wanted: str, *, unasked: bool) -> str:
    """Return what an organiser reads who looked up a member, or else what was `wanted`, in vain.

    `unasked` says that pretix could not be asked for the order.
    """
    if member is not None:
        return f"{member.mention} is not registered."
    if not wanted:
        return "Whom shall I look up? Give a member, an order code, a name or an e-mail address."
    if unasked:
        return "I found nothing here, and pretix does not answer at the moment."
    return "I found nothing. Order codes I also asked pretix for; new names need `/refresh tickets` first."


def loss_text(outcome: Outcome, role_names: Sequence[str], help_channel: str, conference: str) -> str:
    """Return what a member reads in a direct message who lost roles; mentions of roles do not work there."""
    reason = _CAUSES[outcome.cause] if outcome.cause else _FLAWS[outcome.flaw] if outcome.flaw else ""
    return tr(
        "You no longer have these roles on the server of {conference}: {names}.\n{reason}\n"
        "Is that wrong? The people in {help_channel} can help."
    ).format(
        conference=conference,
        names=", ".join(f"**{shown_line(name)}**" for name in role_names),
        reason=tr(reason) if reason else "",
        help_channel=help_channel,
    )


def renamed_ticket_line(claim: Claim, order_code: str, positionid: int, *, is_another: bool) -> str:
    """Return the line for organisers about a ticket whose name was changed after it was claimed.

    `is_another` if it hardly names the same person.
    """
    line = (
        f"✏️ The name on {order_code}-{positionid}, registered by <@{claim.user_id}>, was changed in pretix."
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
        tickets=_titles(outcome) or "no valid ticket",
        roles=mentions(outcome.roles),
        removed=f", no longer {mentions(outcome.removed)}" if outcome.removed else "",
        holder=f"<@{outcome.holder}>" if outcome.holder else "somebody, with the older bot",
        order_code=outcome.order_code,
        state=outcome.flaw,
    )
    problems = "".join(f"\n  ⚠️ {problem}" for problem in outcome.problems)
    return line + problems + "".join(f"\n  ℹ️ {note}" for note in outcome.notes)


def _titles(outcome: Outcome) -> str:
    return shown_line(", ".join(outcome.tickets))


def mentions(role_ids: Iterable[int]) -> str:
    """Return roles as Discord shows them; nobody is pinged as long as no mention is allowed."""
    return ", ".join(f"<@&{role_id}>" for role_id in sorted(role_ids)) or tr("no roles")
