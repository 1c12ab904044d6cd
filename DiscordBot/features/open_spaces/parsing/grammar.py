"""A small grammar: named pieces, each a pattern of token kinds and what is made of a match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from DiscordBot.features.open_spaces.parsing.tokens import SYMBOLS, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_KIND = re.compile(r"[a-z][a-z_0-9]*")
_PARTS = re.compile(r"\(\?(?::|<?[=!])|[a-z][a-z_0-9]*|\{[^}]*\}\??|[?*+][?+]?|[()|$.]")


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
        self._beginning: dict[str, list[tuple[re.Pattern[str], str, Callable[..., Any]]]] = {}
        patterns = []
        for piece in pieces:
            compiled = _compile(piece.pattern), SYMBOLS.of(piece.kind), piece.build
            patterns.append(f"(?:{_uncounted(compiled[0])})")
            for symbol in _Beginning(piece.pattern).symbols:
                self._beginning.setdefault(symbol, []).append(compiled)
        # Most tokens begin no piece: to look at them first is faster than to try each piece.
        self._any = re.compile(f"(?=[{''.join(self._beginning)}])(?:{'|'.join(patterns)})")

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
        for pattern, symbol, build in self._beginning[shape[start]]:
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


class _Beginning:
    """Which symbols what matches a pattern may begin with."""

    def __init__(self, pattern: str) -> None:
        self._parts = _PARTS.findall(pattern)
        self.symbols = self._choices()[0]

    def _choices(self) -> tuple[set[str], bool]:
        """Read `one two|three` up to the closing bracket: how it may begin, and whether it may be nothing."""
        symbols: set[str] = set()
        is_empty = is_optional = False
        can_go_on = True
        while self._parts and self._parts[0] != ")":
            part = self._parts.pop(0)
            if part == "|":
                is_optional |= can_go_on
                can_go_on = True
                continue
            found, is_empty = self._atom(part)
            if can_go_on:
                symbols |= found
                can_go_on = is_empty
        return symbols, is_optional or can_go_on

    def _atom(self, part: str) -> tuple[set[str], bool]:
        if part[0] != "(":
            found, is_empty = set(SYMBOLS.any(part)[1:-1]) if _KIND.fullmatch(part) else set(), part == "$"
        else:
            found, is_empty = self._choices()
            self._parts.pop(0)
            if part not in {"(", "(?:"}:
                # What is looked at before or behind a match is no part of it.
                found, is_empty = set(), True
        if self._parts and self._parts[0][0] in "?*{":
            is_empty |= self._parts[0][:3] != "{1,"
            self._parts.pop(0)
        elif self._parts and self._parts[0] == "+":
            self._parts.pop(0)
        return found, is_empty


def _uncounted(pattern: re.Pattern[str]) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern.pattern)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(_KIND.sub(lambda kind: SYMBOLS.any(kind[0]), pattern).replace(" ", ""))
