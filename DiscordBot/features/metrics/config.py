"""What of the configuration is about watching the bot."""

from __future__ import annotations

from collections.abc import Mapping

from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section


class Metrics(Section):
    """Numbers for Prometheus at /metrics, on the port of [webhooks], for whoever knows METRICS_TOKEN.

    With `loopback_only` programs on the same machine read them instead, without a token. A proxy is such a
    program: it must then not pass /metrics on.
    """

    loopback_only: bool = False


def _needs_token(document: Mapping[str, object]) -> bool:
    section = document.get("metrics")
    return isinstance(section, Mapping) and section.get("loopback_only") is not True


METRICS_TOKEN = Secret("METRICS_TOKEN", "to let Prometheus in at [metrics]", _needs_token)
