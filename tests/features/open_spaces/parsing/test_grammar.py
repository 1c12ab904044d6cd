from __future__ import annotations

import pytest

from DiscordBot.features.open_spaces.parsing.grammar import Grammar, Piece
from DiscordBot.features.open_spaces.parsing.tokens import SYMBOLS, Token


@pytest.mark.parametrize(
    ("pattern", "kinds", "found"),
    [
        ("hour", "word hour word", 1),
        ("(?:the|on)* (hour) dot?", "word the on hour dot", 1),
        ("(?:the|on)* (hour) dot?", "hour", 0),
        ("(?<! label)(?! dash)(hour)", "word hour", 1),
        ("(?<! label)(hour)", "label hour", None),
        ("at? (?:word|dash hour) dot", "dash hour dot", 0),
        ("at? (?:word|dash hour) dot", "at word dot", 0),
        ("(?: ^|(?<=bar))(hour)", "bar hour", 1),
        ("at .{0,2}? hour", "word at word word hour", 1),
        ("(?:at|) (?:comma)?+ hour", "hour", 0),
    ],
)
def test_a_piece_is_found_wherever_it_may_begin(pattern: str, kinds: str, found: int | None) -> None:
    tokens = [Token(SYMBOLS.of(kind), at, at + 1, kind) for at, kind in enumerate(kinds.split())]
    grammar = Grammar([Piece("", pattern, "time", lambda *_: "built")])
    built = [token.start for token in grammar.reduce(tokens) if token.value == "built"]
    assert built == ([] if found is None else [found])
