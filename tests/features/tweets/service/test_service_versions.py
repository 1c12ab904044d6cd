"""One tweet, several networks: where it goes, and what it says there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.tweets.errors import ChangedMeanwhileError, TooLong, TooLongError
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import DraftError, NotAllowedError, Outcome, RepeatedTextError
from DiscordBot.networks.port import Perhaps
from tests.features.tweets.post_office import AfterAccepting, PaperNetwork, PlannedScheduler, SlateNetwork
from tests.features.tweets.queue_harness import ADA, EVE, PICTURE, VICTOR

if TYPE_CHECKING:
    from DiscordBot.features.tweets.service import TweetSnapshot
    from tests.features.tweets.queue_harness import QueueHarness

LONG = "A text that is much too long for a slate."


@pytest.fixture
def slate(harness: QueueHarness) -> SlateNetwork:
    slate = SlateNetwork(harness.clock)
    harness.open_with(harness.network, slate)
    return slate


def goes_to(tweet: TweetSnapshot) -> list[str]:
    return [delivery.network for delivery in tweet.deliveries]


async def send(harness: QueueHarness, *networks: PaperNetwork) -> None:
    for network in networks:
        scheduler = PlannedScheduler(harness.clock, on_error=lambda *_: None, describe=repr)
        await Outbox(
            harness.database,
            harness.clock,
            network,
            scheduler,
            changed=harness.service.changed,
            on_error=lambda error, _: harness.errors.append((error, "")),
        ).work()


async def test_each_network_gets_its_own_text(harness: QueueHarness, slate: SlateNetwork) -> None:
    tweet_id = await harness.approved(LONG, texts={"slate": "  Short\r\nenough "})
    await send(harness, harness.network, slate)
    assert [one.post.text for one in harness.network.published] == [LONG]
    assert [one.post.text for one in slate.published] == ["Short\nenough"]
    assert (await harness.service.get(tweet_id)).outcome is Outcome.SENT


async def test_what_a_doubtful_post_said_is_looked_for_in_its_own_words(harness: QueueHarness) -> None:
    harness.network.troubles.append(AfterAccepting(Perhaps("Paper did not answer.")))
    tweet_id = await harness.sent("Hello", texts={"paper": "Own words"})
    assert [one.post.text for one in harness.network.published] == ["Own words"]
    assert (await harness.service.get(tweet_id)).outcome is Outcome.SENT


@pytest.mark.parametrize(
    ("networks", "texts", "chosen"),
    [
        (None, {"slate": "Short"}, ["paper", "slate"]),
        (("paper",), {}, ["paper"]),
        (("slate", "paper"), {"slate": "Short"}, ["paper", "slate"]),
    ],
)
async def test_it_goes_where_it_shall(
    harness: QueueHarness,
    slate: SlateNetwork,
    networks: tuple[str, ...] | None,
    texts: dict[str, str],
    chosen: list[str],
) -> None:
    del slate
    tweet_id = await harness.approved(LONG, networks=networks, texts=texts)
    assert goes_to(await harness.service.get(tweet_id)) == chosen


async def test_too_long_is_said_at_once_by_the_networks_own_measure(
    harness: QueueHarness, slate: SlateNetwork
) -> None:
    del slate
    with pytest.raises(TooLongError) as refused:
        await harness.write(LONG)
    assert str(refused.value) == (
        "This text counts as 41 characters on Slate, where 20 are possible. Please shorten it by 21."
    )
    assert refused.value.too_long == (TooLong("slate", "Slate", 41, 20),)
    with pytest.raises(TooLongError) as refused:
        await harness.write("x" * 300, texts={"slate": LONG})
    assert [(one.name, one.length) for one in refused.value.too_long] == [("paper", 300), ("slate", 41)]
    # Where it does not go nobody measures it.
    await harness.write("x" * 300, texts={"paper": "Hello"}, networks=("paper",))


async def test_sources_have_networks_of_their_own(harness: QueueHarness, slate: SlateNetwork) -> None:
    harness.open_with(harness.network, slate, deliver_to={Source.NEWS: ("paper",)})
    news = await harness.approved(LONG, author=None, source=Source.NEWS)
    composed = await harness.approved("Hello")
    express = await harness.approved("News", author=None, source=Source.NEWS, networks=("slate",))
    found = [goes_to(await harness.service.get(one)) for one in (news, composed, express)]
    assert found == [["paper"], ["paper", "slate"], ["slate"]]
    assert [network.name for network in harness.service.usual_networks(Source.NEWS)] == ["paper"]


async def test_by_itself_it_goes_only_to_connected_networks(
    harness: QueueHarness, slate: SlateNetwork
) -> None:
    slate.account = None
    assert goes_to(await harness.service.get(await harness.approved(LONG))) == ["paper"]
    chosen = await harness.approved("Chosen", networks=("slate",))
    assert goes_to(await harness.service.get(chosen)) == ["slate"]
    harness.network.account = None
    waits = await harness.approved("Nobody yet")
    assert goes_to(await harness.service.get(waits)) == ["paper", "slate"]


async def test_versions_that_say_nothing_of_their_own_are_none(
    harness: QueueHarness, slate: SlateNetwork
) -> None:
    del slate
    tweet_id = await harness.write("Hello", texts={"slate": " Hello ", "paper": " \n"})
    assert (await harness.service.get(tweet_id)).texts == {}


async def test_an_edit_of_a_version_voids_the_approval(harness: QueueHarness, slate: SlateNetwork) -> None:
    del slate
    tweet_id = await harness.approved("Hello", texts={"slate": "Hi"})
    await harness.service.edit(tweet_id, VICTOR, "Hello", texts={"slate": "Hey"})
    tweet = await harness.service.get(tweet_id)
    assert (tweet.outcome, tweet.revision, tweet.texts) == (Outcome.PENDING, 2, {"slate": "Hey"})
    row = (await harness.service.history(tweet_id))[-1]
    assert row.action == "edited"
    assert (row.before["texts"], row.after["texts"]) == ({"slate": "Hi"}, {"slate": "Hey"})
    # Who changes the common text only leaves the versions as they are; the same once more is no change.
    await harness.service.edit(tweet_id, VICTOR, "Hello!")
    await harness.service.edit(tweet_id, VICTOR, "Hello!")
    tweet = await harness.service.get(tweet_id)
    assert (tweet.revision, tweet.texts) == (3, {"slate": "Hey"})
    await harness.refused(TooLongError, harness.service.edit(tweet_id, VICTOR, "Hi", texts={"slate": LONG}))


async def test_other_networks_void_the_approval(harness: QueueHarness, slate: SlateNetwork) -> None:
    del slate
    tweet_id = await harness.approved(LONG, networks=("paper",))
    service = harness.service
    await harness.refused(TooLongError, service.deliver_to(tweet_id, ADA, ["paper", "slate"]))
    await harness.refused(DraftError, service.deliver_to(tweet_id, ADA, []), match="at least one")
    await harness.refused(DraftError, service.deliver_to(tweet_id, ADA, ["stone"]), match="at least one")
    await harness.refused(NotAllowedError, service.deliver_to(tweet_id, EVE, ["paper"]))
    await service.edit(tweet_id, VICTOR, LONG, texts={"slate": "Short"})
    await service.deliver_to(tweet_id, VICTOR, ["slate"], revision=2)
    assert (await harness.deeds(tweet_id))[-1] == (VICTOR.id, "given other networks")
    tweet = await service.get(tweet_id)
    assert (tweet.outcome, tweet.networks, tweet.revision) == (Outcome.PENDING, ["slate"], 3)
    assert (await service.history(tweet_id))[-1].after["networks"] == ["slate"]
    await harness.refused(ChangedMeanwhileError, service.deliver_to(tweet_id, ADA, ["paper"], revision=2))
    await service.approve(tweet_id, ADA, revision=3)
    assert goes_to(await service.get(tweet_id)) == ["slate"]


async def test_what_belongs_to_a_post_stays_on_its_network(
    harness: QueueHarness, slate: SlateNetwork
) -> None:
    del slate
    tweet_id = await harness.write("Hello", in_reply_to="1", networks=("paper",))
    await harness.refused(DraftError, harness.service.deliver_to(tweet_id, ADA, ["slate"]), match="belongs")


async def test_who_needs_no_approval_needs_none_for_other_networks(
    harness: QueueHarness, slate: SlateNetwork
) -> None:
    del slate
    harness.policy = "volunteers_trusted"
    tweet_id = await harness.write("Hello", pictures=(PICTURE,))
    await harness.service.deliver_to(tweet_id, VICTOR, ["slate"])
    assert goes_to(await harness.service.get(tweet_id)) == ["slate"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"networks": ("paper",)}, {"networks": ("slate",)}),
        ({"networks": ("slate",), "texts": {"slate": "Own"}}, {"networks": ("slate",)}),
        ({"texts": {"paper": "Own", "slate": "Own"}}, {"texts": {"slate": "Two"}}),
    ],
)
async def test_other_words_on_each_network_are_no_repetition(
    harness: QueueHarness, slate: SlateNetwork, first: dict[str, Any], second: dict[str, Any]
) -> None:
    del slate
    await harness.write("Hello", **first)
    await harness.write("Hello", **second)


async def test_the_same_on_one_network_is_a_repetition(harness: QueueHarness, slate: SlateNetwork) -> None:
    del slate
    await harness.write("Hello")
    await harness.refused(RepeatedTextError, harness.write("Hello", texts={"slate": "Another"}))
