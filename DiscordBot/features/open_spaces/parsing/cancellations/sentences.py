"""Sentences that say that something is not as planned, in whatever words: who or what, and what of it.

`phrases.py` knows words that say it by themselves. Here the words around them decide: "can't"
is a doubt in "we can't make it", not in "I can't wait" and "you can't miss it". The tables: `doubts.py` has
conditions and guesses, `reports.py` what was and what somebody would do, `states.py` what becomes of a
session, the others what is cancelled, moved, full or over; `questions.py` reads questions.

Patterns see the folded text with each room as `R`s and each time as `T`s, so that "moved to R" is a move to
any room. In them a blank is any white space, and a word in capitals is a part of `_PARTS`. Before a pattern
stand the words without one of which there is no need to try it; of long ones their first letters do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.cancellations.doubts import DOUBTS
from DiscordBot.features.open_spaces.parsing.cancellations.english_remarks import REMARKS
from DiscordBot.features.open_spaces.parsing.cancellations.english_sentences import ENGLISH
from DiscordBot.features.open_spaces.parsing.cancellations.other_sentences import OTHERS
from DiscordBot.features.open_spaces.parsing.cancellations.questions import find_questions
from DiscordBot.features.open_spaces.parsing.cancellations.reports import REPORTS
from DiscordBot.features.open_spaces.parsing.cancellations.romance_sentences import ROMANCE
from DiscordBot.features.open_spaces.parsing.cancellations.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.open_spaces.parsing.rooms import NamedRoom
    from DiscordBot.features.open_spaces.parsing.starts import Start

_KEY = 4
"""So many letters of a word are compared before a pattern is tried."""

_DAY = (
    r"(?:today|tonight|tomorrow|tmrw|later|next|this|\w{2,6}day|heute|morgen|\w{2,6}tag|hoy|manana|demain"
    r"|amanha|hoje|domani|oggi|ce soir)"
)
_WHERE = (
    rf"(?:,? ?(?:(?:at|in|on|for|from|of|room|the|now|um|im|{_DAY}|afternoon|morning|evening) "
    r"|[RT]+|\([RT]+\)))*+"
)
_MY = r"(?:the|our|my|this|that|today's|tonight's|tomorrow's|your|his|her)"
_SESSION = (
    r"(?:sessions?|meeting|meet-?up|open[ -]?space|slot|event|bof|workshop|chat|gathering|discussion"
    r"|round ?table|panel|clinic|circle|get-together|hangout|sprint|tutorial|lesson|class|show|group|booking)"
)
_PARTS = {
    "CLAUSE": r"(?:^|[.!?:;,\n(-]) {0,2}",
    "DAY": _DAY,
    "WHERE": _WHERE,
    "MY": _MY,
    "SESSION": _SESSION,
    # What a sentence is about: "our asyncio chat at T in R", "the T in R", "R at T".
    "IT": rf"(?:\b{_MY} (?:[\w'+.&/#-]+ ){{0,4}}?{_SESSION}\b|\b{_MY} (?=[RT])|\b(?=[RT])) ?{_WHERE},? ?",
    "HOST": r"(?:host|co-?host|speaker|presenter|organi[sz]er|moderator|facilitator|instructor|teacher"
    r"|trainer"
    r"|guest|voice|laptop|projector|beamer|screen|mic|microphone|power|wifi|internet|lights?|heating|ac"
    r"|aircon|air con|train|flight|plane)",
    "PLACES": r"(?:seats?|chairs?|stools?|benches|spaces?|rooms?|spots?|places?|tickets?|slots?|capacity|air"
    r"|oxygen|floor|standing|square (?:inch|cm|meters?|centimet\w+)|elbow room|breathing room)",
    "NOT": r"(?:(?:wo|ca|could|is|are|was|were|does|do|did|have|has|would|should|ai)n?'?t"
    r"|(?:will|can|could|is|are|was|were|does|do|did|have|has|am|would|should) not|'(?:m|re|s|ll|ve) not"
    r"|cannot|can ?not|never|no longer)",
    "CHANGE": r"(?:mov(?:e|es|ed|ing)|shift\w*|switch\w*|swap\w*|relocat\w*|push\w*|bump\w*|slid\w*|slip\w*"
    r"|chang\w+|migrat\w+|transfer\w*|displac\w*|kick\w*|squeez\w*|reassign\w*|rebook\w*)",
    "DONE": r"(?:booked|reserved|secured|scheduled|planned|managed|organi[sz]ed|signed|volunteered"
    r"|decided|prepared|named"
    r"|called|added|promised|grabbed|started|invited|created|claimed|snagged|agreed|convinced|wanted|needed"
    r"|picked|checked|posted|bagged|scored|need)",
    "PAST": r"(?:went|came|saw|sat|stood|fell|gave|knew|felt|ate|drew|spent|tried|walked|talked|learned"
    r"|learnt|laughed|cried|enjoyed|loved|missed|waited|discussed|turned up|showed up|dropped|attended|joined"
    r"|ended|had (?:a|an|so|such)"
    r"|discovered|solved|wrote|ran)",
    "GOOD": r"(?:great|good|awesome|amazing|lovely|fantastic|wonderful|super|nice|brilliant|excellent|fun"
    r"|pleasure|blast|well|joy|intense|incredible|inspiring)",
    "MEETUP": r"(?:sessions?|turnout|crowd|discussion|chat|talk|meetup|open space|conversation|group"
    r"|audience)",
    # What an announcement says of a session or a room: "is in", "is for", "is hosted by", "is happening".
    "PLAIN": r"(?:at|in|for|about|an?|the|one|open|free|back|here|hosted|led|run|by|where|what|when|why"
    r"|how|all"
    r"|your|our|my|yours|ours|near|next|inside|behind|beside|opposite|upstairs|downstairs|located|cool"
    r"|perfect"
    r"|GOOD|big|huge|ready|welcom\w+|confirmed|set|still|also|too|only|just|to|gonna|with|from|live"
    r"|streamed|recorded|hybrid|beginners?|aimed|meant|intended|designed|dedicated|suitable|accessible"
    r"|wheelchair|easy|quiet|comfy|really|so|that|this|again|on (?:the|level|floor|\w+day|\d)|\d\w*|[RT]+"
    r"|on(?= *(?:[!,.:T]|$|#))|informal|interactive|relaxed|casual|there|it|always|planned|scheduled|called"
    r"|titled"
    r"|named|based|limited|not (?:just|only|hard|an?|recorded|about)|we|you|i"
    r"|(?!mov|clos|end|chang|leav|shift|miss|cancel|being)\w+ing)\b",
    "DOING": r"(?:start|begin|cover|welcome|feature|need|want|include|offer|run|goe|continue|explore|show"
    r"|take|bring|focuse"
    r"|look|aim|discusse|talk|give|let|make|get|invite|await|open|last|deal|teache|answer|host|ha|i|wa"
    r"|help|come|ask|meet"
    r"|use|deserve|return|kick|happen|sound|test|serve|end|require|promise|goe|doe|thi|alway|include|get"
    r"|allow|provide"
    r"|introduce|present|compare|connect|celebrate|fit|seat|hold|say|thank|wait|belong|stay|look|seem|feel"
    r"|remain|get)s\b"
    r"|(?:need|advanc|bas|host|plann|nam|call|titl|relat|focus|dedicat|schedul|led|organi[sz]|limit|aim"
    r"|gear|entitl|inspir"
    r"|guid|moderat|invit|want|announc|propos|mention|requir|add|start|open|confirm|unit|includ"
    r"|recommend)ed\b",
    "HAVING": r"(?:whiteboards?|beanbags|couches|outlets|sockets|windows|an?|the|\d+|free|plenty|enough"
    r"|great|good|nice|air|wifi|coffee|snacks|lots|some|more"
    r"|room|space"
    r"|seats|power|beer|pizza|cake|its|your|our|everything|all)\b",
    # What people say of themselves with a "not" and still come: "we don't bite", "I can't wait".
    "OF_US": r"(?:draw|sing|cook|dance|spell|swim|drive|juggle|bite|wait|judg\w+|care|mind|need(?! (?:it"
    r"|the room|R))|requir\w+|believe|know|recor\w+"
    r"|slides?|understand|promise|stop"
    r"|sell\w*|recruit\w*|experts?|just|only|an?|the|lawyers|alone|affiliat\w+|afraid|that|hurt|cost|long"
    r"|hard"
    r"|rocket|too|about|boring|lectur\w*|using|use|discuss|like|love|trust|agree|stand|sleep|say|help|resist"
    r"|imagine|seen|tried|used|heard|met|written|played|been|any|worry|forget|shy|for|regret|stream\w*|matter"
    r"|eat|enough of|your|teach\w*|cover\w*|talking about|really|so|always|you|see why)\b",
}
_BETWEEN = re.compile(r"[^RT\s,](?:[^RT]*[^RT\s,])?")
_NAMES = re.compile(r"(?<![A-Z])(?:" + "|".join(_PARTS) + r")(?![A-Z])")


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the tables, with its parts written out."""
    while _NAMES.search(pattern):
        pattern = _NAMES.sub(lambda name: _PARTS[name[0]], pattern)
    return re.compile(pattern.replace(" ", r"\s"))


