from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_charts_are_paid_for_by_those_who_ask_for_them() -> None:
    code = "import sys, DiscordBot.features.organizers.build; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert done.stdout.strip() == "False"
