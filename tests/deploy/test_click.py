"""One click brings a commit to the server: the steps of the workflow, run as GitHub does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml  # type: ignore[import-untyped] # its types are a package of their own, for these few lines

from tests.deploy.server import HEALTHY, UNHEALTHY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.deploy.server import Server

ROOT = Path(__file__).parent.parent.parent
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8"))
COMMIT = "4f2c"


def steps_of_the_workflow() -> list[str]:
    assert WORKFLOW["jobs"]["deploy"]["needs"] == "checks"
    jobs = (WORKFLOW["jobs"][name] for name in ("checks", "deploy"))
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def click(
    server: Server, builder: Path, behaviour: str = HEALTHY, checks: Sequence[str] = ("completed success",)
) -> tuple[int, str]:
    """Run the steps of the workflow on a checkout, as GitHub does; `checks` are CI's states, look by look."""
    builder.mkdir(exist_ok=True)
    (builder / "checks").write_text("\n".join([*checks, ""]), encoding="utf-8")
    told = ""
    for step in steps_of_the_workflow():
        done = server.run(
            "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step,
            folder=ROOT,
            GITHUB_REPOSITORY="example/bot", GITHUB_SHA=COMMIT, GH_TOKEN="a token",
            CHECKS=str(builder / "checks"), NOTES=str(builder / "notes"),
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


def test_a_click_waits_until_the_checks_of_that_commit_are_green(live: Server, tmp_path: Path) -> None:
    states = ["queued ", "in_progress ", "completed success"]
    assert click(live, tmp_path / "builder", checks=states)[0] == 0
    looks = (tmp_path / "builder" / "notes").read_text(encoding="utf-8").splitlines()
    assert len(looks) == len(states)
    assert all(f"--commit {COMMIT} " in look and "--workflow ci.yml " in look for look in looks)
    assert live.running == f"conference-bot:{COMMIT}"


@pytest.mark.parametrize("state", ["completed failure", "completed cancelled", ""])
def test_a_commit_whose_checks_are_not_green_is_not_deployed(
    live: Server, tmp_path: Path, state: str
) -> None:
    status, told = click(live, tmp_path / "builder", checks=["in_progress ", state])
    assert (status, live.running) == (1, "bot:old")
    assert "::error::The checks" in told
    assert not (tmp_path / "builder" / f"conference-bot:{COMMIT}").exists()


def test_a_click_that_had_to_go_back_leaves_the_former_scripts(live: Server, tmp_path: Path) -> None:
    live.brings("bot:older", "scripts of the former image")
    live.has("bot:older")
    live.switch_to("bot:older")
    assert click(live, tmp_path / "builder", UNHEALTHY)[0] == 1
    assert live.scripts == ("scripts of the former image",) * 2


def test_an_image_that_lacks_its_script_is_a_failed_click(live: Server, tmp_path: Path) -> None:
    live.has(f"conference-bot:{COMMIT}")
    (live.folder / "contents" / f"conference-bot:{COMMIT}").mkdir(parents=True)
    assert click(live, tmp_path / "builder")[0] != 0
    assert live.running == "bot:old"
