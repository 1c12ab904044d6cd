from __future__ import annotations

import pytest

from tests.clocks import StoppedClock
from tests.features.programme.made_up import BERLIN, NINE


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(BERLIN, NINE)
