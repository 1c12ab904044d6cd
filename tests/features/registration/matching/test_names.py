from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.registration.matching.names import LONGEST_NAME, Likeness, _halves, likeness

SAME = [
    ("ada lovelace", "Ada Lovelace"),
    ("ADA LOVELACE", "Ada Lovelace"),
    ("Lovelace Ada", "Ada Lovelace"),
    ("Lovelace, Ada", "Ada Lovelace"),
    ("  Ada   Lovelace ", "Ada Lovelace"),
    ("Ada Lovelace.", "Ada Lovelace"),
    ("Zoe Angstrom", "Zoë Ångström"),
    ("Zoë Ångström", unicodedata.normalize("NFD", "Zoë Ångström")),
    ("Juergen Mueller", "Jürgen Müller"),
    ("Jurgen Muller", "Jürgen Müller"),
    ("Jürgen Mueller", "Juergen Müller"),
    ("Juergen Mueller", unicodedata.normalize("NFD", "Jürgen Müller")),
    ("JÜRGEN WEISS", "Jürgen Weiß"),
    ("Soeren Joergensen", "Søren Jørgensen"),
    ("Soren Jorgensen", "Søren Jørgensen"),
    ("Haakon Aas", "Håkon Ås"),
    ("Jean Luc Picard", "Jean-Luc Picard"),
    ("JeanLuc Picard", "Jean-Luc Picard"),
    ("Sinead OBrien", "Sinéad O’Brien"),
    ("Sinead O'Brien", "Sinéad O’Brien"),
    ("Sinead O Brien", "Sinéad O’Brien"),
    ("Lukasz Zolc", "Łukasz Żółć"),
    ("platon", "Platon"),
    ("李小龍", "李 小龍"),
    ("小龍 李", "李 小龍"),
    ("Sofya Kovalevskaya", "Софья Ковалевская"),
    ("СЕМЕНОВ Артем", "Артём Семёнов"),
    ("ΕΛΕΝΗ ΠΑΠΑΔΟΠΟΥΛΟΥ", "Ελένη Παπαδοπούλου"),
    ("Li Xiao Long", "李 小龍"),
    ("ע כהן", "ע כהן"),
    ("софья ковалевская", "Софья Ковалевская"),
    ("الأحمد محمد", "محمد الأحمد"),
    ("Ａｄａ Ｌｏｖｅｌａｃｅ", "Ada Lovelace"),
    ("Ada\N{ZERO WIDTH SPACE} Lovelace", "Ada Lovelace"),
    ("Ada Ada", "Ada Ada"),
    ("Ralf Mueller", "Prof. Dr. Ralf Müller"),
    ("Frau Dr. Ada Byron", "Ada Byron"),
    ("Müller, Prof. Dr. Ralf", "Ralf Müller"),
    ("Mx Sam Lee", "Sam Lee"),
    ("Dr.-Ing. Jane Doe", "Jane Doe"),
    ("Jane Doe, MA", "Jane Doe"),
    ("Jane Doe MA", "Jane Doe"),
    ("Jane Doe, PhD", "Doe, Jane"),
    ("Jane Doe Ph.D.", "Jane Doe"),
    ("Jane Doe M.Sc.", "Jane Doe"),
    ("Ada Byron (she/her)", "Ada Byron"),
    ("Ada Byron [they/them]", "Ada Byron"),
    ("Ada Byron she/her", "Ada Byron"),
    ("Ada Byron (sie/ihr)", "Ada Byron"),
    ("William (Bill) Gates", "William Gates"),
    ("Yo-Yo Ma", "yo yo ma"),
    ("Ralf Müller", "Univ.-Prof. Dr. Dr. h.c. mult. Ralf Müller"),
    ("Ralf Müller", "Dipl.-Inf. (FH) Ralf Müller, M. A."),
    ("Jane Doe", "RNDr. Jane Doe, CSc."),
    ("Jane Doe", "Mgr. Bc. Jane Doe"),
    ("Jane Doe", "Dott.ssa Jane Doe"),
    ("Jane Doe", "Dra. Jane Doe"),
    ("Jane Doe", "Rev. Jane Doe"),
    ("Jane Doe", "Assoc. Prof. Jane Doe"),
    ("Jane Doe", "Herrn Jane Doe"),
    ("Jane Doe", "Jane Doe B.Eng."),
    ("Mary Anne Smith", "M. Mary Anne Smith"),
    ("Robert Downey Junior", "Robert Downey Jr."),
    ("(he)", "(he)"),
    ("🎉🎉", "🎉🎉"),
    ("❤️", "❤"),
]

