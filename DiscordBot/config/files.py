"""Reading files that people write; what is wrong with one is told in words, with a remedy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from pathlib import Path


class ConfigurationError(Exception):
    """The configuration cannot be used; `findings` holds every problem, and the warnings besides."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(f"{found.subject}: {found.detail}. {found.remedy}" for found in findings))


def read_text(file: Path) -> str:
    """Return what stands in `file`. Raises `ConfigurationError`."""
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
    raise ConfigurationError((mistake(file.name, detail, remedy),))


def read_json_object(file: Path, remedy: str) -> list[tuple[str, Any]]:
    """Return the pairs of a JSON object, repeated ones too, which a dict would hide.

    `remedy` shows what the file looks like. Raises `ConfigurationError`.
    """
    try:
        content = json.loads(read_text(file), object_pairs_hook=_JsonObject)
    except json.JSONDecodeError as error:
        detail = f"line {error.lineno}, column {error.colno}: is not JSON ({error.msg})"
        raise ConfigurationError((mistake(file.name, detail, remedy),)) from None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, _JsonObject):
        raise ConfigurationError((mistake(file.name, "needs one JSON object, in braces", remedy),))
    return content.pairs


@dataclass(frozen=True)
class _JsonObject:
    """A JSON object as it stands in the file."""

    pairs: list[tuple[str, Any]]


def mistake(subject: str, detail: str, remedy: str) -> Finding:
    """Return a finding that keeps the configuration from being used."""
    return Finding(subject, Level.ERROR, detail, remedy)
