"""What stands around a name and is none of it: titles before it, degrees behind it."""

from __future__ import annotations

import re

Word = frozenset[str]
"""A word of a name, as its spellings."""

TITLES = frozenset(
    {
        *("prof", "professor", "professorin", "profssa", "dr", "doktor", "doctor", "dra", "drs", "dott"),
        *("dottssa", "dottore", "dottoressa", "mudr", "mddr", "rndr", "judr", "phdr", "mvdr", "pharmdr"),
        *("paeddr", "mgr", "dipl", "univ", "habil", "mr", "mrs", "ms", "mx", "herr", "herrn", "frau"),
        *("mme", "mlle", "monsieur", "madame", "senor", "senora", "signor", "signora", "mevr", "mevrouw"),
        *("dhr", "reverend"),
    }
)
"""What is hardly ever a first name. Not here: Junior and II, by which father and son are told apart."""

PERHAPS_TITLES = frozenset(
    {
        *("m", "sr", "sra", "srta", "sig", "hr", "fr", "ing", "mag", "bc", "lic", "eng", "arq", "pd", "priv"),
        *("doz", "miss", "sir", "dame", "lord", "lady", "don", "dona", "pan", "pani", "rev", "capt", "fru"),
        *("assoc", "associate", "assistant", "asst", "de", "heer"),
    }
)
"""What may also be a first name or its initial: a title only before two more words."""

AFTER_A_TITLE = frozenset(
    {
        *("hc", "rer", "nat", "med", "phil", "jur", "mult", "oec", "pol", "agr", "theol", "dent", "vet"),
        *("ing", "inf", "kfm", "kffr", "phys", "math", "chem", "biol", "psych", "wirt", "habil", "fh", "ssa"),
    }
)
"""What says more about the title before it."""

DEGREES = frozenset(
    {
        *("phd", "msc", "mba", "mphil", "dphil", "bsc", "beng", "meng", "llm", "llb", "msci", "mres", "edd"),
        *("esq", "csc", "dsc", "mfa", "mpa", "mph", "ceng", "cissp", "pmp", "obe", "mbe", "cbe", "frs"),
    }
)
"""What stands behind a name."""

NOT_OF_NAMES = TITLES | PERHAPS_TITLES | AFTER_A_TITLE | DEGREES
"""A name without any of these words is nothing but a name."""

# Also family names (Ma, Ba), so that only behind a comma, or as capitals, they are degrees.
_SHORT_DEGREE = (
    r"(?:M\.? ?A|B\.?A|M\.?D|M\.?S|B\.?S|J\.?D|Ph\.? ?D|[MB]\.? ?(?:Sc|Ed|Eng)|LL\.? ?[MB]|R\.?N)\.?"
)
_SHORT_DEGREES = re.compile(rf"(?:\s*,\s*(?i:{_SHORT_DEGREE})|(?<=[^\W\d_A-Z])\s+{_SHORT_DEGREE})+\s*$")
# More than one letter: "J. R. R. Tolkien" has initials.
_ABBREVIATIONS = re.compile(
    r"\s*(?:(?:[^\W\d_]{2,8}\.|h\. ?c\.)[\s-]*)+(?=[^\W\d_]+[\W\d_]+[^\W\d_])", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_INITIALS_TOGETHER = re.compile(r"\s*([A-Z])([A-Z])([A-Z])?(?=\s+\w*[^\W\d_A-Z])")


def readings(name: str) -> tuple[str, ...]:
    """Return a name with and without what is in brackets, degrees of few letters, and abbreviated titles.

    Initials that are written together ("JP Dupont") come apart in one of them.
    """
    without_brackets = _BRACKETS.sub(" ", name)
    without_degrees = _SHORT_DEGREES.sub("", name)
    bare = _SHORT_DEGREES.sub("", without_brackets.rstrip())
    if abbreviations := _ABBREVIATIONS.match(bare):
        bare = bare[abbreviations.end() :]
    together = _INITIALS_TOGETHER.match(bare)
    apart = " ".join(filter(None, together.groups())) + bare[together.end() :] if together else bare
    return tuple(dict.fromkeys((name, without_brackets, without_degrees, bare, apart)))


def without_titles(words: list[Word]) -> list[Word]:
    """Return the words of a name without titles."""
    start = 0
    while start < len(words) - 1 and _is_title(words, start):
        start += 1
    # "Müller, Prof. Dr. Ralf" has them in the middle.
    rest = [word for word in words[start:] if not word & {"prof", "professor", "dr"}]
    return rest or words[start:]


def without_degrees(words: list[Word]) -> list[Word]:
    """Return the words of a name without degrees."""
    end = len(words)
    while end > 1 and words[end - 1] & DEGREES:
        end -= 1
    return words[:end]


def _is_title(words: list[Word], place: int) -> bool:
    word = words[place]
    if word & TITLES:
        return True
    is_name_left = len(words) - place > 2  # noqa: PLR2004 - itself, a first and a last name
    return is_name_left and bool(word & PERHAPS_TITLES or (place and word & AFTER_A_TITLE))
