from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.layout.container import container
from DiscordBot.discord_ui.layout.face import CardPicture
from DiscordBot.discord_ui.layout.reading import walk
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.mentions.card_text import LONGEST_TEXT, MentionButton, card_of
from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.mentions.snapshot import MentionSnapshot, mention_of, source_key

if TYPE_CHECKING:
    from DiscordBot.discord_ui.layout.face import CardFace

NOW = datetime(2027, 7, 14, 10, tzinfo=UTC)
MENTION = MentionSnapshot(
    id=7,
    network="mastodon",
    post_id="1001",
    text="@pyconexample hello",
    author_name="Ada *L.*",
    author_username="ada_l",
    link="https://x.com/i/status/1001",
    pictures=(),
    answers_own=False,
    quotes_own=False,
    in_reply_to=None,
    quote_of=None,
    about_link="",
    is_private=False,
    content_warning="",
    posted_at=NOW,
    status=MentionStatus.OPEN,
    assigned_to=None,
    decided_by=None,
    decided_at=None,
    answers=0,
    tweet_id=None,
    problem="",
    card_channel=None,
    card_message=None,
    card_shown="",
)


def fields(view: MentionSnapshot, tweet_card: str | None = None) -> dict[str, str]:
    return {field.name: field.value for field in card_of(view, tweet_card).fields}


def texts_of(face: CardFace) -> list[str]:
    """Return the texts of a card as Discord gets them."""
    return [part["content"] for part in walk([container(face).to_component_dict()]) if "content" in part]


def test_what_people_write_is_shown_as_it_is_and_pings_nobody() -> None:
    text = "@everyone **look** <@1> https://example.org/a_b"

    head, said, _, footer = texts_of(card_of(replace(MENTION, text=text), None))

    assert said == r"\@everyone \*\*look\*\* \<\@1\> https://example.org/a_b"
    assert r"Ada \*L.\* (\@ada\_l)" in head
    assert footer == r"-# Mention \#7"


def test_a_long_text_fits() -> None:
    view = replace(MENTION, text="*" * 25_000, problem="_" * 3000, author_name="n" * 300)

    assert sum(map(len, texts_of(card_of(view, None)))) <= LAYOUT_TEXT
    assert len(card_of(view, None).text) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"about_link": "https://here.example/5", "in_reply_to": "5", "answers_own": True},
            "answers [our post](https://here.example/5)",
        ),
        (
            {"about_link": "https://here.example/5", "in_reply_to": "5"},
            "answers [another post](https://here.example/5)",
        ),
        (
            {"about_link": "https://here.example/5", "quote_of": "5", "quotes_own": True},
            "quotes [our post](https://here.example/5)",
        ),
        (
            {"about_link": "https://here.example/5", "quote_of": "5"},
            "quotes [another post](https://here.example/5)",
        ),
    ],
)
def test_the_conversation(changes: dict[str, object], says: str) -> None:
    assert fields(replace(MENTION, **changes))["Conversation"] == says  # type: ignore[arg-type]  # of the view
    assert "Conversation" not in fields(MENTION)


def test_pictures() -> None:
    view = replace(MENTION, pictures=("https://x.com/p/1", "https://x.com/p/2"))
    assert fields(view)["Pictures (2)"] == "[1](https://x.com/p/1) · [2](https://x.com/p/2)"


def test_who_did_what() -> None:
    decided = replace(MENTION, decided_by=3, decided_at=NOW, tweet_id=12)
    time = f"<t:{int(NOW.timestamp())}:t>"
    claimed = fields(replace(decided, status=MentionStatus.ASSIGNED))["State"]
    assert claimed.startswith(f"claimed by <@3>, {time}")
    replying = fields(replace(decided, status=MentionStatus.REPLYING), "https://discord.com/card")["State"]
    assert replying.startswith("[tweet #12](https://discord.com/card) by <@3>")
    handled = fields(replace(decided, status=MentionStatus.HANDLED))["State"]
    assert handled.startswith("answered by <@3>")
    assert handled.endswith("tweet #12")
    assert "State" not in fields(MENTION)


def test_the_buttons() -> None:
    shown = {status: card_of(replace(MENTION, status=status), None).buttons for status in MentionStatus}
    answers = (MentionButton.REPLY, MentionButton.RETWEET)
    assert shown == {
        MentionStatus.OPEN: (*answers, MentionButton.CLAIM, MentionButton.DISCARD),
        MentionStatus.ASSIGNED: (*answers, MentionButton.RELEASE, MentionButton.DISCARD),
        MentionStatus.REPLYING: (),
        MentionStatus.HANDLED: (MentionButton.REOPEN,),
        MentionStatus.DISCARDED: (MentionButton.REOPEN,),
    }


def test_another_text_is_another_digest() -> None:
    first = card_of(MENTION, None)
    assert first.digest == card_of(replace(MENTION, card_message=5), None).digest
    assert first.digest != card_of(replace(MENTION, problem="denied"), None).digest


def test_an_author_whom_x_does_not_name() -> None:
    assert card_of(replace(MENTION, author_name="", author_username=""), None).author == "unknown author"


def test_keys_lead_back_to_the_mention() -> None:
    assert mention_of(source_key(12, 3)) == 12
    assert [mention_of(key) for key in (None, "", "news:12:3", "mentions:1")] == [None] * 4


def test_the_network_stands_there_in_words_and_in_colour() -> None:
    assert card_of(MENTION, None, "🟣 Mastodon").title == "💬 New mention · 🟣 Mastodon"
    # A network that is not configured any more has its name.
    assert card_of(MENTION, None).title == "💬 New mention · mastodon"


def test_what_is_for_us_only_is_said_to_be_and_not_reposted() -> None:
    card = card_of(replace(MENTION, is_private=True), None)
    assert MentionButton.RETWEET not in card.buttons
    assert MentionButton.REPLY in card.buttons
    assert any(field.name == "🔒 Private" for field in card.fields)
    assert MentionButton.RETWEET in card_of(MENTION, None).buttons


def test_a_content_warning_stands_above_the_text() -> None:
    card = card_of(replace(MENTION, content_warning="A *film*"), None)
    assert card.text == "**⚠️ A \\*film\\***\n" + r"\@pyconexample hello"
    assert (
        card_of(replace(MENTION, text="", content_warning=""), None).text == "*Deleted after the conference.*"
    )


def test_a_post_without_an_address_is_named_without_a_link() -> None:
    assert fields(replace(MENTION, in_reply_to="5"))["Conversation"] == "answers another post"


def test_what_is_a_picture_is_shown_unless_its_author_warns_of_it() -> None:
    page, picture = "https://x.com/p/1", "https://files.example/2.PNG?size=big"
    view = replace(MENTION, pictures=(page, picture))
    warned = replace(view, content_warning="blood")

    assert card_of(view, None).pictures == (
        CardPicture(picture, "Picture 2 of 2, posted by Ada *L.* (@ada_l)"),
    )
    assert fields(view)["Pictures (2)"] == f"[1]({page})"
    assert card_of(warned, None).pictures == ()
    assert fields(warned)["Pictures (2)"] == f"[1]({page}) · [2]({picture})"
