"""What can go wrong between here and a service, told so that nothing personal or secret gets into a log."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
from pydantic import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator


class ServiceError(Exception):
    """A service gave no usable answer; the message is a sentence for people, without names or secrets."""


class UnreachableError(ServiceError):
    """No whole answer came: name not found, connection refused or cut, certificate refused, or too slow."""


class TokenRejectedError(ServiceError):
    """The service does not know the token, or it was revoked (401)."""


class AccessDeniedError(ServiceError):
    """The token may not do this; pretix also says so (403) when there is no such organizer or event."""


class RateLimitedError(ServiceError):
    """Too many requests (429); `retry_after` is in seconds, as the service asks for."""

    def __init__(self, service: str, retry_after: float) -> None:
        super().__init__(f"{service} asks to slow down: too many requests in a short time.")
        self.retry_after = retry_after


class BadResponseError(ServiceError):
    """An answer came that is not what an API gives: a web page, half an answer, a server error."""


class NotFoundError(BadResponseError):
    """The API itself says that there is no such thing (404)."""


@contextmanager
def connection_errors(service: str) -> Iterator[None]:
    """Raise `UnreachableError` for whatever aiohttp raises while it waits for an answer."""
    # aiohttp's own errors quote the address, and with it order codes: hence `from None`.
    try:
        yield
    except TimeoutError:
        raise UnreachableError(f"{service} did not answer in time.") from None
    except aiohttp.ClientSSLError:
        raise UnreachableError(f"The server of {service} has no valid certificate.") from None
    except aiohttp.ClientConnectorDNSError:
        raise UnreachableError(f"The name of the server of {service} cannot be found.") from None
    except aiohttp.ClientConnectorError:
        raise UnreachableError(f"The server of {service} accepts no connection.") from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
        raise UnreachableError(f"The address of {service} is no web address.") from None
    except aiohttp.ClientError:
        raise UnreachableError(f"The connection to {service} broke off.") from None


@contextmanager
def shape_errors(service: str) -> Iterator[None]:
    """Raise `BadResponseError` for what pydantic cannot read."""
    # pydantic quotes what it could not read, and that is personal data: hence `from None`.
    try:
        yield
    except ValidationError:
        raise BadResponseError(f"{service} answered with something that is not the data asked for.") from None


def raise_for_status(service: str, response: aiohttp.ClientResponse) -> None:
    """Raise the `ServiceError` that an answer's status and type stand for; JSON with status 200 is fine."""
    is_json = response.content_type == "application/json"
    match response.status:
        case HTTPStatus.OK if is_json:
            return
        case HTTPStatus.UNAUTHORIZED:
            raise TokenRejectedError(f"{service} does not accept the token.")
        case HTTPStatus.FORBIDDEN:
            raise AccessDeniedError(f"{service} denies access.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise RateLimitedError(service, _seconds(response.headers.get("Retry-After", "")))
        case HTTPStatus.NOT_FOUND if is_json:
            raise NotFoundError(f"{service} knows no such thing.")
        case status if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise BadResponseError(f"{service} answered with a redirect (status {status}).")
        case status if is_json or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise BadResponseError(f"{service} could not answer (status {status}).")
        case status:
            raise BadResponseError(f"A web page came instead of the data of {service} (status {status}).")


def _seconds(retry_after: str) -> float:
    # The header may also be a date; pretix, pretalx and common proxies send seconds.
    return float(retry_after) if retry_after.isdecimal() else 1.0
