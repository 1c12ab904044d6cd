from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.deploy.server import DOCKER, GH, SSH, Server

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def server(tmp_path: Path) -> Server:
    if sys.platform != "linux":
        pytest.skip("the scripts are for the server")
    server = Server(tmp_path / "server", tmp_path / "bin")
    shutil.copytree(ROOT / "deploy", server.folder / "deploy")
    shutil.copy(ROOT / "compose.yaml", server.folder)
    for folder in (server.programs, server.folder / "images", server.folder / "config", server.data):
        folder.mkdir(parents=True)
    for name, script in (("docker", DOCKER), ("ssh", SSH), ("gh", GH), ("sleep", "")):
        program = server.programs / name
        program.write_text(f"#!/usr/bin/env bash\nset -eu\n{script}", encoding="utf-8")
        program.chmod(0o755)
    return server


@pytest.fixture
def live(server: Server) -> Server:
    """Have a server on which the image `bot:old` runs, with a database."""
    server.has("bot:old")
    assert server.switch_to("bot:old")[0] == 0
    server.write(
        "CREATE TABLE alembic_version (version_num INTEGER)", "INSERT INTO alembic_version VALUES (1)"
    )
    server.write("CREATE TABLE ticket (owner TEXT)", "INSERT INTO ticket VALUES ('Ada')")
    return server
