from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.discord_ui.texts import limits

FAMILY = "👩‍👩‍👧‍👦"
FLAG = "🇩🇪"
THUMB = "👍🏽"


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("short", 10, "short"),
        ("  blanks around  ", 13, "blanks around"),
        ("one two three four", 12, "one two…"),
        ("one two three four", 14, "one two three…"),
        ("a verylongwordwithoutend", 12, "a verylongw…"),
        (f"abc{FAMILY}", 6, "abc…"),
        (f"abc{FLAG}{FLAG}", 6, f"abc{FLAG}…"),
        (f"abc{THUMB}x", 5, "abc…"),
        ("abcde\u0301fg", 6, "abcd…"),
        ("", 5, ""),
    ],
)
def test_clip(text: str, limit: int, clipped: str) -> None:
    assert limits.clip(text, limit) == clipped


@pytest.mark.slow
@given(st.text(), st.integers(1, 40))
def test_clip_never_exceeds_and_never_invents(text: str, limit: int) -> None:
    clipped = limits.clip(text, limit)

    assert len(clipped) <= limit
    assert text.strip().startswith(clipped.removesuffix("…").rstrip() if clipped != text.strip() else clipped)


@pytest.mark.parametrize(
    ("name", "nickname"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \n  Lovelace ", "Ada Lovelace"),
        ("Jose\u0301", "José"),
        ("Maximiliane Alexandra von Hohenstaufen", "Maximiliane Alexandra von"),
        ("Wolfeschlegelsteinhausenbergerdorff", "Wolfeschlegelsteinhausenbergerdo"),
        ("x" * 31 + "q\u0323\u0307", "x" * 31),
        ("हिन्दी", "हिन्दी"),
        ("x" * 30 + FAMILY, "x" * 30),
        ("q" + "\u0323" * 40, "q" + "\u0323" * 31),
        ("\x00", ""),
    ],
)
def test_nickname(name: str, nickname: str) -> None:
    assert limits.nickname(name) == nickname


@given(st.text())
def test_nickname_always_fits(name: str) -> None:
    nickname = limits.nickname(name)

    assert len(nickname) <= 32
    assert nickname == unicodedata.normalize("NFC", nickname).strip()


def test_split_prefers_paragraphs_then_lines_then_words() -> None:
    assert limits.split_text("aaaa aaaa aaaa\n\nbbbb bbbb", 22) == ["aaaa aaaa aaaa", "bbbb bbbb"]
    assert limits.split_text("aaaa aaaa aaaa\nbbbb bbbb", 22) == ["aaaa aaaa aaaa", "bbbb bbbb"]
    assert limits.split_text("aaaa aaaa aaaa bbbb bbbb", 22) == ["aaaa aaaa aaaa", "bbbb bbbb"]


def test_split_closes_and_reopens_a_code_fence() -> None:
    parts = limits.split_text("```\nfirst line\nsecond line\n```", 22)

    assert parts == ["```\nfirst line\n```", "```\nsecond line\n```"]


def test_split_of_one_endless_character_ends() -> None:
    parts = limits.split_text("q" + "\u0323" * 60, 20)

    assert "".join(parts) == "q" + "\u0323" * 60


@given(st.text("ab `\n", max_size=400), st.integers(20, 60))
def test_split_always_fits_and_loses_no_letter(text: str, limit: int) -> None:
    parts = limits.split_text(text, limit)

    assert all(0 < len(part) <= limit for part in parts)
    assert [c for c in "".join(parts) if c in "ab"] == [c for c in text if c in "ab"]


def test_choices() -> None:
    choices = limits.fit_choices((f"{number} {'x' * 200}", str(number)) for number in range(30))

    assert len(choices) == 25
    assert all(len(choice.name) <= 100 for choice in choices)
    assert choices[24].value == "24"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/a b.png", "https://a.example/a%20b.png"),
        ("https://a.example/" + "a" * 2048, ""),
        ("ftp://a.example/a", ""),
        ("nowhere", ""),
    ],
)
def test_addresses_that_discord_would_refuse_are_left_out(text: str, address: str) -> None:
    assert limits.web_address(text) == address


def test_a_cut_never_leaves_a_backslash_without_what_it_escapes() -> None:
    assert limits.clip("a" * 7 + "\\[x](y)", 9) == "a" * 7 + "…"
