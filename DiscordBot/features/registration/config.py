"""What of the configuration is about tickets and the roles that they give."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from DiscordBot.config.files import ConfigurationError, read_json_object
from DiscordBot.config.schema import ConfigFile
from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section
from DiscordBot.config.values import (
    BaseUrl,
    Minutes,
    Reference,
    ShortForm,
    ShortForms,
    Text,
    Texts,
    list_to_tuple,
    one_or_many,
    read_reference,
)
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.settings.setting_kinds import Switch
from DiscordBot.core.settings.settings import Setting
from DiscordBot.server_setup.layout import LOOK, STAFF, WELCOME, Audience, Channel, WantedRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from DiscordBot.config import Config

REVOKE_ON_CANCEL, SET_NICKNAME, DIRECT_MESSAGES = "revoke_on_cancel", "set_nickname", "direct_messages"
"""The rules that count for tickets of all shops, by their keys in the section that has them."""

PRETIX_TOKEN = Secret(
    "PRETIX_TOKEN", "to read the tickets of [pretix]", lambda document: "pretix" in document
)
PRETIX_WEBHOOK_SECRET = Secret(
    "PRETIX_WEBHOOK_SECRET",
    "to tell pretix's calls from others in [webhooks]",
    lambda document: "webhooks" in document and ("pretix" in document or "tito" not in document),
)
TITO_TOKEN = Secret("TITO_TOKEN", "to read the tickets of [tito]", lambda document: "tito" in document)
TITO_WEBHOOK_TOKEN = Secret(
    "TITO_WEBHOOK_TOKEN",
    "to tell Tito's calls from others in [webhooks]",
    lambda document: "webhooks" in document and "tito" in document,
)

TICKET_COLOURS = (0x5865F2, 0xE0A526, 0x57A773, 0x3BA7C4, 0xB36AE2, 0xE67E22, 0x8D93A5)

Column = Literal[
    "order", "ticket", "name", "first_name", "last_name", "email", "buyer_email", "type", "status", "bought"
]
"""What a column of a file with tickets can say."""

Delimiter = Literal[",", ";", "|", "\t"]

TicketRoles = Mapping[str, tuple[str | int, ...]]
"""From an item's or variation's name, "Item / Variation" or an id as text, to names or ids of roles."""

ALL_EVENTS = ""
"""Stands for the short form of an event where something counts in all of them."""


def _by_event(value: object, others: ValidationInfo) -> object:
    """Return the files of mappings by events, of which one file is for all."""
    if isinstance(value, str):
        return {ALL_EVENTS: value}
    if not isinstance(value, dict):
        raise ValueError("needs the name of a file in quotes, or a table with a file for each event")  # noqa: TRY004 - pydantic lets a TypeError through
    events = set(others.data.get("event") or value)
    if events != value.keys():
        wrong = ", ".join(sorted(map(str, events ^ value.keys())))
        raise ValueError(f"needs a file for each event of pretix.event, and for no other; look at {wrong}")
    return value


class Pretix(Section):
    """The ticket shop, of one `event` or several.

    `ticket_to_roles` is a file beside config.toml, or one for each event. `direct_messages`: who loses roles
    is told why. Who is checked in on the list called `checkin_list` counts as arrived, and has `arrived_role`
    if there is one.
    """

    base_url: BaseUrl = "https://pretix.eu/api/v1"
    organizer: ShortForm = Field(examples=["example"])
    event: ShortForms = Field(min_length=1, examples=["conf2027"])
    ticket_to_roles: Annotated[Mapping[str, Text], BeforeValidator(_by_event)] = Field(
        default={ALL_EVENTS: "ticket_to_roles_prod.json"}, examples=["ticket_to_roles_prod.json"]
    )
    refresh_minutes: Minutes = 5
    revoke_on_cancel: bool = True
    set_nickname: bool = True
    direct_messages: bool = True
    checkin_list: str = Field(default="", examples=["Registration desk"])
    arrived_role: Reference | None = Field(default=None, examples=["Arrived"])


class Tito(Section):
    """The ticket shop Tito, of one `event` or several of an `account`.

    `ticket_to_roles` is a file beside config.toml, that of [pretix] if it is not named. With `unpaid_counts`,
    tickets that are to be paid by invoice count before the invoice is paid.
    """

    account: ShortForm = Field(examples=["example"])
    event: ShortForms = Field(min_length=1, examples=["conf2027"])
    ticket_to_roles: Text | None = Field(default=None, examples=["ticket_to_roles_prod.json"])
    unpaid_counts: bool = False
    refresh_minutes: Minutes = 5
    api_url: BaseUrl = "https://api.tito.io/v3"
    revoke_on_cancel: bool = True
    set_nickname: bool = True
    direct_messages: bool = True


class TicketFile(Section):
    """A CSV with tickets; `name` stays the same for ever, since tickets are claimed by it.

    `columns` has the headers of columns that are not found by themselves. Encoding and delimiter are found,
    too. With `valid_status`, only tickets of these states count.
    """

    name: ShortForm = Field(examples=["sponsors"])
    file: Text = Field(examples=["sponsors.csv"])
    columns: Mapping[Column, Texts] = Field(default_factory=dict, examples=[{"order": "Code"}])
    encoding: Text | None = Field(default=None, examples=["cp1252"])
    delimiter: Delimiter | None = Field(default=None, examples=[";"])
    valid_status: Texts = Field(default=(), examples=[["attending"]])


class TicketFiles(Section):
    """Tickets from files, as shops like Eventbrite export them; read again when they change.

    `ticket_to_roles` is a file beside config.toml, that of [pretix] if it is not named.
    """

    files: Annotated[tuple[TicketFile, ...], BeforeValidator(list_to_tuple)] = Field(
        min_length=1, examples=[[{"name": "sponsors", "file": "sponsors.csv"}]]
    )
    ticket_to_roles: Text | None = Field(default=None, examples=["ticket_to_roles_prod.json"])
    revoke_on_cancel: bool = True
    set_nickname: bool = True
    direct_messages: bool = True

    @field_validator("files")
    @classmethod
    def _each_once(cls, files: tuple[TicketFile, ...]) -> tuple[TicketFile, ...]:
        names = [file.name for file in files]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"has the name {twice} twice; each file needs its own")
        return files


SHOPS: Mapping[str, type[Pretix | Tito | TicketFiles]] = {
    "pretix": Pretix,
    "tito": Tito,
    "ticket_files": TicketFiles,
}
"""The sections that put registration on. The rules of the first of them that is there count for all."""


def shop_sections(config: Config) -> Mapping[str, Pretix | Tito | TicketFiles]:
    """Return the sections of shops that are there, by their names."""
    found = {name: config.section(kind) for name, kind in SHOPS.items()}
    return {name: section for name, section in found.items() if section is not None}


def rule_name(config: Config, rule: str) -> str:
    """Return the name of the setting of a rule that may change without a restart."""
    return f"{next(iter(shop_sections(config)))}.{rule}"


REGISTRATION_CHANNEL = Channel(
    key="registration",
    default="registration",
    category=WELCOME,
    audience=Audience.READERS,
    topic="Press the button to get the roles of your ticket.",
)
HELP_CHANNEL = Channel(
    key="registration_help",
    default="registration-help",
    category=WELCOME,
    audience=Audience.EVERYBODY,
    topic="Something did not work? People answer here.",
    permissions=LOOK,
)
# Names stand there.
LOG_CHANNEL = Channel(
    key="registration_log",
    default="registration-log",
    category=STAFF,
    audience=Audience.ORGANIZERS,
    topic="Who got which roles, and who did not.",
)


def scope_of(section: str) -> str:
    """Return what stands for the tickets of a section's shop where events have mappings."""
    return f"[{section}]"


