"""Secrets: which exist, which a configuration needs, and what .secrets says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from urllib.parse import urlsplit

from dotenv.parser import Original, parse_stream
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from DiscordBot.config.values import suggestion
from DiscordBot.core.findings import Finding, Level

SECRETS_FILE = ".secrets"


class Secrets(BaseModel):
    """What must never be shown; a field is named like its line in .secrets, in small letters.

    `webhooks` maps the names that config.toml uses to Discord webhook addresses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    discord_bot_token: SecretStr | None = None
    pretix_token: SecretStr | None = None
    pretix_webhook_secret: SecretStr | None = None
    pretalx_token: SecretStr | None = None
    twitter_client: SecretStr | None = None
    twitter_clientsecret: SecretStr | None = None
    twitter_token_key: SecretStr | None = None
    webhooks: Mapping[str, SecretStr] = Field(default_factory=dict)


def revealed(secret: SecretStr | None) -> str:
    """Return a secret for the one place that needs it; empty if there is none."""
    return secret.get_secret_value() if secret is not None else ""


SECRET_NAMES = tuple(field.upper() for field in Secrets.model_fields if field != "webhooks")


def parse_secrets(text: str) -> tuple[dict[str, str], list[Finding]]:
    """Read lines NAME=value; a `$` in a value is a `$`. Doubtful lines are warnings that show no content.

    Not even an unknown name is shown: of a token on a line of its own, part may look like one.
    """
    values: dict[str, str] = {}
    findings: list[Finding] = []
    for binding in parse_stream(StringIO(text)):
        meant = suggestion(binding.key or "", list(SECRET_NAMES))
        if binding.error or (binding.key and binding.value is None):
            detail, remedy = "is not of the form NAME=value", "Correct or remove the line."
            findings.append(_doubt(binding.original, detail, remedy))
        elif meant and binding.key not in SECRET_NAMES:
            detail, remedy = "has a name that nothing reads", f"Did you mean {meant}?"
            findings.append(_doubt(binding.original, detail, remedy))
        if binding.key and binding.value:
            values[binding.key] = binding.value
    return values, findings


def _doubt(origin: Original, detail: str, remedy: str) -> Finding:
    # The parser counts empty lines before a statement as its beginning.
    text = origin.string
    line = origin.line + text[: len(text) - len(text.lstrip())].count("\n")
    return Finding(f"{SECRETS_FILE}: line {line}", Level.WARNING, detail, remedy)


def needed_secrets(document: Mapping[str, object], *, need_discord_token: bool) -> dict[str, str]:
    """Return the names of the secrets that a TOML document calls for, each with what it is needed for."""
    needed = {"DISCORD_BOT_TOKEN": "to log in to Discord"} if need_discord_token else {}
    if "pretix" in document:
        needed["PRETIX_TOKEN"] = "to read the tickets of [pretix]"  # noqa: S105 - a purpose, no password
    if "webhooks" in document:
        needed["PRETIX_WEBHOOK_SECRET"] = "to tell pretix's calls from others in [webhooks]"  # noqa: S105 - as above
    twitter = document.get("twitter")
    if isinstance(twitter, Mapping) and twitter.get("dry_run") is not True:
        for name in ("TWITTER_CLIENT", "TWITTER_CLIENTSECRET", "TWITTER_TOKEN_KEY"):
            needed[name] = "to post for [twitter]"
    return needed | dict.fromkeys(webhook_names(document), "to post to a webhook of the programme")


def webhook_names(document: Mapping[str, object]) -> list[str]:
    """Return the names of secrets that rooms and programme use, also from a document wrong elsewhere."""
    rooms = document.get("rooms")
    sections = [*(rooms if isinstance(rooms, list) else ()), document.get("programme")]
    names = [section.get("webhook") for section in sections if isinstance(section, Mapping)]
    # What is no name is reported with its section; it may be the secret itself and is not repeated.
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


def build_secrets(values: Mapping[str, str], webhooks: list[str]) -> Secrets:
    """Wrap those of `values` that the bot knows or a room uses."""
    known = {name.lower(): SecretStr(values[name]) for name in SECRET_NAMES if values.get(name)}
    return Secrets(**known, webhooks={name: SecretStr(values[name]) for name in webhooks if values.get(name)})
