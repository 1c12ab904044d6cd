"""Bluesky as the queue sees it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from DiscordBot.networks.api_client import Request
from DiscordBot.networks.bluesky.account_api import AccountApi
from DiscordBot.networks.bluesky.addresses import page_of
from DiscordBot.networks.bluesky.posting import records
from DiscordBot.networks.bluesky.posting.record_key import record_key
from DiscordBot.networks.bluesky.posting.rich_text import Kind, find_parts
from DiscordBot.networks.bluesky.refusals import NOT_FOUND
from DiscordBot.networks.bluesky.rules import BlueskyRules
from DiscordBot.networks.bluesky.shapes import PostsShape, RecordShape, Reference, Resolved, Uploaded
from DiscordBot.networks.pictures import shrunk
from DiscordBot.networks.port import NotNowError, Perhaps, PublishedPost, RejectedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.networks.bluesky.posting.rich_text import Part
    from DiscordBot.networks.bluesky.session import Account, AccountSession
    from DiscordBot.networks.link_cards.link_cards import LinkCard, LinkCards
    from DiscordBot.networks.pictures import SizedPicture
    from DiscordBot.networks.port import Media, OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow

MOST_BYTES = 1_000_000
"""Of a picture."""

_CARDS_KEPT = 50
"""Of the posts that were tried last. After a restart a second try may have another card than the first; it
takes the place of it, as all that is put under one name."""


class BlueskyNetwork(BlueskyRules):
    """Publishes by the account of `account_now`, which is asked each time; None is no account.

    A post is put under a name that follows from its key, so that putting it there once more changes nothing
    (https://docs.bsky.app/docs/api/com-atproto-repo-put-record). `on_refusal` is awaited with the reason
    when the server takes nothing from the account any more. `why_paused` shall tell so from then on.
    """

    def __init__(
        self,
        session: AccountSession,
        clock: Clock,
        *,
        app_url: str,
        window: PostingWindow,
        min_gap_seconds: int,
        account_now: Callable[[], Account | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        on_refusal: Callable[[str], Awaitable[None]],
        link_cards: LinkCards | None = None,
    ) -> None:
        super().__init__(window, min_gap_seconds, why_paused)
        self._api = AccountApi(session, account_now, on_refusal)
        self._clock = clock
        self._app_url = app_url
        self._account_now = account_now
        self._link_cards = link_cards
        self._cards: LRUCache[str, LinkCard | None] = LRUCache(_CARDS_KEPT)

    @property
    def account(self) -> str | None:
        """The account's DID; None if none is connected."""
        account = self._account_now()
        return None if account is None else account.did

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        """Publish once, however often it is tried with the same key. Raises `NetworkError`s as they say."""
        if post.retweet_of is not None:
            subject = await self._reference(post.retweet_of)
            await self._put(records.REPOST, post, {"subject": records.strong(subject)})
            return self._published(post.retweet_of)
        parts = find_parts(post.text)
        record: dict[str, Any] = {"text": post.text}
        if links := records.facets(parts, await self._dids(parts)):
            record["facets"] = links
        if post.language is not None:
            record["langs"] = [post.language]
        if post.in_reply_to is not None:
            record["reply"] = await self._reply(post.in_reply_to)
        quoted = None if post.quote_of is None else await self._reference(post.quote_of)
        images = [await self._image(media) for media in post.media]
        external = None if images else await self._external(post.key, parts)
        if (below := records.embed(images, quoted, external)) is not None:
            record["embed"] = below
        return self._published((await self._put(records.POST, post, record)).uri)

    async def delete(self, post: OutgoingPost, post_id: str) -> None:
        """Delete the record; one that is gone is no error there either. Raises `NetworkError`s."""
        # The id of a repost is that of its original: only the key tells its own record.
        is_repost = post.retweet_of is not None
        values = {
            "repo": self._api.connected().did,
            "collection": records.REPOST if is_repost else records.POST,
            "rkey": record_key(post.key) if is_repost else post_id.rpartition("/")[2],
        }
        await self._api.ask(
            Request(method="POST", path="/xrpc/com.atproto.repo.deleteRecord", json=values, leaves_doubt=True)
        )

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        """Look for the record that `post` is put under; times do not matter. Raises `NetworkError`s."""
        del since, until
        collection = records.REPOST if post.retweet_of is not None else records.POST
        query = (
            ("repo", self._api.connected().did),
            ("collection", collection),
            ("rkey", record_key(post.key)),
        )
        try:
            answer = await self._api.ask(
                Request(method="GET", path="/xrpc/com.atproto.repo.getRecord", query=query)
            )
        except RejectedError as error:
            if any(name in str(error) for name in NOT_FOUND):
                return None
            raise
        return self._published(post.retweet_of or answer.read(RecordShape).uri)

    async def _put(self, collection: str, post: OutgoingPost, record: dict[str, Any]) -> Reference:
        values = {
            "repo": self._api.connected().did,
            "collection": collection,
            "rkey": record_key(post.key),
            "record": {"$type": collection, "createdAt": _written(self._clock.now()), **record},
        }
        answer = await self._api.ask(
            Request(method="POST", path="/xrpc/com.atproto.repo.putRecord", json=values, leaves_doubt=True)
        )
        return answer.read(Reference, Perhaps)

    async def _dids(self, parts: tuple[Any, ...]) -> dict[str, str]:
        """Return whose the handles in a text are; a handle of nobody is left out."""
        found = {}
        for handle in {part.value.casefold() for part in parts if part.kind is Kind.MENTION}:
            request = Request(
                method="GET", path="/xrpc/com.atproto.identity.resolveHandle", query=(("handle", handle),)
            )
            try:
                found[handle] = (await self._api.ask(request)).read(Resolved).did
            except RejectedError:
                continue
        return found

    async def _reply(self, uri: str) -> dict[str, Any]:
        """Return what makes a post an answer: to which one, and in which thread."""
        parent, record = await self._read(uri)
        thread = record.get("reply")
        root = thread.get("root") if isinstance(thread, dict) else None
        return {"root": root or records.strong(parent), "parent": records.strong(parent)}

    async def _reference(self, uri: str) -> Reference:
        return (await self._read(uri))[0]

    async def _read(self, uri: str) -> tuple[Reference, dict[str, object]]:
        request = Request(method="GET", path="/xrpc/app.bsky.feed.getPosts", query=(("uris", uri),))
        posts = (await self._api.ask(request)).read(PostsShape).posts
        if not posts:
            raise RejectedError("The post that this is about is not on Bluesky any more.")
        return Reference(uri=posts[0].uri, cid=posts[0].cid), posts[0].record

    async def _image(self, media: Media) -> dict[str, Any]:
        picture = await asyncio.to_thread(shrunk, media.content, media.media_type, MOST_BYTES)
        return {
            "image": await self._upload(picture),
            "alt": media.alt_text,
            "aspectRatio": {"width": picture.width, "height": picture.height},
        }

    async def _external(self, key: str, parts: tuple[Part, ...]) -> dict[str, Any] | None:
        """Return the card for the first link, if there is one; each try with the same key has the same."""
        address = next((part.value for part in parts if part.kind is Kind.LINK), None)
        if self._link_cards is None or address is None:
            return None
        if key not in self._cards:
            self._cards[key] = await self._link_cards.card(address)
        card = self._cards[key]
        if card is None:
            return None
        thumb = None
        if card.picture is not None:
            # A post does without it rather than wait for it.
            with suppress(RejectedError, NotNowError):
                thumb = await self._upload(card.picture)
        return records.external(card, thumb)

    async def _upload(self, picture: SizedPicture) -> dict[str, object]:
        request = Request(
            method="POST",
            path="/xrpc/com.atproto.repo.uploadBlob",
            body=picture.content,
            headers={"Content-Type": picture.media_type},
        )
        # Whatever becomes of a picture, nothing is posted before it is named in a record.
        return (await self._api.ask(request)).read(Uploaded).blob

    def _published(self, uri: str) -> PublishedPost:
        return PublishedPost(uri, page_of(uri, self._app_url))


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
