"""Connecting an account on Bluesky: its owner makes a password for apps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from DiscordBot.networks.account.connecting import Found, Instructions, NotConnectedError, Question
from DiscordBot.networks.bluesky.session import Account, log_in
from DiscordBot.networks.port import NetworkError, PausedError

if TYPE_CHECKING:
    from DiscordBot.networks.api_client import ApiClient


class AppPassword:
    """Takes a handle and an app password, and tries them."""

    def __init__(self, client: ApiClient, app_url: str) -> None:
        self._client = client
        self._app_url = app_url

    async def begin(self) -> Instructions:
        """Return what is to be done."""
        return Instructions(
            steps=(
                "Log in to Bluesky **as the conference's account**.",
                f"Open [its app passwords]({self._app_url}/settings/app-passwords), and add one for the bot.",
                "Allow it access to direct messages, if speakers shall be reminded by them.",
                "Come back here and enter the account's handle and the new password within ten minutes.",
            ),
            questions=(
                Question(label="Handle", placeholder="conference.bsky.social", shortest=3, longest=253),
                Question(label="App password", placeholder="abcd-efgh-ijkl-mnop", shortest=8, longest=60),
            ),
            button="Enter both",
        )

    async def finish(self, _instructions: Instructions, answers: tuple[str, ...]) -> Found[Account]:
        """Return the account whose handle and password these are. Raises `NotConnectedError`."""
        handle, password = (answer.strip() for answer in answers)
        try:
            session = await log_in(self._client, handle.removeprefix("@"), password)
        except PausedError:
            raise NotConnectedError(
                "Bluesky does not accept this handle with this app password. One of them may be mistyped."
            ) from None
        except NetworkError as error:
            raise NotConnectedError(f"{error} Please try again.") from None
        return Found(f"@{session.handle}", Account(session.did, session.handle, password))

    async def verified(self, account: Account) -> Account:
        """Return the account, under its present handle, if its password is good. Raises `NetworkError`s."""
        session = await log_in(self._client, account.did, account.app_password)
        return replace(account, handle=session.handle)
