"""`python -m sandbox.demo.mastodon_process FILE`: a stand-in for Mastodon, of other hands, as `FILE` says.

What it takes for the time comes line by line through stdin. It ends with the process that started it, however
that ends: when nobody is left at the other end.
"""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import time_machine
from mastodon_mock.cli import main

if TYPE_CHECKING:
    from time_machine import Traveller


def _follow_parent(traveller: Traveller) -> None:
    for line in sys.stdin:
        traveller.move_to(datetime.fromisoformat(line.strip()))
    os._exit(0)


if __name__ == "__main__":
    with time_machine.travel(datetime.now(UTC), tick=True) as present:
        threading.Thread(target=_follow_parent, args=(present,), daemon=True).start()
        main(["serve", "--config", sys.argv[1], "--log-level", "critical"])
