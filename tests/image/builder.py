"""Building the image for real without a Docker engine, and running it without a network.

Debian's `buildah` follows the Dockerfile as Docker does. The base that the Dockerfile names is replaced by a
Debian of the same release, which `debootstrap` makes once and keeps in .image/. What this machine's pip is
told (indexes, certificates) counts during the build as well, and is not in the image.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import ssl
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import DiscordBot

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".image"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"  # where Debian has them
NAME = "localhost/conference-bot:test"
PACKAGES = ("ca-certificates", "python3", "python3-pip", "python3-venv", "python-is-python3")
AS_ROOT = () if os.geteuid() == 0 else ("sudo", "--non-interactive", "--preserve-env")
LONGEST_SECONDS = 900


def run(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run as root, since only root may enter another root folder."""
    done = subprocess.run(  # noqa: S603 - our own words
        [*AS_ROOT, *words],
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    if check and done.returncode:
        raise AssertionError(f"{shlex.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}")
    return done


class Image(NamedTuple):
    """A container of the image. It is the same for all tests: each begins with what the former left."""

    buildah: tuple[str | Path, ...]
    container: str
    config: dict[str, Any]
    output: Path
    """A folder that the image's user can write; it is in the container as well."""

    def run(
        self,
        *words: str,
        mounted: Mapping[Path, str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Do what `docker run --network none --env … --volume … image words` does; `mounted` is read-only."""
        options = [f"--env={name}={value}" for name, value in (environment or {}).items()]
        options += [f"--volume={file}:{place}:ro" for file, place in (mounted or {}).items()]
        # buildah itself loses what a short program says, about once in forty runs on a busy machine.
        said = self.output / "said"
        said.unlink(missing_ok=True)
        options.append(f"--volume={self.output}:/output")
        command = ("sh", "-c", 'exec "$@" >/output/said 2>&1', "sh", *(words or self.config["Cmd"]))
        done = run(
            "unshare", "--net", *self.buildah, "run", "--isolation=chroot", *options, self.container, "--",
            *command, check=False,
        )  # fmt: skip
        text = said.read_text(encoding="utf-8") if said.exists() else done.stdout
        return subprocess.CompletedProcess(command, done.returncode, text)


class Builder(NamedTuple):
    """Where images and containers lie until they are removed."""

    folder: Path

    @property
    def buildah(self) -> tuple[str | Path, ...]:
        return (
            "buildah", "--storage-driver=vfs",
            "--root", self.folder / "storage", "--runroot", self.folder / "run",
        )  # fmt: skip

    def build(self) -> Image:
        """Build the image and a container of it. Raises `AssertionError` with what buildah said."""
        self._import_base()
        run(
            *self.buildah, "build", "--isolation=chroot", "--format=docker", "--pull-never",
            *self._pip_of_this_machine(),
            f"--build-arg=VERSION={DiscordBot.__version__}", f"--tag={NAME}", ".",
        )  # fmt: skip
        container = run(*self.buildah, "from", "--pull-never", NAME).stdout.split()[-1]
        described = json.loads(run(*self.buildah, "inspect", "--type=image", NAME).stdout)
        output = self.folder / "output"
        output.mkdir()
        output.chmod(0o777)
        return Image(self.buildah, container, described["Docker"]["config"], output)

    def remove(self) -> None:
        """Remove all images and containers."""
        run(*self.buildah, "rm", "--all", check=False)
        run(*self.buildah, "rmi", "--all", "--force", check=False)

    def _import_base(self) -> None:
        (name,) = re.findall(r"(?m)^FROM (\S+:\S+)", DOCKERFILE)
        container = run(*self.buildah, "from", "scratch").stdout.split()[-1]
        run(*self.buildah, "add", container, base(name.rpartition("-")[2]), "/")
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        run(*self.buildah, "config", f"--env={path}", container)
        run(
            *self.buildah,
            "commit",
            "--rm",
            "--format=docker",
            container,
            f"docker.io/library/{name}",
        )

    def _pip_of_this_machine(self) -> list[str]:
        settings = pip_settings()
        configuration = RawConfigParser()
        configuration["global"] = settings | {"cert": CERTIFICATES}
        file = self.folder / "pip.conf"
        with file.open("w", encoding="utf-8") as stream:
            configuration.write(stream)
        paths = ssl.get_default_verify_paths()
        mounted = {Path(paths.cafile or paths.openssl_cafile): CERTIFICATES, file: "/etc/pip.conf"}
        words = (word.removeprefix("file://") for value in settings.values() for word in value.split())
        folders = (Path(word) for word in words if word.startswith("/") and Path(word).exists())
        mounted |= {path: str(path) for path in folders if str(path) not in mounted.values()}
        return [f"--volume={path.resolve()}:{place}:ro" for path, place in mounted.items()]


def base(release: str) -> Path:
    """Make what stands in for Docker's image of Python: a Debian with its own one, ready for pip."""
    archive = KEPT / f"{release}.tar"
    if archive.exists():
        return archive
    KEPT.mkdir(exist_ok=True)
    folder = KEPT / release
    run("rm", "-rf", folder)
    run("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", release, folder)
    # Docker's image lets pip install beside what Debian has.
    run("find", folder / "usr/lib", "-name", "EXTERNALLY-MANAGED", "-delete")
    unfinished = archive.with_suffix(".part")
    excluded = [
        f"--exclude=./{path}" for path in ("dev/*", "proc/*", "sys/*", "var/cache/apt/*", "var/lib/apt/*")
    ]
    run("tar", "--create", "--file", unfinished, "--directory", folder, *excluded, ".")
    run("rm", "-rf", folder)
    unfinished.rename(archive)
    return archive


def pip_settings() -> dict[str, str]:
    """Return what pip is told on this machine, as one section: its environment wins over its files."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    found = re.findall(r"(?m)^(global|install|:env:)\.([\w-]+)='(.*)'$", listed)
    ranks = ("global", "install", ":env:")
    return {key: value for _, key, value in sorted(found, key=lambda one: ranks.index(one[0]))}
