"""Why a text is not TOML, and in which line; values are not shown, since one may be a secret."""

from __future__ import annotations

import re

import tomli

_WHY = (
    ("Invalid value", "the value needs quotes if it is text, and true and false are written small"),
    ("Expected '='", "a key needs a = and a value, and a section needs square brackets"),
    ("Expected ']'", "the section's name is not closed by ]"),
    ("Unclosed array", "a [ is not closed by ]"),
    ("Unclosed inline table", "a { is not closed by }"),
    ("Cannot overwrite", "this key stands there twice"),
    ("Cannot declare", "this section stands there twice, or as a key before"),
    ("Cannot mutate", "what stands in braces cannot get more keys elsewhere"),
    ("Duplicate inline table key", "this key stands in the braces twice"),
    ("Illegal character", "the quotes are not closed on the same line, or there is an unusual character"),
    (
        "Expected newline",
        "something follows the value: a quote inside a text, or a day that is none or not like 2027-07-14",
    ),
    ("Unescaped", "a \\ in double quotes has to be written twice; in single quotes once is enough"),
    ("Invalid hex value", "a \\ in double quotes has to be written twice; in single quotes once is enough"),
    ('Expected "', "the quotes are not closed"),
    ("Unterminated string", "the quotes are not closed"),
    ("Invalid date", "there is no such day or time"),
    (
        "Invalid initial character",
        "here should be a key; names with other signs than A-Z, 0-9, _ and - need quotes",
    ),
    ("Invalid statement", "the line begins with something that is neither a key nor a section"),
)
_UNKNOWN = "text needs quotes, sections square brackets, and every key and section stands there once"

# Not more: what has capital letters or numbers in it may be a token on a line of its own.
_SECTION = re.compile(r"\s*(\[{1,2}\s*[a-z_.]{1,40}\s*\]{0,2})")
_KEY = re.compile(r"""\s*(["']?[a-z_.]{1,40}["']?)\s*=""")


def read_toml(text: str) -> dict[str, object]:
    """Return the document. Raises `ValueError`, whose message tells where it is wrong and why."""
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        line, column = error.lineno, error.colno
        why = next((words for begin, words in _WHY if error.msg.startswith(begin)), _UNKNOWN)
    except (ValueError, RecursionError):
        raise ValueError("has a number that is too long, or is nested too deeply") from None
    quoted = _quoted(text.splitlines(), line)
    # tomli's message may repeat parts of the file: hence `from None`.
    raise ValueError(f"line {line}, column {column}: is not TOML{quoted}: {why}") from None


def _quoted(lines: list[str], number: int) -> str:
    """Return the line as far as nothing in it can be a secret."""
    # At the end of the file it is the last line with something in it that was not finished.
    line = next((line for line in reversed(lines[:number]) if line.strip()), "")
    if (section := _SECTION.match(line)) is not None:
        return f", «{section[1].strip()}»"
    if (key := _KEY.match(line)) is not None:
        return f", «{key[1]} = …»"
    return ""
