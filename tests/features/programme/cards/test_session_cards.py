from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import texts_of
from DiscordBot.features.programme.announcing.destinations import SessionTime
from DiscordBot.features.programme.cards.session_cards import (
    SLOT,
    SessionCards,
    announced_in,
    option_value,
)
from DiscordBot.features.programme.schedule.sessions import Person
from tests.features.programme.made_up import ADA, BERLIN, GRACE, TEN, session

if TYPE_CHECKING:
    from DiscordBot.discord_ui.layout.face import CardFace

CARDS = SessionCards(
    note=lambda: "",
    timezone=BERLIN,
    channel_of=lambda room: "<#5>" if room == "Forum Hall" else "",
    watch_link=lambda talk: "https://youtu.be/abc?t=5" if talk.room == "Forum Hall" else "",
)
WATCH = "[Livestream](https://youtu.be/abc?t=5)"
MEAN = "**<@123> @everyone `x` [x] [Free](https://evil.example)"


def facts(**given: object) -> dict[str, str]:
    return {field.name: field.value for field in CARDS.session(session(**given)).fields}  # type: ignore[arg-type]  # any field of a session


def texts(face: CardFace) -> list[str]:
    return texts_of(card_layout(face).to_components())  # type: ignore[no-untyped-call]  # discord.py says nothing of its types


def test_a_card_says_what_when_where_and_who() -> None:
    card = CARDS.session(
        session(
            title="One [two]", speakers=(ADA, GRACE), track="Web", kind="Talk", url="https://example.org/x"
        )
    )

    assert (card.title, card.link) == ("One (two)", "https://example.org/x")
    assert card.author == "Ada Lovelace, Grace Hopper"
    assert {field.name: field.value for field in card.fields} == {
        "When": "<t:1815552000:f>–<t:1815554700:t> (45 min)",
        "Room": "<#5>",
        "Track": "Web · Talk",
        "Watch": "[Livestream](https://youtu.be/abc?t=5)",
    }


def test_a_talk_without_anything_has_no_empty_fields() -> None:
    card = CARDS.session(session(room="", speakers=()))

    assert [field.name for field in card.fields] == ["When"]
    assert (card.link, card.author, card.text, card.thumbnail) == (None, "", "", None)


def test_a_room_without_a_channel_has_its_name() -> None:
    assert facts(room="S*1*")["Room"] == "S\\*1\\*"


@pytest.mark.parametrize(
    ("avatar", "shown"),
    [
        ("", None),
        ("/media/ada.png", None),
        ("javascript:alert(1)", None),
        ("https://cdn.example/a b.png", "https://cdn.example/a%20b.png"),
        ("https://cdn.example/" + "a" * 2048, None),
        ("https://[broken", None),
        ("https:///nowhere.png", None),
        ("https://cdn.example/ä.png", "https://cdn.example/%C3%A4.png"),
    ],
)
def test_only_pictures_that_discord_takes_are_shown(avatar: str, shown: str | None) -> None:
    card = CARDS.session(session(speakers=(Person(code="ADA", name="Ada", avatar_url=avatar),)))

    assert (card.thumbnail and card.thumbnail.address) == shown
    assert shown is None or (card.thumbnail is not None and card.thumbnail.description == "Ada")
    assert card.author == "Ada"


def test_abstracts_end_at_a_word() -> None:
    text = CARDS.session(session(abstract="**word** " * 400)).text

    assert len(text) <= 600
    assert text.endswith("word…")


def test_what_people_write_is_neither_markup_nor_mention() -> None:
    person = Person(code="BAD", name=MEAN)
    one = session(title=MEAN, room=MEAN, abstract=MEAN, track=MEAN, kind=MEAN, speakers=(person,))
    shown = [
        *texts(CARDS.session(one)),
        *texts(CARDS.slot([one, one])),
        *(text for page in CARDS.hits("Found", [one]) for text in texts(page.face)),
        *(
            text
            for page in CARDS.agenda("Today", [one.model_copy(update={"is_break": True})])
            for text in texts(page.face)
        ),
        CARDS.announcement([one]),
    ]

    for text in shown:
        assert not re.search(r"(?<!\\)<(?!t:)", text)
        assert not re.search(r"(?<!\\)@everyone", text)
        assert not re.search(r"(?<!\\)`", text)
        assert not re.search(r"(?<!\\)\]\(https://evil", text)


def test_a_slot_is_a_line_for_each_session() -> None:
    lunch = session("break-1", title="Lunch", room="", speakers=(), is_break=True)
    slot = CARDS.slot(
        [session(url="https://example.org/a"), session("B-1", room="S2", speakers=(ADA, GRACE)), lunch]
    )

    assert slot.title == "🔔 **3 sessions** start <t:1815552000:R>"
    assert slot.text.splitlines() == [
        f"- <t:1815552000:t> [Talk AAA-1](https://example.org/a) · Ada Lovelace · <#5> · {WATCH}",
        "- <t:1815552000:t> **Talk B-1** · Ada Lovelace, Grace Hopper · S2",
        "- <t:1815552000:t> ☕ Lunch",
    ]


def test_ten_long_sessions_fit_into_a_message_with_a_line_for_each() -> None:
    crowd = tuple(Person(code=str(number), name="A Very Long Name Indeed") for number in range(20))
    address = "https://example.org/" + "a" * 400
    for url in ("https://example.org/talk/ABCDEF/", address):
        long = [
            session(f"T{number:02}-1", title="title " * 80, speakers=crowd, room="room " * 5, url=url)
            for number in range(10)
        ]

        slot = CARDS.slot(long)

        assert len(slot.text) <= SLOT
        assert len(slot.text.splitlines()) == 10
        assert all("room" in line for line in slot.text.splitlines())
        assert not slot.text.endswith("…")


def test_the_first_line() -> None:
    later = session("B-1", start=TEN + timedelta(minutes=5))

    assert CARDS.announcement([session(title="One")]) == "🔔 **One** starts <t:1815552000:R>"
    assert CARDS.announcement([session(), session("B-1")]) == "🔔 **2 sessions** start <t:1815552000:R>"
    assert CARDS.announcement([session(), later]) == "🔔 **2 sessions** start soon"


def test_cards_and_slots_are_known_again() -> None:
    odd = session("break-3-2027_07-1", abstract="-# BBB-1\nat <t:1:f>", is_break=True)
    both = [session(), session("B-1", start=TEN + timedelta(minutes=5))]

    assert announced_in(texts(CARDS.session(session()))) == {SessionTime("AAA-1", TEN)}
    assert announced_in(texts(CARDS.session(odd, plain=True))) == {SessionTime(odd.key, TEN)}
    assert announced_in([*texts(CARDS.slot(both)), *map(option_value, both)]) == {
        SessionTime(each.key, each.start) for each in both
    }


def test_messages_about_other_things_announce_nothing() -> None:
    for page in CARDS.hits("Sessions", [session()]):
        assert announced_in(texts(page.face)) == frozenset()
    assert announced_in(["-# AAA-1"]) == frozenset()


def test_a_plain_card_has_nothing_that_leads_elsewhere() -> None:
    person = Person(code="ADA", name="Ada", avatar_url="https://cdn.example/a.png")
    one = session(speakers=(person,), url="https://example.org")

    for face in (CARDS.session(one, plain=True), CARDS.slot([one, one], plain=True)):
        assert "http" not in str(card_layout(face).to_components())  # type: ignore[no-untyped-call]  # discord.py says nothing of its types
