"""What came of something that registration did: for the answer to the person and the line in the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.shop.validity import Flaw


class Result(Enum):
    """The ways a registration, or a later change of one, can end."""

    REGISTERED = auto()
    ALREADY_REGISTERED = auto()
    INCOMPLETE = auto()
    """The ticket is the member's, but Discord did not let the bot give everything; it keeps trying."""
    NO_CODE = auto()
    """What was typed cannot be an order code."""
    NOT_FOUND = auto()
    NOT_VALID = auto()
    NO_ROLES = auto()
    """No entry of the role mapping fits the ticket."""
    STARTING = auto()
    """The shop's catalogue is not known yet, so nobody can say what a ticket gives."""
    TAKEN = auto()
    TOO_MANY_ATTEMPTS = auto()
    PRETIX_UNAVAILABLE = auto()
    """The order is not known as it was named, and a shop cannot be asked at the moment."""
    CHANGED = auto()
    """The tickets changed, and with them the roles."""
    NOT_REGISTERED = auto()
    RELEASED = auto()
    """An organiser took the registration back."""


class Cause(Enum):
    """Why somebody lost roles, where the tickets themselves do not say it."""

    TICKET_CHANGED = auto()
    MOVED = auto()
    """Somebody else registered with the ticket, which bears their name now."""
    MOVED_BY_ORGANIZER = auto()
    RELEASED = auto()
    NO_SPEAKER = auto()
    NO_TICKET = auto()
    """The tickets went before the roles could be taken; nobody knows any more which way."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`roles` are the ids that the tickets give, `removed` those taken away, `tickets` their titles.

    `problems` tell organisers what is wrong with the server, `notes` what else they should know; `flaw` is
    why a ticket is not valid, `cause` why roles were taken away otherwise. `holder` is who has the ticket
    instead (None when the older bot registered it), `retry_at` (UTC) when a next attempt is allowed.
    `order_code` names the order, for the organisers' eyes only; `position_id` is pretix's id of the ticket
    that is taken. `nickname` is what the member is called now and was not before.
    `to_ask` are the claims about which organisers are to be asked whether their holder speaks.
    """

    result: Result
    user_id: int
    tickets: tuple[str, ...] = ()
    roles: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    flaw: Flaw | None = None
    cause: Cause | None = None
    holder: int | None = None
    retry_at: datetime | None = None
    order_code: str = ""
    position_id: int | None = None
    nickname: str | None = None
    to_ask: tuple[Claim, ...] = field(default=(), compare=False)
