"""Takes a folded text apart into tokens: numbers in their forms, words by their meaning, signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from DiscordBot.features.open_spaces.parsing.typos import mistyped
from DiscordBot.features.open_spaces.parsing.words import CAPITAL_ZONES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.features.open_spaces.parsing.rooms import NamedRoom


class Token(NamedTuple):
    """Part of a text from `start` to `end`; `symbol` is one character that tells its kinds, see `symbols`."""

    symbol: str
    start: int
    end: int
    value: Any = None


_Phrase = tuple[tuple[str, ...], str, Any]
"""The words of a phrase, its symbol and its value."""

_FORMS = {
    # One form a line; the first that fits is taken. Words are most of a text.
    "offset": r"(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?30)?(?![\d])",
    "german": r"(?:mon|diens|donners|frei|sams|sonn)tag(?=abend|nachmittag|vormittag)",
    "word": r"at(?=\d{1,2}(?:[ap]m|:))|[a-z]++(?:'[a-z]++)*+(?![\d_])",
    "pace": r"\d{1,2}:\d{2}\s?(?:min\.?\s?)?(?:/|per\b|pro\b|por\b|par\b)\s?(?:km|k|mi|miles?)\b",
    "code": r"-\d{4}-\d{3,7}",
    "handle": r"@[a-z_]\w*",
    "day_tag": r"\#(?=(?:[a-z]{3,6}day|tomorrow|tonight|heute|morgen|hoy|demain|hoje)\b)",
    "hashtag": r"\#\w+",
    "amounts": r"(?:\$\s?)?\d+(?:[.,]\d+)?\s?(?:-|to|bis|a|and|und|y|et|e)\s?"
    r"(?:\$\s?\d[\d.,]*|\d+(?:[.,]\d+)?\s?(?:[$%]|(?:eur|euros?|chf|usd|gbp)\b))",
    "money": r"[$€£]\s?\d[\d.,]*\w*",
    "iso_date": r"(?:\d{4}-\d{1,2}-\d{1,2})(?=$|[^\d-])t?",
    "phone": r"\+\d[\d ()-]{6,20}|\d{3}-\d{4}(?!\d)",
    "dashed_date": r"\d{1,2}-\d{1,2}-\d{4}(?!\d)",
    "dotted_date": r"\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:\d{4}|\d{2})(?![\d:.-]|\s?(?:uhr|h|bis)\b))?(?!\d)",
    "version": r"\d+(?:\.\d+){2,9}\w*|v\d[\d.]*|\d+\.\d\b(?!\s?(?:h|hours?|hrs|stunden|horas)\b)",
    "colon_time": r"(?:\d{1,2}:\d{2}|\d{1,2}(?:\s?h\s?|u)\d{2}(?=h?\b))(?::\d{2})?(?!:?\d|\.\d)",
    "dotted": r"(?:\d{1,2}[.,]\d{2})(?!\d|[.,]\d)",
    "decimal": r"\d{1,2}[.,]\d(?!\d)|\d+(?:[.,]\d+)+",
    "slashed": r"(?:\d{1,2}/\d{1,2}(?:/\d{4}|/\d{2})?)(?![\d/])",
    "short_am": r"(?:[89]|1[0-2])(?::\d{2})?a(?![a-z0-9_'])",
    "ordinal": r"(?:\d{1,2})(?:st|nd|rd|th|er|o|a)\b",
    "percent": r"\d+\s?[%€$£°]|\d[\d']*\+",
    "digits": r"(?:\d{1,4})(?=$|[^\d])(?=(?:a\.?m|p\.?m?|h|hs|hrs|uhr|ish|min|mins|m|u)?(?![a-z0-9_]))",
    "other": r"[a-z0-9_']+",
    "newline": r"\n",
    "sign": r"[^\s\w]|_",
}
# Blanks are skipped here, since trying every form on each of them takes as long as all the rest.
_LEXER = re.compile("[ ]*+(?:" + "|".join(f"(?P<{name}_>{form})" for name, form in _FORMS.items()) + ")")
_SIGNS = {
    "-": "dash",
    ".": "dot",
    ",": "comma",
    "/": "slash",
    "(": "open",
    ")": "close",
    ":": "colon",
    "+": "plus",
    "&": "and",
    "@": "at",
    "~": "at",
    "|": "bar",
    ";": "bar",
    "!": "bar",
    "?": "bar",
    "\n": "bar",
}


class Symbols:
    """One character for each combination of kinds that a token can have, so that grammars are patterns."""

    def __init__(self) -> None:
        self._of: dict[frozenset[str], str] = {}

    def of(self, *kinds: str) -> str:
        """Return the character of a token that is all of these at once."""
        return self._of.setdefault(frozenset(kinds), chr(0xE000 + len(self._of)))

    def any(self, kind: str) -> str:
        """Return a pattern of all tokens that are, or may be, of that kind."""
        found = "".join(symbol for kinds, symbol in self._of.items() if kind in kinds)
        if not found:
            raise KeyError(f"No token is a {kind!r}")
        return f"[{found}]"


SYMBOLS = Symbols()
_SIMPLE = {
    name: SYMBOLS.of(name)
    for name in (
        *("word", "junk", "room", "bar", "dash", "dot", "comma", "slash", "open", "close", "colon", "plus"),
        *(
            "hour",
            "number",
            "colon_time",
            "dotted",
            "digits3",
            "digits4",
            "slashed",
            "dotted_date",
            "iso_date",
        ),
        *("ordinal", "short_am", "decimal", "zone", "time", "date", "duration", "ending", "moment", "offset"),
    )
}


_OFTEN_MISTYPED = re.compile(r"[a-z]{3,}(?:day|tag|woch)|tomorrow|amanha")
"""Days: a time with one that was not understood would be taken for one of today."""

_PHRASE_PARTS = re.compile(r"\d?[a-z']+|\d+|\S")


def _with_typos(phrases: dict[str, Any]) -> dict[str, Any]:
    often = (phrase for phrase in phrases if _OFTEN_MISTYPED.fullmatch(phrase))
    return {wrong: phrases[phrase] for phrase in often for wrong in mistyped(phrase)} | phrases


def _phrase_index() -> dict[str, list[_Phrase]]:
    """Index the vocabulary by first words; longer phrases come first."""
    meanings: dict[tuple[str, ...], tuple[set[str], Any]] = {}
    for kind, phrases in VOCABULARY.items():
        for phrase, value in _with_typos(phrases).items():
            words = tuple(_PHRASE_PARTS.findall(phrase))
            kinds, known = meanings.get(words, (set(), None))
            meanings[words] = ({*kinds, kind}, value if known is None else known)
    index: dict[str, list[_Phrase]] = {}
    for words, (kinds, value) in sorted(meanings.items(), key=lambda item: -len(item[0])):
        index.setdefault(words[0], []).append((words, SYMBOLS.of(*kinds), value))
    return index


_PHRASES = _phrase_index()
_NOT_ENGLISH = SYMBOLS.of("short_weekday", "not_english")
_BY_SPELLING: dict[str, dict[str, tuple[str, Any]]] = {
    # Portuguese "às" says a time as surely as "at".
    "as": dict.fromkeys(("às", "Às", "ÀS"), (SYMBOLS.of("at", "as", "to"), None)),
    # German days are "So" and "Do"; small letters are English: "so 3pm it is", "let's do 3pm".
    **{
        day.lower(): {day.lower(): (_SIMPLE["word"], None), day: (_NOT_ENGLISH, at)}
        for day, at in {"Do": 3, "So": 6}.items()
    },
    # So are some names: "with Sam at 3pm".
    **{
        name: dict.fromkeys((name, name.capitalize(), name.upper()), (_NOT_ENGLISH, at))
        for name, at in {"mo": 0, "sam": 5, "dom": 6}.items()
    },
    **{zone.lower(): {zone: (_SIMPLE["zone"], name)} for zone, name in CAPITAL_ZONES.items()},
}
_SIGN_SYMBOLS = {sign: SYMBOLS.of(kind) for sign, kind in _SIGNS.items()}


def tokenize(text: str, rooms: Sequence[NamedRoom], spelled: Callable[[int, int], str]) -> list[Token]:
    """Take a folded text apart, around the rooms in it; `spelled` gives the original of a part."""
    tokens: list[Token] = []
    position = 0
    for named in rooms:
        tokens += _between(text, position, named.start, spelled)
        tokens.append(Token(_SIMPLE["room"], named.start, named.end, named.room))
        position = named.end
    return tokens + _between(text, position, len(text), spelled)


def _between(text: str, start: int, end: int, spelled: Callable[[int, int], str]) -> list[Token]:
    """Make tokens of what the lexer matches, several words becoming one where they are a known phrase."""
    matches = [(match.lastgroup or "", match) for match in _LEXER.finditer(text, start, end)]
    words = [match[kind] for kind, match in matches]
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        kind, match = matches[at]
        word, begin, stop = words[at], match.start(kind), match.end()
        length = 1
        if word not in _KNOWN_WORDS and kind == "word_":
            # Several unknown words in a row tell as little as one.
            if not tokens or tokens[-1].symbol != _WORD:
                tokens.append(Token(_WORD, begin, stop))
        elif word in _BY_SPELLING and (spelling := _BY_SPELLING[word].get(spelled(begin, stop))):
            tokens.append(Token(spelling[0], begin, stop, spelling[1]))
        elif (known := _PHRASES.get(word)) and (phrase := _phrase(words, at, known)):
            length = len(phrase[0])
            tokens.append(Token(phrase[1], begin, matches[at + length - 1][1].end(), phrase[2]))
        else:
            symbol, value = _MAKERS[kind](word) if kind in _MAKERS else (_JUNK, None)
            tokens.append(Token(symbol, begin, stop, value))
        at += length
    return tokens


def _phrase(words: list[str], at: int, known: list[_Phrase]) -> _Phrase | None:
    """Return the longest known phrase that begins there."""
    for phrase in known:
        length = len(phrase[0])
        if length == 1 or tuple(words[at : at + length]) == phrase[0]:
            return phrase
    return None


_JUNK = _SIMPLE["junk"]
_WORD = _SIMPLE["word"]
_KNOWN_WORDS = _PHRASES.keys() | _BY_SPELLING.keys()


def _of_colon_time(text: str) -> tuple[str, Any]:
    hour, minute = [*_numbers(text), 0][:2]
    exact = text.startswith("0") or "h" in text or "u" in text
    return (_SIMPLE["colon_time"], (hour, minute, exact)) if _is_time(hour, minute) else (_JUNK, None)


def _of_dotted(text: str) -> tuple[str, Any]:
    hour, minute = map(int, re.split("[.,]", text))
    return (_SIMPLE["dotted"], (hour, minute, False)) if _is_time(hour, minute) else (_JUNK, None)


def _of_digits(text: str) -> tuple[str, Any]:
    value = int(text)
    match len(text):
        case 1 | 2:
            return (_SIMPLE["hour"] if value <= LAST_HOUR else _SIMPLE["number"]), value
        case 3 | 4 if _is_time(value // 100, value % 100):
            return _SIMPLE[f"digits{len(text)}"], (value // 100, value % 100, len(text) == 4)  # noqa: PLR2004
        case _:
            return _SIMPLE["number"], value


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


LAST_HOUR = 24


def _is_time(hour: int, minute: int) -> bool:
    return hour < LAST_HOUR and minute < 60  # noqa: PLR2004 - minutes of an hour


_MAKERS: dict[str, Callable[[str], tuple[str, Any]]] = {
    "colon_time_": _of_colon_time,
    "dotted_": _of_dotted,
    "digits_": _of_digits,
    "decimal_": lambda text: (_SIMPLE["decimal"], float(text.replace(",", ".")) if len(text) <= 4 else None),  # noqa: PLR2004
    "iso_date_": lambda text: (_SIMPLE["iso_date"], _numbers(text)),
    "dashed_date_": lambda text: (_SIMPLE["dotted_date"], _numbers(text)),
    "dotted_date_": lambda text: (_SIMPLE["dotted_date"], _numbers(text)),
    "slashed_": lambda text: (_SIMPLE["slashed"], _numbers(text)),
    "short_am_": lambda text: (_SIMPLE["short_am"], tuple([*_numbers(text), 0][:2])),
    "ordinal_": lambda text: (_SIMPLE["ordinal"], _numbers(text)[0]),
    "offset_": lambda text: (_SIMPLE["offset"], text),
    "word_": lambda _: (_WORD, None),
    "german_": lambda _: (_WORD, None),
    "sign_": lambda text: (_SIGN_SYMBOLS.get(text, _SIMPLE["bar"]), None),
    "handle_": lambda _: (_SIMPLE["bar"], None),
    "hashtag_": lambda _: (_SIMPLE["bar"], None),
    "newline_": lambda _: (_SIMPLE["bar"], None),
}
