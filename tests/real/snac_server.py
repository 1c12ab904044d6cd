"""A real small server with Mastodon's API on loopback: Debian's snac2, unpacked once, empty at each start."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RELEASE = "trixie"
"""Older releases of Debian have no snac2. It runs with the libraries of its own, wherever this is."""

NAME = "snac.test"
"""What it calls itself: it sees nobody in a handle with a port. Only its proxy knows where that is."""

HOME = Path(__file__).parents[2] / ".real" / "snac"
THREADS = 12
"""As many as it needs to deliver to itself: each delivery waits for another thread that takes it."""

_PASSWORD = re.compile(r"password is (\S+)")


class NotInstalledError(Exception):
    """It cannot be had on this machine; the text says why."""


@dataclass(frozen=True)
class RunningSnac:
    """A started server, which is reached through `proxy`, and the passwords of its people."""

    base_url: str
    proxy: str
    passwords: dict[str, str]


def install() -> Path:
    """Return the folder with the program and its libraries; made at the first call. `NotInstalledError`."""
    system, stamp = HOME / "system", HOME / "installed"
    if not stamp.exists() or stamp.read_text() != RELEASE:
        if shutil.which("debootstrap") is None or shutil.which("dpkg-deb") is None:
            raise NotInstalledError("debootstrap and dpkg-deb are needed to fetch snac2")
        shutil.rmtree(HOME, ignore_errors=True)
        fetched = HOME / "fetched"
        fetched.mkdir(parents=True)
        # It finds out what snac2 needs, and checks the signatures.
        options = ["--variant=minbase", "--include=snac2", "--download-only"]
        words = ["debootstrap", *options, RELEASE, str(fetched)]
        done = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603 - our own arguments
        if done.returncode != 0:
            raise NotInstalledError(f"snac2 cannot be fetched: {done.stdout[-300:]}{done.stderr[-300:]}")
        for package in sorted((fetched / "var/cache/apt/archives").glob("*.deb")):
            subprocess.run(["dpkg-deb", "--extract", package, system], check=True)  # noqa: S603, S607 - as above
        shutil.rmtree(fetched)
        stamp.write_text(RELEASE)
    return system


def _command(system: Path) -> list[str | Path]:
    """Return how to start the program by its own loader, which knows no other libraries than its own."""
    (loader,) = (system / "usr").glob("lib*/ld-linux*.so.*")
    (library,) = (system / "usr" / "lib").glob("*/libc.so.6")
    return [loader, "--library-path", library.parent, system / "usr" / "bin" / "snac"]


@contextmanager
def run(system: Path, folder: Path, people: Sequence[str]) -> Iterator[RunningSnac]:
    """Serve on a free port until the block ends; all that it keeps, and its log, is in `folder`."""
    program, data = _command(system), folder / "data"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _call([*program, "init", data], f"127.0.0.1\n{port}\n{NAME}\n\n\n")
    settings = json.loads((data / "server.json").read_text())
    settings |= {"protocol": "http", "num_threads": THREADS}
    (data / "server.json").write_text(json.dumps(settings))
    passwords = {name: _PASSWORD.findall(_call([*program, "adduser", data, name]))[0] for name in people}
    with _proxy(port) as proxy, (folder / "snac.log").open("w") as log:
        command, environment = [*program, "httpd", data], os.environ | {"http_proxy": proxy, "no_proxy": "-"}
        with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server:  # noqa: S603 - as above
            try:
                _await_listening(server, port)
                yield RunningSnac(f"http://{NAME}", proxy, passwords)
            finally:
                # Asked to end, it first waits for its pauses to be over.
                server.kill()


@contextmanager
def _proxy(port: int) -> Iterator[str]:
    """Take everything to that port, whatever its address; give the proxy's own address."""

    class Proxied(BaseHTTPRequestHandler):
        """A request, answered as snac does; the connection ends with it, as snac ends it without a word."""

        def forward(self) -> None:
            """Ask snac."""
            path = self.path.removeprefix(f"http://{NAME}")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as asked:
                asked.request(self.command, path, body or None, dict(self.headers))
                answer = asked.getresponse()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.read())

        do_GET = do_POST = do_PUT = forward  # noqa: N815 - as they are called

        def log_message(self, *_: object) -> None:
            """Say nothing: snac has a log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxied) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_port}"
        finally:
            proxy.shutdown()
            thread.join()


def _call(command: Sequence[str | Path], text: str = "") -> str:
    done = subprocess.run(command, check=True, input=text, capture_output=True, text=True)  # noqa: S603 - as above
    return done.stdout + done.stderr


def _await_listening(server: subprocess.Popen[bytes], port: int) -> None:
    given_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert server.poll() is None, "snac ended by itself"
            assert time.monotonic() < given_up_at, "snac does not listen"
            time.sleep(0.02)
        else:
            return
