"""How people name a tweet."""

from __future__ import annotations

import re
from typing import NamedTuple

from DiscordBot.features.tweets.errors import NoSuchTweetError

# What comes after it is the rest of a choice that somebody copied.
_NUMBER = re.compile(r"\s*#?(?P<number>[0-9]{1,18})(?:\.(?P<revision>[0-9]{1,9}))?\b.*", re.DOTALL)


class Named(NamedTuple):
    """A tweet, and the revision of it that was offered; None if only its number was typed."""

    tweet_id: int
    revision: int | None


def choice_value(tweet_id: int, revision: int) -> str:
    """Return what stands for a tweet that is offered as a choice, and for the text that is read there."""
    return f"{tweet_id}.{revision}"


def named(typed: str) -> Named:
    """Return what is meant by `12`, `#12` or a chosen `12.3`. Raises `NoSuchTweetError` if there is none."""
    found = _NUMBER.fullmatch(typed)
    if found is None:
        raise NoSuchTweetError
    revision = found["revision"]
    return Named(int(found["number"]), None if revision is None else int(revision))


def number_of(typed: str) -> int:
    """Return the number alone; see `named`."""
    return named(typed).tweet_id
