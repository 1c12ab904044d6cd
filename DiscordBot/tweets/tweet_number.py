"""How people name a tweet."""

from __future__ import annotations

import re

from DiscordBot.tweets.errors import NoSuchTweetError

# What comes after it is the rest of a choice that somebody copied.
_NUMBER = re.compile(r"\s*#?(?P<number>[0-9]{1,18})\b.*", re.DOTALL)


def number_of(typed: str) -> int:
    """Return the number that is meant by `12` or `#12`. Raises `NoSuchTweetError` if there is none."""
    found = _NUMBER.fullmatch(typed)
    if found is None:
        raise NoSuchTweetError
    return int(found["number"])
