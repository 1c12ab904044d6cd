"""The members of the server as services see them: roles and nicknames, without Discord's own objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class MemberGoneError(Exception):
    """The person is not on the server (any more)."""


class ChangeRefusedError(Exception):
    """Discord did not allow a change; the text tells organisers why and what to do."""


@dataclass(frozen=True, slots=True)
class FoundRoles:
    """Role ids that the bot can give, and for the others a sentence each for the organisers."""

    ids: frozenset[int]
    problems: tuple[str, ...] = ()


class Members(Protocol):
    """The members of the server, as services see them."""

    def find_roles(self, references: Iterable[str | int]) -> FoundRoles:
        """Find roles by name or id."""

    async def roles_of(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has. Raises `MemberGoneError` and `ChangeRefusedError`."""

    async def change(
        self, user_id: int, *, add: frozenset[int], remove: frozenset[int], nickname: str | None
    ) -> str | None:
        """Change roles and nickname in one request, or none if nothing would; return a nickname that is new.

        Raises `MemberGoneError` and `ChangeRefusedError`.
        """
