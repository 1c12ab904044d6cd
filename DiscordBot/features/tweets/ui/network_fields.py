"""What forms and commands ask about networks: to which ones a tweet goes, and what it says on single ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.forms import Field, WayOut
from DiscordBot.features.tweets.errors import DraftError, TooLongError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from DiscordBot.discord_ui.forms import Forms, Submit
    from DiscordBot.features.tweets.snapshots import TweetContent
    from DiscordBot.networks.port import Network

DELIVER_TO = "deliver_to"
_OWN = "own_"
_MOST_FIELDS = 5


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """Asks among all networks of the bot; with one only there is nothing to ask."""

    networks: Sequence[Network]

    @property
    def is_asked(self) -> bool:
        """Whether there is a choice."""
        return len(self.networks) > 1

    def field(self, picked: Iterable[Network]) -> Field:
        """Return the question to which networks a tweet goes."""
        return Field(
            key=DELIVER_TO,
            label="Where is it posted?",
            default="\n".join(network.title for network in picked),
            choices=[network.title for network in self.networks],
            several=True,
            is_group=True,
        )

    def picked(self, typed: Mapping[str, str], before: Sequence[Network]) -> tuple[str, ...] | None:
        """Return the names of the networks that were picked, None if they are those of `before`."""
        titles = typed.get(DELIVER_TO, "").splitlines()
        names = tuple(network.name for network in self.networks if network.title in titles)
        is_unchanged = DELIVER_TO not in typed or set(names) == {network.name for network in before}
        return None if is_unchanged else names

    def named(self, typed: str) -> tuple[str, ...]:
        """Return the names of the networks that somebody typed, separated by commas. Raises `DraftError`."""
        words = [word.strip().casefold() for word in typed.split(",") if word.strip()]
        known = {network.name.casefold(): network.name for network in self.networks}
        known |= {network.title.casefold(): network.name for network in self.networks}
        if unknown := [word for word in words if word not in known]:
            titles = ", ".join(network.title for network in self.networks)
            raise DraftError(f"I know no network “{unknown[0]}”. There are: {titles}.")
        if not words:
            raise DraftError("Please name at least one network, or leave them out.")
        wanted = {known[word] for word in words}
        return tuple(network.name for network in self.networks if network.name in wanted)

    def offered(self) -> list[str]:
        """Return what can be typed for `named`, single networks first."""
        titles = [network.title for network in self.networks]
        some = chain.from_iterable(combinations(titles, size) for size in range(1, len(titles) + 1))
        return [", ".join(one) for one in some]

    def own_texts(self, texts: Mapping[str, str]) -> list[Field]:
        """Return the questions what single networks get instead of the common text.

        Discord shows five questions in a form: of more than four networks the last ones are not asked about.
        """
        return [
            _own(network.name, network.title, texts.get(network.name, ""))
            for network in self.networks[: _MOST_FIELDS - 1]
        ]

    def remaining(self, tweet: TweetContent, text: str, texts: Mapping[str, str]) -> list[Field]:
        """Return the questions what those networks get on which a tweet neither is nor was."""
        to_come = [one for one in tweet.receivers(self.networks) if one.name not in tweet.settled]
        return [
            Field(
                key=f"{_OWN}{network.name}",
                label=f"Text on {network.title}",
                description="What is out on other networks stays as it is.",
                default=texts.get(network.name) or text,
                is_long=True,
                is_required=True,
            )
            for network in to_come[:_MOST_FIELDS]
        ]

    def versions(self, texts: Mapping[str, str]) -> list[Field]:
        """Return the questions about those texts that single networks have already."""
        return [field for field in self.own_texts(texts) if field.default]


def typed_texts(typed: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Return the own texts by network: what was typed, and those of `before` that nobody was asked about."""
    return {**before, **{key[len(_OWN) :]: text for key, text in typed.items() if key.startswith(_OWN)}}


def shortened(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into a form of `ways_to_shorten` as if it were typed into one with all texts."""
    return {key: text for key, text in typed.items() if key.startswith(_OWN)}


def ways_to_shorten(
    forms: Forms, error: Exception, text: str, texts: Mapping[str, str], submit: Submit
) -> Sequence[WayOut]:
    """Offer a form for the networks that a text is too long for, if that is the error; see `shortened`."""
    if not isinstance(error, TooLongError):
        return ()
    some = error.too_long[:_MOST_FIELDS]
    titles = ", ".join(one.title for one in some)
    fields = [
        Field(
            key=f"{_OWN}{one.name}",
            label=f"Text on {one.title}",
            description=f"{one.limit:,} are possible there, and this counts as {one.length:,}.",
            default=texts.get(one.name) or text,
            is_long=True,
            is_required=True,
        )
        for one in some
    ]
    label = f"Shorten for {titles} …"
    return (WayOut(label, lambda: forms.form(f"Shorten for {titles}", fields, submit)),)


def _own(name: str, title: str, text: str) -> Field:
    return Field(
        key=f"{_OWN}{name}",
        label=f"Own text on {title}",
        description="Empty: the common text.",
        default=text,
        is_long=True,
    )
