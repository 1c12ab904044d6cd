"""What people write on the stand-in Bluesky, and what its AppView tells of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FACET = "app.bsky.richtext.facet"
POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
MOST_ANCESTORS = 5
"""To so many posts above it in its thread a reply is told."""

_PART = re.compile(r"(?<!\w)(?:#(?P<tag>\w+)|@(?P<handle>[\w-]+(?:\.[\w-]+)+)|(?P<link>https?://\S+))")


@dataclass
class Person:
    """Somebody with an account; `takes_messages` says whether it takes direct messages from anybody."""

    did: str
    handle: str
    name: str = ""
    takes_messages: bool = True


@dataclass
class Written:
    """A record of a post, and when it was seen (UTC)."""

    record: dict[str, Any]
    seen_at: datetime


@dataclass
class AppView:
    """Posts by their names. `people` are known by their DIDs, and `clock` tells the time (UTC)."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Written] = field(default_factory=dict)
    likes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _count: int = 0
    _last: datetime | None = None

    def now(self) -> datetime:
        """Return the time; posts of the same moment are seen one after the other."""
        now = self.clock()
        self._last = now if self._last is None else max(now, self._last + timedelta(milliseconds=1))
        return self._last

    def add_person(self, handle: str, name: str = "") -> Person:
        """Return the person with that handle, who is made up if there is none yet."""
        known = next((one for one in self.people.values() if one.handle == handle), None)
        if known is not None:
            return known
        digest = hashlib.sha256(handle.encode()).hexdigest()[:24]
        did = "did:plc:" + digest.translate(str.maketrans("0189", "wxyz"))
        self.people[did] = Person(did, handle, name)
        return self.people[did]

    def write(
        self,
        handle: str,
        text: str,
        *,
        answers: str | None = None,
        quotes: str | None = None,
        embed: dict[str, Any] | None = None,
        seen_at: datetime | None = None,
    ) -> str:
        """Let somebody post, with facets as apps make them, and return the post's name."""
        author = self.add_person(handle)
        self._count += 1
        uri = f"at://{author.did}/{POST}/3{self._count:012}".replace("0", "a").replace("1", "b")
        now = seen_at or self.now()
        record: dict[str, Any] = {"$type": POST, "text": text, "createdAt": written(now)}
        record["facets"] = list(self._facets(text))
        if answers is not None:
            above = self.posts[answers].record.get("reply")
            root = above["root"] if above else self.reference(answers)
            record["reply"] = {"root": root, "parent": self.reference(answers)}
        if quotes is not None:
            record["embed"] = {"$type": "app.bsky.embed.record", "record": self.reference(quotes)}
        elif embed is not None:
            record["embed"] = embed
        self.posts[uri] = Written(record, now)
        return uri

    def like(self, handle: str, uri: str) -> None:
        """Let somebody like a post."""
        self._count += 1
        self.likes[f"at://{self.add_person(handle).did}/{LIKE}/3{self._count:012}"] = (uri, self.now())

    def reference(self, uri: str) -> dict[str, str]:
        """Return the name of a post's present version."""
        digest = hashlib.sha256(repr(self.posts[uri].record).encode()).hexdigest()
        return {"uri": uri, "cid": f"bafyrei{digest[:52]}"}

    def view(self, uri: str) -> dict[str, Any]:
        """Return a post as it is shown."""
        post = self.posts[uri]
        shown = {"record": post.record, "author": self._author(uri), "indexedAt": written(post.seen_at)}
        embed = post.record.get("embed")
        if embed is not None and (seen := self._embed(uri, embed)) is not None:
            shown["embed"] = seen
        return {**self.reference(uri), **shown, "likeCount": 0, "labels": []}

    def views(self, uris: Sequence[str]) -> list[dict[str, Any]]:
        """Return those posts that are there and whose authors are."""
        return [self.view(uri) for uri in uris if uri in self.posts and _did_of(uri) in self.people]

    def notifications(self, did: str) -> list[dict[str, Any]]:
        """Return all that somebody is told, newest first."""
        told = [
            {
                "uri": uri,
                "cid": "bafyreilike",
                "author": self._author(uri),
                "reason": "like",
                "reasonSubject": subject,
                "record": {"$type": LIKE},
                "isRead": False,
                "indexedAt": written(seen_at),
            }
            for uri, (subject, seen_at) in self.likes.items()
            if _did_of(subject) == did
        ]
        for uri, post in self.posts.items():
            reason, subject = self._reason(uri, did)
            if reason is None or _did_of(uri) not in self.people:
                continue
            told.append(
                {
                    **self.reference(uri),
                    "author": self._author(uri),
                    "reason": reason,
                    **({"reasonSubject": subject} if subject else {}),
                    "record": post.record,
                    "isRead": False,
                    "indexedAt": written(post.seen_at),
                }
            )
        return sorted(told, key=lambda one: str(one["indexedAt"]), reverse=True)

    def found(self, hashtag: str, since: datetime | None) -> list[str]:
        """Return the posts with a hashtag, newest first."""
        fitting = [
            uri
            for uri, written in self.posts.items()
            if hashtag.casefold() in _tags(written.record) and (since is None or written.seen_at >= since)
        ]
        return sorted(fitting, key=lambda uri: (self.posts[uri].seen_at, uri), reverse=True)

    def _reason(self, uri: str, did: str) -> tuple[str | None, str | None]:
        """Return why somebody is told of a post; what it says counts before where it stands."""
        if _did_of(uri) == did:
            return None, None
        record = self.posts[uri].record
        if did in {one.get("did") for facet in record.get("facets", ()) for one in facet["features"]}:
            return "mention", None
        quoted = record.get("embed", {}).get("record", {})
        quoted = quoted.get("record", quoted)
        if _did_of(quoted.get("uri", "")) == did:
            return "quote", quoted["uri"]
        for _ in range(MOST_ANCESTORS):
            parent = record.get("reply", {}).get("parent", {}).get("uri", "")
            if _did_of(parent) == did:
                return "reply", parent
            if parent not in self.posts:
                break
            record = self.posts[parent].record
        return None, None

    def _author(self, uri: str) -> dict[str, str]:
        person = self.people[_did_of(uri)]
        return {"did": person.did, "handle": person.handle, "displayName": person.name}

    def _embed(self, uri: str, embed: dict[str, Any]) -> dict[str, Any] | None:
        kind, did = embed["$type"], _did_of(uri)
        if kind == "app.bsky.embed.images":
            address = "https://cdn.example/img/{}/plain/{}/{}@jpeg"
            images = [
                {
                    "fullsize": address.format("feed_fullsize", did, one["image"]["ref"]["$link"]),
                    "thumb": address.format("feed_thumbnail", did, one["image"]["ref"]["$link"]),
                    "alt": one["alt"],
                }
                for one in embed["images"]
            ]
            return {"$type": f"{kind}#view", "images": images}
        if kind == "app.bsky.embed.external":
            return {"$type": f"{kind}#view", "external": embed["external"]}
        if kind == "app.bsky.embed.recordWithMedia":
            quoted, media = self._embed(uri, embed["record"]), self._embed(uri, embed["media"])
            return {"$type": f"{kind}#view", "record": quoted, "media": media}
        quoted_uri = embed["record"]["uri"]
        if quoted_uri not in self.posts:
            gone = {"$type": f"{kind}#viewNotFound", "uri": quoted_uri, "notFound": True}
            return {"$type": f"{kind}#view", "record": gone}
        record = {**self.view(quoted_uri), "$type": f"{kind}#viewRecord"}
        record["value"] = record.pop("record")
        return {"$type": f"{kind}#view", "record": record}

    def _facets(self, text: str) -> Iterator[dict[str, Any]]:
        for part in _PART.finditer(text):
            if part["tag"]:
                feature = {"$type": f"{FACET}#tag", "tag": part["tag"]}
            elif part["link"]:
                feature = {"$type": f"{FACET}#link", "uri": part["link"]}
            else:
                did = next((one.did for one in self.people.values() if one.handle == part["handle"]), None)
                if did is None:
                    continue
                feature = {"$type": f"{FACET}#mention", "did": did}
            start, end = len(text[: part.start()].encode()), len(text[: part.end()].encode())
            yield {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


def _did_of(uri: str) -> str:
    return uri.removeprefix("at://").partition("/")[0]


def _tags(record: dict[str, Any]) -> set[str]:
    features = [one for facet in record.get("facets", ()) for one in facet["features"]]
    return {one["tag"].casefold() for one in features if "tag" in one}


def written(moment: datetime) -> str:
    """Return a moment as Bluesky writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
