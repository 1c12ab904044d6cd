"""Which adverts are edited ones: a form gives an answer that its author edits another time stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.job_board.models import PostingState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.features.job_board.models import Posting
    from DiscordBot.features.job_board.postings import Marks


def edited_adverts(sheet: Mapping[str, Marks], known: Mapping[str, Posting]) -> dict[str, str]:
    """Return for the keys of edited adverts those that they had before, given the sheet's adverts by key.

    Only what is not in the sheet any more can have been edited. Of the same author's the one with the same
    title and company is meant, else the first.
    """
    gone = [row for key, row in known.items() if key not in sheet and row.content]
    found: dict[str, str] = {}
    for is_exact in (True, False):
        for key, marks in sheet.items():
            if key in known or key in found:
                continue
            match = next((row for row in gone if _is_same(row, marks, is_exact=is_exact)), None)
            if match is not None:
                gone.remove(match)
                found[key] = match.key
    return found


def state_after_edit(row: Posting, marks: Marks, *, needs_approval: bool) -> PostingState:
    """Return how it goes on with an edited advert."""
    if row.content == marks.content or row.state is PostingState.POSTING:
        return row.state
    if needs_approval:
        return PostingState.WAITING
    return PostingState.EDITED if row.state is PostingState.POSTED else row.state


def _is_same(row: Posting, marks: Marks, *, is_exact: bool) -> bool:
    if row.author != marks.author:
        return False
    return row.subject == marks.subject if is_exact else bool(row.author)
