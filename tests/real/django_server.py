"""A real Django program on loopback: installed once, filled once per world, restored before every test."""

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
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
REAL = HERE.parents[1] / ".real"
START_SECONDS = 60

Json = dict[str, Any]


@dataclass(frozen=True)
class RunningServer:
    """A started program; `restore` makes its database what a template is."""

    base_url: str
    database: Path

    def restore(self, template: Path) -> None:
        with closing(sqlite3.connect(template)) as filled, closing(sqlite3.connect(self.database)) as live:
            filled.backup(live)


@dataclass(frozen=True)
class Program:
    """A program from PyPI, with `<name>_settings.py` and `<name>_fill.py` in this folder.

    `environment` tells it in which folder its data is and under which address it can be reached;
    `ready_path` is answered by it without a token.
    """

    name: str
    requirements: tuple[str, ...]
    environment: Callable[[Path, str], dict[str, str]]
    ready_path: str

    @property
    def home(self) -> Path:
        return REAL / self.name

    def install(self) -> Path:
        """Return the Python of a virtual environment with the program in it; made at the first call."""
        folder = self.home / "venv"
        python = folder / "bin" / "python"
        stamp = folder / "installed"
        if not stamp.exists() or stamp.read_text() != "\n".join(self.requirements):
            shutil.rmtree(folder, ignore_errors=True)
            _call(sys.executable, "-m", "venv", folder)
            _call(
                python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *self.requirements
            )
            stamp.write_text("\n".join(self.requirements))
        return python

    def create_template(self, python: Path, world: Json) -> Path:
        """Return a database that holds the world; made once for each world and way of filling."""
        text = json.dumps(world)
        sources = [(HERE / f"{self.name}_{part}.py").read_text() for part in ("settings", "fill")]
        digest = hashlib.sha256("\n".join((*self.requirements, *sources, text)).encode()).hexdigest()[:16]
        template = self.home / f"template-{digest}.sqlite3"
        if not template.exists():
            folder = self.home / f"filling-{digest}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            environment = self._environment(folder, "http://127.0.0.1")
            _call(
                python,
                "-m",
                self.name,
                "migrate",
                "--run-syncdb",
                "--verbosity",
                "0",
                environment=environment,
            )
            _call(python, "-W", "ignore", HERE / f"{self.name}_fill.py", environment=environment, text=text)
            shutil.move(folder / "db.sqlite3", template)
            shutil.rmtree(folder)
        return template

    @contextmanager
    def run(self, python: Path, folder: Path) -> Iterator[RunningServer]:
        """Serve the database in `folder` on a free port until the block ends; the log goes there too."""
        with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "gunicorn.log").open("w") as log:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            # With a sync worker a webhook whose receiver calls back would wait for itself.
            arguments = ["--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
            server = subprocess.Popen(  # noqa: S603 - our own arguments
                [
                    python,
                    "-m",
                    "gunicorn",
                    f"{self.name}.wsgi",
                    *arguments,
                    "--bind",
                    f"fd://{listener.fileno()}",
                ],
                env=self._environment(folder, address),
                pass_fds=[listener.fileno()],
                stdout=log,
                stderr=log,
            )
            try:
                self._await_answer(listener.getsockname()[1])
                yield RunningServer(address, folder / "db.sqlite3")
            finally:
                server.terminate()
                server.wait(timeout=START_SECONDS)

    def _await_answer(self, port: int) -> None:
        # The socket listens before the program is up, so that the first answer says that it is.
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)) as connection:
            connection.request("GET", self.ready_path)
            connection.getresponse()

    def _environment(self, folder: Path, address: str) -> dict[str, str]:
        settings = {"DJANGO_SETTINGS_MODULE": f"{self.name}_settings", "PYTHONPATH": str(HERE)}
        return os.environ | settings | self.environment(folder, address)


def _call(*command: str | Path, environment: dict[str, str] | None = None, text: str = "") -> None:
    subprocess.run(command, check=True, env=environment, input=text, text=True)  # noqa: S603 - our own arguments
