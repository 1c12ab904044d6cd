"""Buttons and forms in the hands of people who should not have them, and of fifty at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.features.tweets.ui.test_policy_on_discord import REFUSALS, answered, how_it_is

if TYPE_CHECKING:
    from simcord import MemberActor

    from tests.features.tweets.command_stage import CommandStage


BUTTONS = (
    *("approve", "approve_now", "approve_own", "edit", "reschedule", "deny"),
    *("withdraw", "retry", "mark_sent", "send_again", "delete", "delete_sure"),
)


@pytest.mark.parametrize("label", ["Approve", "Approve & post now", "Edit", "Reschedule", "Deny"])
async def test_a_button_pressed_by_somebody_who_lost_the_role_meanwhile(
    queue: CommandStage, label: str
) -> None:
    await queue.write()
    before = await how_it_is(queue, 1)
    queue.env.backend.edit_member(queue.guild.id, queue.people["ada"].id, {"role_ids": []})

    told = await queue.press("ada", 1, label)

    assert any(refusal in told for refusal in REFUSALS)

    assert await how_it_is(queue, 1) == before


async def test_a_form_submitted_by_somebody_who_lost_the_role_meanwhile(queue: CommandStage) -> None:
    await queue.write()
    before = await how_it_is(queue, 1)
    forms = {
        "Edit": {"text": "Changed"},
        "Reschedule": {"when": "tomorrow 9:00"},
        "Deny": {"reason": "No"},
    }
    opened = {label: await queue.people["ada"].click(queue.card(1), label=label) for label in forms}
    queue.env.backend.edit_member(queue.guild.id, queue.people["ada"].id, {"role_ids": []})

    for label, typed in forms.items():
        told = await answered(queue, "ada", opened[label], **typed)
        assert any(refusal in told for refusal in REFUSALS)
        assert next(iter(typed.values())) in told.replace("\\", ""), "what was typed is given back"

    assert await how_it_is(queue, 1) == before


@pytest.mark.parametrize("tweet_id", ["2", "99", "0", "9" * 30])
async def test_a_forged_button(queue: CommandStage, tweet_id: str) -> None:
    await queue.write()
    await queue.write("Another")
    before = [await how_it_is(queue, number) for number in (1, 2)]
    card = queue.env.backend.get_message(queue.channel.id, queue.card(1).id)
    row = next(part for part in card.components[0]["components"] if part["type"] == 1)
    button = row["components"][0]
    told = {}
    for action in BUTTONS:
        button["custom_id"] = f"tweets:v1:{action}:{tweet_id}"
        told[action] = await queue.press("ada", 1, "Approve")

    refused = {
        action: "This button does not belong to the tweet above it." in told[action] for action in BUTTONS
    }
    assert refused == dict.fromkeys(BUTTONS, True)
    assert [await how_it_is(queue, number) for number in (1, 2)] == before


@pytest.mark.slow
async def test_fifty_moderators_on_one_card(queue: CommandStage) -> None:
    await queue.write()
    moderators = [
        queue.guild.add_member(queue.env.create_user(f"moderator{number}"), roles=[queue.organizers])
        for number in range(50)
    ]
    acts: list[tuple[MemberActor, dict[str, Any]]] = []
    for number, moderator in enumerate(moderators):
        if number % 2:
            acts.append((moderator, {"custom_id": "tweets:v1:approve:1", "component_type": 2}))
        else:
            form = (await moderator.click(queue.card(1), label="Deny")).modal
            assert form is not None
            typed = {"type": 4, "custom_id": "reason", "value": "No"}
            label = {"type": 18, "component": typed}
            acts.append((moderator, {"custom_id": form["custom_id"], "components": [label]}))

    told = await queue.together(acts, 1)

    view = await queue.view(1)
    deeds = [row.action for row in await queue.bot.service.history(1)]
    assert deeds == ["submitted", "approved" if view.status == "approved" else "denied"]
    winner = view.decided_by
    assert winner is not None
    assert told.pop(winner).startswith(("Tweet #1 is approved.", "⛔ Tweet #1 is denied."))
    assert [text for text in told.values() if f"<@{winner}> " not in text] == []
    assert len(told) == 49
