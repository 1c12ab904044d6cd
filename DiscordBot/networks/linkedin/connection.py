"""Connecting an account on LinkedIn: whoever allows it is sent to an address with a code in it.

https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow
"""

from __future__ import annotations

from secrets import compare_digest, token_urlsafe
from typing import TYPE_CHECKING

from yarl import URL

from DiscordBot.networks.account.connecting import Found, Instructions, NotConnectedError, Question
from DiscordBot.networks.api_client import Request
from DiscordBot.networks.linkedin.credential import Account
from DiscordBot.networks.linkedin.names import LINKEDIN
from DiscordBot.networks.linkedin.shapes import Member, Organization
from DiscordBot.networks.port import NetworkError, RejectedError

if TYPE_CHECKING:
    from DiscordBot.networks.linkedin.api import RestApi
    from DiscordBot.networks.linkedin.credential import Credentials

_PAGE = "urn:li:organization:"
_OF_A_PAGE = "w_organization_social r_organization_social"
_OF_A_MEMBER = "openid profile w_member_social"
_AGAIN = f"Run `{LINKEDIN.command('connect')}` again."


class CodeFlow:
    """Connects the page whose number is `organization`, or the member who allows it if that is None.

    Nothing needs to answer at `redirect_url`: people copy the address that they are sent to.
    """

    def __init__(
        self,
        api: RestApi,
        credentials: Credentials,
        *,
        web_url: str,
        redirect_url: str,
        organization: int | None,
    ) -> None:
        self._api = api
        self._credentials = credentials
        self._web_url = URL(web_url)
        self._redirect_url = redirect_url
        self._organization = organization

    async def begin(self) -> Instructions:
        """Return what is to be done."""
        state = token_urlsafe(16)
        address = (self._web_url / "oauth" / "v2" / "authorization").with_query(
            response_type="code",
            client_id=self._credentials.app.client_id,
            redirect_uri=self._redirect_url,
            state=state,
            scope=_OF_A_MEMBER if self._organization is None else _OF_A_PAGE,
        )
        who = (
            "as the member who is to post"
            if self._organization is None
            else "as an administrator of the conference's page"
        )
        return Instructions(
            steps=(
                f"Log in to LinkedIn **{who}**.",
                f"Open [this page of LinkedIn]({address}) and allow it.",
                f"You are sent to an address like `{self._redirect_url}?code=…`, which may show nothing.",
                "Copy that address, all of it. Come back here and enter it within ten minutes.",
            ),
            questions=(Question(label="Address, or the code in it", shortest=5, longest=2000),),
            button="Enter the address",
            state=state,
        )

    async def finish(self, instructions: Instructions, answers: tuple[str, ...]) -> Found[Account]:
        """Return the account that the address was given for. Raises `NotConnectedError`."""
        if not isinstance(instructions.state, str):
            raise TypeError("these instructions are of another network")
        code = _code(answers[0].strip(), instructions.state)
        try:
            token, ends = await self._credentials.by_code(code, self._redirect_url)
            author, name = await self._author(token.access_token)
        except NetworkError as error:
            raise NotConnectedError(f"{error} The address may be too old or incomplete. {_AGAIN}") from None
        account = Account(author, name, token.access_token, ends.isoformat(), token.refresh_token)
        return Found(name, account)

    async def verified(self, account: Account) -> Account:
        """Return the account if LinkedIn still takes its token and, for a page, lets it read what was posted.

        Its token is another one if it would have ended soon. Raises `NetworkError`s as they say.
        """
        verified = await self._credentials.verified(account)
        if verified.author.startswith(_PAGE):
            await self._api.posts_of(verified.author, verified.token, count=1)
        return verified

    async def _author(self, token: str) -> tuple[str, str]:
        if self._organization is None:
            answer = await self._api.ask(Request(method="GET", path="/v2/userinfo"), token)
            member = answer.read(Member)
            return f"urn:li:person:{member.sub}", member.name or "a member"
        author = f"{_PAGE}{self._organization}"
        # Only who may read what the page has posted can look whether a post is there.
        await self._api.posts_of(author, token, count=1)
        return author, await self._name_of_the_page(token)

    async def _name_of_the_page(self, token: str) -> str:
        request = Request(method="GET", path=f"/rest/organizations/{self._organization}")
        try:
            name = (await self._api.ask(request, token)).read(Organization).localizedName
        except RejectedError:
            name = ""
        return name or f"page {self._organization}"


def _code(answer: str, state: str) -> str:
    if "://" not in answer and "=" not in answer:
        return answer
    try:
        query = URL(answer if "://" in answer else f"https://localhost/?{answer.lstrip('?')}").query
    except ValueError:
        raise NotConnectedError(f"That is no address. {_AGAIN}") from None
    if "error" in query:
        raise NotConnectedError(f"LinkedIn says: {query.get('error_description', query['error'])}. {_AGAIN}")
    if not query.get("code") or not compare_digest(query.get("state", "").encode(), state.encode()):
        raise NotConnectedError(f"That address is not the one that belongs to this connection. {_AGAIN}")
    return query["code"]
