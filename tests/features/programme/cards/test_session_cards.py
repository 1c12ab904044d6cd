from __future__ import annotations

import re
from datetime import timedelta

import pytest

from DiscordBot.discord_ui.texts.limits import fit_embeds
from DiscordBot.features.programme.announcing.destinations import SessionTime
from DiscordBot.features.programme.schedule.schedule_diff import Change, ChangeKind, diff
from DiscordBot.features.programme.schedule.sessions import Person
from DiscordBot.features.programme.ui.session_embeds import SessionEmbeds, announced_in, changed_ids
from tests.features.programme.made_up import ADA, BERLIN, GRACE, TEN, session

EMBEDS = SessionEmbeds(
    note=lambda: "",
    timezone=BERLIN,
    schedule_url="https://pretalx.com/conf/schedule/",
    channel_of=lambda room: "<#5>" if room == "Forum Hall" else "",
    watch_link=lambda talk: "https://youtu.be/abc?t=5" if talk.room == "Forum Hall" else "",
)


def fields(**given: object) -> dict[str | None, str | None]:
    return {field.name: field.value for field in EMBEDS.session(session(**given)).fields}  # type: ignore[arg-type]  # any field of a session


def test_a_talk_without_anything_has_no_empty_fields() -> None:
    embed = EMBEDS.session(session(room="", speakers=()))

    assert [field.name for field in embed.fields] == ["When"]
    assert (embed.url, embed.author.name, embed.description) == (None, None, "")


def test_a_room_without_a_channel_has_its_name() -> None:
    assert fields(room="S*1*")["Room"] == "S\\*1\\*"
    assert fields()["Room"] == "<#5>"


@pytest.mark.parametrize("avatar", ["", "/media/ada.png", "javascript:alert(1)"])
def test_only_real_pictures_are_shown(avatar: str) -> None:
    person = Person(code="ADA", name="Ada", avatar_url=avatar)

    assert EMBEDS.session(session(speakers=(person,))).author.icon_url is None


def test_abstracts_end_at_a_word() -> None:
    embed = EMBEDS.session(session(abstract="**word** " * 400))

    assert embed.description is not None
    assert len(embed.description) <= 600
    assert embed.description.endswith("word…")


def test_what_people_write_is_neither_markup_nor_mention() -> None:
    mean = "**<@123> @everyone `x` [a](http://b)"
    embed = EMBEDS.session(session(title=mean, abstract=mean))
    change = EMBEDS.change(Change(kinds=(ChangeKind.NEW,), after=session(title=mean, room=mean)))

    for text in (embed.title or "", EMBEDS.announcement([session(title=mean)]), change):
        assert not re.search(r"(?<!\\)<(?!t:)", text)
        assert not re.search(r"(?<!\\)@everyone", text)
        assert not re.search(r"(?<!\\)`", text)


def test_ten_long_sessions_fit_into_a_message_with_all_that_matters() -> None:
    crowd = tuple(Person(code=str(number), name="A Very Long Name Indeed") for number in range(20))
    long = [
        session(
            f"T{number:02}-1",
            title="title " * 80,
            abstract="word " * 900,
            speakers=crowd,
            track="track " * 20,
        )
        for number in range(10)
    ]

    embeds = fit_embeds(EMBEDS.session(each) for each in long)

    assert sum(map(len, embeds)) <= 6000
    assert all("When" in [field.name for field in embed.fields] for embed in embeds)
    assert {found for embed in embeds if (found := announced_in(embed))} == {
        SessionTime(each.key, each.start) for each in long
    }


def test_short_abstracts_leave_their_share_to_long_ones() -> None:
    embeds = fit_embeds(EMBEDS.session(session(abstract=text)) for text in ("short", *["word " * 115] * 9))

    assert embeds[0].description == "short"
    assert min(len(embed.description or "") for embed in embeds[1:]) > 400


def test_the_line_above() -> None:
    later = session("B-1", start=TEN + timedelta(minutes=5))

    assert EMBEDS.announcement([session(title="One")]) == "🔔 **One** starts <t:1815552000:R>"
    assert EMBEDS.announcement([session(), session("B-1")]) == "🔔 **2 sessions** start <t:1815552000:R>"
    assert EMBEDS.announcement([session(), later]) == "🔔 **2 sessions** start soon"


