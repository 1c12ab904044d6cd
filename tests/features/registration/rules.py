"""What tests of registration stand on: made-up tickets, members in memory, and the service behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from DiscordBot.core.clock import Clock
from DiscordBot.core.members import ChangeRefusedError, FoundRoles, MemberGoneError
from DiscordBot.features.registration.attempts import Attempts
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.roles.role_sync import RoleSync
from DiscordBot.features.registration.service import RegistrationService
from DiscordBot.features.registration.shop.order_lookup import FreshLook
from DiscordBot.features.registration.shop.tickets import Order, Position
from sandbox import conference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from sandbox.pretix import PretixStandIn

EVENT = "example/conf2027"
"""What the store in the tests' database is a copy of."""

START = datetime(2027, 7, 1, 12, tzinfo=UTC)
ROLE_IDS = {name: number for number, name in enumerate(conference.ATTENDEE_ROLES, start=501)}


def roles(*names: str) -> frozenset[int]:
    """Return the ids of the conference's roles."""
    return frozenset(ROLE_IDS[name] for name in names)


def position(name: str | None = "Ada Lovelace", *, id: int = 1, **fields: Any) -> Position:  # noqa: A002, ANN401 - as pretix calls it
    return Position.model_validate({"id": id, "positionid": id, "item": 1, "attendee_name": name, **fields})


def order(*positions: Position, **fields: Any) -> Order:  # noqa: ANN401 - any field of an order
    told = {"code": "ABC12", "status": "p", "last_modified": START, **fields}
    return Order.model_validate({**told, "positions": positions})


class StoppedClock(Clock):
    """A clock that moves when a test says so."""

    def __init__(self, timezone: ZoneInfo) -> None:
        super().__init__(timezone)
        self.at = START

    def now(self) -> datetime:
        return self.at

    def real_seconds_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.at).total_seconds())

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


class FakeMembers:
    """A server in memory: who has which roles, and what the server does not allow.

    `missing` are names of roles that do not exist, `changes` counts requests that change something.
    """

    def __init__(self) -> None:
        self.roles: dict[int, frozenset[int]] = {}
        self.nicknames: dict[int, str | None] = {}
        self.missing: set[str] = set()
        self.refusing = False
        self.disconnected = False
        self.changes = 0

    def join(self, user_id: int, *given: str) -> None:
        """Let somebody come to the server, with the roles that others give them."""
        self.roles[user_id] = roles(*given)

    def leave(self, user_id: int) -> None:
        """Let somebody leave; Discord forgets their roles."""
        del self.roles[user_id]

    def find_roles(self, references: Iterable[str | int]) -> FoundRoles:
        wanted = {str(reference) for reference in references}
        problems = tuple(f"There is no role {name}." for name in sorted(wanted & self.missing))
        return FoundRoles(roles(*(wanted - self.missing)), problems)

    async def roles_of(self, user_id: int) -> frozenset[int]:
        if self.disconnected:
            raise ChangeRefusedError("The bot is not connected to the server at the moment.")
        if user_id not in self.roles:
            raise MemberGoneError("The member is not on the server.")
        return self.roles[user_id]

    async def change(
        self, user_id: int, *, add: frozenset[int], remove: frozenset[int], nickname: str | None
    ) -> None:
        before = await self.roles_of(user_id)
        after = (before | add) - remove
        if after == before and nickname in {None, self.nicknames.get(user_id)}:
            return
        if self.refusing:
            raise ChangeRefusedError("Discord did not allow the change.")
        self.changes += 1
        self.roles[user_id] = after
        self.nicknames[user_id] = nickname or self.nicknames.get(user_id)


@dataclass
class Rules:
    """Registration without Discord. `speakers` are names of people who also speak."""

    database: Database
    store: TicketStore
    pretix: PretixStandIn
    members: FakeMembers
    clock: StoppedClock
    revoke: bool = True
    set_nickname: bool = True
    log: list[Outcome] = field(default_factory=list)
    speakers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.claims = Claims(self.database, self.clock)
        self.role_sync = RoleSync(
            claims=self.claims,
            store=self.store,
            mapping=self.mapping,
            members=self.members,
            speaker_roles=self._speaker_roles,
            revoke=lambda: self.revoke,
        )
        self.service = RegistrationService(
            store=self.store,
            fresh_look=FreshLook(self.store, self.clock),
            claims=self.claims,
            role_sync=self.role_sync,
            members=self.members,
            attempts=Attempts(self.clock),
            log=self.log.append,
            set_nickname=lambda: self.set_nickname,
        )

    def mapping(self) -> RoleMapping:
        """Return what tickets of the made-up conference give."""
        told = {ticket: tuple(given) for ticket, given in conference.TICKET_TO_ROLES.items()}
        return RoleMapping(told).with_items(self.store.items)

    def _speaker_roles(self, ticket: Position) -> frozenset[str]:
        return frozenset({"Speakers"}) if ticket.attendee_name in self.speakers else frozenset()

    async def follow_pretix(self) -> list[Outcome]:
        """Let time pass, learn what happened in the shop meanwhile, and act on it."""
        self.clock.forward(minutes=5)
        await self.store.refresh()
        return await self.service.follow_changes()
