"""A post as a record of Bluesky.

https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.networks.bluesky.posting.rich_text import Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from DiscordBot.networks.bluesky.shapes import Reference
    from DiscordBot.networks.link_cards.link_cards import LinkCard

POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
_FACET = "app.bsky.richtext.facet"

Record = dict[str, Any]


def facets(parts: Iterable[Part], dids: Mapping[str, str]) -> list[Record]:
    """Return what makes parts of a text lead somewhere; a mention of nobody in `dids` leads nowhere."""
    return [
        {
            "index": {"byteStart": part.start, "byteEnd": part.end},
            "features": [_feature(part, dids.get(part.value.casefold(), ""))],
        }
        for part in parts
        if part.kind is not Kind.MENTION or part.value.casefold() in dids
    ]


def _feature(part: Part, did: str) -> Record:
    match part.kind:
        case Kind.LINK:
            return {"$type": f"{_FACET}#link", "uri": part.value}
        case Kind.TAG:
            return {"$type": f"{_FACET}#tag", "tag": part.value}
        case Kind.MENTION:
            return {"$type": f"{_FACET}#mention", "did": did}


def external(card: LinkCard, thumb: Record | None) -> Record:
    """Return the card of a link; `thumb` is its picture, once it is uploaded."""
    said: Record = {"uri": card.address, "title": card.title, "description": card.description}
    if thumb is not None:
        said["thumb"] = thumb
    return {"$type": "app.bsky.embed.external", "external": said}


def embed(images: Sequence[Record], quoted: Reference | None, link: Record | None = None) -> Record | None:
    """Return what stands below a text: pictures or the card of a link, a quoted post, or both."""
    pictures = {"$type": "app.bsky.embed.images", "images": [*images]} if images else link
    quote = None if quoted is None else {"$type": "app.bsky.embed.record", "record": strong(quoted)}
    if pictures is not None and quote is not None:
        return {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": pictures}
    return pictures or quote


def strong(reference: Reference) -> Record:
    """Return a reference to one version of a record, as records write it."""
    return {"uri": reference.uri, "cid": reference.cid}
