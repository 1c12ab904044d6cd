"""Connecting an account: what organisers are asked to do, and what comes of their answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

Account = TypeVar("Account")


class NotConnectedError(Exception):
    """An account cannot be connected; the message says why and what to do, and holds no secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody types into the form; `is_secret` asks for care in the place where it is shown."""

    label: str
    placeholder: str = ""
    shortest: int = 1
    longest: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """What an organiser does before they answer the questions.

    `steps` are Discord's Markdown and name addresses in full; `state` is what the network's own code needs
    to go on, tokens among it.
    """

    steps: tuple[str, ...]
    questions: tuple[Question, ...]
    button: str
    state: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Found(Generic[Account]):
    """An account that allowed the bot to act for it; `name` is what people know it by."""

    name: str
    account: Account = field(repr=False)


class Connecting(Protocol[Account]):
    """How a network lets the bot act for an account. Both steps raise `NotConnectedError`."""

    async def begin(self) -> Instructions:
        """Return what is to be done."""

    async def finish(self, instructions: Instructions, answers: tuple[str, ...]) -> Found[Account]:
        """Return the account that the answers, in the order of the questions, stand for."""
