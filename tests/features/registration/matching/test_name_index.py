"""The desk finds by the index what it would find by looking at each order."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from DiscordBot.features.registration.matching.name_index import NameIndex
from DiscordBot.features.registration.matching.names import Likeness, likeness
from sandbox.conference.people import some_name
from tests.features.registration.matching.test_names import FORGIVEN, SAME

RANDOM = Random(1)  # noqa: S311 - the same names each time
OTHERS = [str(some_name(RANDOM)) for _ in range(300)]
ODD = ["Madonna", "王伟", "Софья Ковалевская", "Mary-Jane O'Neil", "Ångström, Zoë", "🦄", "J. R. R. Tolkien"]


async def index_of(names: list[str]) -> NameIndex:
    index = NameIndex()
    for name in names:
        index.add(name, (name,), ())
    await index.catch_up()
    return index


@pytest.fixture(scope="module")
def everybody() -> NameIndex:
    return asyncio.run(index_of([*OTHERS, *ODD, *(on_ticket for _, on_ticket in (*SAME, *FORGIVEN))]))


@pytest.mark.parametrize(("typed", "on_ticket"), [*SAME, *FORGIVEN])
def test_whatever_registration_forgives_is_found(everybody: NameIndex, typed: str, on_ticket: str) -> None:
    assert on_ticket in set(everybody.candidates(typed))


@pytest.mark.slow
def test_nobody_is_missed(everybody: NameIndex) -> None:
    """Names with a typo, a word less, or another one's family name, against every other name."""
    names = [*OTHERS, *ODD]
    for name in names[::7]:
        words = name.split()
        place = RANDOM.randrange(len(name))
        for typed in (
            name[:place] + "x" + name[place + 1 :],
            name[:place] + name[place + 1 :],
            words[0],
            f"{words[0]} {RANDOM.choice(names).split()[-1]}",
            f"{words[0][0]}. {words[-1]}",
            "".join(words),
        ):
            alike = {other for other in names if likeness(typed, other) is not Likeness.NONE}
            assert alike <= set(everybody.candidates(typed)), typed


@pytest.mark.parametrize("part", ["lace", "Lovel", "da Lov", "ADA L", "müll", "eller"])
async def test_a_part_of_a_name_is_found(part: str) -> None:
    index = await index_of([*OTHERS, "Ada Lovelace", "Anna Mueller", "Anna Müller"])
    found = set(index.candidates(part))
    assert "Ada Lovelace" in found or {"Anna Mueller", "Anna Müller"} <= found


async def test_few_are_looked_at() -> None:
    index = await index_of([f"Ada Number{number}" for number in range(1_000)] + ["Ada Lovelace"])
    assert set(index.candidates("Ada Lovelacce")) == {"Ada Lovelace"}


async def test_what_is_new_is_found_and_what_went_does_no_harm() -> None:
    index = await index_of(["Ada Lovelace"])
    index.add("Later", ("Ada King",), ("a hash",))
    await index.catch_up()
    assert set(index.candidates("ada")) == {"Ada Lovelace", "Later"}
    index.add("Latest", (), ("a hash",))
    assert index.by_address("a hash") == ["Later", "Latest"]
    assert index.by_address("another") == []
