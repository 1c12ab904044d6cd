from __future__ import annotations

import re

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import texts_of
from DiscordBot.features.programme.cards.change_cards import ChangeCards, changed_ids
from DiscordBot.features.programme.schedule.schedule_diff import Change, ChangeKind, diff
from DiscordBot.features.programme.schedule.sessions import Person
from tests.features.programme.made_up import ADA, BERLIN, GRACE, session

CARDS = ChangeCards(BERLIN, "https://pretalx.com/conf/schedule/")
WHEN = "<t:1815552000:f>–<t:1815554700:t>"


def test_other_speakers_and_renamed_rooms() -> None:
    (other,) = diff(
        [session(), session("B-1", room="S1")], [session(speakers=(GRACE,)), session("B-1", room="S1")]
    )
    (renamed,) = diff([session(room="S1", room_id=1)], [session(room="S2", room_id=1)])

    assert CARDS.change(other).splitlines() == [
        "🗣️ **Other speaker**",
        "**Talk AAA-1**",
        "Ada Lovelace → Grace Hopper",
        f"{WHEN}, Forum Hall",
    ]
    assert CARDS.change(renamed) == "🏷️ **Room renamed**\nS1 is called S2 now."


def test_a_speaker_who_leaves_alone_leaves_nobody() -> None:
    (change,) = diff([session()], [session(speakers=())])

    assert "Ada Lovelace → nobody" in CARDS.change(change)


def test_many_changes_are_whole_in_each_message_and_known_again() -> None:
    changes = diff(
        [], [session(f"T{number:03}-1", title="title " * 15, speakers=(ADA, GRACE)) for number in range(80)]
    )

    count = CARDS.how_many_fit(changes)
    face = CARDS.update(changes[:count], range(17, 17 + count))
    texts = texts_of(card_layout(face, above="🎭 Rehearsal " * 12).to_components())  # type: ignore[no-untyped-call]  # discord.py says nothing of its types

    assert 10 < count < 80
    assert sum(map(len, texts)) <= 4000
    assert not face.text.endswith("…")
    assert texts[-1] == face.text
    assert [*changed_ids(texts)] == [*range(17, 17 + count)]
    assert CARDS.how_many_fit(changes[:1]) == 1


def test_messages_about_other_things_are_no_change() -> None:
    assert not changed_ids(["### [Somewhere](https://pretalx.com/conf/schedule/)", "Nothing"])


def test_what_people_write_is_neither_markup_nor_mention() -> None:
    mean = "**<@123> @everyone `x` [a](http://b) [x] [Free](https://evil.example)"
    one = session(title=mean, room=mean, speakers=(Person(code="BAD", name=mean),))

    for change in (
        Change(kinds=(ChangeKind.NEW,), after=one),
        Change(kinds=(ChangeKind.MOVED,), before=session(room=mean), after=one),
    ):
        text = CARDS.change(change)
        assert not re.search(r"(?<!\\)<(?!t:)", text)
        assert not re.search(r"(?<!\\)@everyone", text)
        assert not re.search(r"(?<!\\)`", text)
        assert not re.search(r"(?<!\\)\]\((?!http://b)", text)


def test_what_is_new_shows_in_long_lists_of_speakers_and_long_titles() -> None:
    many = tuple(Person(code=f"P{number}", name=f"Speaker With Number {number}") for number in range(12))
    title = "A title that goes on and on " * 6
    before = session(speakers=many, title=f"{title} (old)")
    after = session(speakers=(*many[:10], ADA), title=f"{title} (new)")
    (change,) = diff([before], [after])

    told = CARDS.change(change)

    assert "(new)" in told
    assert r"was: A title" in told
    assert "(old)" in told
    assert "new: Ada Lovelace; no longer: Speaker With Number 10, Speaker With Number 11" in told


def test_other_codes_of_the_same_names_are_no_change() -> None:
    assert diff([session()], [session(speakers=(ADA.model_copy(update={"code": "NEW"}),))]) == ()
