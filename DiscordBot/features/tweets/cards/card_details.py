"""The single facts on a card, in words. Each function returns markdown, empty if there is nothing to say."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardPicture
from DiscordBot.discord_ui.texts.limits import UPLOAD, clip
from DiscordBot.discord_ui.texts.shown_text import hidden_characters, shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.tweets.cards.card_versions import has_versions, length
from DiscordBot.features.tweets.models import DeliveryStatus, Source, TweetStatus
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from DiscordBot.features.tweets.cards.card_facts import CardFacts, NetworkFacts
    from DiscordBot.features.tweets.snapshots import (
        DeliverySnapshot,
        PictureSnapshot,
        TweetContent,
        TweetSnapshot,
    )

# Discord takes 1024 characters in a field; these give way before that, so that nothing behind them is cut.
_PICTURES_SHARE = 360
_PROBLEM_SHARE = 150
_PAUSE_SHARE = 150
_ENDINGS = {"image/gif": "gif", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_NOT_DESCRIBED = "⚠️ no description for blind people"
_TOO_LARGE = "⚠️ too large to be shown here. "

_SOURCES = {
    Source.COMPOSED: "written on Discord",
    Source.MESSAGE: "a message on Discord",
    Source.NEWS: "news",
    Source.SPONSOR: "sponsors",
    Source.CAMPAIGN: "a campaign",
    Source.MENTION: "a reply",
    Source.OPEN_SPACE: "open spaces",
}
_ANYBODY = "Organisers and volunteers can approve, nobody their own."
_APPROVERS = {
    "off": "Tweets are switched off, so nobody can approve.",
    "organizers": "Organisers can approve.",
    "volunteers_post": "Organisers can approve.",
    "volunteers_moderate": _ANYBODY,
    "volunteers_trusted": _ANYBODY,
}
_DECIDED = {
    TweetStatus.DENIED: "Denied",
    TweetStatus.CANCELLED: "Cancelled",
}
_OPEN = frozenset({Outcome.PENDING, Outcome.WAITING})


def person(user_id: int) -> str:
    """Return what Discord shows as the person's name; in an embed it pings nobody."""
    return f"<@{user_id}>"


def lengths(tweet: TweetContent, facts: CardFacts) -> str:
    """Return how long the text counts on each network, unless that stands above each text."""
    if tweet.retweet_of is not None or has_versions(tweet, facts):
        return ""
    return "\n".join(f"{length(network)}{_named(network, facts)}" for network in facts.networks)


def destinations(facts: CardFacts) -> str:
    """Return which networks the tweet goes to, where there is a choice."""
    if not facts.has_choice:
        return ""
    to = ", ".join(network.title for network in facts.networks) or "⚠️ none of the connected networks"
    return f"{to}\nnot to {', '.join(facts.elsewhere)}" if facts.elsewhere else to


def goes_out(tweet: TweetContent, facts: CardFacts) -> str:
    """Return when the tweet goes out, and what keeps it from that."""
    if tweet.outcome not in _OPEN:
        return ""
    lines = [_when(tweet, facts)]
    if tweet.not_after is not None:
        lines.append(f"not after {time_stamp_and_distance(tweet.not_after)}")
    if tweet.on_hold:
        lines.append("⏸️ It is paused: it does not go out until somebody resumes it.")
    if not facts.networks:
        lines.append("⚠️ No account is connected, so it cannot go out yet.")
    lines += [_paused(network) for network in facts.networks]
    return "\n".join(filter(None, lines))


def prices(tweet: TweetContent, facts: CardFacts) -> str:
    """Return what the tweet costs or has cost."""
    paid = [delivery.price for delivery in tweet.deliveries if delivery.price is not None]
    if tweet.outcome in {Outcome.SENT, Outcome.DELETED}:
        return _dollars(sum(paid, Decimal())) if paid else ""
    if len(facts.networks) > 1:
        charged = [network for network in facts.networks if network.price]
        return (
            "\n".join(f"about {_dollars(network.price)} on {network.title}" for network in charged) or "none"
        )
    return f"about {_dollars(facts.networks[0].price)}" if facts.networks else ""


def origin(tweet: TweetContent) -> str:
    """Return who or what the tweet comes from."""
    source = _SOURCES[tweet.source]
    written = source if tweet.author_id is None else f"{person(tweet.author_id)}, {source}"
    if tweet.edited_by in {None, tweet.author_id}:
        return written
    return f"{written}, changed by {person(tweet.edited_by)}"


def note(tweet: TweetContent) -> str:
    """Return what the author says to moderators."""
    return shown(tweet.note)


def related(tweet: TweetContent) -> str:
    """Return the post on the network that the tweet answers or quotes."""
    kinds = {"reply to the post": tweet.in_reply_to, "quotes the post": tweet.quote_of}
    return "\n".join(f"{kind} {shown(post)}" for kind, post in kinds.items() if post)


def who_decides(tweet: TweetContent, facts: CardFacts) -> str:
    """Return who may approve, as long as that is to be done."""
    return _APPROVERS[facts.policy] if tweet.outcome is Outcome.PENDING else ""


