from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from DiscordBot.features.campaigns.models import CampaignKind
from DiscordBot.features.campaigns.texts.template_choice import OWN, first_template
from tests.features.campaigns.stage import PREVIEW, TEMPLATE, buttons, number_of, programme, told
from tests.features.tweets.command_stage import fields, text_of
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from tests.features.campaigns.stage import CampaignStage

SHOWN = re.compile(r"<t:(?P<second>\d+):T> \(<t:\d+:R>\) · (?P<length>\d+)/280\n(?P<text>.+)")


async def test_preview_and_creation_agree_on_120_texts_and_times_to_the_second(stage: CampaignStage) -> None:
    stage.sessions = programme(120)
    answer = await stage.preview(every="45 min", random="20 min")
    pages = await stage.all_pages("ada", answer)
    previewed = [(int(found["second"]), found["text"]) for page in pages for found in SHOWN.finditer(page)]
    assert len(previewed) == 120
    assert {second % 60 for second, _ in previewed} != {0}

    number, before = number_of(answer), len(stage.env.http_requests)
    await stage.push("ada", answer, "Create")

    created = await stage.tweets(number)
    assert [
        (int(view.not_before.timestamp()), shown(view.text)) for view in created if view.not_before
    ] == previewed
    assert {view.outcome for view in created} == {"pending"}
    # The answer, and the card with a look whether it is there already: not 120 cards.
    requests = [(request.method, request.path) for request in stage.env.http_requests[before:]]
    assert len(requests) <= 5, requests
    assert len(stage.messages()) == 1
    assert "120 tweets" in stage.card_text(number)


async def test_the_summary_says_what_matters_for_the_decision(stage: CampaignStage) -> None:
    answer = await stage.preview()

    summary = text_of(answer)
    start = int(berlin("2027-07-15 09:00").timestamp())
    assert f"<t:{start}:T>" in summary
    assert "3 tweets to be approved" in summary
    assert "/280" in summary
    assert "about $0.04" in summary or "about $0.05" in summary
    assert "$20.00 of this month's budget are left" in summary
    assert "every 45 min" in summary


async def test_outside_the_posting_window_tweets_wait_for_the_next_day(stage: CampaignStage) -> None:
    number = await stage.create(start="tomorrow 20:30", every="1 h")

    times = [view.not_before for view in await stage.tweets(number)]
    assert times == [berlin("2027-07-15 20:30"), berlin("2027-07-16 09:00"), berlin("2027-07-16 10:00")]


async def test_filters_choose_sessions(stage: CampaignStage) -> None:
    stage.sessions = programme(30)
    number = await stage.create(track="Web", type="Tutorial")

    texts = " ".join(view.text for view in await stage.tweets(number))
    assert re.findall(r"number (\d+)", texts) == ["10", "25"]


async def test_sponsors_are_filtered_by_level(stage: CampaignStage) -> None:
    number = await stage.create(
        "Thank you {{ sponsor }} {{ sponsor.twittername }}, {{ level }}!", kind="sponsors", level="Gold"
    )

    assert [view.text for view in await stage.tweets(number)] == ["Thank you Spam & Eggs @spameggs_ex, Gold!"]


async def test_an_unknown_variable_is_an_error_with_its_line(stage: CampaignStage) -> None:
    answer = await stage.preview("Hello\n{{ sesion.title }}")

    assert "Line 2: Nothing is known as «sesion». Did you mean «session»?" in text_of(answer)
    assert "Line 2 of the template: {{ sesion.title }}" in text_of(answer)
    assert buttons(answer)["Create"]["disabled"]


async def test_what_is_wrong_with_all_sessions_is_told_once(stage: CampaignStage) -> None:
    stage.sessions = programme(120)
    answer = await stage.preview("Hi\n{{ session.titel }}")

    pages = await stage.all_pages("ada", answer)
    assert len(pages) == 1
    assert "120 of 120 texts cannot be posted" in pages[0]
    assert pages[0].count("There is no «titel» in a session. Did you mean «title»?") == 1
    assert "Line 2 of the template: {{ session.titel }}" in pages[0]
    assert "Talk number 0, Talk number 1, Talk number 2 and 117 more" in pages[0]


async def test_each_fault_is_told_with_those_that_have_it(stage: CampaignStage) -> None:
    template = "{{ session.title }}{% if session.title.endswith('1') %}{{ '!' * 300 }}{% endif %}"
    answer = await stage.preview(template)

    assert "1 of 3 texts cannot be posted" in text_of(answer)
    assert "❌ 1 of 3 texts: The text is too long.\nTalk number 1 (313 of 280)" in text_of(answer)


async def test_a_text_over_280_is_shown_and_blocks_creation(stage: CampaignStage) -> None:
    answer = await stage.preview("{{ session.title }}{{ '!' * 300 }}")

    assert "313/280" in text_of(answer)
    assert buttons(answer)["Create"]["disabled"]
    pages = await stage.all_pages("ada", answer)
    assert "The text is too long.\nTalk number 0 (313 of 280), Talk number 1 (313 of 280)" in pages[0]
    refused = await stage.say("ada", "campaign create", campaign=str(number_of(answer)))
    assert "Nothing was created" in refused
    assert "313/280" in refused
    assert await stage.tweets(number_of(answer)) == []


