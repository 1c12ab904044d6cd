from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.sponsors.config import Benefit, Company, Sponsors
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.features.sponsors.made_up import LOGO, NI, SPAM, SPEECH, TEXT, THANKS, sponsors
from tests.features.tweets.command_stage import text_of
from tests.features.tweets.stage import labels

if TYPE_CHECKING:
    from simcord.results import InteractionResult

    from tests.features.sponsors.stage import SponsorStage


async def ask(
    stage: SponsorStage, who: str = "ada", sponsor: str = SPAM, benefit: str = THANKS, **options: bool
) -> InteractionResult:
    return await stage.result(who, "sponsor confirm", sponsor=sponsor, benefit=benefit, **options)


async def offers(
    stage: SponsorStage, who: str, option: str, typed: str = "", **options: str
) -> list[tuple[str, str]]:
    found = await stage.people[who].autocomplete(stage.channel, "sponsor confirm", option, typed, **options)
    return [(choice["name"], choice["value"]) for choice in found]


@pytest.mark.journey
async def test_an_organiser_reads_the_tweet_and_confirms_it(stage: SponsorStage) -> None:
    result = await ask(stage)

    shown = text_of(result)
    assert f"**{THANKS}** for **{SPAM}** (Gold): shall I queue this?" in shown
    assert TEXT.replace("@", "\\@").replace("_", "\\_") in shown
    assert f"Length: {len(TEXT)}/280" in shown
    assert result.response is not None
    assert labels(result.response) == ["Confirm", "Cancel"]
    told = await stage.push("ada", result.response, "Confirm")
    assert "Tweet #1" in told
    assert f"https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/{stage.card(1).id}" in told
    assert labels(result.response) == []
    await stage.approve(1, "grace")
    await stage.send()
    assert [found.post.text for found in stage.network.published] == [TEXT]


async def test_the_second_reads_who_was_faster(stage: SponsorStage) -> None:
    first, second = await ask(stage), await ask(stage, "grace")
    await stage.push("ada", first.response, "Confirm")

    faster = f"<@{stage.people['ada'].id}> was faster: «{THANKS}» for {SPAM} was confirmed"
    told = await stage.push("grace", second.response, "Confirm")
    assert faster in told
    assert str(stage.card(1).id) in told
    stage.expected_errors += [Refusal]
    assert faster in text_of(await ask(stage, "grace"))
    assert len(stage.messages()) == 1


async def test_a_denied_tweet_can_be_confirmed_again(stage: SponsorStage) -> None:
    await stage.push("ada", (await ask(stage)).response, "Confirm")
    await stage.bot.service.deny(1, stage.actor("grace"))

    assert "Tweet #2" in await stage.push("ada", (await ask(stage)).response, "Confirm")


async def test_what_is_no_tweet_is_noted(stage: SponsorStage) -> None:
    result = await ask(stage, benefit=LOGO)

    question = f"**{LOGO}** for **{SPAM}** (Gold) is no tweet. Shall I note it as done?"
    assert text_of(result).strip() == question
    assert "is noted as done" in await stage.push("ada", result.response, "Confirm")
    assert stage.messages() == []


async def test_what_a_sponsor_got_in_another_way_is_noted_without_a_tweet(stage: SponsorStage) -> None:
    result = await ask(stage, tweet=False)
    await stage.push("ada", result.response, "Confirm")

    assert stage.messages() == []
    assert (f"{THANKS} · ✅ done", THANKS) in await offers(stage, "grace", "benefit", sponsor=SPAM)


async def test_a_question_from_before_a_restart_says_so(stage: SponsorStage) -> None:
    result = await ask(stage)
    await stage.restart()

    assert "before I was restarted" in await stage.push("ada", result.response, "Confirm")
    assert stage.messages() == []


async def test_one_who_is_no_organiser_any_more_notes_nothing(stage: SponsorStage) -> None:
    result = await ask(stage, benefit=LOGO)
    stage.env.backend.edit_member(stage.guild.id, stage.people["ada"].id, {"role_ids": []})
    await stage.settle()

    assert ONLY_ORGANIZERS in await stage.push("ada", result.response, "Confirm")
    assert (f"{LOGO} · ⬜ not confirmed", LOGO) in await offers(stage, "grace", "benefit", sponsor=SPAM)


async def test_a_text_that_is_too_long_is_refused_before(stage: SponsorStage) -> None:
    stage.configuration = sponsors("{{ sponsor }}" + "x" * 270)
    await stage.restart()

    result = await ask(stage)

    assert "counts as 281 characters" in text_of(result)
    assert "x" * 270 in text_of(result)
    assert result.response is not None
    assert labels(result.response) == []


