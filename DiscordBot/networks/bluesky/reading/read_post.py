"""A post of Bluesky as features read it.

https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import ValidationError

from DiscordBot.networks.bluesky.addresses import owner_of, page_of
from DiscordBot.networks.bluesky.shapes import PostRecord
from DiscordBot.networks.port import ReadPost
from DiscordBot.networks.whole_links import web_address, whole_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.networks.bluesky.shapes import Facet, PostView

_LINK = "app.bsky.richtext.facet#link"
_NO_HANDLE = "handle.invalid"
_BELIEVED = timedelta(days=1)
"""How much earlier than Bluesky has seen it a post may say to be written."""


def read_post(view: PostView, own_did: str, app_url: str) -> ReadPost | None:
    """Return what is said of a post; None if it is not written as posts are."""
    try:
        record = PostRecord.model_validate(view.record)
    except ValidationError:
        return None
    author, embed = view.author, view.embed or {}
    answered = None if record.reply is None else record.reply.parent.uri
    quoted = _quoted(embed)
    about = answered or quoted
    handle = "" if author.handle == _NO_HANDLE else author.handle
    return ReadPost(
        id=view.uri,
        text=_with_card(whole_text(record.text, record.facets), embed),
        created_at=_written_at(record.createdAt, view.indexedAt),
        author_name=author.displayName or handle,
        author_username=handle,
        author_id=author.did,
        link=page_of(view.uri, app_url),
        pictures=tuple(_pictures(embed)),
        in_reply_to=answered,
        quote_of=quoted,
        # Its author has named that post.
        about_link="" if about is None else web_address(page_of(about, app_url)),
        is_own=author.did == own_did,
        answers_own=answered is not None and owner_of(answered) == own_did,
        quotes_own=quoted is not None and owner_of(quoted) == own_did,
    )


def whole_text(text: str, facets: tuple[Facet, ...]) -> str:
    """Return a text with whole links; facets that are no part of it, or of which another one is, are none."""
    written = text.encode()
    parts: list[bytes] = []
    end = 0
    for facet in sorted(facets, key=lambda facet: facet.index.byteStart):
        begin, stop = facet.index.byteStart, facet.index.byteEnd
        links = (one.get("uri") for one in facet.features if one.get("$type") == _LINK)
        address = next((link for link in links if isinstance(link, str)), None)
        if address is None or not end <= begin < stop <= len(written):
            continue
        try:
            link = whole_link(written[begin:stop].decode(), address)
        except UnicodeDecodeError:
            continue
        parts += [written[end:begin], link.encode()]
        end = stop
    return b"".join([*parts, written[end:]]).decode(errors="replace")


def _with_card(text: str, embed: dict[str, object]) -> str:
    """Add the link of the card below a text, from which authors often leave it out."""
    external = embed.get("external")
    address = external.get("uri") if isinstance(external, dict) else None
    return text if not isinstance(address, str) or address in text else f"{text}\n{address}".strip()


def _pictures(embed: dict[str, object]) -> Iterator[str]:
    media = embed.get("media")
    if isinstance(media, dict):
        yield from _pictures(media)
    images = embed.get("images")
    for image in images if isinstance(images, list) else ():
        if isinstance(image, dict) and isinstance(address := image.get("fullsize"), str):
            yield address
    if isinstance(still := embed.get("thumbnail"), str):
        yield still


def _quoted(embed: dict[str, object]) -> str | None:
    """Return which post is quoted; with media it stands one step deeper."""
    record = embed.get("record")
    if isinstance(record, dict) and isinstance(deeper := record.get("record"), dict):
        record = deeper
    uri = record.get("uri") if isinstance(record, dict) else None
    return uri if isinstance(uri, str) and "/app.bsky.feed.post/" in uri else None


def _written_at(said: str, seen: datetime) -> datetime:
    """Return when a post was written, if its author says something likely, else when it was seen."""
    try:
        written = datetime.fromisoformat(said)
    except ValueError:
        return seen
    written = written if written.tzinfo is not None else written.replace(tzinfo=UTC)
    return written if seen - _BELIEVED <= written <= seen else seen
