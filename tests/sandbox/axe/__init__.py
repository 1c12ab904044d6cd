"""axe, which finds what keeps people with a screen reader or a keyboard out; fetched from npm once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Page

HERE = Path(__file__).parent
KEPT = HERE.parents[2] / ".real" / "axe"
NPM = ("npm", "install", "--no-audit", "--no-fund", "--loglevel=error")
GRAVE = {"serious", "critical"}
RUN = "() => axe.run(document, { resultTypes: ['violations'], iframes: false })"


@cache
def axe_script() -> str:
    """Return the script. Where nobody can fetch it the test is skipped, but not in CI."""
    version = hash_of_sources()
    kept = KEPT / f"axe-{version}.js"
    if not kept.exists():
        if shutil.which("npm") is None and os.environ.get("CI") != "true":
            pytest.skip("needs axe-core, and so npm (Debian: apt install npm)")
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            shutil.copy(HERE / "package.json", folder)
            subprocess.run(NPM, cwd=folder, check=True, timeout=120)  # noqa: S603 - our own arguments
            (Path(folder) / "node_modules" / "axe-core" / "axe.min.js").replace(kept)
    return kept.read_text(encoding="utf-8")


def hash_of_sources() -> str:
    """Return what changes with the version that is wanted."""
    return "".join(filter(str.isalnum, (HERE / "package.json").read_text(encoding="utf-8")))[-12:]


async def grave_faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical in a page, without what is embedded in it."""
    await page.evaluate(axe_script())
    found: dict[str, Any] = await page.evaluate(RUN)
    return [
        f"{fault['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
