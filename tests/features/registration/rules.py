"""What tests of registration stand on: made-up tickets, members in memory, and the service behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from DiscordBot.core.members import ChangeRefusedError, FoundRoles, MemberGoneError
from DiscordBot.features.registration.attempts import Attempts
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.matching.order_search import OrderSearch
from DiscordBot.features.registration.matching.ticket_finder import TicketFinder
from DiscordBot.features.registration.roles.entitlement import Entitlements
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.roles.role_sync import RoleSync
from DiscordBot.features.registration.roles.speaker_roles import SpeakerRoles
from DiscordBot.features.registration.service import RegistrationService
from DiscordBot.features.registration.shop.order_code import parse_order_code
from DiscordBot.features.registration.shop.order_lookup import FreshLook
from DiscordBot.features.registration.shop.tickets import Order, Position
from sandbox import conference
from tests.clocks import START, StoppedClock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from sandbox.conference.known_tickets import KnownTicket
    from sandbox.pretix.server import PretixStandIn

EVENT = "example/conf2027"
"""What the store in the tests' database is a copy of."""

USER, OTHER = 1, 2
"""The two members of the fixture `two_members`."""

ROLE_IDS = {name: number for number, name in enumerate(conference.ATTENDEE_ROLES, start=501)}


def roles(*names: str) -> frozenset[int]:
    """Return the ids of the conference's roles."""
    return frozenset(ROLE_IDS[name] for name in names)


def position(name: str | None = "Ada Lovelace", *, id: int = 1, **fields: Any) -> Position:  # noqa: A002, ANN401 - as pretix calls it
    return Position.read({"id": id, "positionid": id, "item": 1, "attendee_name": name, **fields})


def order(*positions: Position, **fields: Any) -> Order:  # noqa: ANN401 - any field of an order
    told = {"code": "ABC12", "status": "p", "last_modified": START, **fields}
    return Order.read({**told, "positions": positions})


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
    ) -> str | None:
        before, called = await self.roles_of(user_id), self.nicknames.get(user_id)
        after = (before | add) - remove
        if after == before and nickname in {None, called}:
            return None
        if self.refusing:
            raise ChangeRefusedError("Discord did not allow the change.")
        self.changes += 1
        self.roles[user_id] = after
        self.nicknames[user_id] = nickname or called
        return nickname if nickname != called else None


@dataclass(frozen=True)
class KnownSpeaker:
    name: str
    email_hash: str | None = None


@dataclass
class Announced:
    """What people were told; `cards` and `losses` are what is shown besides the lines of the `log`."""

    log: list[Outcome] = field(default_factory=list)
    lines: list[tuple[int | None, int]] = field(default_factory=list)
    transfers: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    losses: list[Outcome] = field(default_factory=list)

    def log_renamed_ticket(self, claim: Claim, ticket: Position) -> None:
        self.lines.append((claim.user_id, ticket.positionid))

    async def offer_transfer(self, request_id: int, outcome: Outcome) -> bool:
        self.transfers.append(request_id)
        self.log.append(outcome)
        return True

    async def ask_about_speaker(self, claim: Claim, ticket: Position) -> bool:
        assert claim.position_id == ticket.id
        self.questions.append(claim.position_id)
        return True

    async def tell_loss(self, outcome: Outcome) -> None:
        self.losses.append(outcome)


class Announcing:
    """Hands on what the service tells."""

    def __init__(self, announced: Announced) -> None:
        self.log = announced.log.append
        self.log_renamed_ticket = announced.log_renamed_ticket
        self.offer_transfer = announced.offer_transfer
        self.ask_about_speaker = announced.ask_about_speaker
        self.tell_loss = announced.tell_loss


@dataclass
class Rules:
    """Registration without Discord. `speakers` are people who also speak."""

    database: Database
    store: TicketStore
    pretix: PretixStandIn
    members: FakeMembers
    clock: StoppedClock
    revoke: bool = True
    set_nickname: bool = True
    announced: Announced = field(default_factory=Announced)
    speakers: tuple[KnownSpeaker, ...] = ()

    def __post_init__(self) -> None:
        self.claims = Claims(self.database, self.clock)
        self.entitlements = Entitlements(
            self.store, self.mapping, self.members, SpeakerRoles(lambda: self.speakers, ["Speakers"])
        )
        self.role_sync = RoleSync(
            claims=self.claims,
            members=self.members,
            entitlements=self.entitlements,
            revoke=lambda: self.revoke,
        )
        self.fresh_look = FreshLook(self.store, self.clock)
        read_code = partial(parse_order_code, events=[conference.EVENT])
        self.service = RegistrationService(
            store=self.store,
            finder=TicketFinder(self.store, self.fresh_look, self.entitlements, "hash of {}".format),
            claims=self.claims,
            role_sync=self.role_sync,
            members=self.members,
            attempts=Attempts(self.clock),
            announcer=Announcing(self.announced),
            set_nickname=lambda: self.set_nickname,
            reserved_names=lambda: ["Organizers", "Volunteers", "ConferenceBot"],
            read_code=read_code,
        )
        self.search = OrderSearch(self.store, self.fresh_look, "hash of {}".format, read_code)

    @property
    def log(self) -> list[Outcome]:
        return self.announced.log

    def speaks(self, name: str, email: str | None = None) -> None:
        """Let somebody be in the programme."""
        self.speakers = (*self.speakers, KnownSpeaker(name, f"hash of {email}" if email else None))

    def mapping(self) -> RoleMapping:
        """Return what tickets of the made-up conference give."""
        told = {ticket: tuple(given) for ticket, given in conference.TICKET_TO_ROLES.items()}
        return RoleMapping(told).with_items(self.store.items, self.store.subevents)

    async def follow_pretix(self) -> list[Outcome]:
        """Let time pass, learn what happened in the shop meanwhile, and act on it."""
        self.clock.forward(minutes=5)
        await self.store.refresh()
        return await self.service.follow_changes()


async def register(rules: Rules, ticket: KnownTicket, user: int = USER) -> Outcome:
    """Register somebody with what stands on a ticket."""
    return await rules.service.register(user, ticket.order, ticket.name)
