"""X without X: for trying out the queue."""

from __future__ import annotations

from DiscordBot.networks.dry_run import DryRun
from DiscordBot.networks.twitter.rules import XRules


class DryRunNetwork(DryRun, XRules):
    """Does everything but post."""

    title = "X (dry run)"
