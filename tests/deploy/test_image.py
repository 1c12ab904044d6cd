"""What leaves the workshop: the image's own steps, and the checks on a fresh clone; ../image builds it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml  # type: ignore[import-untyped] # its types are a package of their own, for these few lines

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
BASH = shutil.which("bash") or ""


class Step(NamedTuple):
    instruction: str
    arguments: str


def dockerfile() -> list[Step]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text)).splitlines()
    return [Step(*line.split(maxsplit=1)) for line in lines if line]


def copied(steps: Sequence[Step]) -> list[tuple[list[str], str]]:
    """List what is copied from this folder, and where to."""
    copies = [shlex.split(step.arguments) for step in steps if step.instruction == "COPY"]
    return [(words[:-1], words[-1]) for words in copies if not words[0].startswith("--from=")]


def last_stage() -> list[Step]:
    steps = dockerfile()
    begin = max(number for number, step in enumerate(steps) if step.instruction == "FROM")
    return steps[begin:]


def command(instruction: str) -> list[str]:
    """Return the words of a command in exec form, of the stage that is shipped."""
    (arguments,) = (step.arguments for step in last_stage() if step.instruction == instruction)
    words: list[str] = json.loads(arguments[arguments.index("[") :])
    return words


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Make the folder /app as the last stage does, the installed packages aside."""
    app = tmp_path / "app"
    for sources, target in copied(last_stage()):
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, app / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, app / target)
    return app


