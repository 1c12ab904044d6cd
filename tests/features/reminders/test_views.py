from __future__ import annotations

import re
from dataclasses import replace

import pytest

from DiscordBot.discord_ui.layout.face import CardFace
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import texts_of
from DiscordBot.discord_ui.texts.limits import CONTENT
from DiscordBot.features.programme.cards.session_cards import SessionCards
from DiscordBot.features.programme.schedule.sessions import Person, Session
from DiscordBot.features.reminders.reminder import Reminder, reminders
from DiscordBot.features.reminders.ui.reminder_message import ReminderViews, reminded_in
from tests.features.programme.made_up import ADA, BERLIN, GRACE, session

NASTY = "**@everyone** <@1> `x`\n# y"


def views(note: str = "") -> ReminderViews:
    def watch_link(_session: Session) -> str:
        return "https://youtu.be/abc"

    return ReminderViews(
        SessionCards(
            timezone=BERLIN,
            channel_of=lambda room: "<#7>" if room == "Forum Hall" else "",
            watch_link=watch_link,
            note=lambda: note,
        )
    )


def reminder(**fields: object) -> Reminder:
    return next(iter(reminders([session("A-1", **fields)]).values()))  # type: ignore[arg-type]  # any field of a session


def texts(face: CardFace) -> list[str]:
    return texts_of(card_layout(face).to_components())  # type: ignore[no-untyped-call]  # discord.py says nothing of its types


def test_a_card_is_known_again_by_speaker_submission_and_start() -> None:
    both = list(reminders([session("A-1", speakers=(ADA, GRACE)), session("B-2")]).values())

    assert [reminded_in(texts(views().card(each))) for each in both] == [each.key for each in both]


@pytest.mark.parametrize(
    "other",
    [CardFace(title="x"), replace(views().card(reminder()), footer="A-1")],
)
def test_other_cards_remind_of_nothing(other: CardFace) -> None:
    assert reminded_in(texts(other)) is None


def test_the_card_has_the_link_of_the_stream() -> None:
    fields = {field.name: field.value for field in views().card(reminder()).fields}

    assert fields["Watch"] == "[Livestream](https://youtu.be/abc)"


@pytest.mark.parametrize(
    ("room", "shown"), [("Forum Hall", "in <#7>."), ("Attic", "in Attic."), ("", ":t>).")]
)
def test_where_it_is(room: str, shown: str) -> None:
    assert views().public(reminder(room=room), "").endswith(shown)


def test_in_a_rehearsal_it_does_not_count_down_in_real_time() -> None:
    text = views("🎭 Rehearsal").direct(reminder())

    assert text.startswith("🎭 Rehearsal\n👋 Hi Ada Lovelace! ")
    assert "starts at 10:00 in <#7>" in text
    assert "<t:" not in text


def test_what_people_wrote_is_neither_markup_nor_a_mention_and_fits() -> None:
    person = Person(code="BAD", name=NASTY + "x" * 900)
    nasty = reminder(title=NASTY + "y" * 3000, speakers=(person,))

    for text in (views().direct(nasty), views().public(nasty, "<@42>")):
        assert not re.search(r"(?<!\\)@everyone", text)
        assert "<@1>" not in text
        assert "\n" not in text
        assert len(text) < CONTENT
