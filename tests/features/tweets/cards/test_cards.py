from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.features.tweets.intake.draft import Draft, DraftPicture
from DiscordBot.features.tweets.models import Source
from DiscordBot.networks.port import Paused
from tests.features.tweets.stage import CHANNEL
from tests.shown_messages import faces, pinged

if TYPE_CHECKING:
    from tests.features.tweets.stage import Stage

POST = "/channels/*/messages"
PICTURES = tuple(
    DraftPicture(content=b"png%d" % number, media_type="image/png", width=3, height=2, alt_text=text)
    for number, text in enumerate(("A dot", ""))
)


async def test_a_new_tweet_gets_one_card(stage: Stage) -> None:
    tweet_id = await stage.write("Doors open at *nine*, @everyone!")

    card = stage.card(tweet_id)
    assert faces(card)[0].description == r"Doors open at \*nine\*, \@everyone!"
    assert stage.labels(tweet_id) == ["Approve", "Approve & post now", "Edit", "Reschedule", "Deny"]
    assert pinged(stage.env, card) == []
    view = await stage.view(tweet_id)
    assert (view.card_channel, view.card_message) == (stage.channel.id, card.id)


async def test_it_is_edited_in_place_until_the_tweet_is_out(stage: Stage) -> None:
    tweet_id = await stage.write()
    first = stage.card(tweet_id).id

    await stage.approve(tweet_id)
    assert stage.title(tweet_id) == "🟢 Approved, not yet sent"

    await stage.send()
    card = stage.card(tweet_id)
    assert (card.id, faces(card)[0].title, faces(card)[0].url) == (
        first,
        "✅ Sent",
        "https://paper.example/1001",
    )
    assert stage.labels(tweet_id) == ["Delete …"]
    assert len(stage.messages()) == 1


async def test_a_failed_one_can_be_retried(stage: Stage) -> None:
    tweet_id = await stage.fail()

    assert stage.title(tweet_id) == "🔴 Not sent"
    assert "Paper does not like it." in stage.fields(tweet_id)["On the network"]
    assert stage.labels(tweet_id) == ["Retry", "Edit", "Cancel"]


async def test_pictures_are_attached_with_their_descriptions(stage: Stage) -> None:
    tweet_id = await stage.write(pictures=PICTURES)

    await stage.approve(tweet_id)

    attached = stage.card(tweet_id).attachments
    assert [(file.filename, file.description) for file in attached] == [
        ("picture_1.png", "A dot"),
        ("picture_2.png", None),
    ]
    assert await attached[0].read() == b"png0"
    (face,) = faces(stage.card(tweet_id))
    assert face.pictures == [(attached[0].url, "A dot"), (attached[1].url, "")]


async def test_a_picture_too_large_for_discord_is_at_least_named(stage: Stage) -> None:
    large = DraftPicture(
        content=b"x" * 10_485_761, media_type="image/gif", width=1, height=1, alt_text="A film"
    )
    tweet_id = await stage.write(pictures=(large,))

    card = stage.card(tweet_id)
    assert (card.attachments, faces(card)[0].pictures) == ([], [])
    assert "too large to be shown here. A film" in stage.fields(tweet_id)["Pictures (1)"]


@pytest.mark.slow
async def test_fifty_at_once_cost_one_request_each(stage: Stage) -> None:
    drafts = [
        Draft(text=f"Tweet {number}", author=None, source=Source.CAMPAIGN, source_key=str(number))
        for number in range(50)
    ]
    before = len(stage.env.http_requests)

    ids = [(await stage.bot.service.submit(draft)).tweet_id for draft in drafts]
    await stage.settle()

    assert [faces(stage.card(tweet_id))[0].description for tweet_id in ids] == [
        draft.text for draft in drafts
    ]
    assert [request.method for request in stage.env.http_requests[before:]] == ["POST"] * 50


async def test_many_changes_at_once_are_shown_once(stage: Stage) -> None:
    tweet_id = await stage.write()
    before = len(stage.requests("PATCH"))

    await asyncio.gather(
        *(stage.bot.service.edit(tweet_id, stage.actor("victor"), f"Text {number}") for number in range(20))
    )
    await stage.settle()

    assert faces(stage.card(tweet_id))[0].description == (await stage.view(tweet_id)).text
    assert len(stage.requests("PATCH")) - before <= 3


async def test_what_somebody_looks_at_is_shown_before_new_tweets(stage: Stage) -> None:
    first = await stage.write("The first")
    for number in range(5):
        await stage.bot.service.submit(
            Draft(text=str(number), author=None, source=Source.NEWS, source_key=str(number))
        )
    before = len(stage.env.http_requests)
    await stage.bot.service.deny(first, stage.actor("ada"))
    await stage.settle()

    of_cards = f"/channels/{stage.channel.id}/messages"
    requests = stage.env.http_requests[before:]
    methods = [request.method for request in requests if request.path.startswith(of_cards)]
    assert methods.count("POST") >= 2
    assert "PATCH" in methods[:3]


async def test_a_deleted_card_comes_back_while_there_is_something_to_decide(stage: Stage) -> None:
    tweet_id = await stage.write(pictures=PICTURES)

    await stage.people["ada"].delete(stage.card(tweet_id))
    await stage.settle()

    assert len(stage.card(tweet_id).attachments) == 2
    view = await stage.view(tweet_id)
    assert view.card_message == stage.card(tweet_id).id


