from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.tweets.cards.card_facts import CardFacts
from DiscordBot.features.tweets.cards.card_text import card_of
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.networks.port import Paused, Perhaps
from tests.features.tweets.made_up_tweets import FACTS, PAPER, approved, denied, failed, pending, picture
from tests.features.tweets.post_office import NOON
from tests.features.tweets.stage import answer, labels
from tests.shown_messages import faces

if TYPE_CHECKING:
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from tests.features.tweets.stage import Stage

LONG = "*_~" * 9_000
SENTENCES = tuple(f"Warning {number}: {LONG}" for number in range(5))
MUCH = replace(FACTS, networks=(replace(PAPER, warnings=SENTENCES, paused=Paused(LONG, NOON)),) * 2)
FOUR = tuple(picture(number, LONG) for number in range(4))


@pytest.mark.parametrize(
    "view",
    [
        pending(text="*" * 1000, pictures=FOUR),
        pending(text="\N{ZERO WIDTH SPACE}" * 280, pictures=FOUR),
        approved(
            {"attempts": 9, "problem": LONG, "next_try_at": NOON},
            text="\N{ZERO WIDTH SPACE}" * 280,
            pictures=FOUR,
        ),
        denied(LONG, text="*" * 1000, pictures=FOUR),
        failed(LONG, text="_" * 1000, pictures=FOUR),
    ],
)
@pytest.mark.parametrize("facts", [FACTS, MUCH, CardFacts(policy="off")])
def test_every_card_fits_with_its_whole_text(view: TweetSnapshot, facts: CardFacts) -> None:
    card = card_of(view, facts)
    parts = card_layout(card).walk_children()

    texts = [part.content for part in parts if isinstance(part, discord.ui.TextDisplay)]
    assert sum(map(len, texts)) <= LAYOUT_TEXT
    assert card.text in texts[1]
    assert not card.text.endswith("…")
    fields = {field.name: field.value for field in card.fields}
    assert [line[:3] for line in fields["Pictures (4)"].splitlines()] == ["1\\.", "2\\.", "3\\.", "4\\."]
    assert view.outcome is not Outcome.WAITING or "Next try" in fields["On the network"]
    assert not any("more" in value for value in fields.values())
    assert "Tweet \\#12 · revision 3" in texts[-1] or "Tweet #12 · revision 3" in texts[-1]


async def test_approve(stage: Stage) -> None:
    tweet_id = await stage.write()

    assert await stage.press("ada", tweet_id, "Approve") == f"Tweet #{tweet_id} is approved. It goes out: now"
    await stage.settle()

    assert stage.title(tweet_id) == "🟢 Approved, not yet sent"
    assert stage.fields(tweet_id)["Decision"].startswith(f"Approved by <@{stage.people['ada'].id}>,")


async def test_approve_and_post_now_at_night(stage: Stage) -> None:
    stage.clock.at += timedelta(hours=12)
    tweet_id = await stage.write()
    opening = int((stage.clock.at + timedelta(hours=9)).timestamp())

    told = await stage.press("ada", tweet_id, "Approve")
    assert told == f"Tweet #{tweet_id} is approved. It goes out: <t:{opening}:F> (<t:{opening}:R>)"
    await stage.settle()
    await stage.press("ada", tweet_id, "Approve & post now")
    await stage.settle()
    assert (await stage.view(tweet_id)).post_now

    assert stage.labels(tweet_id) == ["Edit", "Reschedule", "Cancel"]


@pytest.mark.parametrize("label", ["Approve", "Approve & post now"])
async def test_nobody_but_organisers_approves(stage: Stage, label: str) -> None:
    tweet_id = await stage.write()

    assert (await stage.press("vera", tweet_id, label)).startswith("Only organisers can ")
    assert (await stage.press("eve", tweet_id, label)).startswith("Only organisers can ")
    assert stage.title(tweet_id) == "🟡 Waiting for approval"


async def test_a_role_that_was_lost_meanwhile(stage: Stage) -> None:
    tweet_id = await stage.write()
    stage.env.backend.edit_member(stage.guild.id, stage.people["ada"].id, {"role_ids": []})
    await stage.env.settle()

    assert (await stage.press("ada", tweet_id, "Approve")).startswith("Only organisers can ")


async def test_the_second_reads_who_was_faster(stage: Stage) -> None:
    tweet_id = await stage.write()
    card = stage.card(tweet_id)
    await stage.bot.service.approve(tweet_id, stage.actor("ada"))

    told = answer(await stage.people["grace"].click(card, label="Approve"))

    assert f"<@{stage.people['ada'].id}>" in told
    assert (await stage.view(tweet_id)).decided_by == stage.people["ada"].id


async def test_nobody_approves_a_text_that_they_have_not_read(stage: Stage) -> None:
    tweet_id = await stage.write()
    card = stage.card(tweet_id)
    await stage.bot.service.edit(tweet_id, stage.actor("victor"), "Something else")

    told = answer(await stage.people["ada"].click(card, label="Approve"))
    await stage.settle()

    assert "approved" not in told
    assert stage.title(tweet_id) == "🟡 Waiting for approval"
    await stage.press("ada", tweet_id, "Approve")
    assert (await stage.view(tweet_id)).decided_by == stage.people["ada"].id


