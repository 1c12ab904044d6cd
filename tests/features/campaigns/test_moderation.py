from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.tweets.cards.notice_rows import NoticeRows
from DiscordBot.networks.port import RejectedError
from tests.features.campaigns.stage import buttons, programme, told
from tests.features.tweets.command_stage import fields, text_of
from tests.features.tweets.post_office import berlin
from tests.features.tweets.stage import labels

if TYPE_CHECKING:
    from tests.features.campaigns.stage import CampaignStage


async def test_all_120_are_approved_by_one_press_and_a_few_requests(stage: CampaignStage) -> None:
    stage.sessions = programme(120)
    number = await stage.create()
    pages = await stage.open_pages("grace", number)
    before = len(stage.env.http_requests)

    await stage.push("grace", pages, "Approve all")

    assert {view.outcome for view in await stage.tweets(number)} == {"waiting"}
    assert "120 approved" in text_of(pages)
    assert "🟢 approved, not yet sent: **120**" in stage.card_text(number)
    requests = [(request.method, request.path) for request in stage.env.http_requests[before:]]
    assert len(requests) <= 6, requests
    assert len(stage.campaign_cards(number)) == len(stage.messages()) == 1


async def test_pages_show_every_text_whole_with_its_state(stage: CampaignStage) -> None:
    stage.sessions = programme(120)
    number = await stage.create("{{ session.title }} " + "and more " * 25)
    pages = await stage.open_pages("victor", number)

    read = "".join(await stage.all_pages("victor", pages))

    for view in await stage.tweets(number):
        assert f"#{view.id} · 🟡 waiting for approval" in read
        assert view.text in read


async def test_a_page_is_approved_without_the_others(stage: CampaignStage) -> None:
    stage.sessions = programme(60)
    number = await stage.create()
    pages = await stage.open_pages("grace", number)
    before = text_of(pages).count("Talk number")
    await stage.push("grace", pages, "▶")

    await stage.push("grace", pages, "Approve page")

    outcomes = [view.outcome for view in await stage.tweets(number)]
    read = text_of(pages).count("Talk number")
    assert read >= 15
    assert outcomes == ["pending"] * before + ["waiting"] * read + ["pending"] * (60 - before - read)
    assert "🔄 2 / 4" in buttons(pages)
    assert buttons(pages)["Approve page"]["disabled"]


@pytest.mark.journey
async def test_several_are_chosen_and_approved_or_denied_together(stage: CampaignStage) -> None:
    stage.sessions = programme(10)
    number = await stage.create()
    ids = [view.id for view in await stage.tweets(number)]
    pages = await stage.open_pages("grace", number)

    await stage.push("grace", await stage.choose("grace", pages, *ids[:3], ids[5]), "Approve these")
    denied = await stage.choose("grace", pages, *ids[8:])
    await stage.push("grace", denied, "Deny these")

    assert "2 denied" in text_of(denied)
    outcomes = [view.outcome for view in await stage.tweets(number)]
    assert outcomes == [*["waiting"] * 3, *["pending"] * 2, "waiting", *["pending"] * 2, *["denied"] * 2]
    for line in ("🟡 waiting for approval: **4**", "🟢 approved, not yet sent: **4**", "⛔ denied: **2**"):
        assert line in stage.card_text(number)


async def test_a_single_one_is_edited_and_that_survives_pause_and_resume(stage: CampaignStage) -> None:
    number = await stage.create()
    first, second, _ = await stage.tweets(number)
    pages = await stage.open_pages("grace", number)
    card = await stage.choose("grace", pages, first.id)
    form = await stage.click("grace", card, "Edit")
    assert fields(form)["text"]["value"] == first.text
    await stage.fill_in("grace", form, text="By hand")
    card = await stage.choose("grace", await stage.open_pages("grace", number), second.id)
    form = await stage.click("grace", card, "Reschedule")
    await stage.fill_in("grace", form, when="2027-07-20 10:00")

    await stage.say("ada", "campaign pause", campaign=str(number))
    await stage.say("ada", "campaign resume", campaign=str(number))

    texts = {view.id: (view.text, view.not_before) for view in await stage.tweets(number)}
    assert texts[first.id] == ("By hand", first.not_before)
    assert texts[second.id] == (second.text, berlin("2027-07-20 10:00"))


