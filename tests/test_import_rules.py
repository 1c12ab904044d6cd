"""The rules of the layout that imports and calls can show; each rule is also shown what breaks it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

import DiscordBot
from DiscordBot.app import FEATURES, NETWORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = Path(DiscordBot.__file__).parent

DEPENDS_ON = {feature.name: {*feature.depends_on} - {NETWORKS} for feature in FEATURES}

COMPOSITION_ROOT = {"app.py", "bot.py"}
"""The modules that put everything together."""

PORT = {"port", "posting_window", "handles", "all_networks"}
"""What features may know of networks: which there are, and what they share; nothing of a single one."""

PURE = {
    "features/job_board/deadline.py",
    "features/organizers/statistics.py",
    "features/programme/schedule/schedule_diff.py",
    "features/programme/schedule/sessions.py",
    "features/registration/matching/names.py",
    "features/registration/roles/role_mapping.py",
    "features/registration/shop/order_code.py",
    "features/registration/shop/validity.py",
}
IMPURE = ("aiohttp", "asyncio", "discord", "logging", "os", "pathlib", "sqlalchemy", "sqlmodel", "sys")
IMPURE_PARTS = {"build", "client", "clock", "database", "discord_ui", "models", "service"}

CLOCKS = {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"} | {
    "ctime",
    "gmtime",
    "localtime",
}
CALENDARS = {"now", "utcnow", "today"}


@dataclass(frozen=True)
class Module:
    """One file of the package; `path` is relative to it."""

    path: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).parts

    @property
    def feature(self) -> str | None:
        return self.parts[1] if self.parts[0] == "features" and len(self.parts) > len("ab") else None

    @property
    def name(self) -> str:
        return self.parts[-1]

    def imports(self) -> set[str]:
        """Return the dotted names of all that is imported, for types or for real."""
        return set(imported(self.tree, ("DiscordBot", *self.parts[:-1])))

    def attributes(self) -> set[str]:
        """Return every `name.attribute` in the code, the last two names of longer ones."""
        return set(attributes_in(self.tree))

    def imports_any(self, *names: str) -> set[str]:
        return {found for found in self.imports() for name in names if f"{found}.".startswith(f"{name}.")}


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            origin = ".".join((*above, *([node.module] if node.module else [])))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def attributes_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attribute):
                yield f"{owner}.{attribute}"
            case _:
                pass


def discord_stays_at_the_surface(module: Module) -> set[str]:
    may = (
        module.path == "bot.py"
        or module.parts[0] in {"discord_ui", "server_setup"}
        or (module.parts[0] in {"features", "networks"} and "ui" in module.parts[2:3])
    )
    return set() if may else module.imports_any("discord")


def a_client_knows_neither_discord_nor_the_database(module: Module) -> set[str]:
    if module.name != "client.py":
        return set()
    tables = {name for name in module.imports() if ".models" in name}
    return tables | module.imports_any(
        "discord", "DiscordBot.core.database", "DiscordBot.discord_ui", "sqlalchemy", "sqlmodel"
    )


def there_is_one_client_session(module: Module) -> set[str]:
    calls = (node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    made = {ast.unparse(called) for called in calls if ast.unparse(called).endswith("ClientSession")}
    return set() if module.path == "core/http/http_client.py" else made


def features_use_only_what_they_depend_on(module: Module) -> set[str]:
    if module.path in COMPOSITION_ROOT:
        return set()
    may = {module.feature, *DEPENDS_ON.get(module.feature or "", ())}
    return {name for name in module.imports_any("DiscordBot.features") if part(name, 2) not in may}


def a_feature_is_built_only_by_the_composition_root(module: Module) -> set[str]:
    if module.path in COMPOSITION_ROOT:
        return set()
    features = module.imports_any("DiscordBot.features", "DiscordBot.networks")
    own = f"DiscordBot.{'.'.join(module.parts[:2])}."
    return {name for name in features if part(name, 3) == "build" and not name.startswith(own)}


def networks_are_known_by_their_port(module: Module) -> set[str]:
    """Check both directions: features know the port alone, and networks know no feature."""
    if module.path in COMPOSITION_ROOT or module.parts[0] == "networks":
        return set()
    return {name for name in module.imports_any("DiscordBot.networks") if part(name, 2) not in PORT}


def what_is_shared_knows_no_feature(module: Module) -> set[str]:
    # load_config names the bot's features where nobody else names others; see there.
    if module.path in {*COMPOSITION_ROOT, "config/loading.py"} or module.parts[0] == "features":
        return set()
    return module.imports_any("DiscordBot.features", "DiscordBot.app")


def part(name: str, number: int) -> str:
    return (*name.split("."), *[""] * number)[number]


def only_the_clock_reads_the_time(module: Module) -> set[str]:
    if module.path == "core/clock.py":
        return set()
    tree = without_main(module.tree) if module.path == "core/heartbeat.py" else module.tree
    found = {name for name in attributes_in(tree) if reads_time(*name.split("."))}
    return found | {name for name in module.imports() if name in {f"time.{clock}" for clock in CLOCKS}}


def reads_time(owner: str, attribute: str) -> bool:
    return (owner == "time" and attribute in CLOCKS) or (
        owner in {"datetime", "date", "utils"} and attribute in CALENDARS
    )


def without_main(tree: ast.Module) -> ast.Module:
    """Leave out what runs only when the module is the program: there is no clock to ask for yet."""
    kept = [
        node for node in tree.body if not (isinstance(node, ast.If) and "__main__" in ast.unparse(node.test))
    ]
    return ast.Module(kept, [])


def only_the_configuration_reads_files_and_environment(module: Module) -> set[str]:
    """Check the environment and the parsers: other files may be read anywhere, and a path says too little."""
    if module.parts[0] == "config":
        return set()
    environment = {name for name in module.attributes() if name in {"os.environ", "os.environb", "os.getenv"}}
    parsers = module.imports_any("tomli", "tomllib", "dotenv", "configparser", "os.environ", "os.getenv")
    return environment | parsers


def every_database_will_do(module: Module) -> set[str]:
    """Let no feature know which kind of database it is, or act as if writers did not take turns."""
    if module.parts[0] in {"config", "core"}:
        return set()
    drivers = module.imports_any(
        *("sqlite3", "aiosqlite", "asyncpg", "sqlalchemy.dialects"),
        *("sqlalchemy.exc.IntegrityError", "sqlalchemy.orm.exc.StaleDataError"),
    )
    names = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
    return drivers | (names & {"dialect", "exec_driver_sql", "get_backend_name", "with_for_update"})


def pure_modules_touch_nothing(module: Module) -> set[str]:
    if module.path not in PURE:
        return set()
    inside = {name for name in module.imports_any("DiscordBot") if IMPURE_PARTS & set(name.split("."))}
    calls = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    return module.imports_any(*IMPURE) | inside | (calls & {"open", "print", "input"})


RULES: list[Callable[[Module], set[str]]] = [
    discord_stays_at_the_surface,
    a_client_knows_neither_discord_nor_the_database,
    there_is_one_client_session,
    features_use_only_what_they_depend_on,
    a_feature_is_built_only_by_the_composition_root,
    networks_are_known_by_their_port,
    what_is_shared_knows_no_feature,
    only_the_clock_reads_the_time,
    only_the_configuration_reads_files_and_environment,
    every_database_will_do,
    pure_modules_touch_nothing,
]

BROKEN = [
    (discord_stays_at_the_surface, "features/registration/service.py", "import discord"),
    (discord_stays_at_the_surface, "core/scheduler.py", "def f():\n    from discord.ext import tasks"),
    (
        discord_stays_at_the_surface,
        "features/job_board/build.py",
        "if TYPE_CHECKING:\n    from discord.ext import commands",
    ),
    (discord_stays_at_the_surface, "context.py", "import discord"),
    (discord_stays_at_the_surface, "networks/account/service.py", "import discord"),
    (
        a_client_knows_neither_discord_nor_the_database,
        "features/programme/schedule/client.py",
        "from DiscordBot.core.database import Database",
    ),
    (
        a_client_knows_neither_discord_nor_the_database,
        "features/registration/client.py",
        "from .models import Claim",
    ),
    (there_is_one_client_session, "features/registration/client.py", "session = aiohttp.ClientSession()"),
    (
        there_is_one_client_session,
        "features/registration/ui/cog.py",
        "async with ClientSession() as session: ...",
    ),
    (
        features_use_only_what_they_depend_on,
        "features/programme/service.py",
        "from DiscordBot.features.registration.service import X",
    ),
    (features_use_only_what_they_depend_on, "features/news/service.py", "from ..sponsors import service"),
    (
        features_use_only_what_they_depend_on,
        "features/mentions/ui/cog.py",
        "import DiscordBot.features.organizers.ui.cog",
    ),
    (
        a_feature_is_built_only_by_the_composition_root,
        "features/campaigns/service.py",
        "from DiscordBot.features.tweets.build import X",
    ),
    (
        networks_are_known_by_their_port,
        "features/tweets/service.py",
        "from DiscordBot.networks.twitter.network import TwitterNetwork",
    ),
    (
        what_is_shared_knows_no_feature,
        "discord_ui/cog.py",
        "from DiscordBot.features.registration import names",
    ),
    (what_is_shared_knows_no_feature, "core/database.py", "from DiscordBot.features.news.models import X"),
    (
        what_is_shared_knows_no_feature,
        "networks/twitter/network.py",
        "from DiscordBot.features.tweets import X",
    ),
    (only_the_clock_reads_the_time, "core/scheduler.py", "now = time.monotonic()"),
    (only_the_clock_reads_the_time, "core/scheduler.py", "from time import perf_counter"),
    (only_the_clock_reads_the_time, "features/registration/claims.py", "now = datetime.now(UTC)"),
    (only_the_clock_reads_the_time, "features/registration/claims.py", "now = datetime.datetime.utcnow()"),
    (only_the_clock_reads_the_time, "features/registration/upkeep.py", "today = date.today"),
    (only_the_clock_reads_the_time, "features/registration/ui/cog.py", "now = discord.utils.utcnow()"),
    (only_the_clock_reads_the_time, "core/heartbeat.py", "def beat():\n    return time.time()"),
    (only_the_configuration_reads_files_and_environment, "bot.py", "token = os.environ['TOKEN']"),
    (only_the_configuration_reads_files_and_environment, "core/database.py", "from os import getenv"),
    (only_the_configuration_reads_files_and_environment, "features/organizers/ui/cog.py", "import tomli"),
    (every_database_will_do, "features/news/service.py", "from sqlalchemy.dialects.postgresql import insert"),
    (every_database_will_do, "features/news/service.py", "from sqlalchemy.exc import IntegrityError"),
    (every_database_will_do, "networks/twitter/network.py", "import sqlite3"),
    (every_database_will_do, "discord_ui/cog.py", "if session.bind.dialect.name == 'sqlite': ..."),
    (every_database_will_do, "features/tweets/service.py", "query = select(Tweet).with_for_update()"),
    (pure_modules_touch_nothing, "features/registration/matching/names.py", "import logging"),
    (
        pure_modules_touch_nothing,
        "features/registration/shop/validity.py",
        "from DiscordBot.features.registration import models",
    ),
    (
        pure_modules_touch_nothing,
        "features/job_board/deadline.py",
        "from DiscordBot.core.clock import Clock",
    ),
    (pure_modules_touch_nothing, "features/registration/shop/order_code.py", "text = open('codes').read()"),
]

FINE = [
    (discord_stays_at_the_surface, "features/registration/ui/register_form.py", "import discord"),
    (
        discord_stays_at_the_surface,
        "features/registration/service.py",
        "from DiscordBot.discord_ui import limits",
    ),
    (
        features_use_only_what_they_depend_on,
        "features/news/ui/cog.py",
        "from DiscordBot.features.tweets.service import submit",
    ),
    (
        features_use_only_what_they_depend_on,
        "app.py",
        "from DiscordBot.features.registration.feature import FEATURE",
    ),
    (
        a_feature_is_built_only_by_the_composition_root,
        "features/programme/build.py",
        "from DiscordBot.features.programme.service import X",
    ),
    (
        networks_are_known_by_their_port,
        "features/tweets/service.py",
        "from DiscordBot.networks.port import Network",
    ),
    (only_the_clock_reads_the_time, "core/clock.py", "now = datetime.now(UTC)"),
    (
        only_the_clock_reads_the_time,
        "core/scheduler.py",
        "from datetime import time\nnow = self._clock.now()",
    ),
    (only_the_clock_reads_the_time, "core/heartbeat.py", "if __name__ == '__main__':\n    time.time()"),
    (only_the_configuration_reads_files_and_environment, "config/loading.py", "import os\nos.environ"),
    (every_database_will_do, "core/database_engines.py", "import sqlite3"),
    (every_database_will_do, "features/news/service.py", "from sqlalchemy.exc import SQLAlchemyError"),
]


@pytest.fixture(scope="module")
def package() -> list[Module]:
    return [
        Module(file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8")))
        for file in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in file.parts
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(package: list[Module], rule: Callable[[Module], set[str]]) -> None:
    offences = {module.path: offence for module in package if (offence := rule(module))}
    assert offences == {}


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_the_rule_is_broken(rule: Callable[[Module], set[str]], path: str, text: str) -> None:
    assert rule(Module(path, ast.parse(text)))


@pytest.mark.parametrize(("rule", "path", "text"), FINE)
def test_the_rule_is_kept(rule: Callable[[Module], set[str]], path: str, text: str) -> None:
    assert not rule(Module(path, ast.parse(text)))


def test_the_rules_see_the_whole_package(package: list[Module]) -> None:
    paths = {module.path for module in package}
    assert paths >= PURE
    assert {"bot.py", "core/clock.py", "core/heartbeat.py", "discord_ui/server.py"} <= paths
    assert {module.feature for module in package} - {None} <= set(DEPENDS_ON)


def test_no_feature_depends_on_itself_in_the_end() -> None:
    for feature, needed in DEPENDS_ON.items():
        seen: set[str] = set()
        wanted = set(needed)
        while wanted:
            wanted = {further for name in wanted for further in DEPENDS_ON[name]} - seen
            seen |= wanted
        assert feature not in seen


def test_the_sign_of_life_needs_nothing_but_python(package: list[Module]) -> None:
    (heartbeat,) = (module for module in package if module.path == "core/heartbeat.py")
    roots = {name.partition(".")[0] for name in heartbeat.imports()}
    assert roots == {"__future__", "datetime", "pathlib", "sys", "tempfile", "time"}
