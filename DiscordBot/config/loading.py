"""The configuration: config.toml, the mapping of tickets to roles, and the secrets.

This is the only module that reads configuration files or the environment.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import Field

from DiscordBot.config.findings import doubts_about, parse_sections
from DiscordBot.config.secrets import (
    SECRETS_FILE,
    Secrets,
    build_secrets,
    check_secrets,
    needed_secrets,
    parse_secrets,
    webhook_names,
)
from DiscordBot.config.sections import Pretix, Sections
from DiscordBot.config.values import one_or_many, read_reference
from DiscordBot.core.findings import Finding, Level

CONFIG_FILE = "config.toml"
LOCAL_CONFIG_FILE = "config.local.toml"

TicketRoles = Mapping[str, tuple[str | int, ...]]
"""From an item's or variation's name, "Item / Variation" or an id as text, to names or ids of roles."""

Result = TypeVar("Result")


class ConfigurationError(Exception):
    """The configuration cannot be used; `findings` holds every problem, and the warnings besides."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(f"{found.subject}: {found.detail}. {found.remedy}" for found in findings))


class Config(Sections):
    """All that was configured; `warnings` are doubts that keep nothing from working."""

    file: Path = Path(CONFIG_FILE)
    ticket_roles: TicketRoles = Field(default_factory=dict)
    secrets: Secrets = Secrets()
    warnings: tuple[Finding, ...] = ()


def find_config_file(root: Path, given: Path | None = None) -> Path:
    """Choose the file: `given`, else config.local.toml in `root` or in its DiscordBot/, else config.toml.

    The file named need not exist; `load_config` says so then.
    """
    if given is not None:
        return given
    local_files = (root / LOCAL_CONFIG_FILE, root / "DiscordBot" / LOCAL_CONFIG_FILE)
    return next((file for file in local_files if file.exists()), root / CONFIG_FILE)


def load_config(
    file: Path, *, environment: Mapping[str, str] = os.environ, need_discord_token: bool = True
) -> Config:
    """Read `file`, the `.secrets` and the ticket mapping next to it; `environment` wins over `.secrets`.

    Paths in the file are relative to its folder, except the database's, which is SQLAlchemy's and
    relative to the working directory. Raises `ConfigurationError` with all problems of all files.
    """
    findings: list[Finding] = []
    document = _collect(findings, lambda: _read_document(file))
    sections, mistakes = parse_sections(document, file.name) if document is not None else (None, [])
    findings += mistakes
    mapping_file = _ticket_roles_file(document or {}, file.parent)
    ticket_roles = _collect(findings, lambda: read_ticket_roles(mapping_file)) if mapping_file else {}
    values, doubts = _read_secrets(file.parent / SECRETS_FILE, environment)
    webhooks = webhook_names(document or {})
    needed = needed_secrets(document or {}, need_discord_token=need_discord_token)
    findings += [*doubts, *check_secrets(values, needed, webhooks)]
    if sections is None or ticket_roles is None or any(found.level is Level.ERROR for found in findings):
        raise ConfigurationError(tuple(findings))
    return Config(
        **dict(sections),
        file=file,
        ticket_roles=ticket_roles,
        secrets=build_secrets(values, webhooks),
        warnings=(*findings, *doubts_about(sections, file.name)),
    )


