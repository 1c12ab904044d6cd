"""What Discord writes in its own marks, as people elsewhere can read it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

# https://discord.com/developers/docs/reference#message-formatting
_MARK = re.compile(
    r"<@!?(?P<member>[0-9]{1,20})>|<@&(?P<role>[0-9]{1,20})>|<#(?P<channel>[0-9]{1,20})>"
    r"|<a?:(?P<emoji>\w{1,32}):[0-9]{1,20}>|</(?P<command>[^:<>]{1,100}):[0-9]{1,20}>"
    r"|<t:(?P<seconds>-?[0-9]{1,11})(?::(?P<style>[tTdDfFRsS]))?>"
)
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_TIME = "%H:%M"
_DATE = "%A, %d %B %Y"
_STYLES = {"t": _TIME, "T": _TIME, "d": _DATE, "D": _DATE}
SOMEBODY = "somebody"


class Names(Protocol):
    """What things on the server are called; None for what is not there."""

    def member(self, member_id: int) -> str | None:
        """Return a member's name on the server."""

    def role(self, role_id: int) -> str | None:
        """Return a role's name."""

    def channel(self, channel_id: int) -> str | None:
        """Return a channel's name, without `#`."""


def as_readers_see(text: str, names: Names, timezone: ZoneInfo) -> str:
    """Return a text with names for mentions, dates at the venue for time stamps, and no emoji of a server."""
    without = _MARK.sub(lambda mark: _readable(mark, names, timezone), text)
    return text if without == text else _SPACES.sub(" ", without)


def _readable(mark: re.Match[str], names: Names, timezone: ZoneInfo) -> str:
    for kind, name_of in _lookups(names).items():
        if mark[kind] is not None:
            return name_of(int(mark[kind])) or SOMEBODY
    if mark["command"] is not None:
        return f"/{mark['command']}"
    if mark["seconds"] is not None:
        return _date(mark, timezone)
    return ""


def _lookups(names: Names) -> dict[str, Callable[[int], str | None]]:
    return {
        "member": names.member,
        "role": names.role,
        "channel": lambda channel_id: names.channel(channel_id) or "a channel",
    }


def _date(mark: re.Match[str], timezone: ZoneInfo) -> str:
    try:
        moment = datetime.fromtimestamp(int(mark["seconds"]), UTC).astimezone(timezone)
    except (OverflowError, ValueError, OSError):
        return ""
    return moment.strftime(_STYLES.get(mark["style"] or "", f"{_DATE}, {_TIME}"))
