"""The ticket shops of the configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.email_hash import email_hash
from DiscordBot.features.registration.config import PRETIX_TOKEN, TITO_TOKEN, Pretix, TicketFiles, Tito
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.order_code import parse_order_code, read_any_code
from DiscordBot.features.registration.shop.port import Shop
from DiscordBot.features.registration.shop.several_events import SeveralEvents
from DiscordBot.features.registration.shop.ticket_file import ADVICE, TicketFile
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.ticket_table import TableFormat
from DiscordBot.features.registration.shop.tito import TitoClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.port import ProbedSource

TITO_ADVICE = "Check TITO_TOKEN in .secrets, tito.account and tito.event."


def build_store(
    config: Config, database: Database, session: aiohttp.ClientSession, clock: Clock
) -> TicketStore:
    """Build the store of all shops."""
    pretix = config.section(Pretix)
    clients = pretix_clients(config, session)
    several = clients[0] if len(clients) == 1 else SeveralEvents(clients)
    others = [*(_tito_shop(config, client) for client in tito_clients(config, session))]
    others += [
        Shop(client, key, file_name, f"file {key}", ADVICE, is_file=True)
        for client, key, file_name in _files(config, clock)
    ]
    # Hashes of another key are as useless as another event's orders, and would cost speakers their roles.
    return TicketStore(
        database,
        several if pretix is not None else None,
        clock,
        source="" if pretix is None else _source_of(pretix),
        key=email_hash(config)("")[:8],
        others=others,
    )


def _source_of(pretix: Pretix) -> str:
    # Who has arrived is in the copy of the orders: with another list it is no longer true.
    arrivals = f" with arrivals at {pretix.checkin_list}" if pretix.checkin_list else ""
    return f"{pretix.base_url}/organizers/{pretix.organizer}/events/{'+'.join(pretix.event)}{arrivals}"


def probed_sources(config: Config, session: aiohttp.ClientSession, clock: Clock) -> Iterator[ProbedSource]:
    """Return all that a start needs of shops, each event and file by itself."""
    yield from pretix_clients(config, session)
    yield from tito_clients(config, session)
    for client, _, _ in _files(config, clock):
        yield client


def code_reader(config: Config) -> Callable[[str], OrderCode | None]:
    """Return what reads order codes as the shops of the configuration make them."""
    pretix, tito = config.section(Pretix), config.section(Tito)
    events = (*(pretix.event if pretix is not None else ()), *(tito.event if tito is not None else ()))
    is_only_pretix = tito is None and config.section(TicketFiles) is None
    return partial(parse_order_code if is_only_pretix else read_any_code, events=events)


def pretix_clients(config: Config, session: aiohttp.ClientSession) -> list[PretixClient]:
    """Build a client for each event in pretix."""
    pretix = config.section(Pretix)
    if pretix is None:
        return []
    return [
        PretixClient(
            session,
            base_url=pretix.base_url,
            organizer=pretix.organizer,
            event=event,
            token=config.secrets.reveal(PRETIX_TOKEN),
            hash_email=email_hash(config),
            checkin_list=pretix.checkin_list,
        )
        for event in pretix.event
    ]


def tito_clients(config: Config, session: aiohttp.ClientSession) -> list[TitoClient]:
    """Build a client for each event in Tito."""
    tito = config.section(Tito)
    if tito is None:
        return []
    return [
        TitoClient(
            session,
            api_url=tito.api_url,
            account=tito.account,
            event=event,
            token=config.secrets.reveal(TITO_TOKEN),
            hash_email=email_hash(config),
            unpaid_counts=tito.unpaid_counts,
        )
        for event in tito.event
    ]


def file_shops(config: Config) -> tuple[str, ...]:
    """Return the keys of the shops that are files."""
    section = config.section(TicketFiles)
    return tuple(f"file/{file.name}" for file in section.files) if section is not None else ()


def _tito_shop(config: Config, client: TitoClient) -> Shop:
    tito = config.require(Tito)
    # Whether unpaid tickets count is in the copy of the orders.
    source = f"{tito.api_url} {client.key}" + (" with unpaid" if tito.unpaid_counts else "")
    return Shop(client, client.key, "Tito", source, TITO_ADVICE)


def _files(config: Config, clock: Clock) -> Iterator[tuple[TicketFile, str, str]]:
    section = config.section(TicketFiles)
    for file in section.files if section is not None else ():
        key = f"file/{file.name}"
        columns = {str(meaning): headers for meaning, headers in file.columns.items()}
        table = TableFormat(key, columns, file.encoding, file.delimiter, file.valid_status)
        yield TicketFile(config.file.parent / file.file, table, clock, email_hash(config)), key, file.file
