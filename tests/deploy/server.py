"""A server to deploy to. The scripts run for real; `docker` and `ssh` do what those are documented to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

# An image is a file named after it with what happens when it starts; what it brings for the server lies in
# contents/, or is that of this checkout. `docker build` runs on the workflow's side, where $SERVER is not the
# current folder.
DOCKER = r"""
[ "$PWD" = "$SERVER" ] && images=images || images=$BUILDER
case "$*" in
"build --tag "*) echo "$BEHAVIOUR" >"$images/$3" ;;
"save "*) tar --create --directory "$images" "$2" ;;
"load") tar --extract --gunzip --directory images ;;
"image inspect "*) [ -e "images/$3" ] ;;
"image ls "*) ls -t images ;;
"image rm "*) rm "images/$3" ;;
"run --rm --network none --entrypoint "*)
    program=$6 image=$7; shift 7
    [ -e "images/$image" ] && cd "contents/$image" 2>/dev/null || cd "$CHECKOUT"
    exec "$program" "$@" ;;
compose*)
    # As in Compose, the environment wins over .env.
    image=${BOT_IMAGE:-$(sed -n s/^BOT_IMAGE=//p .env)}
    files=${COMPOSE_FILE:-$(sed -n s/^COMPOSE_FILE=//p .env)}
    files=${files:-compose.yaml}
    [ -n "$image" ] || exit 15
    for file in ${files//:/ }; do [ -e "$file" ] || exit 15; done
    case "$2" in
    up)
        echo "$image" >running
        sed -n 's/^ *- "\(127.*\)"/\1/p' ${files//:/ } >published
        . "images/$image" ;;
    stop) echo stopped >running; [ ! -e ending ] || . ./ending ;;
    down) rm -f running ;;
    logs) echo "log of $image" ;;
    run)
        # The entrypoint of compose.yaml; its secrets stand in the environment.
        program="python $CHECKOUT/DiscordBot/bot.py --config $SERVER/config/config.toml"
        while [ "$1" != bot ]; do
            [ "$1" != --entrypoint ] || program=$2
            shift
        done
        shift
        cd volume && DISCORD_BOT_TOKEN=token PYTHONPATH=$CHECKOUT exec $program "$@" ;;
    esac ;;
esac
"""
# It tells the state of the commit's checks: each time the next line of the file, the last one for ever.
GH = r"""
echo "gh $*" >>"$NOTES"
state=$(head -n 1 "$CHECKS")
[ "$(wc -l <"$CHECKS")" -le 1 ] || sed -i 1d "$CHECKS"
echo "$state"
"""
# As ssh does, it hands one string to the shell of the server.
SSH = 'shift; cd "$SERVER" && sh -c "$*"'

ROOT = Path(__file__).parents[2]
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
            env={"PATH": path, "SERVER": str(self.folder), "CHECKOUT": str(ROOT)} | environment,
            check=False,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )

    def switch_to(self, *image_and_compose_file: str) -> tuple[int, str]:
        done = self.run(self.folder / "deploy" / "switch-to.sh", *image_and_compose_file)
        return done.returncode, done.stdout

    def brings(self, image: str, note: str) -> None:
        """Have the image bring scripts of its own, which are those of this checkout and a note."""
        contents = self.folder / "contents" / image
        shutil.copytree(ROOT / "deploy", contents / "deploy")
        (contents / "deploy" / "note").write_text(note, encoding="utf-8")
        compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
        (contents / "compose.yaml").write_text(f"# {note}\n{compose}", encoding="utf-8")

    @property
    def scripts(self) -> tuple[str, str]:
        """The notes that stand in the scripts and in compose.yaml."""
        compose = (self.folder / "compose.yaml").read_text(encoding="utf-8")
        note = self.folder / "deploy" / "note"
        return note.read_text(encoding="utf-8") if note.exists() else "", compose.splitlines()[0].lstrip("# ")

    @property
    def published(self) -> str:
        return (self.folder / "published").read_text(encoding="utf-8").strip()

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