async def test_what_was_changed_after_it_was_read_is_not_approved(stage: CampaignStage) -> None:
    number = await stage.create()
    pages = await stage.open_pages("grace", number)
    first = (await stage.tweets(number))[0]
    chosen = await stage.choose("grace", pages, *(view.id for view in await stage.tweets(number)))
    await stage.bot.service.edit(first.id, stage.actor("ada"), "Something else")

    for message, label in ((pages, "Approve all"), (pages, "Approve page"), (chosen, "Approve these")):
        assert "was changed a moment ago" in told(await stage.push("grace", message, label))

    assert {view.outcome for view in await stage.tweets(number)} == {"pending"}
    await stage.push("grace", pages, "🔄 1 / 1")
    assert "Something else" in text_of(pages)
    await stage.push("grace", pages, "Approve all")
    assert {view.outcome for view in await stage.tweets(number)} == {"waiting"}


async def test_who_created_it_approves_only_expressly(stage: CampaignStage) -> None:
    number = await stage.create()
    pages = await stage.open_pages("ada", number)

    offer = (await stage.push("ada", pages, "Approve all")).response
    assert offer is not None
    assert "nobody else has read these" in text_of(offer)
    assert {view.outcome for view in await stage.tweets(number)} == {"pending"}
    await stage.push("ada", offer, "Approve my own tweets")

    assert {(view.outcome, view.bypass) for view in await stage.tweets(number)} == {("waiting", True)}


async def test_the_policy_decides_who_approves(stage: CampaignStage) -> None:
    number = await stage.create()
    pages = await stage.open_pages("victor", number)
    assert "Only organisers can approve" in told(await stage.push("victor", pages, "Approve all"))

    stage.policy = "volunteers_moderate"
    await stage.push("victor", pages, "Approve all")

    assert {view.outcome for view in await stage.tweets(number)} == {"waiting"}
    refused = await stage.push("eve", stage.campaign_card(number), "Open its tweets")
    assert "see the queue" in told(refused)


async def test_trusted_volunteers_make_no_difference_to_campaigns(stage: CampaignStage) -> None:
    stage.policy = "volunteers_trusted"
    number = await stage.create()

    assert {view.outcome for view in await stage.tweets(number)} == {"pending"}


async def test_nobody_gets_a_direct_message_for_each_tweet(stage: CampaignStage) -> None:
    stage.sessions = programme(5)
    number = await stage.create()
    pages = await stage.open_pages("grace", number)
    await stage.push("grace", pages, "Approve all")
    stage.clock.at = berlin("2027-07-15 09:00")

    await stage.send()
    await stage.bot.notices.look()
    await stage.settle()

    assert stage.network.published[0].post.text == (await stage.tweets(number))[0].text
    assert stage.told("ada") == []
    assert await NoticeRows(stage.database).untold() == (), "no job looks at them again and again"
    assert "✅ sent: **1**" in stage.card_text(number)


async def test_one_that_failed_shows_on_both_cards(stage: CampaignStage) -> None:
    number = await stage.create()
    pages = await stage.open_pages("grace", number)
    await stage.push("grace", pages, "Approve all")
    stage.clock.at = berlin("2027-07-15 09:00")

    await stage.send(RejectedError("Paper does not like it."))

    assert "🔴 not sent: **1**" in stage.card_text(number)
    assert stage.title((await stage.tweets(number))[0].id) == "🔴 Not sent"


async def test_pause_holds_back_and_resume_lets_go(stage: CampaignStage) -> None:
    number = await stage.create()
    await stage.push("grace", await stage.open_pages("grace", number), "Approve all")

    paused = told(await stage.push("ada", stage.campaign_card(number), "Pause"))
    assert "3 tweets will wait until somebody resumes it" in paused

    stage.clock.at = berlin("2027-07-15 09:00")
    await stage.send()
    assert stage.network.published == []
    assert "⏸️ paused" in stage.card_text(number)
    assert "so it cannot be paused" in await stage.say("ada", "campaign pause", campaign=str(number))
    stage.expected_errors = [Refusal]

    assert "go out as planned" in told(await stage.push("ada", stage.campaign_card(number), "Resume"))
    await stage.send()
    assert len(stage.network.published) == 1


async def test_only_organisers_pause_by_the_card(stage: CampaignStage) -> None:
    number = await stage.create()

    refused = await stage.push("victor", stage.campaign_card(number), "Pause")

    assert "Only organisers" in told(refused)
    assert not any(view.on_hold for view in await stage.tweets(number))


