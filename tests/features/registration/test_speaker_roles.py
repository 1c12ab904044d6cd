"""Tickets of people who also speak."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from DiscordBot.features.registration.roles.speaker_roles import SpeakerRoles, is_ticket_of
from DiscordBot.features.registration.shop.tickets import Position


class Speaker(NamedTuple):
    name: str
    email_hash: str | None = None


SPEAKERS = (Speaker("Jürgen Müller"), Speaker("Kathi B.", "hash-of-katharina"))


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
    assert any(is_ticket_of(speaker, position) for speaker in SPEAKERS) == speaks


def test_a_new_list_counts_at_once() -> None:
    lists: list[tuple[Speaker, ...]] = [SPEAKERS]
    roles = SpeakerRoles(lambda: lists[-1], ["Speakers"])
    assert not roles.roles_for(ticket("Ada Lovelace"))
    lists.append((Speaker("Ada Lovelace"),))
    assert roles.roles_for(ticket("Ada Lovelace")) == {"Speakers"}
