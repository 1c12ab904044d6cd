"""Several networks on Discord: where a tweet goes, and what it says on single ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.tweets.ui.network_fields import NetworkChoice
from DiscordBot.networks.port import RejectedError
from tests.clocks import StoppedClock
from tests.features.tweets.command_stage import CommandStage, fields, running, text_of
from tests.features.tweets.post_office import BERLIN, PaperNetwork, SlateNetwork
from tests.features.tweets.stage import labels
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord.results import InteractionResult

    from DiscordBot.core.database import Database

LONG = "A text that is much too long for a slate."


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[CommandStage]:
    stage = CommandStage(database)
    stage.networks = [stage.network, SlateNetwork(stage.clock)]
    async with running(stage) as queue:
        yield queue


async def networks_form(queue: CommandStage, who: str = "ada") -> InteractionResult:
    return await queue.people[who].click(queue.card(1), label="Networks & texts")


async def test_a_text_too_long_for_one_network_is_shortened_for_it_and_nothing_is_lost(
    queue: CommandStage,
) -> None:
    result = await queue.result("victor", "tweet compose", text=LONG, at="tomorrow 9:00")
    told = text_of(result)
    assert "This text counts as 41 characters on Slate, where 20 are possible." in told
    assert LONG in told
    assert result.response is not None
    assert labels(result.response) == ["Edit again", "Shorten for Slate …"]

    form = await queue.click("victor", result.response, "Shorten for Slate …")
    assert fields(form) == {
        "own_slate": {
            "label": "Text on Slate",
            "description": "20 are possible there, and this counts as 41.",
            "value": LONG,
        }
    }
    answer = await queue.fill_in("victor", form, own_slate="Still too long for a slate")
    assert "26 characters on Slate" in said(answer)
    again = await queue.click("victor", answer, "Shorten for Slate …")
    assert fields(again)["own_slate"]["value"] == "Still too long for a slate"
    answer = await queue.fill_in("victor", again, own_slate="Short enough")

    assert "Goes to: Paper, Slate" in said(answer)
    tweet = await queue.view(1)
    assert (tweet.text, tweet.texts) == (LONG, {"slate": "Short enough"})
    assert str(tweet.not_before) == "2027-07-15 07:00:00+00:00"
    assert faces(queue.card(1))[0].description == (
        f"**Paper** 41/280\n> {LONG}\n\n**Slate** 12/20\n> Short enough"
    )


async def test_a_card_lets_people_choose_networks_and_texts_also_after_a_restart(
    queue: CommandStage,
) -> None:
    await queue.write("Hello")
    assert queue.fields(1)["Goes to"] == "Paper, Slate"
    await queue.approve(1)
    form = await networks_form(queue, "victor")
    assert {key: field["value"] for key, field in fields(form).items()} == {
        "deliver_to": ["Paper", "Slate"],
        "own_paper": "",
        "own_slate": "",
    }
    await queue.restart()

    answer = await queue.fill_in("victor", form, deliver_to=["Slate"], own_slate="Hi")
    assert said(answer) == "🌐 Tweet #1 is changed and waits for approval."
    assert queue.fields(1)["Goes to"] == "Slate\nnot to Paper"
    assert faces(queue.card(1))[0].description == "Hi"
    assert fields(await networks_form(queue, "victor"))["deliver_to"]["value"] == ["Slate"]

    # An edit offers the versions that there are, so that a typo is mended in all.
    edit = await queue.people["victor"].click(queue.card(1), label="Edit")
    assert {key: field["value"] for key, field in fields(edit).items()} == {
        "text": "Hello",
        "own_slate": "Hi",
    }
    answer = await queue.fill_in("victor", edit, own_slate=LONG)
    assert labels(answer) == ["Edit again", "Shorten for Slate …"]
    shorter = await queue.click("victor", answer, "Shorten for Slate …")
    await queue.fill_in("victor", shorter, own_slate="Hey")
    assert (await queue.view(1)).texts == {"slate": "Hey"}
    assert "text on slate: ~~Hi~~ **Hey**" in await queue.say("ada", "tweet history", tweet="1")


async def test_networks_are_changed_by_whoever_may_edit_and_has_read_it(queue: CommandStage) -> None:
    await queue.write("Hello")
    form = await networks_form(queue)
    await queue.bot.service.edit(1, queue.actor("victor"), "Better", texts={"slate": "Good"})
    answer = await queue.fill_in("ada", form, deliver_to=["Paper"])
    assert (
        "It now reads:\n**Paper** 6/280\n> Better\n\n**Slate** 4/20\n> Good" in faces(answer)[0].description
    )
    again = await queue.click("ada", answer, "Edit again")
    assert fields(again)["deliver_to"]["value"] == ["Paper"]

    await queue.settle()
    assert "Only organisers can edit" in text_of(await networks_form(queue, "vera"))


async def test_nobody_approves_what_is_too_long_for_a_network_that_is_new(queue: CommandStage) -> None:
    _, slate = queue.networks
    slate.account = None
    await queue.write(LONG)
    slate.account = "the conference"
    assert "41 characters on Slate, where 20 are possible" in await queue.press("ada", 1, "Approve")
    assert str((await queue.view(1)).outcome) == "pending"
    await queue.fill_in("ada", await networks_form(queue), deliver_to=["Paper"])
    assert "is approved" in await queue.press("grace", 1, "Approve")


async def test_a_command_names_networks(queue: CommandStage) -> None:
    told = await queue.say("victor", "tweet compose", text=LONG, networks="paper")
    assert "Goes to: Paper\n" in told
    assert (await queue.view(1)).networks == ["paper"]

    result = await queue.result("victor", "tweet compose", text="Hello", networks=" ,")
    assert "Please name at least one network" in text_of(result)
    result = await queue.result("victor", "tweet compose", text="Hello", networks="Paper, Stone")
    assert "I know no network “stone”. There are: Paper, Slate." in text_of(result)
    form = await queue.click("victor", result.response, "Edit again")
    assert fields(form)["deliver_to"]["value"] == ["Paper", "Slate"]
    await queue.fill_in("victor", form, deliver_to=["Slate"])
    assert (await queue.view(2)).networks == ["slate"]


async def test_a_repost_is_told_of_on_the_other_networks_if_somebody_wants(queue: CommandStage) -> None:
    link = "https://a.example/1"
    about: dict[str, Any] = {"original_author": "Ada", "original_link": link}
    await queue.write("Thanks @grace, come all!", retweet_of="1", networks=("paper",), **about)
    assert queue.labels(1)[-1] == "Also as text"
    assert "Networks & texts" not in queue.labels(1)
    # Nobody has read it, so it waits also where volunteers are trusted.
    queue.policy = "volunteers_trusted"
    assert await queue.press("victor", 1, "Also as text") == (
        "📝 Tweet #2 tells of it on Slate: 🟡 waiting for approval."
    )
    await queue.settle()
    tweet = await queue.view(2)
    assert (tweet.networks, tweet.author_id) == (["slate"], queue.person("victor").id)
    assert tweet.text == link

    assert await queue.press("ada", 1, "Also as text") == "That is tweet #2 already: 🟡 waiting for approval."
    assert "Only organisers and volunteers" in await queue.press("eve", 1, "Also as text")


def test_what_can_be_typed_for_networks() -> None:
    clock = StoppedClock(BERLIN)
    choice = NetworkChoice([PaperNetwork(clock), SlateNetwork(clock)])
    assert choice.offered() == ["Paper", "Slate", "Paper, Slate"]
    assert choice.named(" slate ,PAPER,") == ("paper", "slate")


def test_a_form_has_room_for_four_networks() -> None:
    networks = [PaperNetwork(StoppedClock(BERLIN), name=name, title=name.upper()) for name in "abcde"]
    choice = NetworkChoice(networks)
    form = [choice.field(networks), *choice.own_texts({"b": "Own"})]
    assert [field.label for field in form] == [
        "Where is it posted?",
        *(f"Own text on {name}" for name in "ABCD"),
    ]
    assert form[0].default.splitlines() == ["A", "B", "C", "D", "E"]
    assert [field.default for field in choice.versions({"b": "Own", "d": ""})] == ["Own"]


async def test_what_one_network_refused_is_edited_for_it_alone_and_approved_again(
    queue: CommandStage,
) -> None:
    paper, slate = queue.networks
    await queue.write("Hello")
    await queue.approve(1)
    slate.troubles.append(RejectedError("Slate does not like it."))
    await queue.send()
    assert (queue.title(1), queue.labels(1)) == (
        "🔴 Not sent",
        ["Retry", "Edit", "Cancel", "Networks & texts", "Delete …"],
    )

    form = await queue.people["victor"].click(queue.card(1), label="Edit")
    assert {key: field["value"] for key, field in fields(form).items()} == {"own_slate": "Hello"}
    answer = await queue.fill_in("victor", form, own_slate="Hi")
    assert answer.content == "✏️ Tweet #1 is changed and waits for approval."
    card = faces(queue.card(1))[0]
    assert (card.title, card.description) == (
        "🟡 Waiting for approval",
        "**Paper** 5/280\n> Hello\n\n**Slate** 2/20\n> Hi",
    )
    assert "https://paper.example/1001" in queue.fields(1)["On the network"]

    assert "is approved" in await queue.press("ada", 1, "Approve")
    queue.clock.forward(minutes=2)
    await queue.send()
    assert queue.title(1) == "✅ Sent"
    assert [found.post.text for found in paper.published] == ["Hello"]
    assert [found.post.text for found in slate.published] == ["Hi"]


async def test_the_rest_of_a_tweet_is_cancelled_and_what_is_out_stays(queue: CommandStage) -> None:
    _, slate = queue.networks
    await queue.write("Hello")
    await queue.approve(1)
    slate.troubles.append(RejectedError("Slate does not like it."))
    await queue.send()

    assert await queue.press("ada", 1, "Cancel") == "Tweet #1 is cancelled."
    await queue.settle()
    assert queue.title(1) == "✅ Sent"
    assert queue.fields(1)["Decision"].startswith("Cancelled for other networks by ")
    assert queue.labels(1) == ["Delete …"]
