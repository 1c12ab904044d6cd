"""What of a tweet is for which network: its text there, and whether it goes there at all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


class Versions(Protocol):
    """A text for all networks, and own ones for some by the networks' names."""

    @property
    def text(self) -> str:
        """The common text."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The own texts."""


class Receiver(Protocol):
    """As much of a network as says whether tweets go there; see `port.Network`."""

    @property
    def name(self) -> str:
        """The name that never changes."""

    @property
    def account(self) -> str | None:
        """The account that is connected; None if there is none."""


AnyReceiver = TypeVar("AnyReceiver", bound=Receiver)


def collapsed(texts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return of the texts of networks, by their names, the common one and the own ones of all others.

    The common one is what most of them get, of equally frequent ones the first.
    """
    common = Counter(texts.values()).most_common(1)[0][0]
    return common, {name: text for name, text in texts.items() if text != common}


def text_for(tweet: Versions, network: str) -> str:
    """Return what a tweet says on the network of that name."""
    return tweet.texts.get(network, tweet.text)


def receivers(networks: Sequence[AnyReceiver], chosen: Collection[str] | None) -> list[AnyReceiver]:
    """Return the networks that a tweet goes to: the `chosen` ones by name or, for None, all connected ones.

    As long as none is connected, it is for all.
    """
    if chosen is not None:
        return [network for network in networks if network.name in chosen]
    return [network for network in networks if network.account is not None] or list(networks)


def repeats(one: Versions, other: Versions, networks: Collection[str]) -> bool:
    """Tell whether any of these networks would get the same text of both."""
    return any(text_for(one, network) == text_for(other, network) for network in networks)
