from __future__ import annotations

import pytest

from tests.features.programme.made_up import StoppedClock


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()
