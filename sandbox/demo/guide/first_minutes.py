"""The first two minutes: a ticket becomes roles, a draft becomes a tweet."""

from __future__ import annotations

from sandbox.conference import known_tickets as known
from sandbox.demo.guide.step import Step

FIRST, SECOND = "The first minute: registration", "The second minute: a tweet"
TWEET = "The doors are open! Coffee is in the lobby ☕ #PyConExample"

STEPS = (
    Step(
        "register",
        "You are Ada. Press Register",
        "The bot has posted a message with a button in #registration.",
        "ada",
        "registration",
        lambda seen: seen.has_sent("ada", ""),
        chapter=FIRST,
        document="attendees.md",
    ),
    Step(
        "form",
        "Fill in the form",
        "Ada bought a business ticket with a tutorial.",
        "ada",
        "registration",
        lambda seen: seen.has_sent("ada", known.ADA.order, "lovelace"),
        (("Order", known.ADA.order), ("Name", known.ADA.name)),
        chapter=FIRST,
        document="attendees.md",
    ),
    Step(
        "roles",
        "Look at your roles",
        "They are at the top of this guide, and the nickname is the name on the ticket.",
        "ada",
        "registration",
        lambda seen: seen.has_roles_of("ada", known.ADA),
        chapter=FIRST,
        document="attendees.md",
    ),
    Step(
        "compose",
        "Write a tweet",
        "Victor is a volunteer. Type the command into the message field, choose it from the list and send. "
        "Text, picture and what it shows go into the form that opens.",
        "victor",
        "tweet-moderation",
        lambda seen: seen.has("SELECT 1 FROM tweet WHERE source = 'composed'"),
        (("Command", "/tweet compose"), ("Text", TWEET), ("Alt text", "The sun rises over violet hills")),
        chapter=SECOND,
        with_picture=True,
        on_networks=True,
        document="volunteers.md#write-a-tweet",
    ),
    Step(
        "approve",
        "Approve it",
        "Nobody approves their own tweet, so Olivia does, who is an organiser. Press Approve on the card "
        "and see the tweet appear on all networks.",
        "olivia",
        "tweet-moderation",
        lambda seen: seen.has(
            "SELECT 1 FROM delivery JOIN tweet ON tweet.id = tweet_id"
            " WHERE delivery.status = 'sent' AND source = 'composed'"
        ),
        chapter=SECOND,
        on_networks=True,
        document="volunteers.md#approve",
    ),
)
