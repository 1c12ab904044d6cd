"""A post of Mastodon as features read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.mastodon.reading.html_text import html_text
from DiscordBot.networks.port import ReadPost
from DiscordBot.networks.whole_links import web_address

if TYPE_CHECKING:
    from DiscordBot.networks.mastodon.connection import Account
    from DiscordBot.networks.mastodon.shapes import Post

_FOR_EVERYBODY = frozenset({"public", "unlisted"})


def read_post(post: Post, account: Account, base_url: str) -> ReadPost:
    """Return what the server at `base_url`, that of the account, says of a post."""
    home = account.handle.rpartition("@")[2]
    author, quoted = post.account, post.quote.quoted_status if post.quote is not None else None
    handles = {one.url: _whole(one.acct, home) for one in post.mentions if one.acct}
    return ReadPost(
        id=post.id,
        text=html_text(post.content, handles, has_quote=quoted is not None),
        created_at=post.created_at,
        author_name=author.display_name or author.username,
        author_username=author.acct,
        author_id=author.id,
        link=web_address(post.url or post.uri),
        pictures=tuple(
            url for media in post.media_attachments if (url := web_address(media.url or media.remote_url))
        ),
        in_reply_to=post.in_reply_to_id,
        quote_of=None if quoted is None else quoted.id,
        retweet_of=None if post.reblog is None else post.reblog.id,
        about_link=_answered(post, account, base_url)
        or (web_address(quoted.url) if quoted is not None else ""),
        is_own=author.id == account.id,
        answers_own=post.in_reply_to_account_id == account.id,
        quotes_own=quoted is not None and quoted.account.id == account.id,
        is_private=post.visibility not in _FOR_EVERYBODY,
        content_warning=post.spoiler_text,
        edited_at=post.edited_at,
    )


def _whole(handle: str, home: str) -> str:
    """Return a handle with its server, which those of the account's own server are told without."""
    return handle if "@" in handle else f"{handle}@{home}"


def _answered(post: Post, account: Account, base_url: str) -> str:
    """Return the page of the post that this one answers, on the account's own server."""
    if post.in_reply_to_id is None:
        return ""
    handles = {one.id: one.acct for one in post.mentions}
    handles |= {post.account.id: post.account.acct, account.id: account.handle.partition("@")[0]}
    handle = handles.get(post.in_reply_to_account_id or "")
    return f"{base_url}/@{handle}/{post.in_reply_to_id}" if handle else ""
