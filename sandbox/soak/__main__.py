"""See `command`."""

from __future__ import annotations

import sys

from sandbox.soak.command import main

sys.exit(main())
