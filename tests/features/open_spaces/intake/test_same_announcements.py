from __future__ import annotations

import pytest

from DiscordBot.features.open_spaces.intake.same_announcements import Author, is_same_author, is_same_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "ada lovelace"),
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Ada Lovelace 🐍", "Ada :python: Lovelace (she/her)"),
        ("Ada Lovelace she/her", "Dr. Ada Lovelace"),
        ("Ada Lovelace | EuroPython 2027", "Ada Lovelace @ Analytical Engines"),
        ("Ada Lovelace – speaker", "Ada King Lovelace"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("François Dupont", "Francois Dupont"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Zoë O’Neill", "Zoe O'Neill"),
        ("王伟", "王伟 🐼"),
    ],
)
def test_one_name_as_people_write_it(one: str, other: str) -> None:
    assert is_same_author(Author(one, "somebody"), Author(other, "nobody.example"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada Lovelace", "Ada Byron"), ("Ada", "Eve"), ("🐍", "🐍"), ("", ""), ("Ada", "Ada Lovelace")],
)
def test_two_names(one: str, other: str) -> None:
    assert not is_same_author(Author(one, ""), Author(other, ""))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ada_l", "AdaL@social.example", True),
        ("ada_l", "ada-l.bsky.example", True),
        ("ada_l", "adb.bsky.example", False),
        ("al", "al.bsky.example", False),
    ],
)
def test_user_names_count_without_their_server(one: str, other: str, *, is_same: bool) -> None:
    assert is_same_author(Author("🐍", one), Author("The Countess", other)) is is_same


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Rust extensions #PyConOpenSpaces", "RUST EXTENSIONS! https://x.example/1", True),
        ("Open space about Rust extensions", "Rust extensions today", True),
        ("Python typing", "Python packaging", False),
        ("Rust extensions", "Rust extensions for kids and grandparents", False),
        ("Let us meet", "We meet", False),
    ],
)
def test_titles_of_two_authors(one: str, other: str, *, is_same: bool) -> None:
    assert is_same_title(one, (), other, ()) is is_same
