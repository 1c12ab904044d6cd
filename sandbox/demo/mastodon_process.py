"""`python -m sandbox.demo.mastodon_process FILE`: a stand-in for Mastodon, of other hands, as `FILE` says.

It ends with the process that started it, however that ends: when nobody is left at the other end of stdin.
"""

from __future__ import annotations

import os
import sys
import threading

from mastodon_mock.cli import main


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main(["serve", "--config", sys.argv[1], "--log-level", "critical"])
