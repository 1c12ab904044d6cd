"""The pages that are made from the code: commands, configuration, and what the bot says.

https://www.mkdocs.org/dev-guide/plugins/#events
"""

from __future__ import annotations

import html
import importlib
import itertools
import pkgutil
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands
from mkdocs.structure.files import File
from said_in_code import findings, refusals

import DiscordBot
from DiscordBot.discord_ui.permissions import FOR_STAFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "DiscordBot"

_HEADING = re.compile(r"#?\[+(?P<name>[a-z_]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages."""
    for name, text in (("commands.md", commands_page()), ("configuration.md", configuration_page())):
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add to the page of messages what the code says."""
    del config, files
    return f"{markdown}\n{messages_part()}" if page.file.src_uri == "messages.md" else markdown


def messages_part() -> str:
    """Return what `/health`, `check` and set-up warn of, and the sentences with which the bot says no."""
    lines = ["## What /health, check and set-up say", "", "| what | what to do |", "|---|---|"]
    lines += [f"| {_cell(said.what)} | {_cell(said.remedy)} |" for said in findings(PACKAGE)]
    lines += ["", "## How the bot says no", ""]
    lines += [f"- {_cell(said.what)}" for said in refusals(PACKAGE)]
    return "\n".join([*lines, ""])


def commands_page() -> str:
    """Return every command with its options."""
    lines = [
        "# Commands",
        "",
        "Options in brackets may be left out. Answers to staff are seen by them alone.",
        "",
    ]
    for group, members in _grouped(_commands()).items():
        lines += [f"## {group}", "", "| command | who | does |", "|---|---|---|"]
        lines += [
            f"| {_usage(one)} | {_who(one)} | {_sentence(one.description)}{_options(one)} |"
            for one in members
        ]
        lines.append("")
    lines += ["## In the menu of a message", "", "| entry | who | does |", "|---|---|---|"]
    lines += [
        "| **Queue as tweet** | volunteers, organisers | Makes a tweet of a message. |",
        "",
    ]
    return "\n".join(lines)


def configuration_page() -> str:
    """Return every section of config.toml with what stands there about it and its keys."""
    lines = [
        "# Configuration",
        "",
        "What `config.toml` says, section by section. `bot.py check` tells all mistakes at once.",
        "",
    ]
    for block in (ROOT / "config.toml").read_text(encoding="utf-8").split("\n\n"):
        lines += _section(block.splitlines())
    return "\n".join(lines)


def _section(block: list[str]) -> list[str]:
    """Return a block of config.toml as prose and, what is switched off switched on, as TOML."""
    prose = list(itertools.takewhile(lambda line: line.startswith("#") and line[1:2] in {" ", ""}, block))
    keys = [re.sub(r"^#(?=\S)", "", line) for line in block[len(prose) :]]
    heading = next((match["name"] for line in keys if (match := _HEADING.match(line))), None)
    told = " ".join(line.lstrip("# ") for line in prose)
    if heading is None:
        return [told, ""]
    return [f"## [{heading}]", "", told, "", "```toml", *keys, "```", ""]


def _commands() -> list[app_commands.Command[Any, ..., Any]]:
    for module in pkgutil.walk_packages(DiscordBot.__path__, "DiscordBot."):
        if ".ui." in module.name:
            importlib.import_module(module.name)
    found: dict[str, app_commands.Command[Any, ..., Any]] = {}
    for cog in _subclasses(commands.Cog):
        if cog.__module__.startswith("DiscordBot."):
            prefix = f"{cog.__cog_group_name__} " if issubclass(cog, commands.GroupCog) else ""
            for one in cog.__cog_app_commands__:
                for command in one.walk_commands() if isinstance(one, app_commands.Group) else [one]:
                    if isinstance(command, app_commands.Command):
                        found[f"{prefix}{command.qualified_name}"] = command
                        command.extras |= {"name": f"{prefix}{command.qualified_name}", "cog": cog}
    return [found[name] for name in sorted(found)]


def _subclasses(kind: type[Any]) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


def _grouped(
    found: Iterable[app_commands.Command[Any, ..., Any]],
) -> dict[str, list[app_commands.Command[Any, ..., Any]]]:
    groups: dict[str, list[app_commands.Command[Any, ..., Any]]] = defaultdict(list)
    for command in found:
        first, _, rest = command.extras["name"].partition(" ")
        groups[f"/{first}" if rest else "Single commands"].append(command)
    return groups


def _usage(command: app_commands.Command[Any, ..., Any]) -> str:
    options = " ".join(
        one.display_name + ":" if one.required else f"[{one.display_name}:]" for one in command.parameters
    )
    return f"`/{command.extras['name']} {options}".strip() + "`"


def _options(command: app_commands.Command[Any, ..., Any]) -> str:
    told = [
        f"**{one.display_name}**: {_sentence(str(one.description))}"
        for one in command.parameters
        if str(one.description) not in {"", "…"}
    ]
    return "".join(f"<br>{line}" for line in told)


def _who(command: app_commands.Command[Any, ..., Any]) -> str:
    """Return who is shown a command, by what it or its group wants."""
    group = command.root_parent or command.extras["cog"]
    of_group = getattr(group, "default_permissions", None) or getattr(
        group, "__discord_app_commands_default_permissions__", None
    )
    match command.default_permissions or of_group:
        case None:
            return "everyone"
        case needed:
            return "volunteers, organisers" if needed == FOR_STAFF else "organisers"


def _cell(text: str) -> str:
    return " ".join(html.escape(text, quote=False).replace("|", "\\|").split())


def _sentence(text: str) -> str:
    return text.replace("|", "\\|") + ("" if text.endswith((".", "?", "!")) else ".")
