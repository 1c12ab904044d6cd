from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.mentions.ui.cog import CARDS_JOB, FEED_JOB
from DiscordBot.features.tweets.policy import Action, decide
from DiscordBot.networks.port import Paused
from sandbox.x.failures import XFailure
from tests.features.tweets.command_stage import fields, text_of
from tests.features.tweets.stage import labels
from tests.shown_messages import said

if TYPE_CHECKING:
    from tests.features.mentions.stage import MentionStage


@pytest.mark.journey
async def test_a_reply_from_the_card_to_x(stage: MentionStage) -> None:
    mention = await stage.mention("@pyconexample when do the *doors* open? @everyone")
    assert labels(stage.mention_card(mention)) == ["Reply", "Retweet", "Claim", "Discard"]
    assert "New mention" in stage.says(mention)
    assert r"\@pyconexample when do the \*doors\* open? \@everyone" in stage.says(mention)
    assert "ada (@ada)" in stage.says(mention)

    assert "waits for approval" in await stage.reply("victor", mention, "At nine!")
    assert "An answer waits in moderation" in stage.says(mention)
    assert labels(stage.mention_card(mention)) == []
    await stage.look()
    assert stage.card(1).jump_url in stage.says(mention)

    await stage.press("ada", 1, "Approve")
    await stage.settle()
    assert "An answer waits" in stage.says(mention)
    await stage.send()
    (sent,) = stage.network.published
    assert (sent.post.text, sent.post.in_reply_to) == ("At nine!", (await stage.seen(mention)).post_id)
    assert "✅ Answered" in stage.says(mention)
    assert labels(stage.mention_card(mention)) == ["Open again"]


async def test_a_denied_reply_opens_the_card_again(stage: MentionStage) -> None:
    mention = await stage.mention()
    await stage.reply("victor", mention, "Go away")
    await stage.bot.service.deny(1, stage.actor("ada"), "Be *kind*")
    await stage.settle()
    assert "↩️ Open again" in stage.says(mention)
    assert r"⚠️ Not sent: The last answer was denied: Be \*kind\*" in stage.says(mention)
    assert labels(stage.mention_card(mention)) == ["Reply", "Retweet", "Claim", "Discard"]


async def test_claiming_and_the_second_of_two(stage: MentionStage) -> None:
    mention = await stage.mention()
    assert await stage.do("victor", mention, "Claim") == f"🙋 Mention #{mention} is yours."
    assert labels(stage.mention_card(mention)) == ["Reply", "Retweet", "Release", "Discard"]
    victor = stage.people["victor"].mention
    assert f"State: claimed by {victor}" in stage.says(mention)
    assert f"{victor} was faster and is on it" in await stage.do("vera", mention, "Reply")
    assert "Only they or an organiser" in await stage.do("vera", mention, "Release")
    assert "open for everybody" in await stage.do("ada", mention, "Release")


async def test_a_card_that_shows_what_was_a_moment_ago(stage: MentionStage) -> None:
    mention = await stage.mention()
    # The change is committed, and the card not yet edited.
    by_victor = {"decided_by": stage.people["victor"].id, "decided_at": stage.clock.now()}
    await stage.change_mention(mention, status="discarded", **by_victor)
    said = await stage.do("vera", mention, "Claim")
    assert stage.people["victor"].mention in said
    assert (await stage.seen(mention)).assigned_to is None


async def test_a_form_that_somebody_overtook_gives_back_what_was_typed(stage: MentionStage) -> None:
    mention = await stage.mention()
    form = await stage.people["victor"].click(stage.mention_card(mention), label="Reply")
    assert fields(form)["text"]["value"] == ""
    await stage.do("vera", mention, "Discard")
    response = await stage.fill_in("victor", form, text="A long and thoughtful reply")
    assert stage.people["vera"].mention in said(response)
    assert "A long and thoughtful reply" in text_of(response)


async def test_too_long_a_reply_is_given_back(stage: MentionStage) -> None:
    mention = await stage.mention()
    assert "shorten it by 20" in await stage.reply("victor", mention, "x" * 300)
    assert "New mention" in stage.says(mention)


