"""A real server of Bluesky on loopback: installed once by npm, empty at each start."""

from __future__ import annotations

import shutil
import socket
import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "bluesky"
HOME = HERE.parents[2] / ".real" / "bluesky"
READY = "ready\n"


def install() -> Path:
    """Return the folder with the server's packages; made at the first call, which takes minutes."""
    wanted = (HERE / "package.json").read_text()
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        shutil.copy(HERE / "package.json", HOME)
        command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=HOME, check=True)  # noqa: S603 - our own arguments
        stamp.write_text(wanted)
    return HOME


@contextmanager
def run(folder: Path) -> Iterator[str]:
    """Serve on a free port until the block ends; give the address. What it keeps is in `folder`."""
    (folder / "blobs").mkdir()
    with ExitStack() as ports:
        free = [ports.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        plc_port, pds_port = (str(one.getsockname()[1]) for one in free)
    command = ["node", str(HERE / "serve.mjs"), str(folder), plc_port, pds_port]
    with subprocess.Popen(command, cwd=install(), stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own arguments
        try:
            assert server.stdout is not None
            assert READY in iter(server.stdout.readline, "")
            yield f"http://localhost:{pds_port}"
        finally:
            server.kill()
