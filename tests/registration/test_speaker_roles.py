"""Tickets of people who also speak."""

from __future__ import annotations

import pytest

from DiscordBot.registration.speaker_roles import SpeakerRoles
from DiscordBot.registration.tickets import Position

SPEAKERS = (("Jürgen Müller", None), ("Kathi B.", "hash-of-katharina"))


def ticket(name: str | None, email_hash: str | None = None) -> Position:
    return Position(id=1, positionid=1, item=1, attendee_name=name, email_hash=email_hash)


@pytest.mark.parametrize(
    ("position", "speaks"),
    [
        (ticket("Jürgen Müller"), True),
        (ticket("mueller juergen"), True),
        (ticket("Katharina Becker", "hash-of-katharina"), True),
        (ticket("Jürgen Möller"), False),
        (ticket("Katharina Becker"), False),
        (ticket("Katharina Becker", "another-hash"), False),
        (ticket(None), False),
        (ticket(""), False),
    ],
)
def test_by_address_or_by_name(position: Position, *, speaks: bool) -> None:
    roles = SpeakerRoles(lambda: SPEAKERS, ["Speakers"])
    assert roles.roles_for(position) == ({"Speakers"} if speaks else frozenset())


def test_a_new_list_counts_at_once() -> None:
    lists = [SPEAKERS]
    roles = SpeakerRoles(lambda: lists[-1], ["Speakers"])
    assert not roles.roles_for(ticket("Ada Lovelace"))
    lists.append((("Ada Lovelace", None),))  # type: ignore[arg-type]  # a shorter list of the same kind
    assert roles.roles_for(ticket("Ada Lovelace")) == {"Speakers"}