def run_in(image: Path, words: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
    # PYTHONPATH stands for the installation of the project, which in the image leads to /app.
    paths = {"PATH": str(Path(sys.executable).parent), "PYTHONPATH": str(image)}
    return subprocess.run(  # noqa: S603 - the Dockerfile's own commands
        words, cwd=image, env=paths | environment, check=False, capture_output=True, text=True, timeout=60
    )


def test_everything_that_the_image_copies_exists_and_nothing_else_reaches_the_build() -> None:
    sources = {source for sources, _ in copied(dockerfile()) for source in sources}
    assert [source for source in sources if not (ROOT / source).exists()] == []
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(rule for rule in rules if not rule.startswith("#")) == "*"
    let_in = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert let_in == {source for source in sources if not source.startswith("DiscordBot/")}
    assert {"DiscordBot/config.local.toml", "DiscordBot/VERSION"} <= set(rules)


def test_the_packages_are_those_of_the_lock() -> None:
    builds = [step.arguments for step in dockerfile() if step.instruction == "RUN"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (version,) = re.findall(r"PIPENV_VERSION := (\S+)", makefile)
    assert any(build.endswith(f"pipenv=={version}") for build in builds)
    # It fails wherever pip is configured for other indexes than where the lock was made.
    assert "pipenv sync" in builds
    assert not any("pipenv install" in build for build in builds)
    # The editable installation finds the package by this file.
    assert any("DiscordBot/__init__.py" in sources for sources, _ in copied(dockerfile()))


def test_the_image_runs_without_root() -> None:
    users = [step.arguments for step in last_stage() if step.instruction == "USER"]
    assert len(users) == 1
    assert int(users[0]) > 0


def test_the_bot_starts_from_what_the_image_contains(image: Path) -> None:
    start = command("CMD")
    assert start[0] == "python"
    shown = run_in(image, [*start, "--help"])
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "check" in shown.stdout
    without_tokens = run_in(image, start)
    assert without_tokens.returncode == 2
    assert "DISCORD_BOT_TOKEN" in without_tokens.stdout
    assert "there is no file" not in without_tokens.stdout
    place = run_in(image, ["python", "-c", "import DiscordBot; print(DiscordBot.__file__)"])
    assert Path(place.stdout.strip()) == image / "DiscordBot" / "__init__.py"


def test_the_database_can_be_set_up_from_what_the_image_contains(image: Path) -> None:
    program = "import asyncio; from DiscordBot.core.database import Database; "
    program += "asyncio.run(Database('sqlite+aiosqlite:///data/bot.db').start())"
    assert run_in(image, ["python", "-c", program]).returncode == 0
    assert (image / "data" / "bot.db").exists()


@pytest.mark.parametrize(("seconds_ago", "status"), [(None, 1), (0, 0), (600, 1)])
def test_the_health_check(image: Path, seconds_ago: int | None, status: int) -> None:
    words = command("HEALTHCHECK")
    if seconds_ago is not None:
        beat = "from DiscordBot.core.heartbeat import beat; beat()"
        run_in(image, ["python", "-c", beat], TMPDIR=str(image.parent))
        (file,) = image.parent.glob("*.heartbeat")
        then = time.time() - seconds_ago
        os.utime(file, (then, then))
    assert run_in(image, words, TMPDIR=str(image.parent)).returncode == status


class Machine(NamedTuple):
    """A machine on which `make` and the installation of packages only write down what they are told."""

    programs: Path
    notes: Path

    def has(self, program: str, script: str) -> None:
        file = self.programs / program
        file.write_text(f"#!{BASH}\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    def run_checks(self, *targets: str) -> tuple[int, list[str]]:
        done = subprocess.run(  # noqa: S603 - our own script
            [ROOT / ".ci" / "run", *targets],
            env={"PATH": str(self.programs), "NOTES": str(self.notes)},
            check=False,
            capture_output=True,
            timeout=60,
        )
        return done.returncode, self.notes.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "bin", tmp_path / "notes")
    machine.programs.mkdir()
    for program in ("bash", "dirname", "id"):
        (machine.programs / program).symlink_to(shutil.which(program) or "")
    machine.has("sudo", 'exec "$@"')
    # Options aside.
    machine.has(
        "apt-get", 'for word; do [[ $word == --* ]] || words+=" $word"; done; echo "apt-get$words" >>"$NOTES"'
    )
    machine.has("make", 'echo "make $* CI=$CI" >>"$NOTES"')
    return machine


ALL_TARGETS = [
    "check",
    "docs",
    "test-all",
    "test-pictures",
    "test-pythons",
    "test-crash",
    "test-postgres",
    "test-real",
    "test-image",
]
# `ls` finds PostgreSQL.
ALL_PROGRAMS = ("chromium", "buildah", "debootstrap", "npm", "g++", "ls")


def test_the_checks_run_all_targets(machine: Machine) -> None:
    for program in ALL_PROGRAMS:
        machine.has(program, "")
    assert machine.run_checks() == (0, [f"make {target} CI=true" for target in ALL_TARGETS])


@pytest.mark.parametrize(("target", "packages"), [
    ("test", "nodejs npm chromium"),
    ("test-image", "nodejs npm debootstrap debian-archive-keyring chromium buildah"),
    ("test-postgres", "postgresql nodejs npm chromium"),
    ("test-real", "nodejs npm g++ make debootstrap debian-archive-keyring chromium"),
])  # fmt: skip
def test_the_checks_install_what_is_missing(machine: Machine, target: str, packages: str) -> None:
    assert machine.run_checks(target) == (
        0,
        ["apt-get update", f"apt-get install {packages}", f"make {target} CI=true"],
    )


def test_the_checks_end_at_the_first_failure(machine: Machine) -> None:
    for program in (*ALL_PROGRAMS[1:], "chromium-browser"):
        machine.has(program, "")
    machine.has("make", 'echo "make $*" >>"$NOTES"; [ "$1" != check ]')
    assert machine.run_checks() == (1, ["make check"])


def test_the_workflow_runs_the_same_checks_on_every_python() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [line.split() for line in re.findall(r"targets: (.+)", WORKFLOW)]
    assert ".ci/run ${{ matrix.targets }}" in WORKFLOW
    # Other Pythons are other lines of the workflow.
    assert targets[0] == [target for target in ALL_TARGETS if target != "test-pythons"]
    assert all(re.search(rf"(?m)^{target}:", makefile) for line in targets for target in line)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (oldest,) = re.findall(r'requires-python = ">=3\.(\d+)"', project)
    pythons = re.findall(r'python: "3\.(\d+)"', WORKFLOW)
    assert pythons == [str(minor) for minor in range(int(oldest), int(pythons[-1]) + 1)]
    assert pythons[-1] == "14"


def test_actions_are_pinned_to_commits_and_renewed_by_pull_requests() -> None:
    used = {
        line
        for workflow in (ROOT / ".github" / "workflows").iterdir()
        for line in re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    }
    assert used
    # A tag can be moved to other code, a commit cannot; the comment is what people and dependabot read.
    assert [
        line for line in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions", "docker"}


def test_the_hooks_are_well_formed_and_use_the_projects_own_tools() -> None:
    hooks = ROOT / ".pre-commit-config.yaml"
    subprocess.run(  # noqa: S603 - our own file
        [sys.executable, "-m", "pre_commit", "validate-config", hooks], check=True, timeout=60
    )
    programs = re.findall(r"entry: (\.venv/bin/\S+)", hooks.read_text(encoding="utf-8"))
    assert len(programs) == 3
    assert [program for program in programs if not (ROOT / program).exists()] == []
