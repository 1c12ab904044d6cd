"""What attendees read in answer to a registration, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.registration.outcome import Cause, Outcome, Result
from DiscordBot.features.registration.shop.validity import Flaw
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence


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

_NEXT = {
    "programme": translatable("`/schedule next` shows what starts next, `/schedule day` a whole day."),
    "open_spaces": translatable("`/openspace announce` invites everybody to a meeting of yours."),
    "reminders": translatable("Do you speak? You will be reminded shortly before."),
}
_OR_ADDRESS = translatable("If the ticket has no name, type the e-mail address that it was ordered with.")
_MANY_UNNAMED = translatable(
    "**Many tickets of this conference have no name**: then type the e-mail address that the order was "
    "placed with."
)

_CAUSES = {
    Cause.TICKET_CHANGED: translatable("Your ticket was changed in the ticket shop."),
    Cause.MOVED: translatable(
        "Your ticket bears another name in the ticket shop now, and somebody registered with that name. "
        "If it is still yours, have the name corrected and register again."
    ),
    Cause.MOVED_BY_ORGANIZER: translatable("The organisers moved your ticket to another account."),
    Cause.RELEASED: translatable("The organisers cancelled your registration."),
    Cause.NO_TICKET: translatable("You are not registered with a ticket any more."),
    Cause.NO_SPEAKER: translatable("You are not in the programme as a speaker any more."),
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


def answer_text(
    outcome: Outcome, help_channel: str, *, many_unnamed: bool = False, further: Container[str] = ()
) -> str:
    """Return what the person who registers reads; `many_unnamed`: many of the shop's tickets have no name.

    `further` are the parts of the bot that are on, by their sections.
    """
    told = [_result_text(outcome, help_channel, many_unnamed=many_unnamed)]
    if outcome.result is Result.REGISTERED:
        if outcome.nickname is not None:
            # Discord shows the name; what somebody typed into the shop is not repeated.
            called = tr("You are called {member} here now, as on your ticket.")
            told.append(called.format(member=f"<@{outcome.user_id}>"))
        told += [tr("**What now?** Your channels are in the list of this server.")]
        told += [f"• {tr(text)}" for section, text in _NEXT.items() if section in further]
    return "\n".join(told)


def _result_text(outcome: Outcome, help_channel: str, *, many_unnamed: bool) -> str:
    return tr(_ANSWERS[outcome.result]).format(
        tickets=titles(outcome),
        roles=mentions(outcome.roles) or tr("no roles"),
        flaw=tr(_FLAWS[outcome.flaw]) if outcome.flaw else "",
        retry=time_stamp(outcome.retry_at, "R") if outcome.retry_at else tr("later"),
        help_channel=help_channel,
        no_names=tr(_MANY_UNNAMED if many_unnamed else _OR_ADDRESS),
    )


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


def titles(outcome: Outcome) -> str:
    """Return what the tickets are called."""
    return shown_line(", ".join(outcome.tickets))


def mentions(role_ids: Iterable[int]) -> str:
    """Return roles as Discord shows them, nothing for none; nobody is pinged without an allowed mention."""
    return ", ".join(f"<@&{role_id}>" for role_id in sorted(role_ids))
