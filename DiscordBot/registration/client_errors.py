"""What can go wrong between here and pretix, told so that nothing personal or secret gets into a log."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
from pydantic import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator


class PretixError(Exception):
    """pretix gave no usable answer; the message is a sentence for people, without names or secrets."""


class UnreachableError(PretixError):
    """No whole answer came: name not found, connection refused or cut, certificate refused, or too slow."""


class TokenRejectedError(PretixError):
    """pretix does not know the token, or it was revoked (401)."""


class AccessDeniedError(PretixError):
    """The token may not do this, or there is no such organizer or event: pretix does not tell which (403)."""


class RateLimitedError(PretixError):
    """Too many requests (429); `retry_after` is in seconds, as pretix asks for."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("pretix asks to slow down: too many requests in a short time.")
        self.retry_after = retry_after


class BadAnswerError(PretixError):
    """An answer came that is not what pretix's API gives: a web page, half an answer, a server error."""


class NotFoundError(BadAnswerError):
    """The API itself says that there is no such thing (404)."""


@contextmanager
def connection_errors() -> Iterator[None]:
    """Raise `UnreachableError` for whatever aiohttp raises while it waits for an answer."""
    # aiohttp's own errors quote the address, and with it order codes: hence `from None`.
    try:
        yield
    except TimeoutError:
        raise UnreachableError("pretix did not answer in time.") from None
    except aiohttp.ClientSSLError:
        raise UnreachableError("The pretix server has no valid certificate.") from None
    except aiohttp.ClientConnectorDNSError:
        raise UnreachableError("The name of the pretix server cannot be found.") from None
    except aiohttp.ClientConnectorError:
        raise UnreachableError("The pretix server accepts no connection.") from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
        raise UnreachableError("The address of pretix is no web address.") from None
    except aiohttp.ClientError:
        raise UnreachableError("The connection to pretix broke off.") from None


@contextmanager
def shape_errors() -> Iterator[None]:
    """Raise `BadAnswerError` for what pydantic cannot read."""
    # pydantic quotes what it could not read, and that is personal data: hence `from None`.
    try:
        yield
    except ValidationError:
        raise BadAnswerError("pretix answered with something that is not the data asked for.") from None


def raise_for_status(response: aiohttp.ClientResponse) -> None:
    """Raise the `PretixError` that an answer's status and type stand for; JSON with status 200 is fine."""
    is_json = response.content_type == "application/json"
    match response.status:
        case HTTPStatus.OK if is_json:
            return
        case HTTPStatus.UNAUTHORIZED:
            raise TokenRejectedError("pretix does not accept the token.")
        case HTTPStatus.FORBIDDEN:
            raise AccessDeniedError("pretix denies access.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise RateLimitedError(_seconds(response.headers.get("Retry-After", "")))
        case HTTPStatus.NOT_FOUND if is_json:
            raise NotFoundError("pretix knows no such thing.")
        case status if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise BadAnswerError(f"pretix answered with a redirect (status {status}).")
        case status if is_json or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise BadAnswerError(f"pretix could not answer (status {status}).")
        case status:
            raise BadAnswerError(f"A web page came instead of pretix's data (status {status}).")


def remedy(error: PretixError) -> str:
    """Tell what a person who sets the bot up can do about an error."""
    match error:
        case TokenRejectedError():
            return "In pretix, create an API token in a team of the organizer and put it into PRETIX_TOKEN."
        case RateLimitedError():
            return "Wait a minute and try again; see whether another program uses the same token."
        case UnreachableError():
            return "Check pretix.base_url in the configuration, the network, and whether pretix is up."
        case _:
            return "Check pretix.base_url: https://, the name of the server, then /api/v1. Is pretix up?"


def _seconds(retry_after: str) -> float:
    # The header may also be a date; pretix and common proxies send seconds.
    return float(retry_after) if retry_after.isdecimal() else 1.0