async def test_the_same_text_twice_blocks_creation(stage: CampaignStage) -> None:
    answer = await stage.preview("Come to {{ conference }}!")

    assert buttons(answer)["Create"]["disabled"]


async def test_times_that_passed_are_refused(stage: CampaignStage) -> None:
    answer = await stage.preview(start="in 20 min")
    assert not buttons(answer)["Create"]["disabled"]
    stage.clock.forward(minutes=30)

    await stage.push("ada", answer, "Create")

    assert "Nothing was created" in text_of(answer)
    assert await stage.tweets(number_of(answer)) == []


async def test_a_changed_schedule_refuses_creation_and_shows_the_preview_anew(stage: CampaignStage) -> None:
    answer = await stage.preview()
    number = number_of(answer)
    stage.sessions = [*stage.sessions[:-1], stage.sessions[-1].model_copy(update={"title": "Another title"})]

    await stage.push("ada", answer, "Create")

    assert "Nothing was created" in text_of(answer)
    assert await stage.tweets(number_of(answer)) == []
    assert "Another title" in "".join(await stage.all_pages("ada", answer))

    await stage.push("ada", answer, "Create")

    assert "Another title" in (await stage.tweets(number))[-1].text


async def test_a_new_seed_gives_other_times_and_texts(stage: CampaignStage) -> None:
    stage.sessions = programme(20)
    answer = await stage.preview(random="20 min")
    before = await stage.all_pages("ada", answer)

    await stage.push("ada", answer, "Shuffle again")
    await stage.push("ada", answer, "◀")

    assert before != await stage.all_pages("ada", answer)


async def test_the_template_can_be_edited_from_the_preview(stage: CampaignStage) -> None:
    answer = await stage.preview("{{ sesion }}")
    form = await stage.click("ada", answer, "Edit template")
    assert fields(form)["template"]["value"] == "{{ sesion }}"

    second = await stage.fill_in("ada", form, template=TEMPLATE)

    number = number_of(second)
    assert number == number_of(answer)
    await stage.push("ada", second, "Create")
    assert len(await stage.tweets(number)) == 3


async def test_an_old_preview_of_an_edited_draft_does_not_create_what_was_not_read(
    stage: CampaignStage,
) -> None:
    first = await stage.preview()
    form = await stage.click("ada", first, "Edit template")
    await stage.fill_in("ada", form, template="Other: {{ session.title }}")

    await stage.push("ada", first, "Create")

    assert "Nothing was created" in text_of(first)
    assert await stage.tweets(number_of(first)) == []


async def test_creating_twice_is_refused(stage: CampaignStage) -> None:
    number = await stage.create()

    refused = await stage.say("grace", "campaign create", campaign=str(number))

    stage.expected_errors = [Refusal]
    assert f"was created already by <@{stage.people['ada'].id}>" in refused
    assert len(await stage.tweets(number)) == 3


async def test_the_same_texts_under_another_name_are_refused(stage: CampaignStage) -> None:
    await stage.create("{{ session.title }}")
    answer = await stage.preview("{{ session.title }}", name="Again", start="tomorrow 15:00")

    result = await stage.push("ada", answer, "Create")

    assert "has exactly these texts already" in told(result)
    assert await stage.tweets(number_of(answer)) == []


async def test_a_cancelled_campaign_can_be_created_anew(stage: CampaignStage) -> None:
    number = await stage.create("{{ session.title }}")
    await stage.say("ada", "campaign cancel", campaign=str(number))

    again = await stage.create("{{ session.title }}")

    assert len(await stage.tweets(again)) == 3


async def test_a_stored_template_needs_no_form(stage: CampaignStage) -> None:
    number = await stage.create("{{ session.title }}!")
    options = {**PREVIEW, "name": "Second", "template": f"#{number} · Talks · running"}
    preview = await stage.say("ada", "campaign preview", **options)

    assert "{{ session.title }}!" in preview.replace("\\", "")


async def test_a_campaign_is_known_by_its_name_as_well(stage: CampaignStage) -> None:
    await stage.create("{{ session.title }}!", name="2027 talks")
    options = {**PREVIEW, "name": "Second", "template": "2027 TALKS"}

    preview = await stage.say("ada", "campaign preview", **options)

    assert "{{ session.title }}!" in preview.replace("\\", "")


@pytest.mark.parametrize("kind", ["sessions", "sponsors"])
async def test_the_form_opens_with_a_template_that_works(stage: CampaignStage, kind: str) -> None:
    form = await stage.result("ada", "campaign preview", **{**PREVIEW, "kind": kind})
    assert fields(form)["starter"]["value"] == ["The text below"]
    assert fields(form)["template"]["value"] == first_template(CampaignKind(kind))

    answer = await stage.fill_in("ada", form)

    assert not buttons(answer)["Create"]["disabled"]


