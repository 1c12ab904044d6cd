from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.networks.port import Measure
from tests.clocks import StoppedClock
from tests.features.tweets.made_up_tweets import pending, picture
from tests.features.tweets.post_office import BERLIN, NOON, PRICE, PaperNetwork

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.networks.port import OutgoingPost


class StrictNetwork(PaperNetwork):
    """A network that remembers what it was asked."""

    measured: tuple[str, ...] = ()
    warned: tuple[OutgoingPost, ...] = ()

    async def measure(self, text: str) -> Measure:
        self.measured += (text,)
        return await super().measure(text)

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        self.warned += (post,)
        return ["Careful."]


def make_reader(due: datetime | None) -> tuple[FactsReader, StrictNetwork]:
    clock = StoppedClock(BERLIN)
    clock.at = NOON
    network = StrictNetwork(clock)
    return FactsReader(clock, networks=[network], policy=lambda: "off", due_at=lambda _: due), network


async def test_networks_are_asked_about_the_post_as_it_goes_out() -> None:
    reader, network = make_reader(None)
    view = pending(pictures=(picture(alt_text="A snake"),), in_reply_to="1", quote_of="2", retweet_of="3")

    facts = await reader.of(view)

    (told,) = facts.networks
    assert (facts.policy, told.title, told.length, told.price) == ("off", "Paper", Measure(5, 280), PRICE)
    assert told.warnings == ("Careful.",)
    (post,) = network.warned
    assert (post.text, post.in_reply_to, post.quote_of, post.retweet_of) == ("Hello", "1", "2", "3")
    assert [media.alt_text for media in post.media] == ["A snake"]


async def test_a_text_is_measured_once() -> None:
    reader, network = make_reader(None)

    for text in ("one", "one", "two"):
        await reader.of(pending(text=text))

    assert network.measured == ("one", "two")


@pytest.mark.parametrize(
    ("due", "shown", "is_soon"),
    [
        (None, None, False),
        (NOON - timedelta(hours=1), None, True),
        (NOON + timedelta(minutes=1), None, True),
        (NOON + timedelta(minutes=2), NOON + timedelta(minutes=2), False),
    ],
)
async def test_what_is_due_within_a_minute_is_soon(
    due: datetime | None, shown: datetime | None, *, is_soon: bool
) -> None:
    reader, _ = make_reader(due)

    facts = await reader.of(pending())

    assert (facts.due, facts.is_soon) == (shown, is_soon)
