"""The rules of the house that imports and calls can show; each rule is also shown what breaks it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

import DiscordBot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = Path(DiscordBot.__file__).parent

DOWNSTAIRS = {"registration", "programme", "tweets"}
UPSTAIRS = {"organizers", "job_board", "twitter", "open_spaces"} | {
    *("news", "sponsors", "campaigns", "reminders", "mentions"),
}
SHARED = {"discord_ui", "migrations"}
"""Folders that are no rooms."""

BUILDERS = {"bot.py", "house.py"}
"""The modules that put everything together."""

HANDED_ON = {
    "DiscordBot.features.organizers.settings.Settings",
    "DiscordBot.features.programme.schedule.sessions.Session",
    "DiscordBot.features.programme.speakers.KnownSpeaker",
    "DiscordBot.features.programme.speakers.SpeakerDirectory",
    "DiscordBot.features.registration.overview.Overview",
}
"""Named for types only: what one room's door gives, to be taken to another's."""

DOORS = {"build", "cog", "service", "known_settings"}
"""The modules by which bot.py enters a room; clients, tables and stores are built behind them."""

PURE = {
    *("registration/names.py", "registration/order_code.py", "registration/attendees.py"),
    *("registration/validity.py", "registration/role_mapping.py"),
    *("programme/schedule.py", "programme/schedule_diff.py", "programme/timetable.py"),
    *("programme/topics.py", "programme/wall_time.py", "job_board/deadline.py"),
    *("organizers/setting_kinds.py", "organizers/statistics.py", "organizers/time_axis.py"),
}
HARMLESS = {
    "__future__",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "itertools",
    "re",
    "textwrap",
    "typing",
    "unicodedata",
    "zoneinfo",
} | {
    "anyascii",
    "pydantic",
    "rapidfuzz",
}
# Named for types only: values that come from outside, ready made.
VALUES = {
    "DiscordBot.features.registration.shop.tickets",
    "DiscordBot.features.registration.overview.SoldTicket",
} | {"DiscordBot.config.sections.Livestream"}
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
    def room(self) -> str | None:
        first, *rest = PurePosixPath(self.path).parts
        return first if rest and first not in SHARED else None

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    def imports(self) -> set[str]:
        """Return the dotted names of all that is imported, for types or for real."""
        return set(imported(self.tree, ("DiscordBot", *PurePosixPath(self.path).parent.parts)))

    def mentions(self) -> set[str]:
        """Return every `name.attribute` in the code, the last two names of longer ones."""
        return set(mentioned(self.tree))

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


def mentioned(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attribute):
                yield f"{owner}.{attribute}"
            case _:
                pass


def discord_stays_in_cogs_and_views(module: Module) -> set[str]:
    may = (
        module.path in BUILDERS
        or module.path.startswith("discord_ui/")
        or module.name in {"cog.py", "views.py"}
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
    makers = {"bot.py", "discord_ui/conference_bot.py"}
    calls = (node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    made = {ast.unparse(called) for called in calls if ast.unparse(called).endswith("ClientSession")}
    return set() if module.path in makers else made


def rooms_know_only_the_floor_below(module: Module) -> set[str]:
    if module.path in BUILDERS or module.path.startswith("migrations/"):
        return set()
    rooms = {
        name.split(".")[1]: name for name in module.imports_any("DiscordBot") if is_room(name.split(".")[1:2])
    }
    below = set() if module.room is None or module.room in DOWNSTAIRS else DOWNSTAIRS
    return {name for room, name in rooms.items() if room not in below | {module.room}}


def rooms_are_built_behind_their_doors(module: Module) -> set[str]:
    """Check that bot.py knows no room from inside, and that nobody else builds one."""
    parts = {name: name.split(".")[1:] for name in module.imports_any("DiscordBot")}
    of_rooms = {name: rest for name, rest in parts.items() if is_room(rest[:1])}
    if module.path in BUILDERS:
        return {name for name, rest in of_rooms.items() if rest[1] not in DOORS} - HANDED_ON
    return {name for name, rest in of_rooms.items() if rest[1] == "build"}


def is_room(parts: list[str]) -> bool:
    return bool(parts) and (
        parts[0] in DOWNSTAIRS or ((PACKAGE / parts[0]).is_dir() and parts[0] not in SHARED)
    )


def only_the_clock_reads_the_time(module: Module) -> set[str]:
    if module.path == "clock.py":
        return set()
    tree = without_main(module.tree) if module.path == "heartbeat.py" else module.tree
    found = {name for name in mentioned(tree) if reads_time(*name.split("."))}
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
    if module.path.startswith("config"):
        return set()
    environment = {name for name in module.mentions() if name in {"os.environ", "os.environb", "os.getenv"}}
    parsers = module.imports_any("tomli", "tomllib", "dotenv", "configparser", "os.environ", "os.getenv")
    return environment | parsers


def pure_modules_touch_nothing(module: Module) -> set[str]:
    if module.path not in PURE:
        return set()
    siblings = {f"DiscordBot.{path.removesuffix('.py').replace('/', '.')}" for path in PURE}
    allowed = HARMLESS | VALUES | siblings
    impure = {
        name for name in module.imports() if not any(f"{name}.".startswith(f"{one}.") for one in allowed)
    }
    calls = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)} & {
        "open",
        "print",
        "input",
    }
    return impure | calls


RULES: list[Callable[[Module], set[str]]] = [
    discord_stays_in_cogs_and_views,
    a_client_knows_neither_discord_nor_the_database,
    there_is_one_client_session,
    rooms_know_only_the_floor_below,
    rooms_are_built_behind_their_doors,
    only_the_clock_reads_the_time,
    only_the_configuration_reads_files_and_environment,
    pure_modules_touch_nothing,
]

BROKEN = [
    (discord_stays_in_cogs_and_views, "registration/service.py", "import discord"),
    (discord_stays_in_cogs_and_views, "scheduler.py", "def f():\n    from discord.ext import tasks"),
    (
        discord_stays_in_cogs_and_views,
        "job_board/build.py",
        "if TYPE_CHECKING:\n    from discord.ext import commands",
    ),
    (discord_stays_in_cogs_and_views, "shared.py", "import discord"),
    (discord_stays_in_cogs_and_views, "members.py", "if TYPE_CHECKING:\n    from discord import Member"),
    (
        a_client_knows_neither_discord_nor_the_database,
        "programme/client.py",
        "from DiscordBot.core.database import Database",
    ),
    (a_client_knows_neither_discord_nor_the_database, "registration/client.py", "from .models import Claim"),
    (a_client_knows_neither_discord_nor_the_database, "tweets/client.py", "import discord"),
    (there_is_one_client_session, "registration/client.py", "session = aiohttp.ClientSession()"),
    (there_is_one_client_session, "registration/cog.py", "async with ClientSession() as session: ..."),
    (
        rooms_know_only_the_floor_below,
        "registration/service.py",
        "from DiscordBot.features.programme.schedule.client import X",
    ),
    (rooms_know_only_the_floor_below, "registration/service.py", "from ..tweets import service"),
    (rooms_know_only_the_floor_below, "programme/cog.py", "import DiscordBot.features.organizers.ui.cog"),
    (rooms_know_only_the_floor_below, "news/service.py", "from DiscordBot.features.organizers import cog"),
    (
        rooms_know_only_the_floor_below,
        "discord_ui/room.py",
        "from DiscordBot.features.registration.names import likeness",
    ),
    (
        rooms_know_only_the_floor_below,
        "database.py",
        "from DiscordBot.features.registration.models import Claim",
    ),
    (rooms_know_only_the_floor_below, "shared.py", "from DiscordBot.features.programme.service import X"),
    (
        rooms_know_only_the_floor_below,
        "programme/build.py",
        "from DiscordBot.features.registration.build import X",
    ),
    (
        rooms_know_only_the_floor_below,
        "programme/service.py",
        "from DiscordBot.features.job_board.service import X",
    ),
    (
        rooms_know_only_the_floor_below,
        "job_board/build.py",
        "from DiscordBot.features.organizers.build import X",
    ),
    (
        rooms_know_only_the_floor_below,
        "organizers/cog.py",
        "from DiscordBot.features.job_board.ui.cog import X",
    ),
    (
        rooms_are_built_behind_their_doors,
        "bot.py",
        "from DiscordBot.features.job_board.client import SheetClient",
    ),
    (
        rooms_are_built_behind_their_doors,
        "bot.py",
        "from DiscordBot.features.programme.schedule.schedule_store import X",
    ),
    (rooms_are_built_behind_their_doors, "bot.py", "import DiscordBot.features.registration.claims"),
    (
        rooms_are_built_behind_their_doors,
        "organizers/cog.py",
        "from DiscordBot.features.programme.build import X",
    ),
    (rooms_are_built_behind_their_doors, "programme/cog.py", "from .build import build_programme"),
    (only_the_clock_reads_the_time, "scheduler.py", "now = time.monotonic()"),
    (only_the_clock_reads_the_time, "scheduler.py", "from time import perf_counter"),
    (only_the_clock_reads_the_time, "registration/claims.py", "now = datetime.now(UTC)"),
    (only_the_clock_reads_the_time, "registration/claims.py", "now = datetime.datetime.utcnow()"),
    (only_the_clock_reads_the_time, "registration/upkeep.py", "today = date.today"),
    (only_the_clock_reads_the_time, "registration/cog.py", "now = discord.utils.utcnow()"),
    (only_the_clock_reads_the_time, "heartbeat.py", "def beat():\n    return time.time()"),
    (only_the_configuration_reads_files_and_environment, "bot.py", "token = os.environ['TOKEN']"),
    (only_the_configuration_reads_files_and_environment, "database.py", "from os import getenv"),
    (only_the_configuration_reads_files_and_environment, "organizers/cog.py", "import tomli"),
    (pure_modules_touch_nothing, "registration/names.py", "import logging"),
    (
        pure_modules_touch_nothing,
        "registration/validity.py",
        "from DiscordBot.features.registration import models",
    ),
    (pure_modules_touch_nothing, "programme/topics.py", "from DiscordBot.core.clock import Clock"),
    (pure_modules_touch_nothing, "registration/order_code.py", "text = open('codes').read()"),
]

FINE = [
    (discord_stays_in_cogs_and_views, "registration/cog.py", "import discord"),
    (discord_stays_in_cogs_and_views, "registration/service.py", "from DiscordBot.discord_ui import limits"),
    (rooms_know_only_the_floor_below, "news/cog.py", "from DiscordBot.features.tweets.service import submit"),
    (
        rooms_know_only_the_floor_below,
        "registration/cog.py",
        "from DiscordBot.features.registration.ui.register_form import X",
    ),
    (
        rooms_know_only_the_floor_below,
        "registration/cog.py",
        "from DiscordBot.discord_ui.feature_cog import RoomCog",
    ),
    (
        rooms_know_only_the_floor_below,
        "bot.py",
        "from DiscordBot.features.registration.ui.cog import RegistrationCog",
    ),
    (
        rooms_know_only_the_floor_below,
        "organizers/statistics.py",
        "from DiscordBot.features.registration import X",
    ),
    (
        rooms_are_built_behind_their_doors,
        "bot.py",
        "from DiscordBot.features.job_board.build import build_job_board",
    ),
    (
        rooms_are_built_behind_their_doors,
        "programme/build.py",
        "from DiscordBot.features.programme.schedule.client import X",
    ),
    (only_the_clock_reads_the_time, "clock.py", "now = datetime.now(UTC)"),
    (only_the_clock_reads_the_time, "scheduler.py", "from datetime import time\nnow = self._clock.now()"),
    (only_the_clock_reads_the_time, "heartbeat.py", "if __name__ == '__main__':\n    time.time()"),
    (only_the_configuration_reads_files_and_environment, "config.py", "import os\nos.environ"),
]


@pytest.fixture(scope="module")
def house() -> list[Module]:
    return [
        Module(file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8")))
        for file in sorted(PACKAGE.rglob("*.py"))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(house: list[Module], rule: Callable[[Module], set[str]]) -> None:
    offences = {module.path: offence for module in house if (offence := rule(module))}
    assert offences == {}


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_the_rule_is_broken(rule: Callable[[Module], set[str]], path: str, text: str) -> None:
    assert rule(Module(path, ast.parse(text)))


@pytest.mark.parametrize(("rule", "path", "text"), FINE)
def test_the_rule_is_kept(rule: Callable[[Module], set[str]], path: str, text: str) -> None:
    assert not rule(Module(path, ast.parse(text)))


def test_the_rules_see_the_whole_house(house: list[Module]) -> None:
    paths = {module.path for module in house}
    assert paths >= PURE
    assert {"bot.py", "clock.py", "heartbeat.py", "registration/client.py", "discord_ui/server.py"} <= paths


def test_every_room_is_on_one_floor(house: list[Module]) -> None:
    rooms = {module.room for module in house} - {None}
    assert rooms - DOWNSTAIRS - UPSTAIRS == set()
    assert UPSTAIRS - rooms == set()


def test_the_sign_of_life_needs_nothing_but_python(house: list[Module]) -> None:
    (heartbeat,) = (module for module in house if module.path == "heartbeat.py")
    roots = {name.partition(".")[0] for name in heartbeat.imports()}
    assert roots == {"__future__", "datetime", "pathlib", "sys", "tempfile", "time"}
