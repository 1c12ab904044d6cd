from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.reminders.network_messages import NetworkMessages
from DiscordBot.features.reminders.reminder import reminders
from DiscordBot.features.reminders.ways import Recipient, UnreachableError
from DiscordBot.networks.port import NotNowError, PausedError, Perhaps, RejectedError
from tests.features.programme.made_up import BERLIN, session

if TYPE_CHECKING:
    from DiscordBot.networks.port import NetworkError

ADA = Recipient(handles={"twitter": "@ada", "mastodon": "@ada@example.social"})
(REMINDER,) = reminders([session("A-1", title="T" * 300)]).values()


class Messenger:
    """A network, as it is on some day."""

    def __init__(self, fault: NetworkError | None = None) -> None:
        self.sent: list[tuple[str, str]] = []
        self.keys: list[str] = []
        self._fault = fault

    async def send(self, username: str, text: str, *, key: str = "") -> None:
        self.keys.append(key)
        if self._fault is not None:
            raise self._fault
        self.sent.append((username, text))


def way(messenger: Messenger, network: str = "twitter") -> NetworkMessages:
    return NetworkMessages(
        network,
        messenger,
        conference="PyCon",
        timezone=BERLIN,
        watch_link=lambda _session: "https://youtu.be/abc",
    )


async def test_a_message_tells_all_in_plain_words() -> None:
    messenger = Messenger()
    await way(messenger).send(REMINDER, ADA)

    ((username, text),) = messenger.sent
    assert username == "@ada"
    assert text == (
        f"Hi Ada Lovelace! Your session “{'T' * 200}…” starts at 10:00 in Forum Hall. Have fun!\n"
        "Livestream: https://youtu.be/abc\nPyCon"
    )


async def test_the_handle_is_that_of_the_network() -> None:
    messenger = Messenger()
    for _ in range(2):
        await way(messenger, "mastodon").send(REMINDER, ADA)
    assert {username for username, _ in messenger.sent} == {"@ada@example.social"}
    # A second one of the same reminder is known by its key.
    assert len(set(messenger.keys)) == 1
    assert messenger.keys[0]
    assert not way(messenger, "bluesky").leads_to(ADA)


def test_names_in_the_database_stay() -> None:
    assert [way(Messenger(), network).name for network in ("twitter", "mastodon")] == ["x", "mastodon"]


def test_it_leads_to_whom_it_has_a_handle_of() -> None:
    assert way(Messenger()).leads_to(ADA)
    assert not way(Messenger()).leads_to(Recipient(user_id=42))


@pytest.mark.parametrize("error", [NotNowError, PausedError, RejectedError])
async def test_what_x_does_not_take_goes_another_way(error: type[NetworkError]) -> None:
    with pytest.raises(UnreachableError, match="No"):
        await way(Messenger(error("No."))).send(REMINDER, ADA)


async def test_a_doubt_stays_one() -> None:
    with pytest.raises(Perhaps):
        await way(Messenger(Perhaps("No answer."))).send(REMINDER, ADA)
    assert await way(Messenger()).has_sent(REMINDER.key, ADA) is None  # type: ignore[func-returns-value]  # it says so in its own way


def test_starts_are_in_utc() -> None:
    assert REMINDER.key.start.tzinfo is UTC


async def test_the_reason_names_nobody_since_it_is_logged() -> None:
    error = RejectedError("There is no account @ada@example.social on Mastodon.")
    with pytest.raises(UnreachableError, match=r"^There is no account @… on Mastodon\.$"):
        await way(Messenger(error), "mastodon").send(REMINDER, ADA)