async def test_resuming_after_a_long_pause_makes_no_burst(stage: CampaignStage) -> None:
    stage.sessions = programme(6)
    number = await stage.create(every="1 h")
    await stage.push("grace", await stage.open_pages("grace", number), "Approve all")
    await stage.say("ada", "campaign pause", campaign=str(number))
    stage.clock.at = berlin("2027-07-15 12:30")

    shown = await stage.say("ada", "campaign resume", campaign=str(number))

    times = [
        stage.clock.local(view.not_before).strftime("%H:%M")
        for view in await stage.tweets(number)
        if view.not_before
    ]
    assert times == ["12:30", "13:30", "14:30", "15:30", "16:30", "17:30"]
    assert "Times had passed meanwhile, so 6 tweets were moved" in shown
    await stage.send()
    assert len(stage.network.published) == 1


async def test_a_late_approval_makes_no_burst(stage: CampaignStage) -> None:
    stage.sessions = programme(4)
    number = await stage.create(every="1 h")
    pages = await stage.open_pages("grace", number)
    stage.clock.at = berlin("2027-07-15 11:10")

    await stage.push("grace", pages, "Approve all")

    times = [
        stage.clock.local(view.not_before).strftime("%H:%M")
        for view in await stage.tweets(number)
        if view.not_before
    ]
    assert times == ["11:10", "12:10", "13:10", "14:10"]


async def test_cancelling_takes_back_what_has_not_gone_out(stage: CampaignStage) -> None:
    number = await stage.create()
    await stage.push("grace", await stage.open_pages("grace", number), "Approve all")
    stage.clock.at = berlin("2027-07-15 09:00")
    await stage.send()

    assert "2 tweets will not go out" in await stage.say("ada", "campaign cancel", campaign=str(number))

    assert [view.outcome for view in await stage.tweets(number)] == ["sent", "cancelled", "cancelled"]
    assert "🗑️ cancelled" in stage.card_text(number)
    assert list(buttons_of_card(stage, number)) == ["Open its tweets"]


async def test_everything_works_after_a_restart(stage: CampaignStage) -> None:
    number = await stage.create()
    pages = await stage.open_pages("grace", number)
    edits = stage.count("PATCH", "messages")

    await stage.restart()
    assert stage.count("PATCH", "messages") == edits, "the card shows the truth already"
    assert len(stage.campaign_cards(number)) == 1

    await stage.push("ada", stage.campaign_card(number), "Pause")
    await stage.push("ada", stage.campaign_card(number), "Resume")
    ids = [view.id for view in await stage.tweets(number)]
    await stage.push("grace", await stage.choose("grace", pages, *ids[:2]), "Approve these")
    await stage.push("grace", pages, "Approve all")
    assert {view.outcome for view in await stage.tweets(number)} == {"waiting"}


async def test_what_changed_while_the_bot_was_away_is_on_the_card(stage: CampaignStage) -> None:
    number = await stage.create()
    first = (await stage.tweets(number))[0]
    await stage.change(first.id, status="denied")

    await stage.restart()

    assert "⛔ denied: **1**" in stage.card_text(number)


async def test_a_deleted_card_comes_back(stage: CampaignStage) -> None:
    number = await stage.create()

    await stage.people["ada"].delete(stage.campaign_card(number))
    await stage.settle()

    assert "3 tweets" in stage.card_text(number)


async def test_the_list_shows_campaigns_and_drafts(stage: CampaignStage) -> None:
    assert "There are none" in await stage.say("ada", "campaign list")
    await stage.create()
    await stage.preview(name="Later", track="Web")

    shown = await stage.say("ada", "campaign list")

    assert "#1 · Talks · ▶️ running · 0 of 3 tweets sent" in shown
    assert "#2 · Later · 📝 draft" in shown
    assert "sessions, track Web" in shown


async def test_options_are_offered_to_organisers(stage: CampaignStage) -> None:
    number = await stage.create()

    async def offered(who: str, command: str, option: str, typed: str = "") -> list[str]:
        choices = await stage.people[who].autocomplete(stage.channel, command, option, typed)
        return [choice["value"] for choice in choices]

    assert await offered("ada", "campaign preview", "track", "w") == ["Web"]
    assert await offered("ada", "campaign preview", "type") == ["Talk", "Tutorial"]
    assert await offered("ada", "campaign preview", "level") == ["Gold", "Silver"]
    assert await offered("ada", "campaign pause", "campaign", "talk") == [str(number)]
    assert await offered("ada", "campaign resume", "campaign") == []
    assert await offered("victor", "campaign pause", "campaign") == []


def buttons_of_card(stage: CampaignStage, number: int) -> list[str]:
    return labels(stage.campaign_card(number))
