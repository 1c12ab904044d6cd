"""Why the queue says no. Every message is a sentence for people, and says what to do where that helps."""

from __future__ import annotations


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
