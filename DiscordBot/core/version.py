"""Which version this is: its tag, or the commit that it was made from."""

from __future__ import annotations

import subprocess
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
NAMED_BY_THE_IMAGE = "VERSION"
GIT_ANSWERS_WITHIN_SECONDS = 5


def program_version(package: Path = PACKAGE) -> str:
    """Return for example `1.2.0`, `1.2.0-5-g1edcca8` (five commits later) or `1edcca8` (nothing is tagged).

    A `-dirty` at the end says that files were changed since that commit. An image has a file that says it,
    a clone is asked by git; where there is neither, it is the version in pyproject.toml, as installed.
    """
    return _told_by_the_image(package) or _told_by_git(package.parent) or _installed() or "unknown"


def _told_by_the_image(package: Path) -> str:
    file = package / NAMED_BY_THE_IMAGE
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _told_by_git(clone: Path) -> str:
    repository = clone / ".git"
    # A copy inside somebody else's repository must not be called after that one's commits.
    if not repository.exists():
        return ""
    # Named here, the folders win over what the environment of a git hook says.
    words = ["git", "--no-optional-locks", f"--git-dir={repository}", f"--work-tree={clone}", "describe"]
    words += ["--tags", "--match=v[0-9]*", "--always", "--dirty"]
    try:
        described = subprocess.run(  # noqa: S603 - fixed words
            words, cwd=clone, check=True, capture_output=True, text=True, timeout=GIT_ANSWERS_WITHIN_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return described.stdout.strip().removeprefix("v")


def _installed() -> str:
    try:
        return metadata.version("discordbot")
    except metadata.PackageNotFoundError:
        return ""
