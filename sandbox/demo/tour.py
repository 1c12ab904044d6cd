"""The guided first minute: what to try, and whether it has happened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.conference import known_tickets as known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simcord import Env

    from sandbox.conference.known_tickets import KnownTicket
    from sandbox.conference.server import DemoServer
    from sandbox.x.server import XStandIn


@dataclass(frozen=True, slots=True)
class Step:
    """Something to try as `person` in `channel`; `to_copy` are texts to paste, by their field."""

    title: str
    text: str
    person: str
    channel: str
    happened: Callable[[Tour], bool]
    to_copy: tuple[tuple[str, str], ...] = ()
    chapter: str = "What to try next"
    cancels: str = ""
    """The order that a button of this step cancels in the ticket shop."""

    with_picture: bool = False
    """Whether there is a picture to attach."""

    on_networks: bool = False
    """Whether it ends on networks, which are shown below Discord then; left out where nothing is posted."""


class Tour:
    """Watches the server, and X if there is one, and remembers which steps were done."""

    def __init__(self, env: Env, server: DemoServer, x: XStandIn | None = None) -> None:
        self._env = env
        self._server = server
        self._x = x
        self._steps = [step for step in STEPS if x is not None or not step.on_networks]
        self._visited: set[tuple[str, str]] = set()
        self._cancelled: set[str] = set()
        self._done: set[int] = set()

    def visit(self, person: str, channel: str) -> None:
        """Remember that `person` has looked at `channel`."""
        self._visited.add((person, channel))

    def cancel(self, order: str) -> None:
        """Remember that `order` was cancelled in the ticket shop."""
        self._cancelled.add(order)

    def progress(self) -> list[tuple[Step, bool]]:
        """Return all steps in order, each with whether it was ever done."""
        self._done |= {number for number, step in enumerate(self._steps) if step.happened(self)}
        return [(step, number in self._done) for number, step in enumerate(self._steps)]

    def has_visited(self, person: str, channel: str) -> bool:
        """Tell whether `person` has looked at `channel`."""
        return (person, channel) in self._visited

    def has_cancelled(self, ticket: KnownTicket) -> bool:
        """Tell whether the order of `ticket` was cancelled in the ticket shop."""
        return ticket.order in self._cancelled

    def has_messages(self, channel: str) -> bool:
        """Tell whether there is anything to read in `channel`."""
        return bool(self._env.backend.messages.get(self._server.channels[channel].id))

    def has_posted(self) -> bool:
        """Tell whether there is anything of the conference on X."""
        return self._x is not None and bool(self._x.posts)

    def has_roles_of(self, person: str, ticket: KnownTicket) -> bool:
        """Tell whether `person` has all the roles of `ticket` now."""
        guild = self._server.guild
        given = self._env.backend.get_member(guild.id, self._server.people[person].id).role_ids
        return {self._server.roles[name].id for name in ticket.roles} <= set(given)

    def has_sent(self, person: str, *texts: str) -> bool:
        """Tell whether a press, form or command of `person` held all of `texts`, in small or capitals."""
        return any(
            all(text.casefold() in sent for text in texts)
            for sent in self._sent_by(self._server.people[person].id)
        )

    def _sent_by(self, user_id: int) -> Iterator[str]:
        for _, event, payload in self._env.backend.transcript:
            if event == "INTERACTION_CREATE" and _user_id(payload) == user_id:
                yield json.dumps(payload["data"], ensure_ascii=False).casefold()


def _user_id(interaction: dict[str, Any]) -> int:
    user = interaction["member"]["user"] if "member" in interaction else interaction["user"]
    return int(user["id"])


def _form(order: str, name: str) -> tuple[tuple[str, str], ...]:
    return (("Order", order), ("Name", name))


STEPS = (
    Step(
        "You are Ada. Press Register",
        "The bot has posted a message with a button in #registration.",
        "ada",
        "registration",
        lambda tour: tour.has_sent("ada", ""),
        chapter="The first minute",
    ),
    Step(
        "Fill in the form",
        "Ada bought a business ticket with a tutorial.",
        "ada",
        "registration",
        lambda tour: tour.has_sent("ada", known.ADA.order, "lovelace"),
        _form(known.ADA.order, known.ADA.name),
        chapter="The first minute",
    ),
    Step(
        "Look at your roles",
        "They are at the top of this panel, and the nickname is the name on the ticket.",
        "ada",
        "registration",
        lambda tour: tour.has_roles_of("ada", known.ADA),
        chapter="The first minute",
    ),
    Step(
        "Write a tweet",
        "Victor is a volunteer. Type the command into the message field, choose it from the list and "
        "send. A form opens for the text, the picture and what it shows.",
        "victor",
        "tweet-moderation",
        lambda tour: tour.has_messages("tweet-moderation"),
        (
            ("Command", "/tweet compose"),
            ("Text", "The doors are open! Coffee is in the lobby ☕ #PyConExample"),
            ("Alt text", "The sun rises over violet hills"),
        ),
        chapter="The second minute",
        with_picture=True,
        on_networks=True,
    ),
    Step(
        "Approve it, and see it on four networks",
        "Olivia, an organiser, reads the card and presses Approve; the tweet appears on all four pages.",
        "olivia",
        "tweet-moderation",
        lambda tour: tour.has_posted(),
        chapter="The second minute",
        on_networks=True,
    ),
    Step(
        "Type it as on the badge",
        "Jürgen Müller has no umlauts on this keyboard and copies the code from his badge.",
        "juergen",
        "registration",
        lambda tour: tour.has_roles_of("juergen", known.MUELLER),
        _form(f"#{known.MUELLER.order}-1", "Juergen Mueller"),
    ),
    Step(
        "Make a typo",
        "Grace is in a hurry: small letters, and one letter missing.",
        "grace",
        "registration",
        lambda tour: tour.has_roles_of("grace", known.GRACE),
        _form(known.GRACE.order.lower(), "grace hoper"),
    ),
    Step(
        "Try a cancelled ticket",
        "Eve found an old e-mail. The bot knows better.",
        "eve",
        "registration",
        lambda tour: tour.has_sent("eve", known.CANCELLED.order),
        _form(known.CANCELLED.order, known.CANCELLED.name),
    ),
    Step(
        "Try somebody else's ticket",
        "Eve looks over Ada's shoulder. The ticket is taken, and the organisers will know.",
        "eve",
        "registration",
        lambda tour: tour.has_sent("eve", known.ADA.order),
        _form(known.ADA.order, known.ADA.name),
    ),
    Step(
        "Read the log",
        "Olivia is an organiser and sees who got which roles, and who did not.",
        "olivia",
        "registration-log",
        lambda tour: tour.has_visited("olivia", "registration-log"),
    ),
    Step(
        "Help at the desk",
        "Type the command into the message field, choose it from the list and pick a member.",
        "olivia",
        "registration-log",
        lambda tour: tour.has_sent("olivia", "attendee", "lookup"),
        (("Command", "/attendee lookup"),),
    ),
    Step(
        "Cancel Ada's order",
        "The ticket shop tells the bot at once, and the roles of the ticket are gone.",
        "ada",
        "registration",
        lambda tour: tour.has_cancelled(known.ADA) and not tour.has_roles_of("ada", known.ADA),
        cancels=known.ADA.order,
    ),
)
"""The tour in order."""
