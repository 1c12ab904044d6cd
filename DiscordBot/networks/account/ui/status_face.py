"""How a network's account is doing, in words: what is connected, as whom, and what stops it until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, CardField, Tone
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from DiscordBot.networks.port import AccountStatus
    from DiscordBot.networks.posting_window import PostingWindow

_DRY_RUN = "A dry run: everything happens but posting."
_NOBODY = "no account yet"


def status_face(status: AccountStatus) -> CardFace:
    """Show how the account is doing."""
    details = [
        CardField(field.title, "\n".join(_line(*line) for line in field.lines), is_short=False)
        for field in status.details
    ]
    return CardFace(
        title=f"{_mark(status)} {status.title}: {_state(status)}",
        tone=Tone.DONE if status.paused is None else Tone.ASKS,
        text=_why_not(status),
        fields=(
            CardField("Account", _name(status)),
            CardField("Posting hours", _hours(status.window)),
            *details,
        ),
        footer=_DRY_RUN if status.dry_run else "",
    )


def overview_face(statuses: Iterable[AccountStatus]) -> CardFace:
    """Show all accounts, in a few lines each."""
    fields = []
    for status in statuses:
        lines = (f"{_name(status)}; posting hours {_hours(status.window)}", _why_not(status))
        name = f"{_mark(status)} {status.title}: {_state(status)}"
        fields.append(CardField(name, "\n".join(filter(None, lines)), is_short=False))
    return CardFace(title="Accounts on networks", fields=tuple(fields))


def _mark(status: AccountStatus) -> str:
    # Beside words that say the same.
    return "🟢" if status.paused is None else "🟠"


def _state(status: AccountStatus) -> str:
    if status.paused is not None:
        return "nothing is posted"
    return "posting" if status.opens is None else "waiting for the posting hours"


def _why_not(status: AccountStatus) -> str:
    if status.paused is not None:
        until = f" Until {time_stamp_and_distance(status.paused.until)}." if status.paused.until else ""
        return f"{shown(status.paused.reason)}{until}"
    if status.opens is not None:
        return f"What is approved goes out from {time_stamp_and_distance(status.opens)} on."
    return ""


def _name(status: AccountStatus) -> str:
    if status.dry_run:
        return "none (dry run)"
    name = status.account.strip("—")
    if not name:
        return _NOBODY
    # The @ that begins a handle mentions nobody.
    return f"@{shown_line(name[1:])}" if name.startswith("@") else shown_line(name)


def _hours(window: PostingWindow) -> str:
    if window.start == window.end:
        return "all day"
    return f"{window.start:%H:%M} to {window.end:%H:%M}, conference time"


def _line(text: str, moment: datetime | None) -> str:
    return text if moment is None else f"{text} {time_stamp_and_distance(moment)}"
