"""A server to deploy to. The scripts run for real; `docker` and `ssh` do what those are documented to do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

# An image is a file named after it with what happens when it starts. `docker build` runs on the workflow's
# side, where $SERVER is not the current folder.
DOCKER = r"""
[ "$PWD" = "$SERVER" ] && images=images || images=$BUILDER
case "$*" in
"build --tag "*) echo "$BEHAVIOUR" >"$images/$3" ;;
"save "*) tar --create --directory "$images" "$2" ;;
"load") tar --extract --gunzip --directory images ;;
"image inspect "*) [ -e "images/$3" ] ;;
"image ls "*) ls -t images ;;
"image rm "*) rm "images/$3" ;;
compose*)
    # As in Compose, the environment wins over .env.
    image=${BOT_IMAGE:-$(sed -n s/^BOT_IMAGE=//p .env)}
    [ -e "${COMPOSE_FILE:-compose.yaml}" ] && [ -n "$image" ] || exit 15
    case "$2" in
    up) echo "$image" >running && . "images/$image" ;;
    stop) echo stopped >running; [ ! -e good-bye ] || . ./good-bye ;;
    down) rm -f running ;;
    logs) echo "log of $image" ;;
    run)
        while [ "$1" != --entrypoint ]; do shift; done; program=$2
        while [ "$1" != bot ]; do shift; done; shift
        cd volume && "$program" "$@" ;;
    esac ;;
esac
"""
# As ssh does, it hands one string to the shell of the server.
SSH = 'shift; cd "$SERVER" && sh -c "$*"'

HEALTHY = "exit 0"
UNHEALTHY = "exit 1"
SQL = """python -c "import sqlite3, sys
sqlite3.connect('volume/data/bot.db', isolation_level=None).executescript(sys.argv[1])" \"{}\"
"""
MIGRATE = SQL.format("UPDATE alembic_version SET version_num = 2; UPDATE ticket SET owner = 'migrated'")
POWER_CUT = 'kill -KILL "$PPID"; exit 1'


class Server(NamedTuple):
    folder: Path
    programs: Path

    def has(self, *images: str, behaviour: str = HEALTHY) -> None:
        for image in images:
            (self.folder / "images" / image).write_text(behaviour, encoding="utf-8")

    def run(
        self,
        *words: str | Path,
        folder: Path | None = None,
        stdout: int = subprocess.PIPE,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(self.programs), str(Path(sys.executable).parent), os.environ["PATH"]])
        return subprocess.run(  # noqa: S603 - our own scripts
            words,
            cwd=folder or self.folder,
            env={"PATH": path, "SERVER": str(self.folder)} | environment,
            check=False,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )

    def switch_to(self, *image_and_compose_file: str) -> tuple[int, str]:
        done = self.run(self.folder / "deploy" / "switch-to.sh", *image_and_compose_file)
        return done.returncode, done.stdout

    @property
    def running(self) -> str | None:
        file = self.folder / "running"
        return file.read_text(encoding="utf-8").strip() if file.exists() else None

    @property
    def healthy_image(self) -> str:
        return (self.folder / ".env").read_text(encoding="utf-8")

    @property
    def data(self) -> Path:
        return self.folder / "volume" / "data"

    def owner(self, file: str = "bot.db") -> str:
        with closing(sqlite3.connect(self.data / file)) as database:
            (owner,) = database.execute("SELECT owner FROM ticket").fetchone()
            return str(owner)

    def write(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.data / "bot.db")) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
