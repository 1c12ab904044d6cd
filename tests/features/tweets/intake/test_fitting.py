from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.intake.fitting import fitted
from DiscordBot.networks.port import Measure
from DiscordBot.networks.twitter.length import weighted_length
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import BERLIN, PaperNetwork

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.networks.port import Network

LINK = "https://example.org/news/" + "long" * 30


class NetworkLikeX(PaperNetwork):
    """A network that counts as X does."""

    async def measure(self, text: str) -> Measure:
        return Measure(weighted_length(text), 280)


def networks() -> Sequence[Network]:
    return [NetworkLikeX(StoppedClock(BERLIN))]


async def test_a_link_counts_23() -> None:
    title = "x" * (280 - 23 - 1)
    assert await fitted(title, LINK, networks()) == f"{title}\n{LINK}"


@pytest.mark.parametrize(
    "title",
    [
        "x" * 257,
        "word " * 60,
        "\N{SNAKE}" * 200,
        "ü" * 300,
        "漢字" * 100,
        "see example.org " * 20,
        "x" * 5000,
    ],
)
async def test_a_long_title_is_cut_as_little_as_possible(title: str) -> None:
    text = await fitted(title.strip(), LINK, networks())
    shown, link = text.split("\n")
    assert link == LINK
    assert shown.endswith("…")
    assert 280 - 30 <= weighted_length(text) <= 280


async def test_without_a_title() -> None:
    assert await fitted("", LINK, networks()) == LINK


async def test_what_no_cut_helps_is_left_to_the_queue() -> None:
    unknown_place = "https://intranet/" + "x" * 300
    assert await fitted("Doors open", unknown_place, networks()) == unknown_place


async def test_without_a_network_nobody_knows_better() -> None:
    assert await fitted("Doors open", LINK, []) == f"Doors open\n{LINK}"
