"""A small grammar: named pieces, each a pattern of token kinds and what is made of a match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from DiscordBot.features.open_spaces.parsing.tokens import SYMBOLS, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_KIND = re.compile(r"[a-z][a-z_0-9]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """One form that people write.

    `pattern` is a regular expression over kinds of tokens, with spaces between them: `hour meridiem`,
    `half past (hour|numeral)`. `build` gets the value of each token in plain brackets, None where a group
    took no part (`(?:` groups do not count), and returns the value of the token that takes the place of
    all, or None if it is not that form after all.
    """

    name: str
    pattern: str
    kind: str
    build: Callable[..., Any]


class Grammar:
    """Pieces in the order in which they are tried."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = [(_compile(piece.pattern), SYMBOLS.of(piece.kind), piece.build) for piece in pieces]
        self._any = re.compile("|".join(f"(?:{_uncounted(pattern)})" for pattern, _, _ in self._pieces))

    def reduce(self, tokens: list[Token], context: Any = None) -> list[Token]:  # noqa: ANN401 - the builders know
        """Replace what matches a piece by one token, from left to right."""
        shape = "".join([token.symbol for token in tokens])
        match = self._any.search(shape)
        if match is None:
            return tokens
        result, at = [], 0
        while match is not None:
            result += tokens[at : match.start()]
            found = self._at(match.start(), shape, tokens, context)
            if found is None:
                result.append(tokens[match.start()])
                at = match.start() + 1
            else:
                token, at = found
                result.append(token)
            match = self._any.search(shape, at)
        return result + tokens[at:]

    def _at(self, start: int, shape: str, tokens: list[Token], context: Any) -> tuple[Token, int] | None:  # noqa: ANN401
        for pattern, symbol, build in self._pieces:
            match = pattern.match(shape, start)
            if match is None:
                continue
            matched = tokens[start : match.end()]
            places = [match.start(group) for group in range(1, pattern.groups + 1)]
            values = [tokens[place].value if place >= 0 else None for place in places]
            built = build(*values) if context is None else build(context, *values)
            if built is not None:
                return Token(symbol, matched[0].start, matched[-1].end, built), match.end()
        return None


def _uncounted(pattern: re.Pattern[str]) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern.pattern)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(_KIND.sub(lambda kind: SYMBOLS.any(kind[0]), pattern).replace(" ", ""))
