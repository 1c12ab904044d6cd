"""What Prometheus reads of the whole bot, and who may."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from DiscordBot.config import ConfigurationError, load_config
from DiscordBot.config.secrets import Secrets
from DiscordBot.core.http.http_client import open_session
from DiscordBot.core.http.request_counts import RequestCounts
from DiscordBot.core.http.web_server import WebServer
from DiscordBot.core.scheduler import JobReport
from DiscordBot.features.metrics.config import METRICS_TOKEN, Metrics
from DiscordBot.features.metrics.exposition import as_text
from DiscordBot.features.metrics.page import MetricsPage
from DiscordBot.features.metrics.snapshot import Snapshot
from sandbox.conference import known_tickets as known
from tests.conference_world import open_conference
from tests.config_folder import EVERY_SECRET, SMALLEST, Folder

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld

ROOT = Path(__file__).parent.parent.parent.parent
TOKEN = "a-long-secret"
RAN_AT = datetime(2027, 7, 14, 9, tzinfo=UTC)
QUIET = Snapshot(version="1.0", is_connected=True, latency_seconds=0.1, requests={}, jobs=())


def samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Return every number by its name and the values of its labels."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def answer(port: int, **headers: str) -> tuple[int, str]:
    async with (
        open_session() as session,
        session.get(f"http://127.0.0.1:{port}/metrics", headers=headers) as response,
    ):
        return response.status, await response.text()


def port_of(world: ConferenceWorld) -> int:
    webhooks = world.world.config.webhooks
    assert webhooks is not None
    return webhooks.port


async def with_metrics(world: ConferenceWorld, section: Metrics) -> None:
    secrets = Secrets(values={**world.world.config.secrets.values, METRICS_TOKEN.name: TOKEN})
    world.configure(section, secrets=secrets)
    await world.restart()


def test_a_job_that_fails_can_be_told_from_one_that_runs() -> None:
    jobs = (
        JobReport("tickets", runs=4, failures=1, last_run=RAN_AT, took_seconds=0.5, error="pretix is away."),
        JobReport("schedule", runs=2, last_run=RAN_AT),
    )
    requests = {("POST", 200): 7, ("PATCH", 0): 1}

    found = samples(
        as_text(
            Snapshot(version="1.0", is_connected=False, latency_seconds=None, requests=requests, jobs=jobs)
        ).decode()
    )

    assert found["conference_bot_job_failing", ("tickets",)] == 1
    assert found["conference_bot_job_failing", ("schedule",)] == 0
    assert found["conference_bot_job_failures_total", ("tickets",)] == 1
    assert found["conference_bot_job_last_run_timestamp_seconds", ("tickets",)] == RAN_AT.timestamp()
    assert found["conference_bot_discord_requests_total", ("POST", "200")] == 7
    assert found["conference_bot_discord_requests_total", ("PATCH", "0")] == 1
    assert found["conference_bot_discord_connected", ()] == 0
    assert ("conference_bot_discord_latency_seconds", ()) not in found
    assert ("conference_bot_registrations", ()) not in found
    assert found["process_resident_memory_bytes", ()] > 10_000_000
    assert "pretix is away" not in str(found)


@pytest.mark.parametrize("file", ["docs/monitoring.md", "deploy/grafana-dashboard.json"])
def test_dashboard_and_alerts_ask_for_what_there_is(file: str) -> None:
    full = replace(
        QUIET,
        requests={("POST", 200): 1},
        jobs=(JobReport("tickets", runs=1, last_run=RAN_AT, next_run=RAN_AT),),
        tweets={"pending": 1},
        deliveries={("mastodon", "sent"): 1},
        orders=1,
        registrations=1,
    )
    existing = {name for name, _ in samples(as_text(full).decode())}
    text = (ROOT / file).read_text(encoding="utf-8")
    asked = set(re.findall(r"\b(?:conference_bot|process)_[a-z_]*[a-z]\b", text))
    assert len(asked) > 5
    assert asked - existing == set()


async def test_requests_are_counted_by_their_answer(unused_tcp_port: int) -> None:
    counts = RequestCounts()
    server = WebServer("127.0.0.1", unused_tcp_port, routes=MetricsPage("", _quiet).routes())
    await server.start()
    trace = counts.watching(aiohttp.TraceConfig())
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for path in ("metrics", "metrics", "elsewhere"):
            async with session.get(f"http://127.0.0.1:{unused_tcp_port}/{path}"):
                pass
        await server.close()
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"http://127.0.0.1:{unused_tcp_port}/metrics")

    assert counts.by_answer == {("GET", 200): 2, ("GET", 404): 1, ("GET", 0): 1}


async def _quiet() -> Snapshot:
    return QUIET


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"Authorization": "Bearer wrong"}, 404),
        ({"Authorization": TOKEN}, 404),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
async def test_only_who_knows_the_token_reads(
    unused_tcp_port: int, headers: dict[str, str], status: int
) -> None:
    server = WebServer("127.0.0.1", unused_tcp_port, routes=MetricsPage(TOKEN, _quiet).routes())
    await server.start()
    assert (await answer(unused_tcp_port, **headers))[0] == status
    await server.close()


async def test_without_a_token_a_proxy_that_names_its_caller_reads_nothing(unused_tcp_port: int) -> None:
    server = WebServer("127.0.0.1", unused_tcp_port, routes=MetricsPage("", _quiet).routes())
    await server.start()
    assert (await answer(unused_tcp_port))[0] == 200
    assert (await answer(unused_tcp_port, **{"X-Forwarded-For": "203.0.113.9"}))[0] == 404
    await server.close()


def test_a_token_is_asked_for_unless_it_is_for_this_machine_alone(tmp_path: Path) -> None:
    secrets = {name: value for name, value in EVERY_SECRET.items() if name != METRICS_TOKEN.name}
    webhooks = SMALLEST + "[webhooks]\n"

    def load(text: str) -> None:
        file = Folder(tmp_path).write("config.toml", webhooks + text)
        load_config(file, environment=secrets)

    load("[metrics]\nloopback_only = true\n")
    with pytest.raises(ConfigurationError) as caught:
        load("[metrics]\n")
    assert [found.subject for found in caught.value.findings] == [".secrets: METRICS_TOKEN"]


@pytest.mark.slow
async def test_the_whole_bot_tells_its_numbers_and_nobodys_name(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    async with open_conference(tmp_path, orders, with_x=True, with_programme=False) as world:
        assert (await answer(port_of(world)))[0] == 404
        await with_metrics(world, Metrics())
        ada = world.person("ada")
        await world.register_with(ada, known.ADA)
        world.expected_errors = []
        await world.command(world.person("victor"), "tweet compose", text="Good morning!")

        status, text = await answer(port_of(world), Authorization=f"Bearer {TOKEN}")

    found = samples(text)
    assert status == 200
    assert found["conference_bot_registrations", ()] == 1
    assert found["conference_bot_orders", ()] == len(orders) - 1
    assert found["conference_bot_tweets", ("pending",)] == 1
    assert found["conference_bot_tweets", ("approved",)] == 0
    assert found["conference_bot_job_runs_total", ("tickets",)] >= 1
    assert found["conference_bot_discord_connected", ()] == 1
    for personal in ("Ada", "Lovelace", known.ADA.order, str(ada.id), "Good morning", "Victor"):
        assert personal not in text
