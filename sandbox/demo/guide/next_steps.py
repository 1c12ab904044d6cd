"""What else there is to try, in any order. A new step is one more entry here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.conference import known_tickets as known
from sandbox.demo.guide.step import Act, Step
from sandbox.demo.guide.witness import MESSAGES
from sandbox.demo.outside import OF_A_SPONSOR

if TYPE_CHECKING:
    from sandbox.demo.scene import Scene


async def _cancel_adas_order(scene: Scene) -> None:
    await scene.world.shop.orders.cancel(known.ADA.order)


async def _scan_adas_badge(scene: Scene) -> None:
    await scene.check_in(known.ADA.order)


STEPS = (
    Step(
        "german",
        "Read it in German",
        "Jürgen's Discord is set to German, and there is no umlaut on this keyboard. The name is right "
        "anyway, and the bot answers in German.",
        "juergen",
        "registration",
        lambda seen: seen.has_roles_of("juergen", known.MUELLER),
        (("Bestellcode", f"#{known.MUELLER.order}-1"), ("Name", "Juergen Mueller")),
        document="attendees.md#get-your-roles",
    ),
    Step(
        "search",
        "Search the schedule",
        "Type the command, choose it from the list, and give a word: Unicode, testing, garbage.",
        "ada",
        "lobby",
        lambda seen: seen.has_sent("ada", '"schedule"', '"search"'),
        (("Command", "/schedule search"),),
        document="attendees.md#what-is-on",
    ),
    Step(
        "list",
        "Keep a list of your own",
        "Press Remind me below a session that the search has found. The command shows your list, with a file "
        "for your calendar.",
        "ada",
        "lobby",
        lambda seen: seen.has_sent("ada", '"my"', '"sessions"'),
        (("Command", "/my sessions"),),
        document="attendees.md#your-own-list",
    ),
    Step(
        "ask",
        "Ask without your name",
        "Ten minutes before a session its room has a thread for questions. Go to the first morning, and "
        "press Ask without your name below the keynote's card.",
        "ada",
        "forum-hall",
        lambda seen: seen.has("SELECT 1 FROM session_thread_post WHERE kind = 'question'"),
        (("Question", "How do you find out that you were wrong?"),),
        document="attendees.md#ask-and-say-how-it-was",
    ),
    Step(
        "shift",
        "See your shift",
        "Who helps when stands in a spreadsheet, by order. Victor registers, and the command shows their "
        "shifts; half an hour before each the bot reminds them.",
        "victor",
        "registration",
        lambda seen: seen.has_sent("victor", '"volunteers"', '"mine"'),
        (("Order", known.VICTOR.order), ("Name", known.VICTOR.name), ("Command", "/volunteers mine")),
        document="volunteers.md#your-shifts",
    ),
    Step(
        "sponsor",
        "Bring a ticket from another shop",
        "A sponsor's tickets are in a spreadsheet, as Eventbrite exports them. Eve has got one after all.",
        "eve",
        "registration",
        lambda seen: seen.has_roles_of("eve", OF_A_SPONSOR),
        (("Order", OF_A_SPONSOR.order), ("Name", OF_A_SPONSOR.name)),
        document="other-ticket-shops.md#files-as-eventbrite-and-others-export-them",
    ),
    Step(
        "arrival",
        "Let Ada in",
        "Somebody scans Ada's badge at the door, in pretix. The command shows who has arrived, over time.",
        "olivia",
        "lobby",
        lambda seen: seen.has_sent("olivia", '"stats"', '"arrivals"'),
        (("Command", "/stats arrivals"),),
        button=Act("Scan Ada's badge", _scan_adas_badge),
        document="set-up.md#6-say-which-ticket-gives-which-roles",
    ),
    Step(
        "events",
        "Look at the server's events",
        "The keynotes stand among the server's own events, above the channels, where people say that they "
        "are interested. Let the schedule change, and they follow.",
        "ada",
        "schedule-updates",
        lambda seen: (
            seen.has("SELECT 1 FROM session_event WHERE state = 'kept'")
            and seen.has_visited("ada", "schedule-updates")
        ),
        document="set-up.md#5-let-the-bot-read-pretalx",
    ),
    Step(
        "watch",
        "Watch the bot",
        "Its numbers for Prometheus, for programs on this machine: open the address in another tab. The "
        "document has a dashboard, and alerts in words.",
        "olivia",
        "bot-log",
        lambda seen: seen.has_read("monitoring.md"),
        (("Address", "{metrics}"),),
        document="monitoring.md",
    ),
    Step(
        "report",
        "Take the numbers home",
        "One page for the board and the sponsors, to read, print and share; it names nobody.",
        "olivia",
        "lobby",
        lambda seen: seen.has_sent("olivia", '"stats"', '"report"'),
        (("Command", "/stats report"),),
        document="after-the-conference.md#the-report",
    ),
    Step(
        "announce",
        "Call an open space",
        "Without any account on a network: the form asks for title, room and time.",
        "ada",
        "open-spaces",
        lambda seen: seen.has_sent("ada", '"openspace"', '"announce"'),
        (("Command", "/openspace announce"), ("Room", "Terrace 2A"), ("Start", "{start}")),
        document="attendees.md#call-an-open-space",
    ),
    Step(
        "cancelled",
        "Try a cancelled ticket",
        "Eve found an old e-mail. The bot knows better.",
        "eve",
        "registration",
        lambda seen: seen.has_sent("eve", known.CANCELLED.order),
        (("Order", known.CANCELLED.order), ("Name", known.CANCELLED.name)),
        document="attendees.md#get-your-roles",
    ),
    Step(
        "stolen",
        "Try somebody else's ticket",
        "Eve looks over Ada's shoulder. The ticket is taken, and the organisers will know.",
        "eve",
        "registration",
        lambda seen: seen.has_sent("eve", known.ADA.order),
        (("Order", known.ADA.order), ("Name", known.ADA.name)),
        document="volunteers.md#at-the-registration-desk",
    ),
    Step(
        "log",
        "Read the log",
        "Olivia is an organiser and sees who got which roles, and who did not.",
        "olivia",
        "registration-log",
        lambda seen: seen.has_visited("olivia", "registration-log"),
        document="volunteers.md#at-the-registration-desk",
    ),
    Step(
        "desk",
        "Help at the desk",
        "Type the command into the message field, choose it from the list and pick a member.",
        "olivia",
        "registration-log",
        lambda seen: seen.has_sent("olivia", "attendee", "lookup"),
        (("Command", "/attendee lookup"),),
        document="volunteers.md#at-the-registration-desk",
    ),
    Step(
        "job",
        "Approve a job advert",
        "A company has filled in the form. Olivia presses Approve on the card, and the advert gets a thread "
        "in the forum.",
        "olivia",
        "job-adverts-review",
        lambda seen: seen.has("SELECT 1 FROM job_posting WHERE posted_at IS NOT NULL"),
        document="set-up.md#7-job-board-optional",
    ),
    Step(
        "cancel",
        "Cancel Ada's order",
        "The ticket shop tells the bot at once: the roles of the ticket are gone, and Ada reads why.",
        "ada",
        MESSAGES,
        lambda seen: seen.has_messages("ada"),
        button=Act(f"Cancel {known.ADA.order} in the shop", _cancel_adas_order),
        document="privacy.md",
    ),
)
