"""A snapshot as text that Prometheus reads.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric

    from DiscordBot.features.metrics.snapshot import Snapshot

NAMESPACE = "conference_bot"


def as_text(snapshot: Snapshot) -> bytes:
    """Return everything, with what the system tells of the process: memory, processor, open files."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(_Collected(snapshot))
    return generate_latest(registry)


class _Collected(Collector):
    """What prometheus_client asks for metrics."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        """Return every metric."""
        yield from _connection(self._snapshot)
        yield from _jobs(self._snapshot)
        yield from _work(self._snapshot)


def _connection(snapshot: Snapshot) -> Iterator[Metric]:
    info = _gauge("info", "Always 1; the version that runs is a label.", "version")
    info.add_metric([snapshot.version], 1)
    yield info
    yield _number(
        "discord_connected", "Whether the bot is on its server (1) or not (0).", snapshot.is_connected
    )
    if snapshot.latency_seconds is not None:
        yield _number("discord_latency_seconds", "How fast Discord answers.", snapshot.latency_seconds)
    requests = _counter(
        "discord_requests",
        "Requests to Discord since the start by HTTP status; 0 is a failed connection.",
        "method",
        "status",
    )
    for (method, status), count in sorted(snapshot.requests.items()):
        requests.add_metric([method, str(status)], count)
    yield requests


def _jobs(snapshot: Snapshot) -> Iterator[Metric]:
    runs = _counter("job_runs", "Runs of each job since the start.", "job")
    failures = _counter("job_failures", "Runs since the start that ended with an error.", "job")
    failing = _gauge("job_failing", "Whether the last run ended with an error (1) or not (0).", "job")
    last = _gauge("job_last_run_timestamp_seconds", "When the last run began.", "job")
    following = _gauge("job_next_run_timestamp_seconds", "When the next run begins.", "job")
    took = _gauge("job_last_duration_seconds", "How long the last run took.", "job")
    for job in snapshot.jobs:
        label = [job.name]
        runs.add_metric(label, job.runs)
        failures.add_metric(label, job.failures)
        failing.add_metric(label, bool(job.error))
        took.add_metric(label, job.took_seconds)
        if job.last_run is not None:
            last.add_metric(label, job.last_run.timestamp())
        if job.next_run is not None:
            following.add_metric(label, job.next_run.timestamp())
    yield from (runs, failures, failing, last, following, took)


def _work(snapshot: Snapshot) -> Iterator[Metric]:
    tweets = _gauge("tweets", "Tweets in the queue by state.", "status")
    for status, count in snapshot.tweets.items():
        tweets.add_metric([status], count)
    deliveries = _gauge("deliveries", "Tweets on their way to each network by state.", "network", "status")
    for (network, status), count in snapshot.deliveries.items():
        deliveries.add_metric([network, status], count)
    yield from (tweets, deliveries)
    if snapshot.orders is not None:
        yield _number("orders", "Orders known from the ticket shop.", snapshot.orders)
    if snapshot.registrations is not None:
        yield _number("registrations", "Tickets that somebody has registered.", snapshot.registrations)


def _gauge(name: str, meaning: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{NAMESPACE}_{name}", meaning, labels=labels)


def _counter(name: str, meaning: str, *labels: str) -> CounterMetricFamily:
    return CounterMetricFamily(f"{NAMESPACE}_{name}", meaning, labels=labels)


def _number(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{NAMESPACE}_{name}", meaning, value=value)