def test_other_speakers_and_renamed_rooms() -> None:
    (other,) = diff(
        [session(), session("B-1", room="S1")], [session(speakers=(GRACE,)), session("B-1", room="S1")]
    )
    (renamed,) = diff([session(room="S1", room_id=1)], [session(room="S2", room_id=1)])

    assert EMBEDS.change(other).splitlines() == [
        "🗣️ **Other speaker**",
        "**Talk AAA-1**",
        "Ada Lovelace → Grace Hopper",
        "Wed 10:00–10:45, Forum Hall",
    ]
    assert EMBEDS.change(renamed) == "🏷️ **Room renamed**\nS1 is called S2 now."


def test_a_speaker_who_leaves_alone_leaves_nobody() -> None:
    (change,) = diff([session()], [session(speakers=())])

    assert "Ada Lovelace → nobody" in EMBEDS.change(change)


def test_many_changes_are_whole_in_each_message() -> None:
    changes = diff(
        [], [session(f"T{number:03}-1", title="title " * 15, speakers=(ADA, GRACE)) for number in range(80)]
    )

    count = EMBEDS.how_many_fit(changes)
    embed = EMBEDS.update(changes[:count], range(17, 17 + count))

    assert 10 < count < 80
    assert len(embed.description or "") <= 4096
    assert [*changed_ids(embed)] == [*range(17, 17 + count)]
    assert EMBEDS.how_many_fit(changes[:1]) == 1


def test_an_embed_of_others_is_no_change_and_no_announcement() -> None:
    other = EMBEDS.hits("Sessions", [session()])[0]

    assert announced_in(other) is None
    assert not changed_ids(other)


def test_links_hidden_behind_words_are_shown_whole() -> None:
    # discord.py's own escaping leaves the second bracket.
    mean = "[x] [Free](https://evil.example)"
    person = Person(code="BAD", name=mean)
    one = session(title=mean, room=mean, abstract=f"`{mean}`", track=mean, kind=mean, speakers=(person,))
    embed = EMBEDS.session(one)
    change = EMBEDS.change(Change(kinds=(ChangeKind.MOVED,), before=session(room=mean), after=one))
    (agenda,) = EMBEDS.agenda("Today", [one.model_copy(update={"is_break": True})])

    texts = [
        embed.title,
        embed.description,
        *(field.value for field in embed.fields),
        change,
        agenda.description,
    ]
    for text in (*texts, EMBEDS.announcement([one])):
        assert not re.search(r"(?<!\\)\]\(https://evil", text or "")


@pytest.mark.parametrize(
    ("avatar", "shown"),
    [
        ("https://cdn.example/a b.png", "https://cdn.example/a%20b.png"),
        ("https://cdn.example/" + "a" * 2048, None),
        ("https://[broken", None),
        ("https:///nowhere.png", None),
        ("https://cdn.example/ä.png", "https://cdn.example/%C3%A4.png"),
    ],
)
def test_an_address_that_discord_would_refuse_costs_no_message(avatar: str, shown: str | None) -> None:
    person = Person(code="ADA", name="Ada", avatar_url=avatar)

    embed = EMBEDS.session(session(speakers=(person,)))

    assert embed.author.icon_url == shown
    assert embed.author.name == "Ada"


def test_a_plain_embed_has_nothing_that_leads_elsewhere() -> None:
    person = Person(code="ADA", name="Ada", avatar_url="https://cdn.example/a.png")

    embed = EMBEDS.session(session(speakers=(person,), url="https://example.org"), plain=True)

    assert "http" not in str(embed.to_dict())
    assert announced_in(embed) == SessionTime("AAA-1", TEN)


def test_what_is_new_shows_in_long_lists_of_speakers_and_long_titles() -> None:
    many = tuple(Person(code=f"P{number}", name=f"Speaker With Number {number}") for number in range(12))
    title = "A title that goes on and on " * 6
    before = session(speakers=many, title=f"{title} (old)")
    after = session(speakers=(*many[:10], ADA), title=f"{title} (new)")
    (change,) = diff([before], [after])

    told = EMBEDS.change(change)

    assert "(new)" in told
    assert r"was: A title" in told
    assert "(old)" in told
    assert "new: Ada Lovelace; no longer: Speaker With Number 10, Speaker With Number 11" in told


def test_other_codes_of_the_same_names_are_no_change() -> None:
    assert diff([session()], [session(speakers=(ADA.model_copy(update={"code": "NEW"}),))]) == ()
