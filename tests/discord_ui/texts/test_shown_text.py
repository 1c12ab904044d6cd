from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.discord_ui.texts.shown_text import hidden_characters, shown, shown_line

FAMILY = "👩\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧"
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*bold* _it_ ~no~ `code` ||spoiler||", r"\*bold\* \_it\_ \~no\~ \`code\` \|\|spoiler\|\|"),
        ("@everyone <@1> <#2> <t:0>", r"\@everyone \<\@1\> \<\#2\> \<t:0\>"),
        ("# Title\n> quote\n- item\n+ item\n1. one", "\\# Title\n\\> quote\n\\- item\n\\+ item\n1\\. one"),
        ("[good](https://evil.example)", r"\[good\](https://evil.example)"),
        (":smile: at 14:30", r"\:smile: at 14:30"),
        ("a\\*b", r"a\\\*b"),
        ("https://example.org/a_b*c*d?e=[f]", "https://example.org/a_b*c*d?e=[f]"),
        ("at https://a.example/](https://b.example)", r"at https://a.example/\](https://b.example)"),
        ("well-known, 3.14", "well-known, 3.14"),
    ],
)
def test_nothing_is_formatted(text: str, markdown: str) -> None:
    assert shown(text) == markdown


@pytest.mark.parametrize(
    "text",
    [FAMILY, "❤️", WALES, "می\N{ZERO WIDTH NON-JOINER}خواهم", "שלום\N{RIGHT-TO-LEFT MARK}", "é", "日本"],
)
def test_ordinary_writing_stays_as_it_is(text: str) -> None:
    assert shown(text) == text
    assert hidden_characters(text) == ()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("pay\N{ZERO WIDTH JOINER}pal", "pay⟦U+200D⟧pal"),
        (f"{OVERRIDE}gpj.exe", "⟦U+202E⟧gpj.exe"),
        ("a\N{ZERO WIDTH SPACE}b", "a⟦U+200B⟧b"),
        ("hi\U000e0041\U000e0042", "hi⟦U+E0041⟧⟦U+E0042⟧"),
        ("Latin\N{RIGHT-TO-LEFT MARK}", "Latin⟦U+200F⟧"),
        ("https://ex\N{SOFT HYPHEN}ample.org", "https://ex⟦U+00AD⟧ample.org"),
    ],
)
def test_what_hides_is_seen(text: str, seen: str) -> None:
    assert shown(text) == seen
    assert len(hidden_characters(text)) == len(set(re.findall(r"⟦[^⟧]+⟧", seen)))


def test_what_hides_is_named_and_counted() -> None:
    text = f"a{OVERRIDE}b\N{ZERO WIDTH SPACE}c\N{ZERO WIDTH SPACE}d"

    assert hidden_characters(text) == (
        "2 × zero width space (U+200B)",
        "1 × right-to-left override (U+202E)",
    )


@given(st.text(st.sampled_from("ab1 .-+#*_~`|<>[]()@:\\/https\n" + FAMILY + OVERRIDE + "\u200b")))
def test_readers_see_each_visible_character_once(text: str) -> None:
    # Discord drops a backslash before a punctuation mark, except within a web address.
    pieces = re.split(r"(https?://[^\s<]+)", shown(text))
    seen = "".join(
        piece if number % 2 else re.sub(r"\\([^0-9A-Za-z\s])", r"\1", piece)
        for number, piece in enumerate(pieces)
    )

    assert re.sub(r"⟦U\+([0-9A-F]+)⟧", lambda code: chr(int(code[1], 16)), seen) == text


def test_an_address_of_mail_stays_readable_and_nobody_is_addressed() -> None:
    assert (
        shown("Write to jobs@company.example, not to @ada") == r"Write to jobs@company.example, not to \@ada"
    )
    assert shown("all@everyone and x@here") == r"all\@everyone and x\@here"


def test_one_line_is_one_line() -> None:
    assert shown_line(" [x]\n[y](z) ") == r"\[x\] \[y\](z)"
