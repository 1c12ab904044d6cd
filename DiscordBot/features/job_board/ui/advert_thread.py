"""How a job advert looks on Discord, and what organisers read about the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, CardField, CardPicture
from DiscordBot.discord_ui.texts.limits import TITLE, clip, split_text, web_address
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line

if TYPE_CHECKING:
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.service import Report

THREAD_TITLE = 100
_ROOM = 3000
"""Of Discord's 4000 characters for a message; the rest is for its title, with a link, and its last line."""
_LONGEST_LINK = 300


def thread_title(advert: Advert) -> str:
    """Return the title of the advert's thread."""
    return clip(f"{advert.title} at {advert.company}", THREAD_TITLE)


def advert_cards(advert: Advert, reference: str, picture: str) -> list[CardFace]:
    """Return the messages of the thread, at least one; the advert's author stays unknown.

    `picture` is where the advert's can be seen, or empty.
    Adverts are the words of strangers: all is plain text, and links are shown whole.
    """
    told = [f"**{fact.name}:** {fact.value}" for fact in facts(advert, picture)]
    first, *more = split_text("\n\n".join(filter(None, ("\n".join(told), texts(advert)))), _ROOM)
    return [
        CardFace(
            title=title_of(advert),
            link=advert.url if len(advert.url) <= _LONGEST_LINK else None,
            text=first,
            pictures=pictures_of(advert, picture),
            footer=footer(reference),
        ),
        *(CardFace(text=part) for part in more),
    ]


def title_of(advert: Advert) -> str:
    """Return the title on its cards."""
    return shown_line(clip(advert.title, TITLE))


def facts(advert: Advert, picture: str) -> list[CardField]:
    """Return what an advert says in few words; its picture by its link unless it is shown."""
    lines = {
        "Company": advert.company,
        "Location": advert.location,
        "Apply by": advert.deadline,
        "Contact": ", ".join(filter(None, (advert.contact_name, advert.contact_email))),
        "More": advert.url,
        "Picture": "" if picture == advert.picture else advert.picture,
    }
    return [CardField(name, shown(value)) for name, value in lines.items() if value]


def pictures_of(advert: Advert, picture: str) -> tuple[CardPicture, ...]:
    """Return the picture that can be seen, if there is one."""
    address = web_address(picture)
    return (CardPicture(address, f"Picture of the advert: {thread_title(advert)}"),) if address else ()


def texts(advert: Advert) -> str:
    """Return the long texts under their headings."""
    return "\n\n".join(f"**{heading}**\n{shown(text)}" for heading, text in advert.texts)


def footer(reference: str) -> str:
    """Return the line by which the bot recognises a thread of its own."""
    return f"Advert {reference}"


def report_text(report: Report) -> str:
    """Return the answer to `/refresh jobs`; Discord's limit for a message is not yet applied."""
    lines = [
        f"{report.posted} adverts are new on the board, {report.already} were there before.",
        f"{report.closed} have passed their deadline." if report.closed else "",
        f"{report.edited} were edited by their authors, and their threads follow." if report.edited else "",
        f"{report.waiting} wait for approval." if report.waiting else "",
        "Adverts that are posted already stay as they are, whatever changed in the sheet.",
        *(f"⚠️ {problem}" for problem in report.problems),
    ]
    return "\n".join(filter(None, lines))
