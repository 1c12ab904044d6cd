"""How sessions and changes of the schedule look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.texts.limits import clip, web_address
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.programme.announcing.destinations import SessionTime
from DiscordBot.features.programme.schedule.abstracts import plain_text
from DiscordBot.features.programme.schedule.schedule_diff import Change, ChangeKind
from DiscordBot.features.programme.wall_time import (
    duration,
    move,
    time_of_day,
    when,
    where_and_when,
)
from DiscordBot.translation.days import DAY_AND_DATE, SHORT_DAY
from DiscordBot.translation.language import tr, tr_n, translatable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from zoneinfo import ZoneInfo

    from DiscordBot.features.programme.schedule.schedule_store import Refreshed
    from DiscordBot.features.programme.schedule.sessions import Session

ABSTRACT = 600
PAGE = 1800
UPDATE = 4000
TITLE = 150
NAMES = 120
LINK_TEXT = 100
LONGEST_TITLE = 300
"""pretalx takes 200 characters."""

_HEADS = {
    ChangeKind.NEW: translatable("🆕 **New**"),
    ChangeKind.CANCELLED: translatable("❌ **Cancelled**"),
    ChangeKind.MOVED: translatable("🔀 **Moved**"),
    ChangeKind.RETITLED: translatable("✏️ **New title**"),
    ChangeKind.OTHER_SPEAKER: translatable("🗣️ **Other speaker**"),
}
_ROUND_BRACKETS = str.maketrans("[]", "()")
_IDS = re.compile(r"#changes-(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class SessionEmbeds:
    """Makes what people read about sessions.

    `channel_of` gives the mention of a room's channel, or nothing, and `watch_link` the address of a
    session's livestream, or nothing. `schedule_url` is the public page of the schedule. `note` is what
    stands above everything that is posted, in a rehearsal that it is one; or nothing.
    """

    timezone: ZoneInfo
    schedule_url: str
    channel_of: Callable[[str], str]
    watch_link: Callable[[Session], str]
    note: Callable[[], str]

    def announcement(self, sessions: Sequence[Session]) -> str:
        """Return the line above the embeds, which is also what phones show."""
        note, first = self.note(), sessions[0]
        if any(session.start != first.start for session in sessions):
            moment = tr("soon")
        elif note:
            # Discord would count down in real time.
            moment = tr("at {time}").format(time=time_of_day(first.start, self.timezone))
        else:
            moment = time_stamp(first.start, "R")
        if len(sessions) == 1:
            line = tr("🔔 **{title}** starts {moment}").format(title=shown_line(first.title), moment=moment)
        else:
            line = tr_n(
                "🔔 **{number} session** starts {moment}",
                "🔔 **{number} sessions** start {moment}",
                len(sessions),
            ).format(number=len(sessions), moment=moment)
        return "\n".join(filter(None, (note, line)))

    def session(self, session: Session, *, plain: bool = False, day_format: str = SHORT_DAY) -> discord.Embed:
        """Return everything about a session; `plain` is without pictures and links, and so cannot be refused.

        Whoever reads it long before needs a `day_format` with the date.
        """
        embed = discord.Embed(
            title=shown_line(clip(session.title, TITLE)),
            url=None if plain else web_address(session.url) or None,
            description=shown(clip(plain_text(session.abstract), ABSTRACT)),
            colour=discord.Colour.blurple(),
            timestamp=session.start,
        )
        if session.speakers:
            avatar = "" if plain else web_address(session.speakers[0].avatar_url)
            # Discord shows authors as plain text.
            embed.set_author(name=_names(session), icon_url=avatar or None)
        embed.add_field(name=tr("When"), value=self._when(session, day_format))
        for name, value in (
            (tr("Room"), self._room(session)),
            (tr("Track"), _kind(session)),
            (tr("Watch"), "" if plain else self._watch(session)),
        ):
            if value:
                embed.add_field(name=name, value=value)
        embed.set_footer(text=session.key)
        return embed

    def agenda(self, title: str, sessions: Iterable[Session]) -> list[discord.Embed]:
        """Return pages with sessions under their starts; `sessions` come in that order."""
        blocks = []
        for start, together in groupby(sessions, key=lambda session: session.start):
            for_you = tr("{time} for you").format(time=time_stamp(start, "t"))
            head = f"**{time_of_day(start, self.timezone)}** ({for_you})"
            blocks += ["\n".join([head, *map(self._line, together)])]
        return _pages(title, blocks)

    def hits(self, title: str, sessions: Iterable[Session]) -> list[discord.Embed]:
        """Return pages with sessions in the order given, each with its time."""
        blocks = [
            f"{self._line(session)}\n　{when(session, self.timezone, DAY_AND_DATE)}" for session in sessions
        ]
        return _pages(title, blocks)

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many changes, at least one, go into one embed."""
        count, length = 0, 0
        for change in changes:
            length += len(self.change(change)) + 2
            if count and length > UPDATE:
                break
            count += 1
        return count

    def update(self, changes: Sequence[Change], ids: Sequence[int]) -> discord.Embed:
        """Return what changed; `changed_ids` finds the ids in it again."""
        several = tr_n(
            "{number} change of the schedule", "{number} changes of the schedule", len(changes)
        ).format(number=len(changes))
        return discord.Embed(
            title=several if len(changes) > 1 else tr("The schedule has changed"),
            url=f"{self.schedule_url}#changes-{ids[0]}-{ids[-1]}",
            description="\n\n".join(map(self.change, changes)),
            colour=discord.Colour.gold(),
        )

    def change(self, change: Change) -> str:
        """Return what happened to one session, with its speakers, time and room."""
        before, after, session = change.before, change.after, change.session
        if ChangeKind.ROOM_RENAMED in change.kinds and before is not None:
            return tr("🏷️ **Room renamed**\n{before} is called {after} now.").format(
                before=shown_line(before.room), after=shown_line(session.room)
            )
        time = where_and_when(session, self.timezone)
        # Whole, or else what is new in a long title may not show.
        link = _link(session, LONGEST_TITLE if ChangeKind.RETITLED in change.kinds else LINK_TEXT)
        lines = [f"{' · '.join(tr(_HEADS[kind]) for kind in change.kinds)}\n{link}"]
        if before is not None and after is not None:
            if ChangeKind.RETITLED in change.kinds:
                title = shown_line(clip(before.title, LONGEST_TITLE))
                lines.append(tr("was: {title}").format(title=title))
            if ChangeKind.MOVED in change.kinds:
                time = move(before, after, self.timezone)
        lines.append(_people(change))
        lines.append(shown_line(time))
        return "\n".join(filter(None, lines))

    def _line(self, session: Session) -> str:
        if session.is_break:
            return f"☕ {shown_line(clip(session.title, TITLE))}"
        parts = (_link(session), shown_line(_names(session)), self._room(session))
        return f"• {' · '.join(filter(None, parts))}"

    def _when(self, session: Session, day_format: str) -> str:
        length = duration(session)
        local = when(session, self.timezone, day_format) + (f" ({length})" if length else "")
        return f"{time_stamp(session.start, 't')} · {local}"

    def _room(self, session: Session) -> str:
        return self.channel_of(session.room) or shown_line(session.room)

    def _watch(self, session: Session) -> str:
        link = web_address(self.watch_link(session))
        title = tr("Livestream")
        return f"[{title}]({link})" if link else ""