def moderated(tweet: TweetSnapshot) -> str:
    """Return who decided what, when and why."""
    if tweet.status is TweetStatus.PENDING:
        return ""
    what = _DECIDED.get(tweet.status, "Approved")
    what = f"{what} for other networks" if what != "Approved" and tweet.is_out else what
    who = f" by {person(tweet.decided_by)}" if tweet.decided_by is not None else ""
    if what == "Approved" and tweet.decided_by is None:
        who = " without moderation, as the settings say"
    own = " **as their own tweet**" if tweet.bypass and what == "Approved" else ""
    when = f", {time_stamp_and_distance(tweet.decided_at)}" if tweet.decided_at is not None else ""
    reason = f"\n{shown(tweet.reason)}" if tweet.reason.strip() else ""
    return f"{what}{who}{own}{when}{reason}"


def pictures(tweet: TweetContent) -> str:
    """Return the pictures' descriptions, and which cannot be shown here."""
    share = _PICTURES_SHARE // max(len(tweet.pictures), 1) - len(f"1\\. {_TOO_LARGE}\n")
    return "\n".join(
        f"{number}\\. {_too_large(picture)}{clip(shown(picture.alt_text), share) or _NOT_DESCRIBED}"
        for number, picture in enumerate(tweet.pictures, start=1)
    )


def _too_large(picture: PictureSnapshot) -> str:
    return _TOO_LARGE if picture.size > UPLOAD else ""


def gallery(tweet: TweetContent) -> tuple[CardPicture, ...]:
    """Return the pictures that Discord can show, as they are attached to the card."""
    return tuple(
        CardPicture(f"attachment://{file_name(number, picture.media_type)}", picture.alt_text)
        for number, picture in enumerate(tweet.pictures, start=1)
        if picture.size <= UPLOAD
    )


def file_name(number: int, media_type: str) -> str:
    """Return what the file of a tweet's picture is called on Discord; they are counted from 1."""
    return f"picture_{number}.{_ENDINGS[media_type]}"


def deliveries(tweet: TweetContent, facts: CardFacts) -> str:
    """Return how far the tweet is on each network."""
    titles = {network.name: network.title for network in facts.networks}
    lines = [
        f"**{titles.get(delivery.network, delivery.network)}**: {text}"
        for delivery in tweet.deliveries
        if (text := _delivery(delivery))
    ]
    return "\n".join(lines)


def warnings(tweet: TweetContent, facts: CardFacts) -> str:
    """Return what a moderator should know before they approve; nothing once it is too late."""
    if tweet.outcome not in _OPEN | {Outcome.FAILED}:
        return ""
    told = [
        f"{network.title}: {sentence}" if len(facts.networks) > 1 else sentence
        for network in facts.networks
        for sentence in network.warnings
    ]
    told += [
        f"Hidden in the text: {found}"
        for text in dict.fromkeys([tweet.text, *tweet.texts.values()])
        for found in hidden_characters(text)
    ]
    told += [
        f"Too long for {network.title}."
        for network in facts.networks
        if tweet.retweet_of is None and network.length.length > network.length.limit
    ]
    return "\n".join(f"• {sentence}" for sentence in dict.fromkeys(told))


def _named(network: NetworkFacts, facts: CardFacts) -> str:
    return f" on {network.title}" if len(facts.networks) > 1 else ""


def _when(tweet: TweetContent, facts: CardFacts) -> str:
    if facts.due is not None:
        return time_stamp_and_distance(facts.due, "F")
    if facts.is_soon:
        return "as soon as it is approved" if tweet.outcome is Outcome.PENDING else "now"
    # Of a tweet on hold, or without a network, nothing else can be said than what follows.
    return "⚠️ It is too late for it." if facts.networks and not tweet.on_hold else ""


def _paused(network: NetworkFacts) -> str:
    paused = network.paused
    if paused is None:
        return ""
    until = f" until {time_stamp_and_distance(paused.until)}" if paused.until is not None else ""
    return f"⚠️ {network.title} takes nothing now{until}: {clip(shown(paused.reason), _PAUSE_SHARE)}"


def _delivery(delivery: DeliverySnapshot) -> str:
    problem = clip(shown(delivery.problem), _PROBLEM_SHARE)
    match delivery.status:
        case DeliveryStatus.SENT:
            when = f", {time_stamp_and_distance(delivery.sent_at)}" if delivery.sent_at is not None else ""
            kept = f"\n⚠️ Not deleted: {problem}" if problem else ""
            return f"{delivery.link or 'posted'}{when}{kept}"
        case DeliveryStatus.DELETED:
            return "🧹 deleted"
        case DeliveryStatus.UNKNOWN if delivery.ask_human:
            return f"{problem}\nLook at the account, then press “Mark as sent” or “Send again”.".strip()
        case DeliveryStatus.WAITING if delivery.attempts and delivery.next_try_at is not None:
            return f"{problem} Next try {time_stamp_and_distance(delivery.next_try_at)}.".strip()
        case _:
            return problem


def _dollars(price: Decimal | int) -> str:
    """Return a price in US dollars; networks charge fractions of a cent."""
    text = f"{price:.3f}"
    return f"${text.removesuffix('0')}"
