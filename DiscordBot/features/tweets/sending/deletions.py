"""Deleting what is out, on each network by itself: what fails on one is deleted on the others."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import select

from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Tweet
from DiscordBot.features.tweets.storage.audit import Deed, delivery_key, record
from DiscordBot.features.tweets.versions import text_for
from DiscordBot.networks.port import NetworkError, OutgoingPost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import Network

FOR_AN_ANSWER = timedelta(minutes=1)
_BY_HAND = "Please delete it on {} itself."


@dataclass(frozen=True, slots=True)
class Deletion:
    """What became of a tweet on the network with this title; without a `problem` it is gone."""

    title: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _SentPost:
    """A post that is there; `remote_id` is None if only a human has seen it."""

    delivery_id: int
    network: str
    account: str | None
    remote_id: str | None
    post: OutgoingPost


class Deletions:
    """Asks the networks, and writes down what each has done.

    Nothing is noted before a network was asked: what is gone already counts as deleted, so whatever a crash
    or a lost answer leaves open is settled by trying again. `on_error` is told of what no network should do.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        networks: Sequence[Network],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._networks = {network.name: network for network in networks}
        self._on_error = on_error

    async def delete(self, tweet_id: int, actor_id: int) -> list[Deletion]:
        """Delete a tweet wherever it is out, for a person; one network after the other."""
        found = []
        for sent in await self._sent(tweet_id):
            network = self._networks.get(sent.network)
            problem = await self._ask(network, sent)
            await self._note(sent, actor_id, problem)
            found.append(Deletion(sent.network if network is None else network.title, problem))
        return found

    async def _ask(self, network: Network | None, sent: _SentPost) -> str:
        """Return why it is not deleted, in a sentence; nothing if it is."""
        if network is None:
            return "The bot is not set up for this network any more. " + _BY_HAND.format("the network")
        if why := _only_by_hand(network, sent):
            return f"{why} {_BY_HAND.format(network.title)}"
        try:
            async with asyncio.timeout(FOR_AN_ANSWER.total_seconds()):
                await network.delete(sent.post, sent.remote_id or "")
        except NetworkError as error:
            return str(error)
        except TimeoutError:
            return f"{network.title} did not answer in time."
        except Exception as error:  # noqa: BLE001 - the other networks are asked all the same
            self._on_error(error, f"deleting a tweet on {network.title}")
            return f"{network.title} gave no answer that the bot understands."
        return ""

    async def _sent(self, tweet_id: int) -> list[_SentPost]:
        async with self._database.read() as session:
            tweet = await session.get(Tweet, tweet_id)
            query = select(Delivery).where(
                Delivery.tweet_id == tweet_id, Delivery.status == DeliveryStatus.SENT
            )
            rows = (await session.execute(query.order_by("id"))).scalars().all()
        return [] if tweet is None else [_sent_post(tweet, row) for row in rows]

    async def _note(self, sent: _SentPost, actor_id: int, problem: str) -> None:
        """Write down what a network has done, unless somebody else was faster."""
        async with self._database.transaction() as session:
            row = await session.get(Delivery, sent.delivery_id)
            if row is None or row.status is not DeliveryStatus.SENT:
                return
            before, row.problem = str(row.status), problem
            row.status = row.status if problem else DeliveryStatus.DELETED
            name = delivery_key(row.network)
            record(
                session,
                at=self._clock.now(),
                tweet_id=row.tweet_id,
                actor_id=actor_id,
                deed=Deed.NOT_DELETED if problem else Deed.DELETED,
                before={name: before},
                after={name: str(row.status), "problem": problem or None},
            )


def _only_by_hand(network: Network, sent: _SentPost) -> str:
    """Return why only a human can delete it, in a sentence; nothing if the bot can."""
    if sent.remote_id is None:
        return "Somebody has marked it as sent, so I do not know which post it is."
    if network.account is not None and sent.account not in {None, network.account}:
        return "Another account was connected when it was posted."
    return ""


def _sent_post(tweet: Tweet, row: Delivery) -> _SentPost:
    if row.id is None:
        raise ValueError("a delivery that was never stored is nowhere")
    post = OutgoingPost(
        text=text_for(tweet, row.network),
        in_reply_to=tweet.in_reply_to,
        quote_of=tweet.quote_of,
        retweet_of=tweet.retweet_of,
        key=row.key,
    )
    return _SentPost(row.id, row.network, row.account, row.remote_id, post)
