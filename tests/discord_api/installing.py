"""Discord's OpenAPI document, fetched from npm once and kept beside what else is fetched for tests."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / ".real" / "discord_api"
SOURCES = ("package.json", "write_document.mjs")
NPM = ("npm", "install", "--no-audit", "--no-fund", "--loglevel=error")
AT_ONCE_OR_NOT = ("--fetch-retries=0", "--fetch-timeout=20000")
"""Whoever works without a network is not to wait for it each time."""

PATIENCE_SECONDS = 120


class NoDocumentError(Exception):
    """Nothing can be held against the document here."""


def kept_document() -> Path:
    """Return where the document of these sources is, or is to be."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()
    return KEPT / f"{digest[:16]}.json"


def install() -> Path:
    """Return the document, fetched if nobody has done so yet; two who do it at once do not meet."""
    kept = kept_document()
    if not kept.exists():
        if shutil.which("npm") is None or shutil.which("node") is None:
            raise NoDocumentError("npm is missing")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            _fetch_into(Path(folder)).replace(kept)
    return kept


def _fetch_into(folder: Path) -> Path:
    for name in SOURCES:
        shutil.copy(HERE / name, folder)
    fetch = NPM if is_needed() else (*NPM, *AT_ONCE_OR_NOT)
    for command in (fetch, ("node", "write_document.mjs")):
        try:
            subprocess.run(  # noqa: S603 - our own arguments
                command, cwd=folder, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS
            )
        except subprocess.CalledProcessError as error:
            last_line = (error.stderr.strip().splitlines() or ["it says nothing"])[-1]
            raise NoDocumentError(f"{command[0]} fails: {last_line}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoDocumentError(f"{command[0]} cannot be run: {type(error).__name__}") from error
    return folder / "document.json"


def is_needed() -> bool:
    """Whether tests must not go on without the document."""
    return os.environ.get("CI") == "true"
