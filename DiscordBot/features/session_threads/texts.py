"""What the cards of sessions' threads say: in the conference's language, answers in that of their reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.session_threads.models import PostKind
from DiscordBot.translation.language import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from DiscordBot.features.programme.schedule.sessions import Person, Session
    from DiscordBot.features.session_threads.models import SessionThread, ThreadPost
    from DiscordBot.features.session_threads.ratings import Results

LONGEST_TITLE = 200
LONGEST_QUESTION = 1500
_COMMENTS_ROOM = 2500


def card_name(number: int) -> str:
    """Return the last line of a thread's card, by which the bot knows it again in any language."""
    return f"Session thread #{number}"


def post_name(number: int) -> str:
    """Return the last line of what the bot says in a thread."""
    return f"Session thread, post #{number}"


def card_face(thread: SessionThread, speakers: Sequence[Person], now: datetime) -> CardFace:
    """Return what stands at the beginning of a thread."""
    who = ", ".join(shown(speaker.name) for speaker in speakers)
    facts = " · ".join(filter(None, (who, when_and_where(thread.starts, thread.room))))
    title, is_over = shown_line(clip(thread.title, LONGEST_TITLE)), thread.ends <= now
    footer = card_name(thread.number)
    if thread.is_cancelled:
        text = tr("This session is cancelled.")
        return CardFace(title=f"🚫 {title}", tone=Tone.OVER, text=f"{facts}\n\n{text}", footer=footer)
    if is_over:
        text = tr("This session is over. Thank you for your questions!")
        return CardFace(title=f"🏁 {title}", tone=Tone.DONE, text=f"{facts}\n\n{text}", footer=footer)
    text = tr(
        "Questions about this session are asked in the thread. Would you rather not ask under your name? "
        "Press the button."
    )
    return CardFace(title=f"💬 {title}", tone=Tone.GOES_ON, text=f"{facts}\n\n{text}", footer=footer)


def when_and_where(start: datetime, room: str) -> str:
    """Return a time in each reader's own zone, and the room if there is one."""
    return " · ".join(filter(None, (time_stamp(start, "F"), shown(room))))


def post_face(post: ThreadPost) -> CardFace:
    """Return what the bot says in a thread."""
    footer = post_name(post.number)
    match post.kind:
        case PostKind.QUESTION if post.is_answered:
            return CardFace(title=tr("✅ Answered"), tone=Tone.DONE, text=shown(post.text), footer=footer)
        case PostKind.QUESTION:
            return CardFace(
                title=tr("❓ Question of an attendee"), tone=Tone.ASKS, text=shown(post.text), footer=footer
            )
        case PostKind.INTRODUCTION:
            return CardFace(tone=Tone.TELLS, text=post.text, footer=footer)
        case PostKind.CHANGE:
            title = tr("📢 Change of the schedule")
            return CardFace(title=title, tone=Tone.ASKS, text=post.text, footer=footer)
        case PostKind.FEEDBACK:
            return CardFace(
                title=tr("How was it?"),
                tone=Tone.ASKS,
                text=tr("Rate this session from 1 to 5. Nobody is told who rated how."),
                footer=footer,
            )


def introduction(user_ids: Iterable[int]) -> str:
    """Return how the speakers are told."""
    names = ", ".join(f"<@{user_id}>" for user_id in user_ids)
    return tr(
        "👋 {names}, questions about your session are asked here, before and after it. "
        "Mark those as answered that are."
    ).format(names=names)


def moved(before: SessionThread, session: Session) -> str:
    """Return that a session is at another time or in another room."""
    return tr("This session was moved: {before} → **{after}**").format(
        before=when_and_where(before.starts, before.room), after=when_and_where(session.start, session.room)
    )


def cancelled() -> str:
    """Return that a session is in the schedule no more."""
    return tr("This session is cancelled. The thread is archived.")


def back_again(session: Session) -> str:
    """Return that a session is in the schedule again."""
    return tr("This session takes place after all: **{after}**").format(
        after=when_and_where(session.start, session.room)
    )


def results_face(title: str, results: Results) -> CardFace:
    """Return how a session was rated, for its speakers and organisers."""
    heading = f"⭐ {shown_line(clip(title, LONGEST_TITLE))}"
    if not results.are_shown:
        text = tr(
            "There are too few ratings yet: they are shown from {number} on, so that nobody can guess whose "
            "they are."
        ).format(number=results.fewest)
        return CardFace(title=heading, tone=Tone.TELLS, text=text)
    told = tr_n("{number} rating", "{number} ratings", results.number).format(number=results.number)
    lines = [f"**{results.average:.1f} / 5** · {told}"]
    lines += [f"{'★' * stars}{'☆' * (5 - stars)}  {results.counts[stars]}" for stars in range(5, 0, -1)]
    comments = "\n".join(f"• {shown_line(comment)}" for comment in results.comments)
    text = "\n\n".join(filter(None, ("\n".join(lines), clip(comments, _COMMENTS_ROOM))))
    return CardFace(title=heading, tone=Tone.DONE, text=text)
