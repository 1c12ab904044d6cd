"""What of the configuration is about tickets and the roles that they give."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, ValidationInfo

from DiscordBot.config.files import ConfigurationError, read_json_object
from DiscordBot.config.schema import ConfigFile
from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section
from DiscordBot.config.values import (
    BaseUrl,
    Minutes,
    ShortForm,
    ShortForms,
    Text,
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

REVOKE_ON_CANCEL = "pretix.revoke_on_cancel"
SET_NICKNAME = "pretix.set_nickname"
DIRECT_MESSAGES = "pretix.direct_messages"

PRETIX_TOKEN = Secret(
    "PRETIX_TOKEN", "to read the tickets of [pretix]", lambda document: "pretix" in document
)
PRETIX_WEBHOOK_SECRET = Secret(
    "PRETIX_WEBHOOK_SECRET",
    "to tell pretix's calls from others in [webhooks]",
    lambda document: "webhooks" in document,
)

TICKET_COLOURS = (0x5865F2, 0xE0A526, 0x57A773, 0x3BA7C4, 0xB36AE2, 0xE67E22, 0x8D93A5)

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
    is told why.
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


def ticket_roles(config: Config) -> TicketRoles:
    """Return which roles tickets give, whatever event they are of, as the one mapping's file says."""
    mapping: TicketRoles = config.files.get(MAPPING_FILE.name, {})
    return mapping


def ticket_roles_by_event(config: Config) -> Mapping[str, TicketRoles]:
    """Return which roles the tickets of each event give that has a mapping of its own."""
    names = {event: f"{MAPPING_FILE.name}.{event}" for event in config.require(Pretix).event}
    return {event: config.files[name] for event, name in names.items() if name in config.files}


def roles(config: Config) -> Iterable[WantedRole]:
    """Return the roles that tickets give; those that all give tell who has one, otherwise each of them."""
    mappings = {ALL_EVENTS: ticket_roles(config), **ticket_roles_by_event(config)}
    tickets = [given for mapping in mappings.values() for given in mapping.values()]
    files = config.require(Pretix).ticket_to_roles
    references: dict[str | int, str] = {}
    for event, mapping in mappings.items():
        for role in (role for given in mapping.values() for role in given):
            references.setdefault(role, files[event])
    admitting = {*references}.intersection(*tickets) or {*references}
    return [
        WantedRole(file, reference, colour, admits=reference in admitting)
        for (reference, file), colour in zip(references.items(), cycle(TICKET_COLOURS), strict=False)
    ]


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    pretix = config.require(Pretix)
    revoke = "Whether roles are taken away when their ticket is cancelled."
    tell = "Whether people who lose roles get a direct message that says why."
    rename = "Whether people are called on the server as on their ticket when they register."
    return (
        Setting(REVOKE_ON_CANCEL, revoke, Switch(), pretix.revoke_on_cancel),
        Setting(SET_NICKNAME, rename, Switch(), pretix.set_nickname),
        Setting(DIRECT_MESSAGES, tell, Switch(), pretix.direct_messages),
    )


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of an address that is hardly pretix's API, and of a listener that nobody calls."""
    pretix = config.section(Pretix)
    if pretix is not None and not pretix.base_url.endswith("/api/v1"):
        remedy = 'For example: base_url = "https://pretix.eu/api/v1"'
        yield "pretix.base_url", "does not end in /api/v1, as pretix's API does", remedy
    if config.webhooks is not None and pretix is None:
        yield "webhooks", "listens for calls that nobody needs", "Add [pretix], which makes them."


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
