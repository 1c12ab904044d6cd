"""The account that the bot acts for on a network; its tokens are in the database, encrypted."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

Account = TypeVar("Account")


class StoredAccount(Generic[Account]):
    """Keeps the one connected account of a network, a dataclass of texts.

    Whoever has the database but not `secret`, any long random text, cannot act for it. `is_unreadable` is
    true when an account is stored that was encrypted with another key.
    """

    def __init__(self, database: Database, network: str, secret: str, kind: type[Account]) -> None:
        self._database = database
        self._stored = f"{network}.account"
        self._cipher = _cipher(secret)
        self._kind = kind
        self.current: Account | None = None
        self.is_unreadable = False

    async def open(self) -> None:
        """Read the account that was connected before."""
        stored: str | None = await self._database.remembered(self._stored)
        if stored is None:
            return
        try:
            values: dict[str, Any] = json.loads(self._cipher.decrypt(stored.encode()))
        except InvalidToken:
            self.is_unreadable = True
        else:
            self.current = self._kind(**values)

    async def connect(self, account: Account) -> None:
        """Act for this account from now on, in place of another one."""
        if not is_dataclass(account) or isinstance(account, type):
            raise TypeError("an account is a dataclass")
        stored = self._cipher.encrypt(json.dumps(asdict(account)).encode()).decode()
        await self._database.remember(self._stored, stored)
        self.current, self.is_unreadable = account, False


def _cipher(secret: str) -> Fernet:
    # Fernet wants a key of exactly 32 bytes; people shall be free to put any random text into .secrets.
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tokens of the account").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
