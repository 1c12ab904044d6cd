from __future__ import annotations

from dataclasses import dataclass

import pytest

from DiscordBot.discord_ui.references import referred_to


@dataclass(frozen=True)
class Thing:
    id: int
    name: str


THINGS = [
    Thing(1, "speakers"),
    Thing(2, "Speakers"),
    Thing(3, "Straße"),
    Thing(4, "4"),
    Thing(5, "2027"),
    Thing(6, "#odd"),
    Thing(7, "Organizers"),
    Thing(8, "Café"),
]


@pytest.mark.parametrize(
    ("reference", "ids"),
    [
        ("speakers", [1]),
        ("SPEAKERS", [1, 2]),
        ("#speakers", [1]),
        ("@organizers", [7]),
        (" Organizers ", [7]),
        ("STRASSE", [3]),
        ("Cafe\u0301", [8]),
        (4, [4]),
        ("7", [7]),
        ("2027", [5]),
        (2027, [5]),
        ("#odd", [6]),
        ("nobody", []),
        ("", []),
    ],
)
def test_what_a_reference_means(reference: str | int, ids: list[int]) -> None:
    assert [thing.id for thing in referred_to(reference, THINGS)] == ids
