from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from discord.ui import TextDisplay

from DiscordBot.discord_ui.layout.container import container
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.open_spaces.cards.card_text import (
    ModerationChannel,
    SpaceButton,
    card_of,
    highlighted,
)
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.parsing.extract import Highlight
from DiscordBot.features.open_spaces.snapshot import Announcing, Conflict, OpenSpaceSnapshot, post_links
from DiscordBot.features.open_spaces.ui.faces import conflict_face
from tests.features.tweets.post_office import BERLIN, NOON

if TYPE_CHECKING:
    from DiscordBot.discord_ui.layout.face import CardFace

START = NOON + timedelta(hours=3)
SPACE = OpenSpaceSnapshot(
    id=7,
    state=State.REVIEW,
    revision=2,
    room=None,
    start=None,
    text="Typing at 3pm",
    author_name="Ada",
    author_username="ada",
    user_id=None,
    network="twitter",
    post_id="1",
    link="https://x.example/1",
    found_rooms=("Attic", "Forum_Hall"),
    found_starts=(datetime(2027, 7, 14, 15, tzinfo=BERLIN), datetime(2027, 7, 14, 16, tzinfo=BERLIN)),
    highlights=(),
    reasons=("It names several rooms.",),
    related_id=None,
    created_at=NOON,
    decided_at=None,
    decided_by=None,
    decided_by_name="",
    decision="",
    tweet_text="",
    tells_others=False,
    card_channel=None,
    card_message=None,
    card_shown="",
)


@pytest.mark.parametrize(
    ("highlights", "wanted"),
    [
        ([], r"See you 3pm @ \*Attic\*, not full"),
        ([(8, 11, "time"), (14, 21, "room")], r"See you **3pm** @ **\*Attic\***, not full"),
        ([(27, 31, "doubt")], r"See you 3pm @ \*Attic\*, not __full__"),
        ([(7, 12, "time")], r"See you **3pm** @ \*Attic\*, not full"),
        ([(8, 13, "time"), (11, 13, "room")], r"See you **3pm @** \*Attic\*, not full"),
        ([(11, 12, "time")], r"See you 3pm @ \*Attic\*, not full"),
    ],
)
def test_what_was_found_is_set_off(highlights: list[tuple[int, int, str]], wanted: str) -> None:
    text = "See you 3pm @ *Attic*, not full"
    assert highlighted(text, [Highlight(*found) for found in highlights]) == wanted.replace("@", "\\@")


def test_everything_that_was_found_is_told() -> None:
    fields = {field.name: field.value for field in card_of(SPACE).fields}
    at = int(START.timestamp())
    assert fields["Rooms found"] == "Attic\nForum\\_Hall"
    assert fields["Times found"].splitlines()[0] == f"<t:{at}:F> (<t:{at}:R>)"


@pytest.mark.parametrize(
    ("state", "channel"),
    [
        (State.REVIEW, ModerationChannel.REVIEW),
        (State.CONFLICT, ModerationChannel.CONFLICT),
        (State.WAITING, ModerationChannel.OUTGOING),
        (State.SCHEDULED, ModerationChannel.OUTGOING),
        (State.REMINDED, ModerationChannel.OUTGOING),
        (State.DENIED, None),
        (State.CANCELLED, None),
        (State.EXPIRED, None),
    ],
)
def test_each_state_has_its_channel_and_only_settled_ones_have_no_buttons(
    state: State, channel: ModerationChannel | None
) -> None:
    card = card_of(replace(SPACE, state=state))
    assert card.channel == channel
    assert (card.buttons == ()) == (channel is None)


def test_members_can_be_ignored_as_well_as_users_of_the_network() -> None:
    card = card_of(replace(SPACE, state=State.SCHEDULED, post_id=None, user_id=5))
    assert SpaceButton.IGNORE_USER in card.buttons
    forgotten = card_of(replace(SPACE, state=State.SCHEDULED, post_id=None, user_id=None))
    assert SpaceButton.IGNORE_USER not in forgotten.buttons


def test_a_card_says_something_else_as_soon_as_anything_changes() -> None:
    assert card_of(SPACE).digest == card_of(replace(SPACE, card_shown="x")).digest
    assert card_of(SPACE).digest != card_of(replace(SPACE, text="Typing at 4pm")).digest


def test_the_longest_texts_are_no_problem_for_discord() -> None:
    long = "*\U0001f600" * 2000
    conflict = Conflict(room=long, start=START, title=long, author=long, link="https://x.example/2")
    crowd = replace(
        SPACE,
        state=State.CONFLICT,
        room=long,
        start=START,
        text=long,
        author_name=long,
        conflicts=(conflict,) * 30,
    )
    card = card_of(crowd, related=replace(crowd, id=1))
    texts = texts_of(card)
    assert sum(map(len, texts)) <= LAYOUT_TEXT
    assert texts[-1] == r"-# Open space \#7 · revision 2"
    assert sum(map(len, texts_of(conflict_face([conflict] * 30)))) <= LAYOUT_TEXT


def texts_of(face: CardFace) -> list[str]:
    return [part.content for part in container(face).walk_children() if isinstance(part, TextDisplay)]


def fields(space: OpenSpaceSnapshot, titles: dict[str, str]) -> dict[str, str]:
    return {field.name: field.value for field in card_of(space, None, titles).fields}


def test_a_card_shows_all_posts_with_their_networks() -> None:
    titles = {"twitter": "X", "mastodon": "Mastodon"}
    assert "Announced on" not in fields(SPACE, {"twitter": "X"})
    assert fields(SPACE, titles)["Announced on"] == r"X: [\@ada](https://x.example/1)"
    on_mastodon = Announcing(
        network="mastodon",
        post_id="2",
        author_name="Ada",
        author_username="ada@social.example",
        link="https://social.example/2",
        says_otherwise=True,
    )
    assert fields(replace(SPACE, joined=(on_mastodon,)), titles)["Announced on"].splitlines() == [
        r"X: [\@ada](https://x.example/1)",
        r"Mastodon: [\@ada@social.example](https://social.example/2) ⚠️ names another room or time",
    ]


def test_other_networks_can_be_told_while_there_are_some() -> None:
    titles = {"twitter": "X", "mastodon": "Mastodon"}
    scheduled = replace(SPACE, state=State.SCHEDULED)

    def is_offered(space: OpenSpaceSnapshot, titles: dict[str, str], *, offers_others: bool = True) -> bool:
        return SpaceButton.TELL_OTHERS in card_of(space, None, titles, offers_others=offers_others).buttons

    assert is_offered(scheduled, titles)
    assert not is_offered(scheduled, titles, offers_others=False)
    assert not is_offered(scheduled, {"twitter": "X"})
    assert not is_offered(replace(scheduled, tells_others=True), titles)
    assert not is_offered(replace(scheduled, network=None, post_id=None), titles)


def test_links_lead_to_all_posts_that_are_true() -> None:
    titles = {"twitter": "X", "mastodon": "Mastodon"}
    assert post_links(SPACE, titles, "post") == (("post", "https://x.example/1"),)
    joined = Announcing(
        network="mastodon",
        post_id="2",
        author_name="",
        author_username="ada",
        link="https://social.example/2",
    )
    both = (("X", "https://x.example/1"), ("Mastodon", "https://social.example/2"))
    assert post_links(replace(SPACE, joined=(joined,)), titles, "post") == both
    elsewhere = replace(joined, says_otherwise=True)
    assert len(post_links(replace(SPACE, joined=(elsewhere,)), titles, "post")) == 1
    assert post_links(replace(SPACE, network=None, post_id=None, link=""), titles, "post") == ()