async def test_a_retweet_and_a_discard_taken_back(stage: MentionStage) -> None:
    first, second = await stage.mention(), await stage.mention("@pyconexample spam")
    assert "The retweet is tweet #1 and waits" in await stage.do("vera", first, "Retweet")
    original = (await stage.bot.service.get(1)).text, (await stage.bot.service.get(1)).original_link
    assert original[0].startswith("@pyconexample")
    assert original[1].startswith("https://")
    assert "discarded" in await stage.do("vera", second, "Discard")
    assert "🗑️ Discarded" in stage.says(second)
    assert "open again" in await stage.do("victor", second, "Open again")
    assert "↩️ Open again" in stage.says(second)


async def test_attendees_only_look(stage: MentionStage) -> None:
    mention, eve = await stage.mention(), stage.actor("eve")
    for label in ("Reply", "Retweet", "Claim", "Discard"):
        assert await stage.do("eve", mention, label) == decide(stage.policy, Action.COMPOSE, eve)
    stage.expected_errors.append(Refusal)
    assert await stage.say("eve", "mentions list") == decide(stage.policy, Action.SEE_QUEUE, eve)


async def test_the_list(stage: MentionStage) -> None:
    assert "There are none." in await stage.say("victor", "mentions list")
    for number in range(7):
        await stage.mention(f"@pyconexample number {number}")
    await stage.do("victor", 3, "Discard")
    await stage.do("victor", 4, "Claim")
    said = await stage.say("victor", "mentions list")
    assert "6 unfinished mentions" in said
    assert said.index("number 6") < said.index("number 4")
    assert stage.mention_card(7).jump_url in said
    assert (await stage.seen(7)).link in said
    assert "1 claimed mention" in await stage.say("victor", "mentions list", which="claimed")
    assert "number 2" in await stage.say("victor", "mentions list", which="discarded")


async def test_health_says_why_nothing_is_read(stage: MentionStage) -> None:
    await stage.mention()
    (finding,) = await stage.bot.mentions.findings()
    assert (finding.level, finding.detail) == (Level.OK, "1 open, 0 claimed.")
    stage.x.failures.fail_next(XFailure.HTML)
    await stage.poll()
    (finding,) = await stage.bot.mentions.findings()
    assert finding.level is Level.WARNING
    assert "could not be read to the end" in finding.detail
    stage.paused = Paused("No account is connected.")
    (finding,) = await stage.bot.mentions.findings()
    assert "No account is connected." in finding.detail


async def test_after_the_conference_everything_is_forgotten(stage: MentionStage) -> None:
    first, second, third = await stage.mention(), await stage.mention(), await stage.mention()
    await stage.do("ada", second, "Discard")
    await stage.do("ada", third, "Discard")
    await stage.mention_card(third).delete()
    await stage.settle()
    await stage.change_mention(first, card_message=None)
    stage.clock.at += timedelta(days=33)
    await stage.delete_personal_data()
    assert [view.text for view in await stage.views()] == ["", "", ""]
    # What is forgotten is not collected again.
    stage.x.write("ada", "@pyconexample again")
    await stage.poll()
    assert len(await stage.views()) == 3
    before = stage.footers()
    await stage.look()
    assert stage.footers() == before
    assert "Deleted after the conference" in stage.says(second)
    assert "ada" not in stage.says(second)
    requests = len(stage.env.http_requests)
    await stage.delete_personal_data()
    await stage.look()
    assert len(stage.env.http_requests) == requests


async def test_the_jobs_are_those_of_the_configuration(stage: MentionStage) -> None:
    assert {FEED_JOB, CARDS_JOB} <= set(stage.bot.scheduler.jobs)


async def test_a_network_that_breaks_keeps_no_other_from_being_read(
    stage: MentionStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_off() -> int:
        raise RuntimeError("This is no error of a network.")

    broken: Any = SimpleNamespace(poll=break_off)
    parts = stage.bot.mentions._parts  # noqa: SLF001 - a network with a mistake of its own
    monkeypatch.setattr(stage.bot.mentions, "_parts", replace(parts, feeds=[broken, *parts.feeds]))
    assert "New mention" in stage.says(await stage.mention())
    (line,) = stage.log
    assert "the job «mentions»" in line
    stage.expected_log.append(line)
