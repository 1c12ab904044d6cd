"""Which pictures X takes."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sandbox.x.problems import invalid

MEGABYTE = 1024 * 1024
IMAGE_BYTES = 5 * MEGABYTE
GIF_BYTES = 15 * MEGABYTE
LONGEST_ALT_TEXT = 1000
MOST_PICTURES = 4
CATEGORIES = ("tweet_image", "tweet_gif", "dm_image", "dm_gif")
BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def read_upload(body: dict[str, Any]) -> tuple[bytes, str]:
    """Return the picture in an upload and its kind; raises `ProblemError` if X would not take it."""
    category = body.get("media_category")
    if category not in CATEGORIES:
        raise invalid("media_category", category, f"media_category must be one of [{', '.join(CATEGORIES)}]")
    try:
        content = base64.b64decode(body["media"], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raise invalid("media", "", "media must be given, in base64") from None
    kind = sniff(content)
    if kind is None:
        raise invalid("media", "", "media type unrecognized.")
    if category.endswith("gif") and kind != "image/gif":
        raise invalid("media_category", category, "media_category does not match the media type.")
    most = GIF_BYTES if category.endswith("gif") else IMAGE_BYTES
    if len(content) > most:
        raise invalid("media", "", f"File size exceeds {most} bytes.")
    return content, kind


def sniff(content: bytes) -> str | None:
    """Return the kind of a picture by how it begins, whatever it is said to be."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), None)


def read_alt_text(body: dict[str, Any]) -> tuple[str, str]:
    """Return the id of a picture and the text for those who do not see it."""
    try:
        media_id, text = body["id"], body["metadata"]["alt_text"]["text"]
    except (KeyError, TypeError):
        raise invalid("metadata", "", "id and metadata.alt_text.text must be given") from None
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_ALT_TEXT:
        message = f"alt_text must have 1 to {LONGEST_ALT_TEXT} characters"
        raise invalid("metadata.alt_text.text", "", message)
    return str(media_id), text
