"""How X says no: problem details as its API writes them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

PROBLEMS = "https://api.twitter.com/2/problems/"
TITLES = {
    401: "Unauthorized",
    403: "Forbidden",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class ProblemError(Exception):
    """A request that X refuses; `body` is the JSON of its answer."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body["detail"])
        self.status = status
        self.body = body

    def answer(self) -> web.Response:
        """Return the answer to the request."""
        text = web.json_response(self.body).text
        return web.Response(text=text, status=self.status, content_type="application/problem+json")


def problem(status: int, detail: str = "") -> ProblemError:
    """Make a refusal of the simple kind; most of these only repeat their title."""
    title = TITLES[status]
    return ProblemError(
        status, {"title": title, "detail": detail or title, "type": "about:blank", "status": status}
    )


def invalid(parameter: str, value: object, message: str) -> ProblemError:
    """Make the refusal of one wrong parameter."""
    return ProblemError(
        400,
        {
            "errors": [{"parameters": {parameter: [str(value)]}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": PROBLEMS + "invalid-request",
        },
    )


def not_found(kind: str, parameter: str, value: str) -> ProblemError:
    """Make the refusal for something that is not there."""
    detail = f"Could not find {kind} with {parameter}: [{value}]."
    return ProblemError(
        404,
        {
            "value": value,
            "detail": detail,
            "title": "Not Found Error",
            "resource_type": kind,
            "parameter": parameter,
            "type": PROBLEMS + "resource-not-found",
        },
    )


def no_credits(account_id: str) -> ProblemError:
    """Make the refusal for an account that has not paid."""
    detail = f"Your enrolled account [{account_id}] does not have any credits to fulfill this request."
    return ProblemError(402, {"title": "CreditsDepleted", "detail": detail, "type": PROBLEMS + "credits"})
