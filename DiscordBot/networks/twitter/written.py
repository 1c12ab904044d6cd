"""A post's text as its author wrote it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from DiscordBot.networks.twitter.api.shapes import XPost


def as_written(found: XPost, *, with_pictures: bool = True) -> str:
    """Undo the short links and the escaped signs; the link to pictures at the end is X's own addition."""
    shown = found.note_tweet or found
    text = html.unescape(shown.text)
    for link in (*shown.entities.urls, *found.entities.urls):
        is_picture = link.media_key is not None
        address = "" if is_picture and not with_pictures else link.expanded_url or link.url
        text = text.replace(link.url, address)
    return text.strip() if not with_pictures else text
