"""What the tweet of a reminder says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.texts import naming_nobody
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import DraftError
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService
    from DiscordBot.templating.templates import Templates

    DraftOf = Callable[[OpenSpaceSnapshot, Mapping[str, str]], Draft]

_LENGTHS = (1_000, 240, 200, 160, 120, 80, 40)
"""How much of a post's text the template gets, until the tweet is short enough."""


TO_ALL = ""
"""Stands where a network's name may stand: a text of ours, for all networks."""

OTHERS = "others"
"""Stands where a network's name may stand: a text of ours, for the networks on which there is no post."""


_ELSEWHERE = "elsewhere"
"""Stands where the link of a post may stand: a text for networks on which there is none."""


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """A tweet of a reminder; `network` is that of the post that it shows, or `TO_ALL` or `OTHERS`."""

    network: str
    prepared: PreparedDraft


@dataclass(frozen=True, slots=True)
class ReminderTexts:
    """Makes drafts of reminders, as organisers prefer them at the moment.

    A post can be shown once more only on its own network. `networks` are the names of all that tweets go to.
    """

    clock: Clock
    tweets: TweetService
    templates: Templates
    preferences: Preferences
    networks: Sequence[str]

    @property
    def are_ours(self) -> bool:
        """Whether of a post is said anything at all, rather than that it is shown once more."""
        return self.preferences.announce_as() != "retweet"

    def wanted(self, space: OpenSpaceSnapshot) -> tuple[str, ...]:
        """Return the networks that get a tweet each, and `OTHERS` if somebody wants it, or only `TO_ALL`."""
        if self.preferences.announce_as() == "text" or space.post_id is None:
            return (TO_ALL,)
        shown = tuple(post.network for post in space.posts)
        return (*shown, OTHERS) if space.tells_others and self.others(space) else shown

    def others(self, space: OpenSpaceSnapshot) -> tuple[str, ...]:
        """Return the networks on which there is no post of an open space."""
        shown = {post.network for post in space.posts}
        return tuple(network for network in self.networks if network not in shown)

    async def prepare_all(self, space: OpenSpaceSnapshot) -> tuple[ReminderDraft, ...]:
        """Return all tweets of an open space; see `prepare`."""
        return tuple([await self.prepare(space, network) for network in self.wanted(space)])

    async def prepare(self, space: OpenSpaceSnapshot, network: str) -> ReminderDraft:
        """Return the tweet of an open space that has a start, for one of the `wanted`.

        A retweet of what was approved, or needs no approval, needs no second one: it shows what is public
        already. What was edited or has joined since then is moderated like every other tweet, since anybody
        may call themselves as its author; so is what we say ourselves, with words of others in it.
        Raises `TemplateError`, and `DraftError` if the template makes no tweet of it.
        """
        if network == TO_ALL:
            return ReminderDraft(network, await self._shortest(space, space.text, self._text))
        if network == OTHERS:
            return ReminderDraft(network, await self._shortest(space, space.text, self._text_with_link))
        (post,) = (post for post in space.posts if post.network == network)
        if not self.are_ours:
            draft = replace(
                self._draft(space, space.text, network),
                retweet_of=post.post_id,
                original_author=post.author_name,
                original_link=post.link,
                approved=post.was_decided_on or self.preferences.auto_send(),
            )
            return ReminderDraft(network, await self.tweets.prepare(draft))

        def quote(space: OpenSpaceSnapshot, texts: Mapping[str, str]) -> Draft:
            return replace(self._draft(space, texts[post.link], network), quote_of=post.post_id)

        # A quoted post stands below with all that it says.
        return ReminderDraft(network, await self._shortest(space, "", quote))

    async def _shortest(self, space: OpenSpaceSnapshot, said: str, draft_of: DraftOf) -> PreparedDraft:
        """Return the draft with as much as possible of what was said."""
        versions = await self._texts(space, said)
        for texts in versions[:-1]:
            try:
                return await self.tweets.prepare(draft_of(space, texts))
            except DraftError:
                continue
        return await self.tweets.prepare(draft_of(space, versions[-1]))

    def _text(self, space: OpenSpaceSnapshot, texts: Mapping[str, str]) -> Draft:
        """Return a draft for all networks; where there is no post of it, the link leads to one elsewhere."""
        draft = self._draft(space, texts[space.link], TO_ALL)
        links = {post.network: post.link for post in space.posts}
        own: dict[str, str] = {}
        for network in self.networks if links else ():
            link = links.get(network, space.link)
            own[network] = texts[link] if network in links else _with_link(texts[_ELSEWHERE], link)
        return replace(draft, texts={name: text for name, text in own.items() if text != draft.text})

    def _text_with_link(self, space: OpenSpaceSnapshot, texts: Mapping[str, str]) -> Draft:
        """Return a draft for the networks on which there is no post of it."""
        return self._draft(space, _with_link(texts[_ELSEWHERE], space.link), OTHERS)

    async def _texts(self, space: OpenSpaceSnapshot, said: str) -> list[Mapping[str, str]]:
        """Return texts by the link in them, with all, and with less and less, of what was said.

        Where there is no post of it, nobody of that name is meant.
        """
        start = _start(space)
        interval = timedelta(minutes=self.preferences.send_interval())
        # What is approved late goes out at once, when less time is left.
        left = min(interval, start - self.clock.now())
        context = {
            "room": space.room or "",
            "start": self.clock.local(start),
            "minutes": max(1, round(left.total_seconds() / 60)),
            "author": space.author_name,
        }
        links = dict.fromkeys((space.link, *(post.link for post in space.posts)))
        about = {link: {"text": said, "link": link} for link in links}
        about[_ELSEWHERE] = {
            "text": naming_nobody(said),
            "author": naming_nobody(space.author_name),
            "link": space.link,
        }
        contexts = {
            f"{length} {where}": context | parts | {"text": _shortened(parts["text"], length)}
            for length in _LENGTHS
            for where, parts in about.items()
        }
        texts = await self.templates.render_all(self.preferences.template, contexts)
        for text in texts.values():
            if isinstance(text, TemplateError):
                raise text
        return [{where: str(texts[f"{length} {where}"]) for where in about} for length in _LENGTHS]

    def _draft(self, space: OpenSpaceSnapshot, text: str, network: str) -> Draft:
        start = _start(space)
        return Draft(
            text=text,
            source=Source.OPEN_SPACE,
            source_key=source_key(space, network),
            networks={TO_ALL: None, OTHERS: self.others(space)}.get(network, (network,)),
            not_before=start - timedelta(minutes=self.preferences.send_interval()),
            not_after=start,
        )


def source_key(space: OpenSpaceSnapshot, network: str) -> str:
    """Return what the queue knows a reminder by; a new revision is another tweet."""
    first = f"open-space:{space.id}"
    if network not in {TO_ALL, space.network}:
        return f"{first}:{space.revision}:{network}"
    return first if space.revision == 1 else f"{first}:{space.revision}"


def _with_link(text: str, link: str) -> str:
    return text if link in text else f"{text}\n{link}"


def shown_text(drafts: Sequence[ReminderDraft]) -> str:
    """Return what tweets will say, for whoever decides about them; each text once."""
    texts = [text for one in drafts for text in (one.prepared.draft.text, *one.prepared.draft.texts.values())]
    return "\n\n".join(dict.fromkeys(texts))


def open_space_of(key: str | None) -> int | None:
    """Return which open space a `source_key` is of."""
    kind, _, rest = (key or "").partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == "open-space" and number.isdecimal() else None


def _start(space: OpenSpaceSnapshot) -> datetime:
    if space.start is None:
        raise ValueError("What has no start cannot be reminded of.")
    return space.start.astimezone(UTC)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