def ticket_roles(config: Config) -> TicketRoles:
    """Return which roles tickets give whatever they are of; none if the shop makes a difference."""
    given = _by_section(config)
    first = next(iter(given.values()), {})
    # Where pretix has a mapping for each event, that of another shop says nothing of its tickets.
    is_everybodys = given.keys() == shop_sections(config).keys()
    return first if is_everybodys and all(one == first for one in given.values()) else {}


def ticket_roles_by_event(config: Config) -> Mapping[str, TicketRoles]:
    """Return which roles the tickets of each event give that has a mapping of its own, or of each shop."""
    pretix = config.section(Pretix)
    names = {event: f"{MAPPING_FILE.name}.{event}" for event in (pretix.event if pretix is not None else ())}
    by_event = {event: config.files[name] for event, name in names.items() if name in config.files}
    if not ticket_roles(config):
        by_event |= {scope_of(section): given for section, given in _by_section(config).items()}
    return by_event


def _by_section(config: Config) -> dict[str, TicketRoles]:
    """Return the mapping that counts for a whole shop, for each that has one."""
    of_pretix: TicketRoles | None = config.files.get(MAPPING_FILE.name)
    found: dict[str, TicketRoles] = {} if of_pretix is None else {"pretix": of_pretix}
    for file in OTHER_MAPPING_FILES:
        if config.has(file.section):
            found[file.section] = config.files.get(file.name, of_pretix or {})
    return found


def _file_names(config: Config) -> Iterable[tuple[TicketRoles, str]]:
    """Return all mappings, each with the name of its file."""
    sections = shop_sections(config)
    pretix = sections.get("pretix")
    named = pretix.ticket_to_roles if isinstance(pretix, Pretix) else {}
    default = named.get(ALL_EVENTS, MAPPING_FILE.default)
    for section, mapping in _by_section(config).items():
        own = sections[section].ticket_to_roles
        yield mapping, own if isinstance(own, str) else default
    for event, mapping in ticket_roles_by_event(config).items():
        if event in named:
            yield mapping, named[event]


