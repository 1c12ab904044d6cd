"""Until when an advert is open, as people write it into a form."""

from __future__ import annotations

import re
from datetime import date, datetime

_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
)
_LOOKS_LIKE_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def last_open_day(text: str) -> date | None:
    """Return the day that `text` names, or None for anything else, like "as soon as possible".

    Where it can be two days (7/8/2027) it is the later one: an advert too many does less harm than a
    missing one. A time of day after the date counts for nothing.
    """
    words = text.split()
    readings = (_read(candidate, form) for candidate in (" ".join(words), *words[:1]) for form in _FORMATS)
    return max((day for day in readings if day is not None), default=None)


def is_misspelled_day(text: str) -> bool:
    """Tell whether `text` must have been meant as a date but names no day, like 31.02.2027."""
    return bool(_LOOKS_LIKE_A_DATE.match(text.strip())) and last_open_day(text) is None


def _read(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day at the venue has no time zone
    except ValueError:
        return None