FORGIVEN = [
    ("Ada Lovelace", "Ada King Lovelace"),
    ("Ada King Lovelace", "Ada Lovelace"),
    ("Lovelace Ada", "Ada Augusta King Lovelace"),
    ("Ada Lovelac", "Ada Lovelace"),
    ("Ada Lovelacee", "Ada Lovelace"),
    ("Ada Lovelaec", "Ada Lovelace"),
    ("Ada Lowelace", "Ada Lovelace"),
    ("Plato", "Platon"),
    ("Juergen Müler", "Jürgen Müller"),
    ("李小龙", "李 小龍"),
    ("王伟", "王薇"),
    ("אלי כהן", "עלי כהן"),
    ("Ada King", "Ada King Lovelace"),
    ("Marta Ruiz", "Marta Ruiz Soto"),
    ("Marta Soto", "Marta Ruiz Soto"),
    ("Anna Müller", "Anna Müller-Schmidt"),
    ("Anna Schmidt", "Anna Müller-Schmidt"),
    ("Luc Dupont", "Jean-Luc Dupont"),
    ("Jean P. Dupont", "Jean Pierre Dupont"),
    ("R. Miller", "Rachel Miller"),
    ("J. R. R. Tolkien", "John Ronald Reuel Tolkien"),
    ("Marta R.", "Marta Ruiz Soto"),
    ("M. Smith", "Mary Anne Smith"),
    ("M. Smith", "Mary Smith"),
    ("Dr. M. Ruiz", "Marta Ruiz Soto"),
    ("JP Dupont", "Jean-Pierre Dupont"),
    ("Phil Collins", "Phil David Collins"),
]

NONE = [
    ("Grace Hopper", "Ada Lovelace"),
    ("Ada", "Ada Lovelace"),
    ("Lovelace", "Ada Lovelace"),
    ("Jan Novak", "Jana Novak"),
    ("Ada Lee", "Ida Lee"),
    ("Ada Lowelase", "Ada Lovelace"),
    ("Adelle Lowelace", "Adele Lovelace"),
    ("King Lovelace", "Ada King Lovelace"),
    ("Ada Byron Lovelace", "Ada King Lovelace"),
    ("Ada", "Ada Ada"),
    ("", ""),
    ("", "Ada Lovelace"),
    ("🎉🎉", "🎉"),
    ("\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}"),
    ("...", "Ada Lovelace"),
    ("李小龍", "王小龍"),
    ("ע", "א"),
    ("Мария Иванова", "Мария Петрова"),
    ("Anna Meyer", "Anne Meyer"),
    ("Ruiz Soto", "Marta Ruiz Soto"),
    ("A. M.", "Anne Meyer"),
    ("Bob Jones", "Robert Jones"),
    ("Tom", "Tom Baker"),
    ("Prof. Dr.", "Prof. Dr. Ralf Müller"),
    ("🦄", "🎉"),
    ("🦄", "Ada"),
    ("Collins", "Phil Collins"),
    ("Smith", "M. Smith"),
    ("Doe", "Rev. Doe"),
    ("Robert Downey Senior", "Robert Downey Jr."),
    ("JP Dupont", "Karl Dupont"),
]

TABLE = [
    (typed, on_ticket, expected)
    for rows, expected in ((SAME, Likeness.SAME), (FORGIVEN, Likeness.FORGIVEN), (NONE, Likeness.NONE))
    for typed, on_ticket in rows
]


@pytest.mark.parametrize(("typed", "on_ticket", "expected"), TABLE)
def test_names_are_compared_as_people_mean_them(typed: str, on_ticket: str, expected: Likeness) -> None:
    assert likeness(typed, on_ticket) is expected
    assert likeness(on_ticket, typed) is expected


@given(st.text(max_size=LONGEST_NAME), st.characters(categories=["L"]))
def test_every_name_with_a_letter_in_it_is_like_itself(text: str, letter: str) -> None:
    name = (text + letter)[-LONGEST_NAME:]
    assert likeness(name, name) is Likeness.SAME


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared_and_in_any_order(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)


@given(st.lists(st.sampled_from(["ada", "king", "lovelace", "lovelaec", "müller", "mueller"]), max_size=4))
def test_the_order_of_words_says_nothing_about_being_the_same(words: list[str]) -> None:
    backwards = " ".join(reversed(words))
    assert likeness(" ".join(words), backwards) is (Likeness.SAME if words else Likeness.NONE)


@pytest.mark.parametrize("typed", ["李" * 100_000, "ab " * 33_000, " ".join(map(str, range(20_000)))])
def test_a_text_too_long_for_a_name_costs_nothing(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody looks at its words: that would fail here.
    monkeypatch.setattr("DiscordBot.features.registration.matching.names._words", None)
    assert likeness(typed, "Ada Lovelace") is Likeness.NONE


def test_very_many_words_in_another_order_are_the_same() -> None:
    many_words = [chr(0x4E00 + number) for number in range(LONGEST_NAME // 2)]
    assert likeness(" ".join(many_words), " ".join(reversed(many_words))) is Likeness.SAME


@pytest.mark.parametrize("name", ["a-" * 249 + "b", "-".join("abcdefgh" * 20) + " " + "-".join("xyz" * 50)])
def test_of_many_hyphens_not_every_half_is_tried(name: str) -> None:
    assert len(_halves(name)) <= 9
    assert likeness("Ada Lovelace", name) is Likeness.NONE
