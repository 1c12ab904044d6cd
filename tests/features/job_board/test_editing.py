from __future__ import annotations

from datetime import UTC, datetime

import pytest

from DiscordBot.features.job_board.editing import edited_adverts, state_after_edit
from DiscordBot.features.job_board.models import Posting, PostingState
from DiscordBot.features.job_board.postings import Marks

ADA = Marks("ada", "developer", "old text")


def known(key: str, marks: Marks, state: PostingState = PostingState.POSTED) -> Posting:
    begun = datetime(2027, 7, 1, tzinfo=UTC)
    return Posting(key=key, reference="ab", state=state, begun_at=begun, **marks._asdict())


@pytest.mark.parametrize(
    ("sheet", "edited"),
    [
        ({"b": ADA}, {"b": "a"}),
        ({"b": ADA._replace(subject="senior developer", content="new text")}, {"b": "a"}),
        ({"b": ADA._replace(author="eve")}, {}),
        # What is still there was not edited: this is another advert.
        ({"a": ADA, "b": ADA}, {}),
        # Two take the place of one: the one of the same title is it.
        ({"b": ADA._replace(subject="tester"), "c": ADA}, {"c": "a"}),
    ],
)
def test_which_adverts_are_edited_ones(sheet: dict[str, Marks], edited: dict[str, str]) -> None:
    assert edited_adverts(sheet, {"a": known("a", ADA)}) == edited


def test_what_is_not_known_well_enough_is_not_mistaken_for_another() -> None:
    unmarked = Marks("", "", "")
    assert edited_adverts({"b": ADA}, {"a": known("a", unmarked)}) == {}
    nobody = ADA._replace(author="")
    assert edited_adverts({"b": nobody}, {"a": known("a", nobody)}) == {"b": "a"}
    assert edited_adverts({"b": nobody._replace(subject="x")}, {"a": known("a", nobody)}) == {}


@pytest.mark.parametrize(
    ("before", "needs_approval", "after"),
    [
        (PostingState.POSTED, False, PostingState.EDITED),
        (PostingState.POSTED, True, PostingState.WAITING),
        (PostingState.DISCARDED, False, PostingState.DISCARDED),
        (PostingState.DISCARDED, True, PostingState.WAITING),
        (PostingState.POSTING, True, PostingState.POSTING),
    ],
)
def test_how_it_goes_on(before: PostingState, needs_approval: bool, after: PostingState) -> None:  # noqa: FBT001 - a table
    posting = known("a", ADA, before)
    assert state_after_edit(posting, ADA._replace(content="new"), needs_approval=needs_approval) is after
    assert state_after_edit(posting, ADA, needs_approval=needs_approval) is before
