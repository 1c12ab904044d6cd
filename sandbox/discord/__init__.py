"""Where on the simulated Discord's server a bot finds what."""

from __future__ import annotations

API = "/api/v10"
GATEWAY = "/gateway"