def roles(config: Config) -> Iterable[WantedRole]:
    """Return the roles that tickets give; those that all give tell who has one, otherwise each of them."""
    mappings = [*_file_names(config)]
    tickets = [given for mapping, _ in mappings for given in mapping.values()]
    references: dict[str | int, str] = {}
    for mapping, file in mappings:
        for role in (role for given in mapping.values() for role in given):
            references.setdefault(role, file)
    admitting = {*references}.intersection(*tickets) or {*references}
    return [
        WantedRole(file, reference, colour, admits=reference in admitting)
        for (reference, file), colour in zip(references.items(), cycle(TICKET_COLOURS), strict=False)
    ]


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    rules = next(iter(shop_sections(config).values()))
    revoke = "Whether roles are taken away when their ticket is cancelled."
    tell = "Whether people who lose roles get a direct message that says why."
    rename = "Whether people are called on the server as on their ticket when they register."
    return (
        Setting(rule_name(config, REVOKE_ON_CANCEL), revoke, Switch(), rules.revoke_on_cancel),
        Setting(rule_name(config, SET_NICKNAME), rename, Switch(), rules.set_nickname),
        Setting(rule_name(config, DIRECT_MESSAGES), tell, Switch(), rules.direct_messages),
    )


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of an address that is hardly pretix's, a listener that nobody calls, rules without effect."""
    pretix = config.section(Pretix)
    if pretix is not None and not pretix.base_url.endswith("/api/v1"):
        remedy = 'For example: base_url = "https://pretix.eu/api/v1"'
        yield "pretix.base_url", "does not end in /api/v1, as pretix's API does", remedy
    if config.webhooks is not None and not config.has_any(("pretix", "tito")):
        yield "webhooks", "listens for calls that nobody needs", "Add [pretix] or [tito], which make them."
    first, *others = shop_sections(config).items() or [("", None)]
    for name, section in others:
        for rule in (REVOKE_ON_CANCEL, SET_NICKNAME, DIRECT_MESSAGES):
            if section is not None and getattr(section, rule) != getattr(first[1], rule):
                detail = f"counts for nothing: [{first[0]}] says it for the tickets of all shops"
                yield f"{name}.{rule}", detail, f"Remove it, or write it below [{first[0]}]."


def read_ticket_roles(file: Path) -> TicketRoles:
    """Read the mapping of tickets to roles; the file of the older bot (`{"Business": [123, 456]}`) is one.

    Raises `ConfigurationError` with every problem of the file.
    """
    example = 'The file looks like {"Business": ["Attendee", "Business"], "Student": ["Attendee"]}'
    findings: list[Finding] = []
    roles: dict[str, tuple[str | int, ...]] = {}
    for ticket, value in read_json_object(file, example):
        subject = f"{file.name}: {ticket}"
        if ticket.strip() in roles:
            remedy = "Write the ticket once, with all its roles in one list."
            findings.append(Finding(subject, Level.ERROR, "stands there more than once", remedy))
            continue
        roles[ticket.strip()], fault = _read_roles(value)
        if fault:
            remedy = 'For example: "Business": ["Attendee", "Business"]'
            findings.append(Finding(subject, Level.ERROR, fault, remedy))
    if findings:
        raise ConfigurationError(tuple(findings))
    return roles


def _read_roles(value: object) -> tuple[tuple[str | int, ...], str]:
    """Return the roles of one ticket, and what is wrong with them, if anything."""
    references = one_or_many(value)
    if not isinstance(references, tuple):
        return (), "needs the names or ids of roles in square brackets"
    if not references:
        return (), "has an empty list, so this ticket would give no role"
    try:
        return tuple(read_reference(reference) for reference in references), ""
    except ValueError as error:
        return (), str(error)


MAPPING_FILE = ConfigFile("pretix", "ticket_to_roles", "ticket_to_roles_prod.json", read_ticket_roles)


class _OtherMappingFile(ConfigFile):
    """The mapping of another shop: that of [pretix] if none is named and pretix has one for all events."""

    def paths(self, document: Mapping[str, object], folder: Path) -> dict[str, Path]:
        section, pretix = document.get(self.section), document.get("pretix")
        is_named = isinstance(section, dict) and self.key in section
        is_pretixs = isinstance(pretix, dict) and not isinstance(pretix.get(self.key), dict)
        return super().paths(document, folder) if is_named or not is_pretixs else {}


OTHER_MAPPING_FILES = tuple(
    _OtherMappingFile(section, MAPPING_FILE.key, MAPPING_FILE.default, read_ticket_roles)
    for section in ("tito", "ticket_files")
)