@pytest.mark.parametrize(
    ("label", "confirmation", "is_now"),
    [
        ("Approve", "Approve my own tweet", False),
        ("Approve & post now", "Approve my own tweet & post now", True),
    ],
)
async def test_an_organiser_approves_their_own_tweet_only_expressly(
    stage: Stage, label: str, confirmation: str, *, is_now: bool
) -> None:
    tweet_id = await stage.write("My own", author="ada")

    offer = await stage.people["ada"].click(stage.card(tweet_id), label=label)
    assert answer(offer).startswith("This is your own tweet")
    assert offer.response is not None
    assert faces(offer.response)[0].description == "My own"
    assert labels(offer.response) == [confirmation]
    assert stage.title(tweet_id) == "🟡 Waiting for approval"

    await stage.people["ada"].click(offer.response, label=confirmation)
    await stage.settle()

    view = await stage.view(tweet_id)
    assert (view.bypass, view.post_now) == (True, is_now)
    assert "**as their own tweet**" in stage.fields(tweet_id)["Decision"]


async def test_who_wrote_what_others_approved_may_hurry_it(stage: Stage) -> None:
    tweet_id = await stage.write("My own", author="ada")
    await stage.approve(tweet_id, "grace")

    await stage.press("ada", tweet_id, "Approve & post now")

    view = await stage.view(tweet_id)
    assert (view.post_now, view.bypass) == (True, False)


async def test_a_volunteer_never_approves_their_own_tweet(stage: Stage) -> None:
    stage.policy = "volunteers_moderate"
    tweet_id = await stage.write()

    assert (await stage.press("victor", tweet_id, "Approve")).startswith("Nobody approves their own tweet")
    await stage.press("vera", tweet_id, "Approve")
    assert (await stage.view(tweet_id)).decided_by == stage.people["vera"].id


@pytest.mark.parametrize(
    ("label", "told", "title"),
    [
        ("Retry", "I try again to send tweet #1.", "🟢 Approved, not yet sent"),
        ("Cancel", "Tweet #1 is cancelled.", "🗑️ Cancelled"),
    ],
)
async def test_what_can_be_done_about_a_failed_one(stage: Stage, label: str, told: str, title: str) -> None:
    tweet_id = await stage.fail()

    assert (await stage.press("eve", tweet_id, label)).startswith("Only organisers can ")
    assert await stage.press("ada", tweet_id, label) == told
    await stage.settle()

    assert stage.title(tweet_id) == title


@pytest.mark.parametrize(
    ("label", "told", "title"),
    [
        ("Mark as sent", "Tweet #1 counts as sent.", "✅ Sent"),
        ("Send again", "I send tweet #1 again.", "🟢 Approved, not yet sent"),
    ],
)
async def test_a_human_settles_what_nobody_knows(stage: Stage, label: str, told: str, title: str) -> None:
    tweet_id = await stage.write()
    await stage.approve(tweet_id)
    await stage.send(Perhaps("Paper did not answer."), Perhaps("It cannot be read."))
    assert stage.labels(tweet_id) == []
    await stage.ask_human(tweet_id)

    assert (await stage.press("eve", tweet_id, label)).startswith("Only organisers can ")
    assert await stage.press("ada", tweet_id, label) == told
    await stage.settle()

    assert stage.title(tweet_id) == title


@pytest.mark.parametrize(
    ("row_id", "footer", "who"),
    [
        ("2", "Tweet #1 · revision 1", "ada"),
        ("2", "Tweet #2 · revision 1", "eve"),
        ("2", "Hello", "ada"),
        ("0", "Tweet #0 · revision 1", "ada"),
        ("9" * 30, f"Tweet #{'9' * 30} · revision {'9' * 30}", "ada"),
        ("9" * 80, f"Tweet #{'9' * 80} · revision 1", "eve"),
    ],
)
async def test_a_forged_button_changes_nothing(stage: Stage, row_id: str, footer: str, who: str) -> None:
    tweet_id = await stage.write()
    other = await stage.write("Another one")
    embed = discord.Embed(title="Forged").set_footer(text=footer)
    view = discord.ui.View(timeout=None)
    for action in ("approve", "withdraw", "retry"):
        view.add_item(discord.ui.Button(label=action, custom_id=f"tweets:v1:{action}:{row_id}"))
    channel = stage.bot.client.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(embed=embed, view=view)

    for action in ("approve", "withdraw", "retry"):
        told = answer(await stage.people[who].click(message, label=action))
        assert told

    assert (await stage.view(tweet_id)).decided_by is None
    assert (await stage.view(other)).decided_by is None


async def test_buttons_work_after_a_restart(stage: Stage) -> None:
    tweet_id = await stage.write()
    await stage.restart()

    await stage.press("ada", tweet_id, "Approve")
    assert (await stage.view(tweet_id)).decided_by == stage.people["ada"].id
