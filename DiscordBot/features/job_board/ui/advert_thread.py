"""How a job advert looks on Discord, and what organisers read about the board."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import discord

from DiscordBot.discord_ui.cards.card import Card, CardField, Tone
from DiscordBot.discord_ui.texts.limits import EMBED_TITLE, clip, fit_embed, split_text
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line

if TYPE_CHECKING:
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.service import Report

THREAD_TITLE = 100
REVIEWED = 3500
_DRIVES = ("drive.google.com", "docs.google.com")
_DRIVE_PATH = re.compile(r"/d/(?P<id>[^/]+)")
_DRIVE_ID = re.compile(r"[\w-]{10,100}")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def thread_title(advert: Advert) -> str:
    """Return the title of the advert's thread."""
    return clip(f"{advert.title} at {advert.company}", THREAD_TITLE)


def facts(advert: Advert, reference: str) -> discord.Embed:
    """Return the card at the top of the thread; its author stays unknown.

    Adverts are the words of strangers: all is plain text, and links are shown whole.
    """
    title = shown_line(clip(advert.title, EMBED_TITLE))
    embed = discord.Embed(title=title, url=advert.url or None, colour=discord.Colour.blurple())
    picture = picture_address(advert.picture)
    if picture:
        embed.set_image(url=picture)
    lines = {
        "Company": advert.company,
        "Location": advert.location,
        "Apply by": advert.deadline,
        "Contact": ", ".join(filter(None, (advert.contact_name, advert.contact_email))),
        "More": advert.url,
        "Picture": "" if picture == advert.picture else advert.picture,
    }
    for name, value in lines.items():
        if value:
            embed.add_field(name=name, value=shown(value))
    return fit_embed(embed.set_footer(text=footer(reference)))


def picture_address(address: str) -> str:
    """Return where a picture can be seen, empty if the address does not lead to one.

    A link to a file on Google Drive, where forms keep what is uploaded, leads to a page around it.
    """
    parts = urlsplit(address)
    if parts.path.lower().endswith(PICTURES):
        return address
    if parts.hostname not in _DRIVES:
        return ""
    in_path = _DRIVE_PATH.search(parts.path)
    number = in_path["id"] if in_path is not None else next(iter(parse_qs(parts.query).get("id", ())), "")
    return f"https://drive.google.com/thumbnail?id={number}&sz=w1200" if _DRIVE_ID.fullmatch(number) else ""


def review_card(advert: Advert, reference: str, row_id: int, *, is_edited: bool) -> Card:
    """Return the card by which organisers decide about an advert."""
    name = "✏️ Edited" if is_edited else "🆕 New"
    text = "Its author has changed an advert that is on the board." if is_edited else "Shall it be posted?"
    shown_facts = facts(advert, reference)
    return Card(
        row_id=row_id,
        title=shown_facts.title or "",
        tone=Tone.ASKS,
        text=clip("\n\n".join(messages(advert)), REVIEWED),
        footer=footer(reference),
        fields=(
            CardField(name, text, is_short=False),
            *(CardField(field.name or "", field.value or "") for field in shown_facts.fields),
        ),
        buttons=("approve", "discard"),
        link=advert.url or None,
    )


def footer(reference: str) -> str:
    """Return the line by which the bot recognises a thread of its own."""
    return f"Advert {reference}"


def messages(advert: Advert) -> list[str]:
    """Return the long texts under their headings, in as many messages as they need."""
    return split_text("\n\n".join(f"**{heading}**\n{shown(text)}" for heading, text in advert.texts))


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
