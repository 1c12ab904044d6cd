"""What the stand-in Tito knows: registrations, their tickets, releases, and all that can happen to them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

Json = dict[str, Any]


def format_time(moment: datetime) -> str:
    """Write a time as the API does."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


class RegistrationBook:
    """Registrations by their references; `publish` is told the trigger, the registration and the ticket.

    `clock` tells the time (aware, UTC).
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        publish: Callable[[str, Json, Json | None], Awaitable[None]],
    ) -> None:
        self.registrations: dict[str, Json] = {}
        self.tickets: list[Json] = []
        self.releases: list[Json] = []
        self._tickets_of: dict[int, list[Json]] = {}
        self._by_id: dict[int, Json] = {}
        self._clock = clock
        self._publish = publish
        self._numbers = itertools.count(1)

    def add_release(self, title: str, *, archived: bool = False) -> Json:
        """Sell something more."""
        number = next(self._numbers)
        release = {
            "_type": "release",
            "id": number,
            "slug": "-".join(title.lower().split()),
            "title": title,
            "archived": archived,
            "created_at": self._now(),
            "updated_at": self._now(),
        }
        self.releases.append(release)
        return release

    def put(
        self,
        reference: str,
        tickets: Sequence[tuple[str, str | None, str | None]],
        *,
        email: str | None = None,
        **other: object,
    ) -> Json:
        """Add a registration that is there already; a ticket is a release's title, a name and an address."""
        number, now = next(self._numbers), self._now()
        registration: Json = {
            "_type": "registration",
            "id": number,
            "slug": f"reg_{number:05}{reference.lower()}abcdefghij",
            "reference": reference,
            "email": email,
            "name": tickets[0][1] if tickets else None,
            "state": "complete",
            "test_mode": False,
            "cancelled": False,
            "paid": True,
            "payment_incomplete": False,
            "payment_complete": True,
            "created_at": now,
            "updated_at": now,
            "completed_at": now,
            "tickets_count": len(tickets),
        }
        self.registrations[reference] = self._by_id[number] = registration | other
        for place, (title, name, address) in enumerate(tickets, start=1):
            self._add_ticket(self.registrations[reference], place, title, name, address)
        self._look_at_state(reference)
        return self.registrations[reference]

    async def add(
        self, reference: str, tickets: Sequence[tuple[str, str | None, str | None]], **other: object
    ) -> None:
        """Sell tickets."""
        email = other.pop("email", None)
        registration = self.put(reference, tickets, email=str(email) if email else None, **other)
        await self._publish("registration.finished", registration, None)

    async def void(self, ticket: str) -> None:
        """Void a ticket, named by its reference."""
        await self._change("ticket.voided", self.ticket(ticket), state="void", void=True)

    async def unvoid(self, ticket: str) -> None:
        """Let a ticket count again."""
        found = self.ticket(ticket)
        await self._change("ticket.unvoided", found, void=False, state=_state(found["name"], found["email"]))

    async def reassign(self, ticket: str, name: str, email: str) -> None:
        """Give a ticket to somebody else."""
        first, _, last = name.partition(" ")
        told = {"name": name, "first_name": first, "last_name": last or None, "email": email}
        await self._change("ticket.reassigned", self.ticket(ticket), **told, state="complete", assigned=True)

    async def cancel(self, reference: str) -> None:
        """Cancel a registration, and with it its tickets."""
        registration = self.registrations[reference]
        registration |= {"cancelled": True, "state": "cancelled", "updated_at": self._now()}
        for ticket in self.tickets_of(registration):
            ticket |= {"void": True, "state": "void", "updated_at": self._now()}
        await self._publish("registration.cancelled", registration, None)

    async def mark_paid(self, reference: str) -> None:
        """Note that an invoice was paid; of the tickets nothing changes."""
        registration = self.registrations[reference]
        registration |= {"payment_incomplete": False, "payment_complete": True, "updated_at": self._now()}
        await self._publish("registration.marked_as_paid", registration, None)

    async def rename_release(self, slug: str, title: str) -> None:
        """Call something else; no webhook tells of it."""
        next(one for one in self.releases if one["slug"] == slug)["title"] = title

    def ticket(self, reference: str) -> Json:
        """Return a ticket by its reference."""
        return next(ticket for ticket in self.tickets if ticket["reference"] == reference)

    def tickets_of(self, registration: Json) -> list[Json]:
        """Return the tickets of a registration."""
        return self._tickets_of.get(registration["id"], [])

    def registration_of(self, ticket: Json) -> Json:
        """Return the registration of a ticket."""
        return self._by_id[ticket["registration_id"]]

    def release_of(self, ticket: Json) -> Json:
        """Return what a ticket is for."""
        return next(one for one in self.releases if one["id"] == ticket["release_id"])

    async def _change(self, trigger: str, ticket: Json, **values: object) -> None:
        ticket |= {**values, "updated_at": self._now()}
        registration = self.registration_of(ticket)
        self._look_at_state(registration["reference"])
        await self._publish(trigger, registration, ticket)

    def _add_ticket(
        self, registration: Json, place: int, title: str, name: str | None, email: str | None
    ) -> None:
        number = next(self._numbers)
        release = next((one for one in self.releases if one["title"] == title), None)
        first, _, last = (name or "").partition(" ")
        self.tickets.append(
            {
                "_type": "ticket",
                "id": number,
                "slug": f"ti_{number:05}{registration['reference'].lower()}klmnopqrst",
                "reference": f"{registration['reference']}-{place}",
                "number": number,
                "name": name or "",
                "first_name": first or None,
                "last_name": last or None,
                "email": email,
                "state": _state(name, email),
                "assigned": bool(email),
                "void": False,
                "test_mode": registration["test_mode"],
                "registration_id": registration["id"],
                "release_id": (release or self.add_release(title))["id"],
                "release_archived": bool(release and release["archived"]),
                "created_at": registration["created_at"],
                "updated_at": registration["updated_at"],
            }
        )
        self._tickets_of.setdefault(registration["id"], []).append(self.tickets[-1])

    def _look_at_state(self, reference: str) -> None:
        """Note whether a registration is complete: when each of its tickets is. Nobody is told of that."""
        registration = self.registrations[reference]
        if not registration["cancelled"]:
            states = {ticket["state"] for ticket in self.tickets_of(registration)}
            registration["state"] = "complete" if states <= {"complete", "void"} else "incomplete"

    def _now(self) -> str:
        return format_time(self._clock())


def _state(name: str | None, email: str | None) -> str:
    if not name and not email:
        return "unassigned"
    return "complete" if name and email else "incomplete"
