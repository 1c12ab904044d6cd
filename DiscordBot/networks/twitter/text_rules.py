"""X's own rules for texts, from a library that no longer loads by itself."""

from __future__ import annotations

import sys
from importlib.resources import files
from types import ModuleType
from typing import Any


def load_rules() -> Any:  # noqa: ANN401 - the library comes without types
    """Return the module `twitter_text`."""
    # It reads its table of emoji through pkg_resources, which setuptools 82 has dropped:
    # https://github.com/swen128/twitter-text-python
    stand_in = ModuleType("pkg_resources")
    stand_in.resource_string = _resource_string  # type: ignore[attr-defined] # all that it asks for
    before = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = stand_in
    try:
        import twitter_text  # type: ignore[import-untyped] # noqa: PLC0415 - see above
    finally:
        del sys.modules["pkg_resources"]
        if before is not None:
            sys.modules["pkg_resources"] = before
    return twitter_text


def _resource_string(module: str, name: str) -> bytes:
    return files(module.rpartition(".")[0]).joinpath(name).read_bytes()
