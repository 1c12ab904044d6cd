"""Secrets: which exist, which a configuration needs, and what .secrets says."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from urllib.parse import urlsplit

from dotenv.parser import Original, parse_stream
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from DiscordBot.config.values import suggestion
from DiscordBot.core.findings import Finding, Level

SECRETS_FILE = ".secrets"


def _never(_document: Mapping[str, object]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Secret:
    """A line of .secrets; a configuration needs it for `purpose` if `is_needed` says so of its document."""

    name: str
    purpose: str = ""
    is_needed: Callable[[Mapping[str, object]], bool] = _never


DISCORD_BOT_TOKEN = Secret("DISCORD_BOT_TOKEN", "to log in to Discord")
DATABASE_PASSWORD = Secret("DATABASE_PASSWORD", "to log in to PostgreSQL")
"""Never needed for sure: a server may let the bot in by other means."""


class Secrets(BaseModel):
    """What must never be shown, by the names of the lines in .secrets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    values: Mapping[str, SecretStr] = Field(default_factory=dict)

    def reveal(self, secret: Secret | str) -> str:
        """Return a secret for the one place that needs it; empty if there is none."""
        value = self.values.get(secret if isinstance(secret, str) else secret.name)
        return value.get_secret_value() if value is not None else ""


def parse_secrets(text: str, names: Collection[str]) -> tuple[dict[str, str], list[Finding]]:
    """Read lines NAME=value; a `$` in a value is a `$`. Doubtful lines are warnings that show no content.

    Not even an unknown name is shown: of a token on a line of its own, part may look like one.
    """
    values: dict[str, str] = {}
    findings: list[Finding] = []
    for binding in parse_stream(StringIO(text)):
        meant = suggestion(binding.key or "", list(names))
        if binding.error or (binding.key and binding.value is None):
            detail, remedy = "is not of the form NAME=value", "Correct or remove the line."
            findings.append(_warning(binding.original, detail, remedy))
        elif meant and binding.key not in names:
            detail, remedy = "has a name that nothing reads", f"Did you mean {meant}?"
            findings.append(_warning(binding.original, detail, remedy))
        if binding.key and binding.value:
            values[binding.key] = binding.value
    return values, findings


def _warning(origin: Original, detail: str, remedy: str) -> Finding:
    # The parser counts empty lines before a statement as its beginning.
    text = origin.string
    line = origin.line + text[: len(text) - len(text.lstrip())].count("\n")
    return Finding(f"{SECRETS_FILE}: line {line}", Level.WARNING, detail, remedy)


def needed_secrets(
    document: Mapping[str, object], known: Iterable[Secret], *, need_discord_token: bool
) -> dict[str, str]:
    """Return the names of the secrets that a TOML document calls for, each with what it is needed for."""
    needed = {DISCORD_BOT_TOKEN.name: DISCORD_BOT_TOKEN.purpose} if need_discord_token else {}
    needed |= {secret.name: secret.purpose for secret in known if secret.is_needed(document)}
    return needed | dict.fromkeys(webhook_names(document), "to post to a webhook")


def webhook_names(document: Mapping[str, object]) -> list[str]:
    """Return the names of secrets under which sections have webhooks, also in a document wrong elsewhere."""
    sections = [
        section
        for value in document.values()
        for section in (value if isinstance(value, list) else [value])
        if isinstance(section, Mapping)
    ]
    # What is no name is reported with its section; it may be the secret itself and is not repeated.
    names = [section.get("webhook") for section in sections]
    return [name for name in names if isinstance(name, str) and re.fullmatch(r"[A-Z][A-Z0-9_]*", name)]


def check_secrets(values: Mapping[str, str], needed: Mapping[str, str], webhooks: list[str]) -> list[Finding]:
    """Report what is needed and not there, and webhooks that are no web address."""
    missing = [
        Finding(
            f"{SECRETS_FILE}: {name}",
            Level.ERROR,
            f"is missing; it is needed {purpose}",
            f"Add the line {name}=... to .secrets next to config.toml, or set the environment variable.",
        )
        for name, purpose in needed.items()
        if not values.get(name)
    ]
    unusable = [
        Finding(
            f"{SECRETS_FILE}: {name}",
            Level.ERROR,
            "is no web address",
            "Copy the webhook's URL from Discord.",
        )
        for name in webhooks
        if values.get(name) and urlsplit(values[name]).scheme not in {"http", "https"}
    ]
    return missing + unusable


def build_secrets(values: Mapping[str, str], names: Iterable[str]) -> Secrets:
    """Wrap those of `values` that the bot knows or a section uses."""
    return Secrets(values={name: SecretStr(values[name]) for name in names if values.get(name)})
