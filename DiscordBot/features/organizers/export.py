"""Registrations as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from zoneinfo import ZoneInfo

    from DiscordBot.features.registration.overview import Registration

# Spreadsheets run a cell that begins so as a formula, in full width too, and after spaces:
# https://owasp.org/www-community/attacks/CSV_Injection
# Where the comma is the decimal sign, Excel splits at semicolons, and at line ends within quotes.
_FORMULA = re.compile(r"(?:^(?= *[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?= *[=+\-@＝＋－＠]))")


def registrations_as_csv(
    registrations: Iterable[Registration], name_of: Callable[[int], str], timezone: ZoneInfo
) -> bytes:
    """Return one line for each registration, times in `timezone`, that spreadsheets open by a double click.

    `name_of` says how a member is called on the server.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        ("member id", "name shown", "ticket types", "order code", f"registered at ({timezone.key})")
    )
    for registration in registrations:
        user_id = registration.user_id
        local = registration.registered_at.astimezone(timezone)
        cells = (
            "" if user_id is None else str(user_id),
            "" if user_id is None else name_of(user_id),
            ", ".join(registration.tickets),
            registration.order_code,
            f"{local:%Y-%m-%d %H:%M:%S}",
        )
        writer.writerow(map(_harmless, cells))
    # Without the byte order mark, Excel takes UTF-8 for another encoding.
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return _FORMULA.sub("'", cell)
