from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.discord_ui.components import persistent_button
from DiscordBot.discord_ui.layout.container import text_length
from DiscordBot.discord_ui.layout.face import CardFace, CardField, CardPicture, Tone
from DiscordBot.discord_ui.layout.layouts import BaseLayout, card_layout
from DiscordBot.discord_ui.layout.reading import components, walk
from tests.shown_messages import controls, faces, pinged, said

if TYPE_CHECKING:
    from DiscordBot.discord_ui.errors import ErrorReporter
    from tests.discord_ui.conftest import World

FULL = CardFace(
    title="Doors *open*",
    tone=Tone.ASKS,
    text="At nine.",
    fields=(
        CardField("When", "9:00"),
        CardField("Where", "Hall\nground floor"),
        CardField("Why", "", is_short=False),
    ),
    author="ada_1 #2",
    footer="Tweet #1 · revision 2",
    link="https://example.org/1",
    pictures=(CardPicture("https://example.org/sea.png", "The sea"),),
)


async def shown(world: World, layout: discord.ui.LayoutView) -> discord.Message:
    await world.text_channel().send(view=layout, allowed_mentions=discord.AllowedMentions.none())
    return world.channel.history()[-1]


def texts_of(layout: discord.ui.LayoutView) -> list[str]:
    return [item.content for item in layout.walk_children() if isinstance(item, discord.ui.TextDisplay)]


async def test_a_card_says_everything_that_it_is_given(world: World) -> None:
    (face,) = faces(await shown(world, card_layout(FULL, above="Look at this")))

    assert (face.title, face.url, face.description) == ("Doors *open*", "https://example.org/1", "At nine.")
    assert [(part.name, part.value) for part in face.fields] == [
        ("When", "9:00"),
        ("Where", "Hall\nground floor"),
        ("Why", "–"),
    ]
    assert (face.author.text, face.footer.text) == ("ada_1 #2", "Tweet #1 · revision 2")
    assert face.pictures == [("https://example.org/sea.png", "The sea")]
    assert face.colour == discord.Colour.gold().value


async def test_what_stands_above_a_card_is_apart_and_pings_nobody(world: World) -> None:
    message = await shown(world, card_layout(CardFace(text=f"By {world.ada.mention}"), above="@everyone"))

    assert said(message) == "@everyone"
    assert pinged(world.env, message) == []


async def test_buttons_stand_inside_five_a_row_and_selects_alone(world: World) -> None:
    buttons: list[discord.ui.Item[Any]] = [
        discord.ui.Button(label=str(number), custom_id=str(number)) for number in range(6)
    ]
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="select", options=[discord.SelectOption(label="One")]
    )
    last: discord.ui.Button[Any] = discord.ui.Button(label="last", custom_id="last")
    message = await shown(world, card_layout(CardFace(text="Choose"), [*buttons, select, last]))

    rows = [part["components"] for part in walk(components(message)) if part["type"] == 1]
    assert [[item["custom_id"] for item in row] for row in rows] == [
        ["0", "1", "2", "3", "4"],
        ["5"],
        ["select"],
        ["last"],
    ]
    assert len(controls(message)) == 8


async def test_a_card_that_says_nothing_can_be_sent(world: World) -> None:
    assert faces(await shown(world, card_layout(CardFace(text="  "))))[0].description == "–"


async def test_addresses_that_discord_would_refuse_are_left_out(world: World) -> None:
    pictures = (CardPicture("ftp://a.example/1"), CardPicture("https://a.example/a b.png"))
    thumbnail = CardPicture("https://a.example/" + "a" * 2048)
    face = CardFace(title="Talk", link="nowhere", text="x", pictures=pictures, thumbnail=thumbnail)
    (found,) = faces(await shown(world, card_layout(face)))
    assert (found.title, found.url) == ("Talk", None)
    assert found.pictures == [("https://a.example/a%20b.png", "")]


async def test_a_link_with_brackets_and_a_title_of_two_lines_stay_one_link(world: World) -> None:
    face = CardFace(title="A\nB", link="https://a.example/a_(b)")
    (found,) = faces(await shown(world, card_layout(face)))
    assert (found.title, found.url) == ("A B", "https://a.example/a_%28b%29")


@given(
    st.builds(
        CardFace,
        title=st.text(max_size=400),
        text=st.text(max_size=6000),
        author=st.text(max_size=300),
        footer=st.text(max_size=300),
        fields=st.lists(
            st.builds(CardField, st.text(max_size=80), st.text(max_size=1500), st.booleans()), max_size=12
        ).map(tuple),
    ),
    st.text(max_size=3000),
)
def test_texts_never_take_more_than_discord_allows(face: CardFace, above: str) -> None:
    texts = texts_of(card_layout(face, above=above))

    assert sum(map(len, texts)) <= 4000
    assert all(text.strip() for text in texts)


def test_the_text_gives_way_first_then_the_last_facts() -> None:
    long = CardFace(text="x" * 5000, fields=(CardField("Kept", "y"),))
    texts = texts_of(card_layout(long))
    assert [text[-1] for text in texts] == ["…", "y"]
    assert sum(map(len, texts)) == 4000

    many = CardFace(text="Short", fields=tuple(CardField(str(number), "y" * 1024) for number in range(6)))
    *_, facts = texts_of(card_layout(many))
    assert facts.endswith("… and 3 more")


@pytest.mark.parametrize("face", [FULL, CardFace(text="Hello"), CardFace(title="Only a title")])
def test_the_length_is_what_discord_counts(face: CardFace) -> None:
    assert text_length(face) == card_layout(face).content_length()


def test_buttons_that_outlive_a_message_are_not_put_into_one_that_ends(reporter: ErrorReporter) -> None:
    async def handler(_interaction: discord.Interaction, _row_id: int) -> None: ...

    kind = persistent_button(feature="f", action="a", label="b", handler=handler, reporter=reporter)
    with pytest.raises(TypeError):
        BaseLayout(reporter).show(CardFace(text="x"), [kind(1)])