def _by_beginning() -> dict[str, list[re.Pattern[str]]]:
    index: dict[str, list[re.Pattern[str]]] = {}
    for words, pattern in (*ENGLISH, *REMARKS, *ROMANCE, *OTHERS, *DOUBTS, *REPORTS, *STATES):
        compiled = _compiled(pattern)
        for beginning in {word[:_KEY] for word in words.split()}:
            index.setdefault(beginning, []).append(compiled)
    return index


_INDEX = _by_beginning()


def masked(text: str, rooms: Iterable[NamedRoom], starts: Iterable[Start]) -> str:
    """Return a folded text with each room as `R`s and each time as `T`s."""
    for letter, named in (("R", rooms), ("T", starts)):
        for place in named:
            text = text[: place.start] + letter * (place.end - place.start) + text[place.end :]
    return text


def find_sentences(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where a `masked` text, made of `words`, says so."""
    # French and Italian write an article and its noun as one: "l'incontro".
    beginnings = {part[:_KEY] for word in words for part in (word, word.partition("'")[0])}
    patterns = {pattern for beginning in beginnings & _INDEX.keys() for pattern in _INDEX[beginning]}
    found = [_shown(text, match) for pattern in patterns for match in pattern.finditer(text)]
    return [*found, *find_questions(text)]


def _shown(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the last of what was matched that is no room and no time, in whole words."""
    end = match.end()
    while text[end : end + 1].islower():
        end += 1
    parts = [part.span() for part in _BETWEEN.finditer(text, match.start(), end)]
    return parts[-1] if parts else match.span()
