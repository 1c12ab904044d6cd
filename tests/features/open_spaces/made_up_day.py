"""What people post on one day of a conference, and what should become of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.models import Verdict
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG = "#PyConOpenSpaces"
ROOMS = ("Forum Hall", "B114", "B115", "South Hall 2A", "South Hall 2B", "Club A", "2.04")
OPENING = berlin("2027-07-14 08:00")
CLOSING = berlin("2027-07-14 21:00")
POSTS = 300


@dataclass(frozen=True)
class Written:
    """A post; `retweet_of` is the author of the one that it retweets."""

    at: datetime
    author: str
    text: str
    verdict: Verdict
    retweet_of: str | None = None


@dataclass
class MadeUpDay:
    """The same posts for the same seed. `starts` are those of open spaces by author.

    What an author begins with is what becomes of it: `good`, `gone` (cancelled later), `late` (approved
    late), `slow` (never approved), `clash` (approved in spite of it), `denied`, `idle` (a conflict that
    nobody settles).
    """

    seed: int = 1
    posts: list[Written] = field(default_factory=list)
    starts: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - the same day each time
        for number, (room, start) in enumerate(_slots()):
            if number % 6 == 5:
                self._late(number, room, start)
            else:
                self._early(number, room, start)
        for number in range(20):
            at = OPENING + timedelta(hours=1, minutes=25 * number)
            verdict = Verdict.IGNORED if number else Verdict.REVIEW
            self._write(at, "spammer", f"Cheap watches in B114! No. {number}", verdict)
        self.posts.sort(key=lambda post: post.at)
        early = [post for post in self.posts if post.author.startswith("good")]
        while len(self.posts) < POSTS - 10:
            post = self._random.choice(early)
            at = post.at + timedelta(minutes=self._random.randint(1, 60))
            fan = f"fan{len(self.posts)}"
            self.posts.append(Written(at, fan, "", Verdict.IGNORED, retweet_of=post.author))
        for number in range(10):
            self._write(
                OPENING + timedelta(hours=number + 1), f"chat{number}", "RT @x B114 3pm", Verdict.IGNORED
            )
        self.posts.sort(key=lambda post: post.at)

    def _early(self, number: int, room: str, start: datetime) -> None:
        kind = "gone" if number % 6 == 4 else "good"
        author = f"{kind}{number}"
        at = start - timedelta(minutes=self._random.randint(70, 170))
        self._announce(at, author, room, start, Verdict.SCHEDULED)
        if number % 2 == 0:
            self._write(at + timedelta(minutes=12), author, _said(room, start, again=True), Verdict.REPEATED)
        if kind == "gone":
            self._write(at + timedelta(minutes=20), author, "Sorry, mine is cancelled!", Verdict.REVIEW)
        elif number % 3 == 0:
            rival = ("clash", "denied", "idle")[number // 3 % 3]
            shifted = start + timedelta(minutes=15)
            self._announce(at + timedelta(minutes=15), f"{rival}{number}", room, shifted, Verdict.CONFLICT)
        elif number % 3 == 1:
            self._write(at, f"talker{number}", f"What a crowd! {number}", Verdict.IGNORED)

    def _late(self, number: int, room: str, start: datetime) -> None:
        author = f"{'late' if number % 12 == 5 else 'slow'}{number}"
        at = start - timedelta(minutes=self._random.randint(12, 29))
        self._announce(at, author, room, start, Verdict.WAITING)

    def _announce(self, at: datetime, author: str, room: str, start: datetime, verdict: Verdict) -> None:
        self.starts[author] = start
        self._write(at, author, _said(room, start), verdict)

    def _write(self, at: datetime, author: str, text: str, verdict: Verdict) -> None:
        self.posts.append(Written(at, author, f"{text} {TAG}", verdict))


def _slots() -> Iterator[tuple[str, datetime]]:
    for hour in range(11, 21):
        for room in ROOMS:
            yield room, berlin(f"2027-07-14 {hour:02}:00")


def _said(room: str, start: datetime, *, again: bool = False) -> str:
    clock = (start + timedelta(hours=2)).strftime("%H:%M")
    return f"Do not forget: {clock} in {room}!" if again else f"Let us meet in {room} at {clock}"
