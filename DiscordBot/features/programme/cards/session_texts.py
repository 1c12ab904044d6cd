"""Sessions in words and links, as all messages about them have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import clip, web_address
from DiscordBot.discord_ui.texts.shown_text import shown_line

if TYPE_CHECKING:
    from DiscordBot.features.programme.schedule.sessions import Session

TITLE = 150
NAMES = 120
LINK_TEXT = 100

_ROUND_BRACKETS = str.maketrans("[]", "()")


def linked_title(session: Session, most: int = LINK_TEXT, *, plain: bool = False) -> str:
    """Return the title, at most so long, which leads to the session's page unless `plain`."""
    title = title_in_link(session, most)
    link = "" if plain else web_address(session.url)
    return f"[{title}]({link})" if link else f"**{title}**"


def title_in_link(session: Session, most: int) -> str:
    """Return the title, at most so long, as markdown that may stand in a link."""
    # Brackets would end the text of the link.
    return shown_line(clip(session.title, most).translate(_ROUND_BRACKETS))


def names(session: Session, most: int = NAMES) -> str:
    """Return who is on stage, at most so long; not yet markdown."""
    return clip(", ".join(all_names(session)), most)


def all_names(session: Session) -> list[str]:
    """Return the names of everybody on stage."""
    return [person.name for person in session.speakers]
