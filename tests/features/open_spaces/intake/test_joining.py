"""Open spaces that are announced on two networks, `paper` and `canvas`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.open_spaces.errors import ChangedMeanwhileError, TooLateError
from DiscordBot.features.open_spaces.models import State, Verdict
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.networks.port import NotNowError
from tests.features.open_spaces.service_harness import ADA, EVE, VERA, PaperReader, ServiceHarness
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.models import SeenPost
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from tests.features.tweets.post_office import PaperNetwork

THREE = berlin("2027-07-14 15:00")


@pytest.fixture
def harness(database: Database) -> ServiceHarness:
    harness = ServiceHarness(database)
    harness.beside("canvas")
    # Lists what is a little older once more, with what it says by now.
    harness.others[0][1].overlap = 1_000
    return harness


@pytest.fixture
def canvas(harness: ServiceHarness) -> PaperNetwork:
    return harness.others[0][0]


async def only(harness: ServiceHarness) -> OpenSpaceSnapshot:
    (space,) = await harness.service.every()
    return space


async def elsewhere(
    harness: ServiceHarness,
    text: str,
    name: str = "Grace 🐍 (she/her)",
    username: str = "hopper@canvas.example",
    **parts: Any,  # noqa: ANN401 - of the post
) -> SeenPost:
    return await harness.read(text, username, "canvas", author_name=name, **parts)


def retweeted(network: PaperNetwork) -> list[str | None]:
    return [published.post.retweet_of for published in network.published]


async def test_the_second_announcement_joins_the_first(harness: ServiceHarness, canvas: PaperNetwork) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    seen = await elsewhere(harness, "Come and see: oxidised Python! 15:00, B114")
    assert (seen.verdict, seen.open_space_id) == (Verdict.JOINED, first.id)
    space = await only(harness)
    assert (space.state, space.text) == (State.SCHEDULED, "Rust in B114 at 3pm")
    assert [post.network for post in space.posts] == ["paper", "canvas"]

    await harness.until(THREE)
    # One reminder on the server, in the room, and one on each network: its own post.
    assert [(place, key) for place, key, _ in harness.places.posts] == [
        ("open spaces", f"{space.id}-1"),
        ("B114", f"{space.id}-1"),
    ]
    assert (harness.retweeted(), retweeted(canvas)) == ([space.post_id], [seen.id])
    assert {published.at for published in canvas.published} == {berlin("2027-07-14 14:45")}
    assert harness.errors == []


async def test_who_calls_it_off_elsewhere_announces_nothing(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    await harness.read_space("Rust in B114 at 3pm")
    seen = await elsewhere(harness, "Rust in B114 at 3pm is cancelled, sorry!")
    assert seen.verdict is Verdict.REVIEW
    await harness.until(THREE)
    assert retweeted(canvas) == []


async def test_what_joins_after_the_approval_is_looked_at_by_a_person(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    harness.wishes.auto_send = False
    first = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.approve(first.id, ADA, revision=first.revision)
    await harness.settle()
    # Anybody may call themselves Grace.
    joined = await elsewhere(harness, "B114, 15:00: buy my coins!")
    assert joined.verdict is Verdict.JOINED
    tweets = await harness.tweets.get_all((await only(harness)).tweet_ids)
    assert [(tweet.retweet_of, tweet.outcome) for tweet in tweets] == [
        (first.post_id, Outcome.WAITING),
        (joined.id, Outcome.PENDING),
    ]
    await harness.until(THREE)
    assert (harness.retweeted(), retweeted(canvas)) == ([first.post_id], [])


async def test_what_joined_before_the_approval_is_approved_with_it(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    harness.wishes.auto_send = False
    first = await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    with pytest.raises(ChangedMeanwhileError):
        await harness.service.approve(first.id, ADA, revision=first.revision)
    harness.clock.at += timedelta(minutes=1)
    await harness.service.approve(first.id, ADA, revision=(await only(harness)).revision)
    await harness.until(THREE)
    assert (harness.retweeted(), retweeted(canvas)) == ([first.post_id], [joined.id])


async def test_nobody_approves_an_edited_post_that_they_have_not_read(harness: ServiceHarness) -> None:
    harness.wishes.auto_send = False
    first = await harness.read_space("Rust in B114 at 3pm", on="canvas")
    await harness.read("Buy my coins in B114 at 3pm", on="canvas", id=first.post_id)
    with pytest.raises(ChangedMeanwhileError):
        await harness.service.approve(first.id, ADA, revision=first.revision)
    edited = await only(harness)
    assert edited.text == "Buy my coins in B114 at 3pm"
    await harness.service.approve(first.id, ADA, revision=edited.revision)


@pytest.mark.parametrize("which", [0, 1])
async def test_what_is_edited_after_the_approval_is_looked_at_once_more(
    harness: ServiceHarness, canvas: PaperNetwork, which: int
) -> None:
    harness.wishes.auto_send = False
    reader = harness.reader
    assert isinstance(reader, PaperReader)
    reader.overlap = 1_000
    first = await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    harness.clock.at += timedelta(minutes=1)
    await harness.service.approve(first.id, ADA)
    await harness.settle()
    harness.clock.at += timedelta(minutes=1)
    if which == 0:
        await harness.read("Buy my coins in B114 at 3pm", id=first.post_id)
    else:
        await elsewhere(harness, "Buy my coins in B114 at 3pm", id=joined.id)
    await harness.until(THREE)
    assert (await only(harness)).state is State.REMINDED
    shown = [first.post_id], [joined.id]
    assert (harness.retweeted(), retweeted(canvas)) == (([], shown[1]) if which == 0 else (shown[0], []))


async def test_the_same_title_of_somebody_else_joins_as_well(harness: ServiceHarness) -> None:
    await harness.read_space("Rust extensions in B114 at 3pm", "pyladies")
    seen = await elsewhere(harness, "15:00 B114: Rust extensions!", "Linus", "linus")
    assert seen.verdict is Verdict.JOINED
    assert (await harness.read("Rust extensions, B114, 3pm", "third")).verdict is Verdict.CONFLICT


async def test_somebody_else_with_another_title_is_in_conflict(harness: ServiceHarness) -> None:
    await harness.read_space("Rust extensions in B114 at 3pm")
    seen = await elsewhere(harness, "Knitting in B114 at 3pm", "Linus", "linus")
    assert seen.verdict is Verdict.CONFLICT


async def test_another_time_or_room_is_another_open_space(harness: ServiceHarness) -> None:
    await harness.read_space("Rust extensions in B114 at 3pm")
    assert (await elsewhere(harness, "Juggling in B114 at 5pm")).verdict is Verdict.SCHEDULED
    assert (await elsewhere(harness, "Rust extensions in B115 at 3pm")).verdict is Verdict.SCHEDULED


async def test_who_joins_a_conflict_waits_with_it(harness: ServiceHarness, canvas: PaperNetwork) -> None:
    await harness.read_space("Rust extensions in B114 at 3pm", "linus")
    second = await harness.read_space("Knitting in B114 at 15:15")
    seen = await elsewhere(harness, "Knitting! 15:15 in B114")
    assert (seen.verdict, seen.open_space_id) == (Verdict.JOINED, second.id)
    assert (await harness.service.get(second.id)).state is State.CONFLICT
    await harness.service.approve(second.id, ADA)
    await harness.until(THREE)
    assert retweeted(canvas) == [seen.id]


async def test_a_late_post_joins_what_was_reminded_of(harness: ServiceHarness, canvas: PaperNetwork) -> None:
    await harness.read_space("Rust in B114 at 3pm")
    await harness.until(berlin("2027-07-14 14:50"))
    seen = await elsewhere(harness, "Rust in B114 at 3pm")
    await harness.until(THREE)
    assert (seen.verdict, retweeted(canvas)) == (Verdict.JOINED, [seen.id])
    assert len(harness.places.posts) == 2
    assert len(harness.retweeted()) == 1


async def test_an_unclear_post_on_two_networks_has_one_card(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    first = await harness.read_space("Rust extensions in B114, who is in?")
    seen = await elsewhere(harness, "Rust extensions in B114 - who is in?")
    assert (seen.verdict, seen.open_space_id) == (Verdict.JOINED, first.id)
    await harness.service.stage(first.id, VERA, "B114", THREE)
    await harness.until(THREE)
    assert (harness.retweeted(), retweeted(canvas)) == ([first.post_id], [seen.id])


async def test_what_was_called_off_is_called_off_for_a_post_that_is_read_late(
    harness: ServiceHarness,
) -> None:
    late = harness.clock.now()
    first = await harness.read_space("Rust in B114 at 3pm")
    harness.clock.at = berlin("2027-07-14 10:00")
    await harness.service.cancel(first.id, VERA)
    assert (await elsewhere(harness, "Rust, B114, 3pm", created_at=late)).verdict is Verdict.JOINED
    assert (await only(harness)).state is State.CANCELLED
    # Who announces it again afterwards means it.
    harness.clock.at = berlin("2027-07-14 10:01")
    harness.beside("paint")
    again = await harness.read("Rust, B114, 3pm", "grace", "paint")
    assert again.verdict is Verdict.SCHEDULED


async def test_what_a_member_announced_is_joined_by_their_post(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    space = await harness.service.announce(EVE, "B114", THREE, "Rust extensions")
    seen = await harness.read("Rust extensions in B114 at 3pm", "eve_online", author_name="Eve")
    assert (seen.verdict, seen.open_space_id) == (Verdict.JOINED, space.id)
    await harness.settle()
    for number in (await only(harness)).tweet_ids:
        await harness.tweets.approve(number, ADA)
    await harness.until(THREE)
    # A text of ours went to all networks; nobody reads a retweet beside it.
    assert len(harness.said()) == 1
    assert (harness.retweeted(), retweeted(canvas)) == ([""], [None])


@pytest.mark.parametrize("on", ["paper", "canvas"])
async def test_either_post_can_call_it_off(harness: ServiceHarness, on: str) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    await elsewhere(harness, "Rust in B114 at 3pm")
    who = "grace" if on == "paper" else "hopper@canvas.example"
    asks = await harness.read_space("Sorry, mine is cancelled!", who, on)
    assert (asks.state, asks.related_id) == (State.REVIEW, first.id)


async def test_an_answer_to_either_post_may_correct_it(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    seen = await elsewhere(harness, "We are in B115, 5pm", in_reply_to=joined.id)
    assert seen.verdict is Verdict.REVIEW
    assert f"#{first.id}" in seen.why


async def test_an_edit_of_the_joined_post_asks_a_human(harness: ServiceHarness, canvas: PaperNetwork) -> None:
    # Anybody can take the name of whoever announced it.
    first = await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    # On this network an edited post keeps its id.
    edited = await elsewhere(harness, "Rust in B115 at 4pm", id=joined.id)
    kept, asks = await harness.service.every()
    assert (kept.id, kept.room, kept.state, kept.joined) == (first.id, "B114", State.SCHEDULED, ())
    assert (asks.state, asks.related_id, f"#{first.id}" in edited.why) == (State.REVIEW, first.id, True)
    await harness.until(berlin("2027-07-14 15:00"))
    # Nobody is led by the edited post to where nobody may be.
    assert (harness.retweeted(), retweeted(canvas)) == ([first.post_id], [])


async def test_a_human_moves_it_who_believes_the_edit(harness: ServiceHarness, canvas: PaperNetwork) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    await elsewhere(harness, "Rust in B115 at 4pm", id=joined.id)
    _, asks = await harness.service.every()
    await harness.service.deny(first.id, VERA)
    moved = await harness.service.stage(asks.id, VERA, "B115", berlin("2027-07-14 16:00"))
    assert (moved.room, moved.start, moved.state) == ("B115", berlin("2027-07-14 16:00"), State.SCHEDULED)
    await harness.until(berlin("2027-07-14 16:00"))
    assert (harness.retweeted(), retweeted(canvas)) == ([], [joined.id])
    assert len(harness.places.posts) == 1


async def test_both_posts_edited_are_both_shown(harness: ServiceHarness, canvas: PaperNetwork) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    number = str(int(first.post_id or 0) + 500)
    await harness.read("Rust in B115 at 4pm", id=number, versions=(first.post_id, number))
    await elsewhere(harness, "Rust in B115 at 4pm", id=joined.id)
    assert (await only(harness)).state is State.SCHEDULED
    await harness.until(berlin("2027-07-14 16:00"))
    assert (harness.retweeted(), retweeted(canvas)) == ([number], [joined.id])


async def test_an_edit_by_somebody_else_of_the_same_title_moves_nothing(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust extensions in B114 at 3pm")
    joined = await elsewhere(harness, "Rust extensions in B114 at 3pm", "Linus", "linus")
    moved = await elsewhere(harness, "Rust extensions in B115 at 4pm", "Linus", "linus", id=joined.id)
    assert moved.verdict is Verdict.REVIEW
    kept = await harness.service.get(first.id)
    assert (kept.room, kept.state, kept.joined) == ("B114", State.SCHEDULED, ())


async def test_joined_posts_count_once_for_their_author(harness: ServiceHarness) -> None:
    for hour, title in ((13, "Rust"), (15, "Sailing"), (17, "Bread baking")):
        assert (await harness.read(f"{title} in B114 at {hour}:00")).verdict is Verdict.SCHEDULED
        assert (await elsewhere(harness, f"{title} in B114 at {hour}:00")).verdict is Verdict.JOINED
    fourth = await elsewhere(harness, "Juggling in B115 at 16:00")
    assert (fourth.verdict, "announced 3 today" in fourth.why) == (Verdict.WAITING, True)
    assert (await elsewhere(harness, "Juggling in B115 at 16:00")).verdict is Verdict.REPEATED


async def test_users_are_ignored_on_their_own_network(harness: ServiceHarness) -> None:
    spam = await harness.read_space("Cheap watches in B114, any time", "spammer")
    assert await harness.service.ignore_user(spam.id, VERA) == "@spammer"
    assert (await harness.read("More watches in B114", "spammer")).verdict is Verdict.IGNORED
    namesake = await harness.read("Rust in B114 at 3pm", "spammer", "canvas")
    assert namesake.verdict is Verdict.SCHEDULED
    await harness.service.unignore("@spammer", ADA)
    assert (await harness.read("Knitting in B115 at 3pm", "spammer")).verdict is Verdict.SCHEDULED


async def test_who_is_ignored_for_two_posts_is_ignored_on_both_networks(harness: ServiceHarness) -> None:
    spam = await harness.read_space("Cheap watches in B114 at 3pm")
    await elsewhere(harness, "Cheap watches in B114 at 3pm")
    assert await harness.service.ignore_user(spam.id, VERA) == "@grace and @hopper@canvas.example"
    assert (await elsewhere(harness, "More in B114 at 6pm")).verdict is Verdict.IGNORED
    assert (await only(harness)).state is State.DENIED


async def test_a_network_that_is_down_does_not_hold_up_the_other(harness: ServiceHarness) -> None:
    reader = harness.reader
    assert isinstance(reader, PaperReader)
    reader.trouble = NotNowError("Paper is torn.")
    harness.posted("Rust in B114 at 3pm")
    seen = await elsewhere(harness, "Rust in B114 at 3pm")
    assert seen.verdict is Verdict.SCHEDULED
    findings = {finding.subject: finding.detail for finding in harness.service.findings()}
    assert findings == {
        "open spaces on Paper": "Paper is torn.",
        "open spaces on Canvas": "Posts with #pyconopenspaces are read.",
    }
    reader.trouble = None
    await harness.read_posts()
    assert [post.network for post in (await only(harness)).posts] == ["canvas", "paper"]


async def test_an_approved_quote_goes_out_on_each_network(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    harness.wishes.announce_as, harness.wishes.auto_send = "quote", False
    await harness.read_space("Rust in B114 at 3pm")
    joined = await elsewhere(harness, "Rust in B114 at 3pm")
    space = await only(harness)
    assert space.tweet_text == "Coming up in 15 minutes!"
    await harness.service.approve(space.id, ADA, revision=space.revision)
    await harness.until(THREE)
    assert [published.post.quote_of for published in canvas.published] == [joined.id]
    assert len(harness.said()) == 1


async def test_a_text_leads_to_the_post_where_there_is_none(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    harness.wishes.announce_as = "text"
    space = await harness.read_space("Rust in B114 at 3pm")
    (number,) = (await only(harness)).tweet_ids
    await harness.tweets.approve(number, ADA)
    await harness.until(THREE)
    assert harness.said() == ["Coming up in 15 minutes! Rust in B114 at 3pm"]
    assert [published.post.text for published in canvas.published] == [
        f"Coming up in 15 minutes! Rust in B114 at 3pm\n{space.link}"
    ]


async def test_nobody_is_remembered_in_the_end(harness: ServiceHarness) -> None:
    await harness.read_space("Rust in B114 at 3pm")
    await elsewhere(harness, "Rust in B114 at 3pm")
    await harness.service.delete_personal_data()
    assert (await only(harness)).joined == ()


async def test_other_networks_are_told_if_somebody_wants_it(
    harness: ServiceHarness, canvas: PaperNetwork
) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.tell_others(space.id, VERA, revision=space.revision)
    await harness.settle()
    retweet, text = [await harness.tweets.get(number) for number in (await only(harness)).tweet_ids]
    assert (retweet.networks, text.networks) == (["paper"], ["canvas"])
    await harness.tweets.approve(text.id, ADA)
    await harness.until(THREE)
    assert harness.retweeted() == [space.post_id]
    assert [published.post.text for published in canvas.published] == [
        f"Coming up in 15 minutes! Rust in B114 at 3pm\n{space.link}"
    ]
    with pytest.raises(TooLateError):
        await harness.service.tell_others(space.id, VERA)


@pytest.mark.parametrize("announce_as", ["text", "retweet"])
async def test_who_is_named_on_one_network_is_not_pinged_on_another(
    harness: ServiceHarness, canvas: PaperNetwork, announce_as: str
) -> None:
    harness.wishes.announce_as = announce_as
    space = await harness.read_space("Rust with @linus in B114 at 3pm")
    if announce_as == "retweet":
        await harness.service.tell_others(space.id, VERA, revision=space.revision)
        await harness.settle()
    await harness.tweets.approve((await only(harness)).tweet_ids[-1], ADA)
    await harness.until(THREE)
    assert [published.post.text for published in canvas.published] == [
        f"Coming up in 15 minutes! Rust with linus in B114 at 3pm\n{space.link}"
    ]
    if announce_as == "text":
        assert harness.said() == ["Coming up in 15 minutes! Rust with @linus in B114 at 3pm"]
