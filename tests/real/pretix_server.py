"""A real pretix on loopback: installed once, filled once per world, restored before every test."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIREMENTS = ("pretix==2026.8.0", "gunicorn==27.0.1")
HERE = Path(__file__).parent
HOME = HERE.parents[1] / ".real" / "pretix"
START_SECONDS = 60

Json = dict[str, Any]


@dataclass(frozen=True)
class RunningPretix:
    """A started server; `restore` makes its database what a template is."""

    base_url: str
    database: Path

    def restore(self, template: Path) -> None:
        with closing(sqlite3.connect(template)) as filled, closing(sqlite3.connect(self.database)) as live:
            filled.backup(live)


def install() -> Path:
    """Return the Python of a virtual environment with pretix in it; made at the first call."""
    folder = HOME / "venv"
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != "\n".join(REQUIREMENTS):
        shutil.rmtree(folder, ignore_errors=True)
        _call(sys.executable, "-m", "venv", folder)
        _call(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS)
        stamp.write_text("\n".join(REQUIREMENTS))
    return python


def create_template(python: Path, world: Json) -> Path:
    """Return a database that holds the world; made once for each world and way of filling."""
    text = json.dumps(world)
    sources = [(HERE / name).read_text() for name in ("pretix_settings.py", "pretix_fill.py")]
    digest = hashlib.sha256("\n".join((*REQUIREMENTS, *sources, text)).encode()).hexdigest()[:16]
    template = HOME / f"template-{digest}.sqlite3"
    if not template.exists():
        folder = HOME / f"filling-{digest}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        environment = _environment(folder, "http://127.0.0.1")
        _call(python, "-m", "pretix", "migrate", "--run-syncdb", "--verbosity", "0", environment=environment)
        _call(python, "-W", "ignore", HERE / "pretix_fill.py", environment=environment, text=text)
        shutil.move(folder / "db.sqlite3", template)
        shutil.rmtree(folder)
    return template


@contextmanager
def run(python: Path, folder: Path, *, workers: int = 1) -> Iterator[RunningPretix]:
    """Serve the database in `folder` on a free port until the block ends; the log goes there too.

    Several `workers` answer one request each at a time, as in pretix's own image.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "gunicorn.log").open("w") as log:
        port = listener.getsockname()[1]
        # With one sync worker a webhook whose receiver calls back would wait for itself.
        threads = ["--worker-class", "gthread", "--threads", "4"] if workers == 1 else []
        arguments = [*threads, "--workers", str(workers), "--no-control-socket"]
        server = subprocess.Popen(  # noqa: S603 - our own arguments
            [python, "-m", "gunicorn", "pretix.wsgi", *arguments, "--bind", f"fd://{listener.fileno()}"],
            env=_environment(folder, f"http://127.0.0.1:{port}"),
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            _await_answer(port)
            yield RunningPretix(f"http://127.0.0.1:{port}/api/v1", folder / "db.sqlite3")
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def _call(*command: str | Path, environment: dict[str, str] | None = None, text: str = "") -> None:
    subprocess.run(command, check=True, env=environment, input=text, text=True)  # noqa: S603 - our own arguments


def _await_answer(port: int) -> None:
    # The socket listens before the server is up, so that the first answer says that it is.
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)) as connection:
        connection.request("GET", "/api/v1/version")
        connection.getresponse()


def _environment(folder: Path, url: str) -> dict[str, str]:
    return os.environ | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "pretix_settings",
        "PRETIX_CONFIG_FILE": os.devnull,
        "PRETIX_TEST_URL": url,
        "PYTHONPATH": str(HERE),
    }
