"""A stand-in for X on a real socket: it checks signatures, posts, lists, counts and refuses as X does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.listening import Listener
from sandbox.pretix.server import Call
from sandbox.x.api import XApi
from sandbox.x.chunks import ChunkedUploads
from sandbox.x.failures import XFailures
from sandbox.x.pages import Pages
from sandbox.x.posts import Post, PostBook, User
from sandbox.x.problems import ProblemError, problem
from sandbox.x.rates import LIMITS, Rates
from sandbox.x.sign_in import SignIn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp.typedefs import Handler

    from sandbox.x.signatures import XKeys

LARGEST_REQUEST = 32 * 1024**2
SIGNER = web.RequestKey("signer", User)


class XStandIn:
    """X with one app, and one account of the conference, `account`, which `keys` post as.

    `await x.start()` returns the address for `twitter.api_url`. What others do, happens through `write`.
    Everything that is there is in `book`, what was posted in `posts`; requests that came are in `calls`.
    `failures` spoils answers: `x.failures.fail_next(XFailure.TIME_OUT, moment=Moment.AFTER,
    on="POST /2/tweets")`. At `/` people see the account's posts.

    `clock` tells the time (aware, UTC) of posts and rate windows; signatures are always of real time.
    `limits` replace those of `x_rates.LIMITS`. What is posted can be read only `visible_after` it was.
    `refuses_duplicates` and `self_serve` are explained at `XApi`.
    """

    def __init__(
        self,
        consumer_key: str = "made-up-app",
        consumer_secret: str = "made-up-app-secret",  # noqa: S107 - of a stand-in
        *,
        username: str = "pyconexample",
        name: str = "PyCon Example",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Mapping[str, int] | None = None,
        visible_after: timedelta = timedelta(0),
        refuses_duplicates: bool = True,
        self_serve: bool = False,
    ) -> None:
        self.calls: list[Call] = []
        self.base_url = ""
        self.book = PostBook(clock, visible_after)
        self.account = self.book.add_user(username, name)
        self.failures = XFailures(self._now)
        self._pages = Pages(self.book)
        self.sign_in = SignIn(consumer_key, consumer_secret, self.book, self._pages)
        self.sign_in.signed_in = self.account
        self.keys: XKeys = self.sign_in.connect(self.account)
        self._rates = Rates(self._now, limits or {})
        self._api = XApi(
            self.book,
            lambda request: request[SIGNER],
            refuses_duplicates=refuses_duplicates,
            self_serve=self_serve,
        )
        self._chunks = ChunkedUploads(self.book, lambda request: request[SIGNER])
        self._clock = clock
        self._listener = Listener()

    @property
    def posts(self) -> list[Post]:
        """What the conference's account has posted, oldest first."""
        return [post for post in self.book.posts.values() if post.author == self.account]

    @property
    def between_pages(self) -> list[Callable[[], object]]:
        """What happens, one after the other, before a further page of a list is read."""
        return self._api.between_pages

    def write(
        self,
        author: str,
        text: str,
        *,
        in_reply_to: str | None = None,
        quote_of: str | None = None,
        retweet_of: str | None = None,
    ) -> Post:
        """Let somebody post; `author` is a user name, whose account is opened if there is none."""
        user = self.book.user_named(author) or self.book.add_user(author)
        post = self.book.draft(user, text, in_reply_to=in_reply_to, quote_of=quote_of, retweet_of=retweet_of)
        return self.book.publish(post)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, on any free port by default; returns the address that goes into `twitter.api_url`."""
        self.base_url = f"http://{await self._listener.start(self._application(), host, port)}"
        return self.base_url

    async def stop(self) -> None:
        """Refuse connections from now on; `start` on the same port brings it back with all its posts."""
        await self._listener.stop()

    def _now(self) -> float:
        return self._clock().timestamp()

    def _application(self) -> web.Application:
        application = web.Application(
            middlewares=[self._record, self._fail, self._admit], client_max_size=LARGEST_REQUEST
        )
        routes = (*self._api.routes(), *self._chunks.routes(), *self.sign_in.routes(), *self._pages.routes())
        application.add_routes(routes)
        return application

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_of_the_api(request):
            return await handler(request)
        response = await handler(request)
        # The time of X, which may not be that of whoever asks.
        response.headers["Date"] = format_datetime(self.book.clock().astimezone(UTC), usegmt=True)
        body = response.body if isinstance(response, web.Response) else None
        sent = len(body) if isinstance(body, bytes) else 0
        path, _, query = request.raw_path.partition("?")
        self.calls.append(Call(request.method, path, query, response.status, sent))
        return response

    @web.middleware
    async def _fail(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_of_the_api(request):
            return await handler(request)
        return await self.failures.meet(request, lambda: handler(request))

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        endpoint = request.match_info.route.name
        if endpoint not in LIMITS:
            # X answers unknown paths with nothing at all, whoever asks.
            is_known = request.match_info.http_exception is None
            return await handler(request) if is_known else web.Response(status=404)
        headers: dict[str, str] = {}
        try:
            request[SIGNER] = await self.sign_in.identify(request)
            is_within, headers = self._rates.use(request[SIGNER].id, endpoint)
            if not is_within:
                raise problem(429)
            response = await handler(request)
        except ProblemError as refusal:
            response = refusal.answer()
        response.headers.update(headers)
        return response


def _is_of_the_api(request: web.Request) -> bool:
    return request.path.startswith(("/2/", "/oauth/")) and request.path != "/oauth/authorize"
