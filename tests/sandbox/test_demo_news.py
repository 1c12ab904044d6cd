"""How the demo tells what the bot wrote, whatever a message is made of."""

from __future__ import annotations

from sandbox.demo.news import LONGEST, first_words

START = 1815548400
"""The keynote, at 9:00 in Berlin."""


def test_containers_embeds_and_plain_messages_are_told_in_plain_words() -> None:
    text = f"## 🔔 **[A talk](https://example.org/talk)** starts\n<t:{START}:R>"
    told = "🔔 A talk starts 09:00"
    container = {"type": 17, "components": [{"type": 10, "content": text}]}
    assert first_words("POST", {"components": [container]}) == told
    assert first_words("POST", {"embeds": [{"title": "A talk", "description": "Soon"}]}) == "A talk · Soon"
    assert first_words("POST", {"content": text}) == told


def test_topics_are_told_and_what_is_long_is_cut() -> None:
    assert first_words("PATCH", {"topic": "📺 Wed"}) == "New topic: 📺 Wed"
    assert first_words("PATCH", {"content": "edited"}) == ""
    assert len(first_words("POST", {"content": "word " * 100})) <= LONGEST + 2
