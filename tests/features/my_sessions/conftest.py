from __future__ import annotations

from tests.features.programme.conftest import clock

__all__ = ["clock"]
