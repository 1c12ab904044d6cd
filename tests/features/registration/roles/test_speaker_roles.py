"""Tickets of people who also speak."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from DiscordBot.features.registration.roles.speaker_roles import SpeakerMatch, SpeakerRoles, match_speaker
from tests.features.registration.rules import order, position

ASK, BY_EMAIL, BY_NAME, NONE = (
    SpeakerMatch.ASK,
    SpeakerMatch.BY_EMAIL,
    SpeakerMatch.BY_NAME,
    SpeakerMatch.NONE,
)


class Speaker(NamedTuple):
    name: str
    email_hash: str | None = None


SPEAKERS = (
    Speaker("Jürgen Müller"),
    Speaker("Kathi B.", "katharina"),
    Speaker("Prof. Dr. Ada Byron (she/her)", "ada"),
    Speaker("Robert Jones", "company"),
)


@pytest.mark.parametrize(
    ("name", "own", "buyers", "expected"),
    [
        ("Jürgen Müller", None, None, BY_NAME),
        ("mueller juergen", None, "somebody", BY_NAME),
        ("Jürgen Müller", "another", None, BY_NAME),
        ("Jürgen Möller", None, None, NONE),
        ("Katharina Becker", "katharina", None, BY_EMAIL),
        ("Katharina Becker", None, "katharina", BY_EMAIL),
        ("Katharina Becker", None, None, NONE),
        ("Katharina Becker", "another", "katharina", NONE),
        ("Ada Byron", None, "somebody", BY_NAME),
        ("Dr. Ada Byron", None, None, BY_NAME),
        ("Ada Byron", "another", None, ASK),
        ("Ada Byron", "another", "ada", BY_EMAIL),
        ("Ada Byrom", None, None, NONE),
        (None, None, "katharina", BY_EMAIL),
        (None, None, None, NONE),
        ("", "another", None, NONE),
    ],
)
def test_by_address_or_by_name(
    name: str | None, own: str | None, buyers: str | None, expected: SpeakerMatch
) -> None:
    roles = SpeakerRoles(lambda: SPEAKERS, ["Speakers"])
    ticket = position(name, email_hash=own)
    bought = order(ticket, email_hash=buyers)
    assert roles.match(bought, ticket) is expected
    assert max(match_speaker(speaker, bought, ticket) for speaker in SPEAKERS) is expected


def test_a_speaker_who_buys_for_a_company_is_one_of_them_only() -> None:
    roles = SpeakerRoles(lambda: SPEAKERS, ["Speakers"])
    tickets = [position(name, id=id_) for id_, name in enumerate(("R. Jones", "Eve Byron", None), start=1)]
    bought = order(*tickets, email_hash="company")
    assert [roles.match(bought, ticket) for ticket in tickets] == [BY_EMAIL, NONE, NONE]


def test_a_new_list_counts_at_once() -> None:
    lists: list[tuple[Speaker, ...]] = [SPEAKERS]
    roles = SpeakerRoles(lambda: lists[-1], ["Speakers"])
    ticket = position("Grace Hopper")
    assert roles.match(order(ticket), ticket) is NONE
    lists.append((Speaker("Grace Hopper"),))
    assert roles.match(order(ticket), ticket) is BY_NAME
