"""Why something about a session's thread is not done."""

from __future__ import annotations


class ThreadError(Exception):
    """Nothing was done; the message is a sentence for the person who wanted it, in their language."""


class ThreadGoneError(Exception):
    """Somebody has deleted the thread; it stays so."""


class NotNowError(Exception):
    """Certainly nothing was posted, and a later try may succeed; the message is for organisers."""