async def test_a_template_that_cannot_be_used(stage: SponsorStage) -> None:
    stage.configuration = sponsors("Thanks\n{{ sponser }}")
    await stage.restart()
    await stage.begin()
    stage.expected_errors += [Refusal]

    assert "Line 2: " in text_of(await ask(stage))
    (finding,) = await stage.bot.neighbour.findings()
    assert (finding.level, finding.subject) == (Level.ERROR, f"sponsors: template of «{THANKS}»")


async def test_choices_depend_on_the_sponsor(stage: SponsorStage) -> None:
    await stage.push("ada", (await ask(stage)).response, "Confirm")

    assert await offers(stage, "ada", "sponsor", "EGG") == [(f"{SPAM} (Gold)", SPAM)]
    assert await offers(stage, "ada", "benefit", sponsor=SPAM) == [
        (f"{THANKS} · 🟡 waiting for approval", THANKS),
        (f"{LOGO} · ⬜ not confirmed", LOGO),
        (f"{SPEECH} · ⬜ not confirmed", SPEECH),
    ]
    assert [value for _, value in await offers(stage, "ada", "benefit", sponsor=NI)] == [THANKS, LOGO]
    assert await offers(stage, "ada", "benefit", sponsor="nobody") == []
    assert await offers(stage, "ada", "benefit") == []
    assert await offers(stage, "victor", "sponsor") == []
    assert await offers(stage, "victor", "benefit", sponsor=SPAM) == []


async def test_names_that_are_none(stage: SponsorStage) -> None:
    stage.expected_errors += [Refusal, Refusal]

    assert "Did you mean «Spam & Eggs»?" in text_of(await ask(stage, sponsor="Spam and Eggs"))
    assert "A Silver sponsor does not get" in text_of(await ask(stage, sponsor=NI, benefit=SPEECH))


async def test_the_list_shows_what_is_done_with_links(stage: SponsorStage) -> None:
    await stage.push("ada", (await ask(stage)).response, "Confirm")
    await stage.push("ada", (await ask(stage, benefit=LOGO)).response, "Confirm")
    await stage.approve(1, "grace")
    await stage.send()

    told = await stage.say("ada", "sponsor list")

    card = f"https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/{stage.card(1).id}"
    assert (
        f"{SPAM} · Gold: ✅ sent · {THANKS} · tweet #1 · "
        f"[post](https://paper.example/1001) · [card]({card})\n"
        f"✅ done · {LOGO}\n"
        f"⬜ not confirmed · {SPEECH}"
    ) in told
    assert f"{NI} · Silver: ⬜ not confirmed · {THANKS}" in told


async def test_a_renamed_sponsor_stays_in_the_list(stage: SponsorStage) -> None:
    await stage.push("ada", (await ask(stage)).response, "Confirm")
    stage.configuration = sponsors(spam="Spam Inc.")
    await stage.restart()

    told = await stage.say("ada", "sponsor list")

    assert f"{SPAM} · Gold · confirmed, but not in the configuration any more: 🟡 waiting" in told
    assert "Spam Inc. · Gold: ⬜" in told


async def test_many_sponsors_with_long_names(stage: SponsorStage) -> None:
    stage.configuration = Sponsors(
        levels=("Gold",),
        benefits=tuple(Benefit(name=f"Benefit {n} " + "*" * 250, levels=("Gold",)) for n in range(30)),
        companies=tuple(Company(name=f"Company {n} " + "_" * 250, level="Gold") for n in range(60)),
    )
    await stage.restart()

    result = await stage.result("ada", "sponsor list")

    pages = 0
    while pages < 1000:
        pages += 1
        text = text_of(result)
        assert "more" not in text
        if f"Company {59}" in text and "Benefit 29" in text:
            break
        result = await stage.click("ada", result.response, "▶")
    assert pages > 60


async def test_without_sponsors(stage: SponsorStage) -> None:
    stage.configuration = Sponsors(levels=("Gold",))
    await stage.restart()

    assert "There are no sponsors in the configuration yet." in await stage.say("ada", "sponsor list")


async def test_only_organisers(stage: SponsorStage) -> None:
    stage.expected_errors += [Refusal, Refusal]

    assert "Only organisers" in await stage.say("victor", "sponsor list")
    assert "Only organisers" in text_of(await ask(stage, "victor"))


async def test_people_are_forgotten_in_the_end(stage: SponsorStage) -> None:
    await stage.push("ada", (await ask(stage)).response, "Confirm")
    await stage.begin()
    assert "You have confirmed" in await refused(stage)
    stage.clock.forward(days=33)
    await stage.bot.delete_personal_data()

    assert "You have confirmed" not in await refused(stage)


async def refused(stage: SponsorStage) -> str:
    stage.expected_errors += [Refusal]
    return text_of(await ask(stage))
