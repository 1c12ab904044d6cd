"""Which of the account's own posts is the one that the bot meant to publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yarl import URL

from DiscordBot.networks.twitter.length import find_links, normalised
from DiscordBot.networks.twitter.written import as_written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.networks.port import OutgoingPost
    from DiscordBot.networks.twitter.api.shapes import XPost

_LEADING_MENTIONS = re.compile(r"^(?:@\w{1,15}\s+)+")
_LINKED_POST = re.compile(r"(?:twitter|x)\.com/\w+(?:/web)?/status/(\d+)")
_TRAILING_POSTS = re.compile(rf"(?:(?:^| ){_LINKED_POST.pattern}(?:/(?:photo|video)/\d+)?)+$")


def newest_match(post: OutgoingPost, found: Sequence[XPost], since: datetime) -> XPost | None:
    """Return the post that comes of publishing `post`, if it is among those that were found since then.

    `found` begins with the newest.
    """
    recent = [one for one in found if one.created_at >= since]
    if post.retweet_of is not None:
        return next((one for one in recent if one.refers_to("retweeted") == post.retweet_of), None)
    wanted = _comparable(post.text, is_reply=post.in_reply_to is not None)
    return next((one for one in recent if _is_the_same(post, wanted, one)), None)


def _is_the_same(post: OutgoingPost, wanted: str, found: XPost) -> bool:
    # A link to another post in a text may make a quote of it.
    linked = () if post.quote_of else (None, *_LINKED_POST.findall(post.text))
    return (
        found.refers_to("retweeted") is None
        and found.refers_to("replied_to") == post.in_reply_to
        and found.refers_to("quoted") in {post.quote_of, *linked}
        and _comparable(as_written(found), is_reply=post.in_reply_to is not None) == wanted
    )


def _comparable(text: str, *, is_reply: bool) -> str:
    """Leave out what X adds: whom a reply answers, and at the end what is quoted or shown as a picture."""
    tidy, parts, end = normalised(text), [], 0
    for link in find_links(tidy):
        parts += [tidy[end : link.start], _plain(link.address)]
        end = link.end
    words = " ".join("".join([*parts, tidy[end:]]).split())
    if is_reply:
        words = _LEADING_MENTIONS.sub("", words)
    return _TRAILING_POSTS.sub("", words)


def _plain(address: str) -> str:
    """Return an address without its scheme, and however it is spelt in the same way."""
    try:
        readable = URL(address).human_repr()
    except ValueError:
        readable = address
    return readable.partition("://")[2].rstrip("/")
