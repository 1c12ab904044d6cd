"""Why the queue says no. Every message is a sentence for people, and says what to do where that helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class TweetError(Exception):
    """The queue did not do what was asked; nothing has changed."""


class NotAllowedError(TweetError):
    """The policy does not let this person do it."""


class TooLateError(TweetError):
    """The tweet is no longer in a state in which that can be done: somebody was faster, or it is out."""


class ChangedMeanwhileError(TweetError):
    """The text is not the one that the person read."""


class NoSuchTweetError(TweetError):
    """There is no tweet with this number."""

    def __init__(self) -> None:
        super().__init__("There is no such tweet. Look for its number with `/tweet queue`.")


class DraftError(TweetError):
    """The text or time cannot be taken as it is."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """How long a text is on one network, by the network's own count, and how long it may be there."""

    name: str
    title: str
    length: int
    limit: int


class TooLongError(DraftError):
    """The text is too long for some of the networks that it goes to."""

    def __init__(self, too_long: Sequence[TooLong]) -> None:
        super().__init__(" ".join(map(_sentence, too_long)))
        self.too_long = tuple(too_long)


class RepeatedTextError(DraftError):
    """The same author has just written the same: as tweet `tweet_id`, shown on the card, if it has one."""

    def __init__(self, tweet_id: int, card_channel: int | None, card_message: int | None) -> None:
        super().__init__(
            f"You have just written the same as tweet #{tweet_id}. "
            "Change the text, or wait five minutes if you mean it."
        )
        self.tweet_id = tweet_id
        self.card_channel = card_channel
        self.card_message = card_message


def _sentence(one: TooLong) -> str:
    return (
        f"This text counts as {one.length:,} characters on {one.title}, where {one.limit:,} are possible. "
        f"Please shorten it by {one.length - one.limit:,}."
    )