def file_version(file: Path) -> int:
    """Return a number that is another one after the file was changed; 0 while it is not there."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def read_sections(file: Path) -> Sections:
    """Read the sections of `file` again, for what may change while the bot runs.

    Raises `ConfigurationError` with all problems of the file.
    """
    sections, mistakes = parse_sections(_read_document(file), file.name)
    if sections is None:
        raise ConfigurationError(tuple(mistakes))
    return sections


def read_ticket_roles(file: Path) -> TicketRoles:
    """Read the mapping of tickets to roles; the file of the older bot (`{"Business": [123, 456]}`) is one.

    Raises `ConfigurationError` with every problem of the file.
    """
    pairs = _parse_json(_read_text(file), file.name)
    findings: list[Finding] = []
    roles: dict[str, tuple[str | int, ...]] = {}
    for ticket, value in pairs:
        subject = f"{file.name}: {ticket}"
        if ticket.strip() in roles:
            remedy = "Write the ticket once, with all its roles in one list."
            findings.append(Finding(subject, Level.ERROR, "stands there more than once", remedy))
            continue
        roles[ticket.strip()], fault = _read_roles(value)
        if fault:
            remedy = 'For example: "Business": ["Attendee", "Business"]'
            findings.append(Finding(subject, Level.ERROR, fault, remedy))
    if findings:
        raise ConfigurationError(tuple(findings))
    return roles


def _read_roles(value: object) -> tuple[tuple[str | int, ...], str]:
    """Return the roles of one ticket, and what is wrong with them, if anything."""
    references = one_or_many(value)
    if not isinstance(references, tuple):
        return (), "needs the names or ids of roles in square brackets"
    if not references:
        return (), "has an empty list, so this ticket would give no role"
    try:
        return tuple(read_reference(reference) for reference in references), ""
    except ValueError as error:
        return (), str(error)


def _parse_json(text: str, file_name: str) -> list[tuple[str, Any]]:
    """Return the pairs of a JSON object, repeated ones too, which a dict would hide."""
    remedy = 'The file looks like {"Business": ["Attendee", "Business"], "Student": ["Attendee"]}'
    try:
        content = json.loads(text, object_pairs_hook=_JsonObject)
    except json.JSONDecodeError as error:
        detail = f"line {error.lineno}, column {error.colno}: is not JSON ({error.msg})"
        raise ConfigurationError((_error(file_name, detail, remedy),)) from None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, _JsonObject):
        raise ConfigurationError((_error(file_name, "needs one JSON object, in braces", remedy),))
    return content.pairs


@dataclass(frozen=True)
class _JsonObject:
    """A JSON object as it stands in the file."""

    pairs: list[tuple[str, Any]]


def _ticket_roles_file(document: Mapping[str, object], folder: Path) -> Path | None:
    """Find the mapping that [pretix] names, also when the section is wrong elsewhere."""
    pretix = document.get("pretix")
    if not isinstance(pretix, Mapping):
        return None
    name = pretix.get("ticket_to_roles", Pretix.model_fields["ticket_to_roles"].default)
    return folder / name.strip() if isinstance(name, str) and name.strip() else None


def _read_document(file: Path) -> dict[str, Any]:
    text = _read_text(file)
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        # Its message may repeat parts of the file, which may be a secret in the wrong place.
        detail = f"line {error.lineno}, column {error.colno}: is not TOML"
    except (ValueError, RecursionError):
        detail = "has a number that is too long, or is nested too deeply"
    remedy = "Text needs quotes, sections square brackets, and every key and section stands there once."
    raise ConfigurationError((_error(file.name, detail, remedy),))


def _read_secrets(file: Path, environment: Mapping[str, str]) -> tuple[dict[str, str], list[Finding]]:
    # An empty variable is what container tools pass for one that nobody set.
    from_environment = {name: value.strip() for name, value in environment.items() if value.strip()}
    try:
        mode = file.stat().st_mode
    except OSError:
        return from_environment, []
    findings: list[Finding] = []
    text = _collect(findings, lambda: _read_text(file))
    values, doubts = parse_secrets(text or "")
    if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
        detail, remedy = "can be read by other users of this computer", f"Run: chmod 600 {SECRETS_FILE}"
        findings.append(Finding(SECRETS_FILE, Level.WARNING, detail, remedy))
    return values | from_environment, findings + doubts


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        detail, remedy = (
            f"there is no file {file}",
            "Create it, or correct the path; the project has an example.",
        )
    except UnicodeDecodeError:
        detail, remedy = "is not text in UTF-8", "Save it again with the encoding UTF-8."
    except (OSError, ValueError):
        detail, remedy = f"cannot read {file}", "Check that it is a file and that the bot's user may read it."
    raise ConfigurationError((_error(file.name, detail, remedy),))


def _error(subject: str, detail: str, remedy: str) -> Finding:
    return Finding(subject, Level.ERROR, detail, remedy)


def _collect(findings: list[Finding], read: Callable[[], Result]) -> Result | None:
    """Return what `read` returns, or None after adding its problems to `findings`."""
    try:
        return read()
    except ConfigurationError as error:
        findings.extend(error.findings)
        return None
