"""One click brings a commit to the server: the steps of the workflow, run as GitHub does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import yaml  # type: ignore[import-untyped] # its types are a package of their own, for these few lines

from tests.deploy.server import HEALTHY, UNHEALTHY

if TYPE_CHECKING:
    from tests.deploy.server import Server

ROOT = Path(__file__).parent.parent.parent
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8"))
COMMIT = "4f2c"


def steps_of_the_workflow() -> list[str]:
    return [step["run"] for step in WORKFLOW["jobs"]["deploy"]["steps"] if "run" in step]


def click(server: Server, builder: Path, behaviour: str = HEALTHY) -> tuple[int, str]:
    """Run the steps of the workflow on a checkout, as GitHub does."""
    builder.mkdir(exist_ok=True)
    told = ""
    for step in steps_of_the_workflow():
        done = server.run(
            "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step,
            folder=ROOT,
            HOME=str(builder), BUILDER=str(builder), BEHAVIOUR=behaviour,
            FOLDER=str(server.folder), IMAGE=f"conference-bot:{COMMIT}",
            DEPLOY_HOST="bot.example.org", DEPLOY_USER="deploy", DEPLOY_SSH_KEY="a key",
            DEPLOY_KNOWN_HOSTS="bot.example.org ssh-ed25519 AAAA",
        )  # fmt: skip
        told += done.stdout
        if done.returncode:
            return done.returncode, told
    return 0, told


def test_one_click_brings_image_and_scripts_and_switches(live: Server, tmp_path: Path) -> None:
    shutil.rmtree(live.folder / "deploy")
    (live.folder / "compose.yaml").write_text("older", encoding="utf-8")
    status, told = click(live, tmp_path / "builder")
    assert (status, live.running) == (0, f"conference-bot:{COMMIT}")
    assert f"conference-bot:{COMMIT} is healthy." in told
    assert (live.folder / "compose.yaml").read_bytes() == (ROOT / "compose.yaml").read_bytes()
    ssh = tmp_path / "builder" / ".ssh"
    assert (ssh / "deploy_key").stat().st_mode & 0o077 == 0
    assert (ssh / "known_hosts").read_text(encoding="utf-8") == "bot.example.org ssh-ed25519 AAAA\n"
    assert "StrictHostKeyChecking yes" in (ssh / "config").read_text(encoding="utf-8")


def test_a_click_fails_when_the_bot_had_to_go_back(live: Server, tmp_path: Path) -> None:
    (live.folder / "compose.yaml").write_text("older", encoding="utf-8")
    status, told = click(live, tmp_path / "builder", UNHEALTHY)
    assert (status, live.running) == (1, "bot:old")
    assert "bot:old runs again." in told
    assert (live.folder / "compose.yaml").read_text(encoding="utf-8") == "older"


def test_an_image_that_the_server_has_is_not_built_again(live: Server, tmp_path: Path) -> None:
    live.has(f"conference-bot:{COMMIT}")
    click(live, tmp_path / "builder", UNHEALTHY)
    assert live.running == f"conference-bot:{COMMIT}"


def test_a_server_that_cannot_be_reached_ends_the_workflow_first(server: Server, tmp_path: Path) -> None:
    (server.programs / "ssh").write_text("#!/usr/bin/env bash\nexit 255", encoding="utf-8")
    assert click(server, tmp_path / "builder")[0] == 255
    assert not (tmp_path / "builder" / f"conference-bot:{COMMIT}").exists()
