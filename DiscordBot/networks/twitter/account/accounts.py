"""The account that the bot posts with; its tokens are in the database, encrypted."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

_STORED = "twitter.account"


@dataclass(frozen=True, slots=True)
class Account:
    """An account on X that allowed the bot to act for it; `username` is without @."""

    user_id: str
    username: str
    token: str = field(repr=False)
    token_secret: str = field(repr=False)


class Accounts:
    """Keeps the one connected account; `secret` is TWITTER_TOKEN_KEY, any long random text.

    Whoever has the database but not `secret` cannot post. `is_unreadable` is true when an account is
    stored that was encrypted with another key.
    """

    def __init__(self, database: Database, secret: str) -> None:
        self._database = database
        self._cipher = _cipher(secret)
        self.current: Account | None = None
        self.is_unreadable = False

    async def open(self) -> None:
        """Read the account that was connected before."""
        stored: str | None = await self._database.remembered(_STORED)
        if stored is None:
            return
        try:
            values: dict[str, Any] = json.loads(self._cipher.decrypt(stored.encode()))
        except InvalidToken:
            self.is_unreadable = True
        else:
            self.current = Account(**values)

    async def connect(self, account: Account) -> None:
        """Post with this account from now on, in place of another one."""
        parts = {name: getattr(account, name) for name in Account.__slots__}
        stored = self._cipher.encrypt(json.dumps(parts).encode()).decode()
        await self._database.remember(_STORED, stored)
        self.current, self.is_unreadable = account, False


def _cipher(secret: str) -> Fernet:
    # Fernet wants a key of exactly 32 bytes; people shall be free to put any random text into .secrets.
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tokens of the account").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