async def test_a_deleted_card_of_a_decided_tweet_stays_away(stage: Stage) -> None:
    tweet_id = await stage.write()
    await stage.bot.service.deny(tweet_id, stage.actor("ada"))
    await stage.settle()

    await stage.people["ada"].delete(stage.card(tweet_id))
    await stage.settle()
    await stage.bot.cards.look()
    await stage.settle()

    assert stage.messages() == []


async def test_after_a_restart_all_cards_are_there_and_true(stage: Stage) -> None:
    deleted = await stage.write("Deleted while the bot was away")
    denied = await stage.write("Denied, but not yet shown")
    same = await stage.write("As it was")
    await stage.bot.client.close()
    stage.env.backend.delete_message(stage.channel.id, stage.card(deleted).id)
    await stage.change(denied, status="denied", decided_by=stage.people["ada"].id)
    before = len(stage.env.http_requests)

    await stage.restart()

    assert stage.title(deleted) == "🟡 Waiting for approval"
    assert stage.title(denied) == "⛔ Denied"
    assert stage.title(same) == "🟡 Waiting for approval"
    of_cards = [request for request in stage.env.http_requests[before:] if "/messages" in request.path]
    assert sorted(request.method for request in of_cards if request.method != "GET") == ["PATCH", "POST"]


async def test_a_crash_between_posting_and_remembering_makes_no_second_card(stage: Stage) -> None:
    tweet_id = await stage.write()
    await stage.write("Another one")
    await stage.change(tweet_id, card_channel=None, card_message=None, card_shown="posting")

    await stage.restart()

    assert (await stage.view(tweet_id)).card_message == stage.card(tweet_id).id


async def test_a_card_that_could_not_be_posted_is_posted_later(stage: Stage) -> None:
    stage.expected_log = ["cannot use Discord (status 403"]
    stage.env.inject_error("POST", POST, status=403, code=50013)
    tweet_id = await stage.write()
    assert stage.messages() == []
    # This is how it is known after a crash that there may be one.
    assert (await stage.view(tweet_id)).card_shown == "posting"

    await stage.bot.cards.look()
    await stage.settle()

    assert stage.title(tweet_id) == "🟡 Waiting for approval"


async def test_what_could_not_be_shown_is_shown_later(stage: Stage) -> None:
    stage.expected_log = ["cannot use Discord (status 403"]
    tweet_id = await stage.write()
    stage.env.inject_error("PATCH", f"{POST}/*", status=403, code=50013)
    await stage.approve(tweet_id)
    assert stage.title(tweet_id) == "🟡 Waiting for approval"

    await stage.bot.cards.look()
    await stage.settle()

    assert stage.title(tweet_id) == "🟢 Approved, not yet sent"


async def test_one_card_that_discord_does_not_take_keeps_no_other_away(stage: Stage) -> None:
    stage.expected_log = ["status 400"]
    stage.env.inject_error("POST", POST, status=400, code=50035)

    refused, taken = [
        (await stage.bot.service.submit(Draft(text=text, author=None, source=Source.NEWS))).tweet_id
        for text in ("Refused", "Taken")
    ]
    await stage.settle()

    assert stage.cards(refused) == []
    assert stage.title(taken) == "🟡 Waiting for approval"


async def test_a_card_that_discord_does_not_take_is_tried_again_when_it_is_another_one(stage: Stage) -> None:
    stage.expected_log = ["status 413"]
    stage.env.inject_error("POST", POST, status=413, code=40005)
    tweet_id = await stage.write()
    before = len(stage.env.http_requests)
    for _ in range(3):
        await stage.bot.cards.look()
        await stage.settle()
    assert len(stage.env.http_requests) == before

    await stage.approve(tweet_id)

    assert stage.title(tweet_id) == "🟢 Approved, not yet sent"


async def test_without_a_channel_organisers_are_told(stage: Stage) -> None:
    stage.expected_log = [f"no text channel «{CHANNEL}»"]
    stage.env.backend.delete_channel(stage.channel.id)
    await stage.env.settle()

    await stage.write()


async def test_what_changes_by_itself_is_shown_by_the_job(stage: Stage) -> None:
    tweet_id = await stage.write()
    before = len(stage.env.http_requests)
    await stage.bot.cards.look()
    await stage.settle()
    assert len(stage.env.http_requests) == before

    stage.network.paused = Paused("The budget is used up.")
    await stage.bot.cards.look()
    await stage.settle()

    assert "The budget is used up." in stage.fields(tweet_id)["Goes out"]


async def test_when_it_would_go_out_is_the_next_opening(stage: Stage) -> None:
    stage.clock.at += timedelta(hours=10)
    tweet_id = await stage.write()

    opening = int((stage.clock.at + timedelta(hours=11)).timestamp())
    assert stage.fields(tweet_id)["Goes out"] == f"<t:{opening}:F> (<t:{opening}:R>)"


async def test_a_card_moves_into_another_channel(stage: Stage) -> None:
    tweet_id = await stage.write()
    old = stage.guild.create_text_channel("old")
    await stage.env.settle()
    channel = stage.bot.client.get_channel(old.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("An older card")
    await stage.change(tweet_id, card_channel=old.id, card_message=message.id, card_shown="x")

    await stage.bot.cards.look()
    await stage.settle()

    assert old.history() == []
    assert (await stage.view(tweet_id)).card_message == stage.card(tweet_id).id
