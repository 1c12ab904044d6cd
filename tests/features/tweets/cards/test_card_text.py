from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.layout.face import Tone
from DiscordBot.features.tweets.cards.card_facts import CardFacts
from DiscordBot.features.tweets.cards.card_text import TweetButton, card_of
from DiscordBot.features.tweets.models import DeliveryStatus, Source
from DiscordBot.networks.port import Measure, Paused
from tests.features.tweets.made_up_tweets import (
    FACTS,
    LINK,
    PAPER,
    approved,
    cancelled,
    denied,
    failed,
    pending,
    picture,
    sent,
    unknown,
)
from tests.features.tweets.post_office import NOON

if TYPE_CHECKING:
    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

AT_NOON = int(NOON.timestamp())
THEN = NOON + timedelta(hours=2)
AT_TWO = f"<t:{int(THEN.timestamp())}:F> (<t:{int(THEN.timestamp())}:R>)"


def fields(view: TweetSnapshot, facts: CardFacts = FACTS) -> dict[str, str]:
    return {field.name: field.value for field in card_of(view, facts).fields}


@pytest.mark.parametrize(
    ("view", "title", "tone", "actions"),
    [
        (pending(), "🟡 Waiting for approval", Tone.ASKS, "approve approve_now edit reschedule deny"),
        (
            pending(on_hold=True),
            "🟡 Waiting for approval · ⏸️ paused",
            Tone.ASKS,
            "approve approve_now edit reschedule deny",
        ),
        (
            approved(),
            "🟢 Approved, not yet sent",
            Tone.GOES_ON,
            "approve_now edit reschedule withdraw",
        ),
        (approved(post_now=True), "🟢 Approved, not yet sent", Tone.GOES_ON, "edit reschedule withdraw"),
        (approved({"status": DeliveryStatus.SENDING}), "📤 Being sent", Tone.GOES_ON, ""),
        (sent(), "✅ Sent", Tone.DONE, "delete"),
        (approved({"status": DeliveryStatus.DELETED}), "🧹 Deleted", Tone.OVER, ""),
        (failed(), "🔴 Not sent", Tone.TROUBLE, "retry edit withdraw"),
        (unknown(), "❔ Perhaps sent, I am looking", Tone.TROUBLE, ""),
        (unknown(ask_human=True), "❓ Was this sent? Please look", Tone.TROUBLE, "mark_sent send_again"),
        (denied(), "⛔ Denied", Tone.OVER, "reopen"),
        (cancelled(), "🗑️ Cancelled", Tone.OVER, ""),
    ],
)
def test_each_outcome_is_seen_at_a_glance(view: TweetSnapshot, title: str, tone: Tone, actions: str) -> None:
    card = card_of(view, FACTS)

    assert (card.title, card.tone) == (title, tone)
    assert card.buttons == tuple(TweetButton(action) for action in actions.split())
    assert card.footer == "Tweet #12 · revision 3"
    assert len(card.buttons) <= 5


def test_a_pending_card_says_what_a_moderator_must_know() -> None:
    view = pending(
        text="*Hello* \N{ZERO WIDTH SPACE}@everyone",
        pictures=(picture(alt_text="A _snake_"), picture(1, "")),
        in_reply_to="99",
        not_after=THEN,
    )
    facts = replace(FACTS, networks=(replace(PAPER, warnings=("Links cost more.",)),))

    assert card_of(view, facts).text == r"\*Hello\* ⟦U+200B⟧\@everyone"
    assert fields(view, facts) == {
        "Length": "5/280",
        "Goes out": f"as soon as it is approved\nnot after {AT_TWO.replace(':F', ':f')}",
        "Price": "about $0.015",
        "From": "<@7>, written on Discord",
        "Belongs to": "reply to the post 99",
        "Moderation": "Organisers can approve.",
        "Pictures (2)": "1\\. A \\_snake\\_\n2\\. ⚠️ no description for blind people",
        "⚠️ Please note": "• Links cost more.\n• Hidden in the text: 1 × zero width space (U+200B)",
    }


