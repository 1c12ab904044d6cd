"""Texts as X counts them and as its API gives them back: short links, escaped signs, links to pictures."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from DiscordBot.networks.twitter.text_rules.extract_urls import (  # type: ignore[import-not-found]  # the library's
    extract_urls_with_indices,
)
from DiscordBot.networks.twitter.text_rules.parse_tweet import (  # type: ignore[import-not-found]  # the library's
    parse_tweet,
)

if TYPE_CHECKING:
    from sandbox.x.posts import Post, PostBook

Json = dict[str, Any]


LIMIT = 280
TOO_LONG_TO_MEASURE = 1000
"""Characters; the measuring is quadratic."""

SHORT_ENOUGH_IN_ANY_SCRIPT = 140
RETWEET_LENGTH = 140
HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d_]\w*)")
MENTION = re.compile(r"(?<![\w@/])@(\w{1,15})")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in an answer, its entities, and the whole of it if `text` is but the beginning."""

    text: str
    entities: Json
    whole: str = ""


@dataclass(slots=True)
class _Text:
    """A text in the making; positions count its characters."""

    text: str = ""
    urls: list[Json] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.text += text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def add_link(self, short: str, expanded: str, **more: str) -> None:
        start = len(self.text)
        self.text += short
        display = re.sub(r"^https?://(www\.)?", "", expanded)
        shown = display if len(display) <= 27 else f"{display[:26]}…"  # noqa: PLR2004 - as X cuts them
        place = {"start": start, "end": len(self.text)}
        self.urls.append(place | {"url": short, "expanded_url": expanded, "display_url": shown} | more)


def weighted_length(text: str) -> int:
    """Return the length as X counts it; a hopelessly long text counts its characters."""
    if len(text) > TOO_LONG_TO_MEASURE:
        return len(text)
    return int(parse_tweet(text).weightedLength)


@lru_cache(maxsize=1000)  # slow for strange texts, and every list shows them again
def find_urls(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the links in a text: where each begins and ends, and its address with a scheme."""
    return tuple(
        (*found["indices"], found["url"] if "://" in found["url"] else f"http://{found['url']}")
        for found in extract_urls_with_indices(text)
    )


def address_of(post: Post) -> str:
    """Return where people see the post."""
    return f"https://twitter.com/{post.author.username}/status/{post.id}"


def hashtags(text: str) -> set[str]:
    """Return the hashtags in a text, folded."""
    return {tag.casefold() for tag in HASHTAG.findall(text)}


def mentioned(text: str) -> set[str]:
    """Return the user names in a text, folded."""
    return {name.casefold() for name in MENTION.findall(text)}


def full_text(post: Post, book: PostBook) -> str:
    """Return what the post says to people: a reply begins with whom it answers, a retweet repeats."""
    original = book.get(post.retweet_of) if post.retweet_of else None
    if original is not None:
        return f"RT @{original.author.username}: {full_text(original, book)}"
    answered = book.get(post.in_reply_to) if post.in_reply_to else None
    prefix = f"@{answered.author.username} " if answered and answered.author != post.author else ""
    return post.text if post.text.casefold().startswith(prefix.strip().casefold()) else prefix + post.text


def show(post: Post, book: PostBook) -> Shown:
    """Return the text as answers of the API hold it."""
    text = full_text(post, book)
    if post.retweet_of and len(text) > RETWEET_LENGTH:
        text = f"{text[: RETWEET_LENGTH - 1]}…"
    whole = _linked(post, text, book)
    if not _is_long(text):
        return Shown(whole.text, _entities(whole))
    beginning = _Text()
    beginning.add(f"{text[: LIMIT // 2]}… ")
    beginning.add_link(_short(post.id, "note"), address_of(post))
    return Shown(beginning.text, _entities(beginning), whole.text)


def _is_long(text: str) -> bool:
    return len(text) > SHORT_ENOUGH_IN_ANY_SCRIPT and weighted_length(text) > LIMIT


def _linked(post: Post, text: str, book: PostBook) -> _Text:
    made, end = _Text(), 0
    for number, (start, stop, address) in enumerate(find_urls(text)):
        made.add(text[end:start])
        made.add_link(_short(post.id, number), address)
        end = stop
    made.add(text[end:])
    quoted = book.get(post.quote_of) if post.quote_of else None
    if quoted is not None:
        made.add(" " if made.text else "")
        made.add_link(_short(post.id, "quote"), address_of(quoted))
    if post.media:
        made.add(" " if made.text else "")
        _add_pictures(made, post)
    return made


def _add_pictures(made: _Text, post: Post) -> None:
    # All pictures share one link in the text, and each has an entity of its own.
    short, before = _short(post.id, "media"), made.text
    for number, media in enumerate(post.media, start=1):
        made.text = before
        made.add_link(short, f"{address_of(post)}/photo/{number}", media_key=f"3_{media.id}")


def _entities(made: _Text) -> Json:
    found: Json = {"urls": made.urls} if made.urls else {}
    for name, key, pattern in (("hashtags", "tag", HASHTAG), ("mentions", "username", MENTION)):
        parts = [{"start": m.start(), "end": m.end(), key: m[1]} for m in pattern.finditer(made.text)]
        if parts:
            found[name] = parts
    return found


def _short(post_id: str, part: int | str) -> str:
    number = int.from_bytes(hashlib.sha256(f"{post_id}/{part}".encode()).digest()[:8], "big")
    code = ""
    for _ in range(10):
        number, digit = divmod(number, len(DIGITS))
        code += DIGITS[digit]
    return f"https://t.co/{code}"
