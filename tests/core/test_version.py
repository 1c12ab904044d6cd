"""What /ping says follows the commit: in a clone, in an image, and where there is neither."""

from __future__ import annotations

import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

import DiscordBot
from DiscordBot.core.version import program_version

ROOT = Path(__file__).parents[2]
GIT = shutil.which("git") or ""


def git(clone: Path, *words: str) -> str:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    done = subprocess.run(  # noqa: S603 - git, as everybody uses it
        [GIT, *identity, *words], cwd=clone, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def commit(clone: Path, content: str) -> str:
    """Commit a change; return the commit's short name."""
    (clone / "DiscordBot" / "bot.py").write_text(content, encoding="utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "--message", content)
    return git(clone, "rev-parse", "--short", "HEAD")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    clone = tmp_path / "clone"
    (clone / "DiscordBot").mkdir(parents=True)
    git(clone, "init")
    return clone


def test_a_clone_is_called_after_its_commit_and_then_after_its_tag(clone: Path) -> None:
    package = clone / "DiscordBot"
    first = commit(clone, "one")
    assert program_version(package) == first
    git(clone, "tag", "v1.2.0")
    git(clone, "tag", "not-a-version")
    assert program_version(package) == "1.2.0"
    later = commit(clone, "two")
    assert program_version(package) == f"1.2.0-1-g{later}"
    (package / "bot.py").write_text("changed by hand", encoding="utf-8")
    assert program_version(package) == f"1.2.0-1-g{later}-dirty"


def test_a_hook_of_another_repository_changes_nothing(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = commit(clone, "one")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert program_version(clone / "DiscordBot") == short


def test_a_worktree_is_called_after_its_own_commit(clone: Path, tmp_path: Path) -> None:
    commit(clone, "one")
    git(clone, "worktree", "add", "--detach", str(tmp_path / "worktree"))
    second = commit(clone, "two")
    assert program_version(tmp_path / "worktree" / "DiscordBot") != second
    assert program_version(clone / "DiscordBot") == second


def test_an_image_says_what_was_written_into_it(clone: Path) -> None:
    commit(clone, "one")
    (clone / "DiscordBot" / "VERSION").write_text("2.0.0-3-gabcdef0\n", encoding="utf-8")
    assert program_version(clone / "DiscordBot") == "2.0.0-3-gabcdef0"


def test_without_git_it_is_the_version_that_was_installed(clone: Path) -> None:
    commit(clone, "one")
    inside = clone / "vendored"
    shutil.copytree(clone / "DiscordBot", inside / "DiscordBot")
    assert program_version(inside / "DiscordBot") == metadata.version("discordbot")
    (inside / ".git").write_text("no repository", encoding="utf-8")
    assert program_version(inside / "DiscordBot") == metadata.version("discordbot")


def test_an_editable_installation_follows_its_clone() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    assert DiscordBot.__version__.removesuffix("-dirty").endswith(git(ROOT, "rev-parse", "--short", "HEAD"))
