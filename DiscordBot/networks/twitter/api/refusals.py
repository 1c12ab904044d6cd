"""What X means by an answer that is no success."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from DiscordBot.networks.twitter.api.errors import (
    AccountError,
    NoAnswerError,
    NotReachedError,
    RateLimitedError,
    RefusedError,
    RepeatedError,
    XError,
)
from DiscordBot.networks.twitter.api.rates import next_chance
from DiscordBot.networks.twitter.api.server_time import why_forged

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_REASON = 300

_NO_KEYS = "X does not accept the account's keys (401). Run /twitter connect again."
_NO_CREDITS = "The developer account on X has no credits left (402)."
_GIVEN_UP = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT}
_ACCOUNT_PROBLEMS = {"client-forbidden", "oauth1-permissions", "unsupported-authentication"}
"""The last part of the `type` of problems that every further request would meet too."""

_ACCOUNT_WORDS = re.compile(
    r"account is (temporarily )?(locked|suspended)|oauth1 app permissions", re.IGNORECASE
)
_REPEATED_WORDS = re.compile(r"duplicate content|already retweeted", re.IGNORECASE)


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, *, ahead: timedelta = timedelta()
) -> XError:
    """Return the error that an answer stands for; our clock is `ahead` of X's."""
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return AccountError(why_forged(ahead) or _NO_KEYS)
        case HTTPStatus.PAYMENT_REQUIRED:
            return AccountError(_NO_CREDITS)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return RateLimitedError("X asks to slow down (429).", next_chance(headers))
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _GIVEN_UP:
            return NoAnswerError(f"X has trouble of its own (status {status}).")
        case _:
            return _explained(status, _read(body))


def _explained(status: int, problem: Mapping[str, Any] | None) -> XError:
    if problem is None:
        # X itself explains what it refuses: this comes from a proxy, or from another address than X's.
        return NotReachedError(f"Something else than X's API answered (status {status}).")
    reason = _reason(problem)
    if status == HTTPStatus.FORBIDDEN and _is_of_the_account(problem, reason):
        return AccountError(f"X refuses the account or the application (403): {reason}")
    if _REPEATED_WORDS.search(reason):
        return RepeatedError(status, reason)
    return RefusedError(status, reason)


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        problem = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return problem if isinstance(problem, dict) else None


def _reason(problem: Mapping[str, Any]) -> str:
    """Return X's own words, those of the single mistakes rather than those of the whole."""
    errors = problem.get("errors")
    parts = [part for part in errors if isinstance(part, dict)] if isinstance(errors, list) else []
    found = [part.get("message") or part.get("detail") for part in parts]
    texts = [text for text in found if isinstance(text, str)]
    whole = problem.get("detail") or problem.get("title")
    reason = " ".join(" ".join(texts or [str(whole or "")]).split())
    return reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"


def _is_of_the_account(problem: Mapping[str, Any], reason: str) -> bool:
    kind = str(problem.get("type", "")).rpartition("/")[2]
    return kind in _ACCOUNT_PROBLEMS or _ACCOUNT_WORDS.search(reason) is not None
