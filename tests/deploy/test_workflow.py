"""Workflow, service and guide of the deployment agree; the tests in deploy/ run it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped] # its types are a package of their own, for these few lines

from DiscordBot.bot import main
from DiscordBot.config.secrets import SECRETS_FILE
from DiscordBot.config.sections import Webhooks

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
OPERATION = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
JOB: dict[str, Any] = WORKFLOW["jobs"]["deploy"]
BOT: dict[str, Any] = COMPOSE["services"]["bot"]


def test_only_main_is_deployed_one_at_a_time_with_few_rights() -> None:
    # YAML 1.1 reads the key `on` as true.
    assert WORKFLOW[True] == {"workflow_dispatch": None}
    # The other job needs this one.
    assert WORKFLOW["jobs"]["checks"]["if"] == "github.ref == 'refs/heads/main'"
    assert JOB["env"]["IMAGE"].endswith(":${{ github.sha }}")
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is False


def test_the_guide_names_what_the_workflow_needs() -> None:
    text = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    secrets = set(re.findall(r"secrets\.([A-Z_]+)", text))
    assert secrets
    assert set(re.findall(r"`(DEPLOY_[A-Z_]+)`", GUIDE)) == secrets
    assert f"`{JOB['environment']}`" in GUIDE
    assert JOB["env"]["FOLDER"] in GUIDE


def test_the_guide_names_only_files_that_exist() -> None:
    named = set(re.findall(r"deploy/[\w-]+\.\w+", GUIDE))
    assert {"deploy/switch-to.sh", "deploy/back-up.sh"} <= named
    assert [file for file in named if not (ROOT / file).is_file()] == []
    links = re.findall(r"\]\((?!https://)([^)#]+)", GUIDE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_service_fits_to_the_image() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (volume,) = re.findall(r"(?m)^VOLUME (\S+)", dockerfile)
    data, configuration = BOT["volumes"]
    assert data == f"data:{volume}"
    assert "data" in COMPOSE["volumes"]
    assert BOT["env_file"] == SECRETS_FILE
    assert configuration["read_only"]
    assert BOT["entrypoint"][-1] == f"{configuration['target']}/config.toml"
    assert "HEALTHCHECK" in dockerfile
    assert "ports" not in BOT
    webhooks = yaml.safe_load((ROOT / "deploy" / "webhooks.yaml").read_text(encoding="utf-8"))
    (ports,) = webhooks["services"]["bot"].pop("ports")
    assert webhooks == {"services": {"bot": {}}}
    assert ports == f"127.0.0.1:{Webhooks().port}:{Webhooks().port}"
    assert f"reverse_proxy 127.0.0.1:{Webhooks().port}" in GUIDE


def test_the_bot_understands_how_the_service_starts_it(capsys: pytest.CaptureFixture[str]) -> None:
    python, program, *options = BOT["entrypoint"]
    assert python == "python"
    assert (ROOT / program).is_file()
    for words in ([], *re.findall(r"docker compose run --rm bot (\w+)", GUIDE)):
        assert main([*options, *([words] if words else [])]) == 2
        assert "there is no file /config/config.toml" in " ".join(capsys.readouterr().out.split())


def test_the_service_may_write_nowhere_but_to_its_data() -> None:
    assert (BOT["read_only"], BOT["cap_drop"], BOT["tmpfs"]) == (True, ["ALL"], ["/tmp"])  # noqa: S108 - in the container
    assert BOT["restart"] == "unless-stopped"


def test_the_service_of_systemd_writes_for_its_user_only() -> None:
    (unit,) = re.findall(r"(?ms)^\[Service\]\n(.*?)\n\n", OPERATION)
    assert "UMask=0077" in unit.splitlines()
    scripts = [*(ROOT / "deploy").glob("*.sh")]
    assert scripts
    assert [script.name for script in scripts if "umask 077" not in script.read_text(encoding="utf-8")] == []
