"""How texts are written for LinkedIn, which ends a post without a word at a sign that is not escaped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.linkedin.little_text import little, plain
from sandbox.linkedin.server import read


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Doors open (at 9) [sharp]!", r"Doors open \(at 9\) \[sharp\]!"),
        (r"a\b|c{d}e@f<g>h*i_j~k", r"a\\b\|c\{d\}e\@f\<g\>h\*i\_j\~k"),
        ("#PyCon is on", r"{hashtag|\#|PyCon} is on"),
        ("See (#PyCon_DE)", r"See \({hashtag|\#|PyCon\_DE}\)"),
        ("C# is #1, #2027", r"C\# is \#1, \#2027"),
        ("#2027pycon #café", r"{hashtag|\#|2027pycon} {hashtag|\#|café}"),
        ("https://example.org/a_b#talks", r"https://example.org/a\_b\#talks"),
        ("@ada ##", r"\@ada \#\#"),
    ],
)
def test_signs_are_escaped_and_hashtags_lead_somewhere(text: str, written: str) -> None:
    assert little(text) == written
    assert plain(written) == read(written) == text


@given(st.text(alphabet=st.sampled_from("ab1 #_\\|{}@[]()<>*~\n.:/é👩‍👩‍👧‍👦＃"), max_size=60))
def test_whatever_is_written_is_read_as_it_was(text: str) -> None:
    assert plain(little(text)) == text.replace("＃", "#") or "＃" in text
    if "＃" not in text:
        assert read(little(text)) == text


def test_a_mention_that_somebody_made_by_hand_is_read_as_a_name() -> None:
    assert plain(r"With @[Ada \(PSF\)](urn:li:person:1) and @[Python] (urn:li:organization:2)!") == (
        "With Ada (PSF) and Python!"
    )