async def test_a_template_of_the_documents_is_picked_in_the_form(stage: CampaignStage) -> None:
    form = await stage.result("ada", "campaign preview", **PREVIEW)
    answer = await stage.fill_in("ada", form, starter=["What it is about"])
    again = await stage.click("ada", answer, "Edit template")
    assert fields(again)["template"]["value"].startswith("{{ session.type }}")

    own = await stage.fill_in("ada", again, template="Own: {{ session }}", starter=["When and where"])

    # Nothing that somebody has written is thrown away.
    assert "Own: {{ session }}" in text_of(own).replace("\\", "")


async def test_a_template_of_the_documents_is_picked_in_the_command(stage: CampaignStage) -> None:
    offered = await stage.people["ada"].autocomplete(stage.channel, "campaign preview", "template", "hash")
    assert "A hashtag for each track" in str(offered)

    preview = await stage.say("ada", "campaign preview", **PREVIEW, template="a hashtag for each track")

    assert 'session.track, "#Python"' in preview.replace("\\", "")


async def test_filters_that_fit_nothing_are_told(stage: CampaignStage) -> None:
    answer = await stage.preview(track="Cooking")

    assert "no session or sponsor fits" in text_of(answer)
    assert buttons(answer)["Create"]["disabled"]


async def test_buttons_of_a_preview_work_after_a_restart(stage: CampaignStage) -> None:
    answer = await stage.preview()
    number = number_of(answer)
    await stage.restart()

    await stage.push("ada", answer, "▶")
    await stage.push("ada", answer, "Create")

    assert len(await stage.tweets(number)) == 3


async def test_a_draft_can_be_created_by_command(stage: CampaignStage) -> None:
    answer = await stage.preview()

    done = await stage.say("grace", "campaign create", campaign=str(number_of(answer)))

    assert "All 3 tweets wait for approval" in done


async def test_only_organisers_may_use_any_of_it(stage: CampaignStage) -> None:
    number = number_of(await stage.preview())
    stage.expected_errors = [Refusal] * 2
    assert "Only organisers" in await stage.say("victor", "campaign preview", **PREVIEW)
    assert "Only organisers" in await stage.say("victor", "campaign create", campaign=str(number))


async def test_who_is_no_organiser_any_more_can_do_nothing_with_a_preview(stage: CampaignStage) -> None:
    answer = await stage.preview()
    form = await stage.click("ada", answer, "Edit template")
    stage.env.backend.edit_member(stage.guild.id, stage.people["ada"].id, {"role_ids": []})
    await stage.env.settle()

    for label in ("Create", "Shuffle again", "▶", "Edit template"):
        assert "Only organisers" in told(await stage.push("ada", answer, label))
    submitted = await stage.people["ada"].submit_modal(form, {"template": "Other", "starter": [OWN]})
    stage.expected_errors = [Refusal]

    assert "Only organisers" in told(submitted)
    assert await stage.bot.campaigns.drafts.template(number_of(answer)) == TEMPLATE
    assert await stage.tweets(number_of(answer)) == []


async def test_mistyped_options_are_explained(stage: CampaignStage) -> None:
    for options, sentence in (
        ({"start": "yesterday"}, EXAMPLES),
        ({"every": "often"}, "Write how long like one of these"),
        ({"every": "0"}, "at least a minute"),
        ({"template": "nonsense"}, "There is no such campaign"),
    ):
        assert sentence in await stage.say("ada", "campaign preview", **{**PREVIEW, **options})
        stage.expected_errors.append(Refusal)


async def test_too_many_tweets_are_refused(stage: CampaignStage) -> None:
    stage.sessions = programme(151)

    answer = await stage.preview()

    assert "151 tweets, and 150 are possible" in text_of(answer)
    assert "What you typed" in text_of(answer)


async def test_each_tweet_may_go_out_before_its_session(stage: CampaignStage) -> None:
    offered = await stage.people["ada"].autocomplete(stage.channel, "campaign preview", "start", "before")
    assert "24 h before each session" in str(offered)
    answer = await stage.preview(start="24 h before each session", every="")
    assert "1 day before each session" in text_of(answer)
    number = number_of(answer)
    await stage.push("ada", answer, "Create")

    times = [view.not_before for view in await stage.tweets(number)]
    assert times[:2] == [berlin("2027-08-01 10:00"), berlin("2027-08-01 10:45")]
    assert "Pace: 1 day before each session" in stage.card_text(number)
    assert "all sessions, 1 day before each session\n" in await stage.say("ada", "campaign list")


async def test_a_campaign_may_wait_for_the_release_of_the_schedule(stage: CampaignStage) -> None:
    answer = await stage.preview(start="when the schedule is released")
    assert "waits for the next version of the schedule" in text_of(answer)
    number = number_of(answer)
    await stage.push("ada", answer, "Create")

    assert "queued when that comes" in text_of(answer)
    assert await stage.tweets(number) == []
    assert "waits for the schedule's release" in stage.card_text(number)
    listed = await stage.say("ada", "campaign list")
    assert "starts when the next version of the schedule is released" in listed