def refresh_text(refreshed: Refreshed) -> str:
    """Return what organisers are told about a refresh."""
    if refreshed.doubt:
        return refreshed.doubt
    if not refreshed.version:
        return "No schedule is published yet."
    count = len(refreshed.changes)
    changes = "1 change" if count == 1 else f"{count or 'no'} changes"
    return (
        f"Version {shown_line(refreshed.version)} of the schedule: {refreshed.sessions} sessions, {changes}."
    )


def announced_in(embed: discord.Embed) -> SessionTime | None:
    """Return what an embed made by `SessionEmbeds.session` is about."""
    if embed.footer.text is None or embed.timestamp is None:
        return None
    return SessionTime(embed.footer.text, embed.timestamp)


def changed_ids(embed: discord.Embed) -> range:
    """Return the ids of the changes in an embed made by `SessionEmbeds.update`."""
    found = _IDS.search(embed.url or "")
    return range(int(found[1]), int(found[2]) + 1) if found else range(0)


def _pages(title: str, blocks: Iterable[str]) -> list[discord.Embed]:
    """Return embeds with as many whole blocks as go on one screen."""
    pages: list[str] = []
    for block in blocks:
        if pages and len(pages[-1]) + len(block) < PAGE:
            pages[-1] += f"\n\n{block}"
        else:
            pages.append(block)
    return [discord.Embed(title=title, description=page, colour=discord.Colour.blurple()) for page in pages]


def _people(change: Change) -> str:
    session = change.session
    if ChangeKind.OTHER_SPEAKER not in change.kinds or change.before is None:
        return shown_line(_names(session))
    before, after = (_all_names(each) for each in (change.before, session))
    if max(map(len, map(", ".join, (before, after)))) <= NAMES:
        return " → ".join(shown_line(", ".join(names)) or tr("nobody") for names in (before, after))
    # Clipped, long lists would look the same.
    new = [name for name in after if name not in before]
    gone = [name for name in before if name not in after]
    both = ((tr("new"), new), (tr("no longer"), gone))
    parts = [f"{word}: {clip(', '.join(names), NAMES)}" for word, names in both if names]
    return shown_line(f"{clip(', '.join(after), NAMES)} ({'; '.join(parts)})")


def _link(session: Session, most: int = LINK_TEXT) -> str:
    # Brackets would end the text of the link.
    title = shown_line(clip(session.title, most).translate(_ROUND_BRACKETS))
    link = web_address(session.url)
    return f"[{title}]({link})" if link else f"**{title}**"


def _names(session: Session) -> str:
    return clip(", ".join(_all_names(session)), NAMES)


def _all_names(session: Session) -> list[str]:
    return [person.name for person in session.speakers]


def _kind(session: Session) -> str:
    return shown_line(" · ".join(filter(None, (session.track, session.kind))))