@pytest.mark.parametrize(
    ("view", "facts", "said"),
    [
        (pending(), replace(FACTS, is_soon=False, due=THEN), AT_TWO),
        (approved(), FACTS, "now"),
        (approved(), replace(FACTS, is_soon=False), "⚠️ It is too late for it."),
        (
            approved(on_hold=True),
            replace(FACTS, is_soon=False),
            "⏸️ It is paused: it does not go out until somebody resumes it.",
        ),
        (approved(), CardFacts(policy="off"), "⚠️ No account is connected, so it cannot go out yet."),
        (
            approved(),
            replace(FACTS, networks=(replace(PAPER, paused=Paused("It is _paused_.", THEN)),)),
            f"now\n⚠️ Paper takes nothing now until {AT_TWO.replace(':F', ':f')}: It is \\_paused\\_.",
        ),
    ],
)
def test_when_it_goes_out(view: TweetSnapshot, facts: CardFacts, said: str) -> None:
    assert fields(view, facts)["Goes out"] == said


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (approved(), f"Approved by <@1>, <t:{AT_NOON}:f> (<t:{AT_NOON}:R>)"),
        (
            approved(bypass=True),
            f"Approved by <@1> **as their own tweet**, <t:{AT_NOON}:f> (<t:{AT_NOON}:R>)",
        ),
        (
            approved(decided_by=None, decided_at=None, author_id=None),
            "Approved without moderation, as the settings say",
        ),
        (denied("Too *early*"), f"Denied by <@1>, <t:{AT_NOON}:f> (<t:{AT_NOON}:R>)\nToo \\*early\\*"),
        (cancelled(), f"Cancelled by <@7>, <t:{AT_NOON}:f> (<t:{AT_NOON}:R>)"),
    ],
)
def test_who_decided(view: TweetSnapshot, said: str) -> None:
    assert fields(view)["Decision"] == said
    assert "Moderation" not in fields(view)


def test_what_became_of_it() -> None:
    sent_at = int((NOON + timedelta(minutes=1)).timestamp())

    assert card_of(sent(), FACTS).link == LINK
    assert fields(sent())["On the network"] == f"**Paper**: {LINK}, <t:{sent_at}:f> (<t:{sent_at}:R>)"
    assert fields(sent())["Price"] == "$0.20"
    assert fields(failed("No _way_."))["On the network"] == "**Paper**: No \\_way\\_."
    assert "Mark as sent" in fields(unknown(ask_human=True))["On the network"]
    retried = approved({"attempts": 2, "problem": "Slow.", "next_try_at": NOON})
    assert fields(retried)["On the network"] == (
        f"**Paper**: Slow. Next try <t:{AT_NOON}:f> (<t:{AT_NOON}:R>)."
    )


def test_too_long_a_text_is_told() -> None:
    facts = replace(FACTS, networks=(replace(PAPER, length=Measure(281, 280)),))

    assert fields(pending(), facts)["Length"] == "⚠️ 281/280"
    assert fields(pending(), facts)["⚠️ Please note"] == "• Too long for Paper."


def test_a_retweet_has_no_text() -> None:
    view = pending(text="", retweet_of="1700", author_id=None, source=Source.OPEN_SPACE)
    facts = replace(FACTS, networks=(replace(PAPER, length=Measure(0, 280)),))

    assert card_of(view, facts).text == "Retweet of the post 1700"
    known = replace(
        view, text="*Open* space\nat 3", original_author="Ada_", original_link="https://x.com/i/1700"
    )
    assert card_of(known, facts).text == (
        "Retweet of Ada\\_:\n> \\*Open\\* space\n> at 3\nhttps://x.com/i/1700"
    )
    assert fields(view, facts)["From"] == "open spaces"
    assert "Length" not in fields(view, facts)


def test_several_networks_are_told_apart() -> None:
    stone = replace(PAPER, name="stone", title="Stone", length=Measure(9, 500))

    assert fields(pending(), replace(FACTS, networks=(PAPER, stone)))["Length"] == (
        "5/280 on Paper\n9/500 on Stone"
    )


def test_the_digest_tells_every_change() -> None:
    card = card_of(pending(), FACTS)
    changed: list[Card] = [
        card_of(pending(text="hello"), FACTS),
        card_of(pending(revision=4), FACTS),
        card_of(pending(), replace(FACTS, policy="off")),
        card_of(approved(), FACTS),
    ]

    assert card_of(pending(card_message=5, author_told="x"), FACTS).digest == card.digest
    assert len({card.digest, *(other.digest for other in changed)}) == 5


@pytest.mark.parametrize(
    ("edited_by", "said"),
    [
        (None, "<@7>, written on Discord"),
        (7, "<@7>, written on Discord"),
        (8, "<@7>, written on Discord, changed by <@8>"),
    ],
)
def test_who_changed_the_text_of_somebody_else(edited_by: int | None, said: str) -> None:
    assert fields(pending(edited_by=edited_by), FACTS)["From"] == said
