from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.tweets.cards.card_text import TweetButton, card_of, preview_of
from DiscordBot.networks.port import Measure
from tests.features.tweets.made_up_tweets import FACTS, PAPER, denied, pending, picture

SLATE = replace(PAPER, name="slate", title="Slate", length=Measure(2, 20), price=Decimal(0))
STONE = replace(PAPER, name="stone", title="Stone", length=Measure(5, 3000), price=Decimal(0))
WALL = replace(PAPER, name="wall", title="Wall", length=Measure(501, 500), price=Decimal(0))
ALL = replace(FACTS, networks=(PAPER, SLATE, STONE, WALL))


def test_networks_with_the_same_text_stand_together() -> None:
    tweet = pending(text="*Hello*\n\nall", texts={"slate": "Hi", "wall": "Hi"})
    assert card_of(tweet, ALL).text == (
        "**Paper** 5/280 · **Stone** 5/3000\n> \\*Hello\\*\n> \n> all\n\n"
        "**Slate** 2/20 · **Wall** ⚠️ 501/500\n> Hi"
    )
    assert card_of(pending(text="*Hello*"), ALL).text == "\\*Hello\\*"
    # A version for a network that it does not go to is not read by anybody.
    assert card_of(pending(text="*Hello*", texts={"elsewhere": "Hi"}), ALL).text == "\\*Hello\\*"
    assert preview_of(tweet, ALL).text == card_of(tweet, ALL).text


def test_each_network_has_its_price_and_its_warnings() -> None:
    paper = replace(PAPER, warnings=("Links cost more.",))
    facts = replace(ALL, networks=(paper, SLATE), elsewhere=("Stone", "Wall"))
    card = card_of(pending(texts={"slate": "Hi\N{ZERO WIDTH SPACE}"}), facts)
    said = {field.name: field.value for field in card.fields}
    assert said["Price"] == "about $0.015 on Paper"
    assert said["Goes to"] == "Paper, Slate\nnot to Stone, Wall"
    assert said["⚠️ Please note"] == (
        "• Paper: Links cost more.\n• Hidden in the text: 1 × zero width space (U+200B)"
    )
    assert "Length" not in said
    assert TweetButton.NETWORKS in card.buttons
    assert TweetButton.NETWORKS not in card_of(pending(in_reply_to="1"), facts).buttons


def test_four_texts_have_room_beside_all_that_a_card_can_say() -> None:
    texts = {"slate": "_" * 280, "stone": "some\nword " * 300, "wall": "w" * 500}
    pictures = tuple(picture(number, "p" * 1000) for number in range(4))
    tweet = denied("r" * 1000, text="t" * 280, texts=texts, pictures=pictures)
    card = card_of(
        tweet, replace(ALL, networks=tuple(replace(one, warnings=("n" * 500,)) for one in ALL.networks))
    )
    parts = card_layout(card).walk_children()
    shown = [part.content for part in parts if isinstance(part, discord.ui.TextDisplay)]
    assert sum(map(len, shown)) <= LAYOUT_TEXT
    assert card.text in shown
    assert all(f"**{field.name}" in shown[-2] for field in card.fields)
    assert all(part in card.text for part in ("t" * 280, "\\_" * 280, "w" * 500, "some\n> word some"))
    assert card.text.endswith("“Edit” and “Networks & texts” show all of it.")
