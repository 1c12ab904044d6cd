"""Sentences that say that something is not as planned, in whatever words: who or what, and what of it.

`cancellation_phrases.py` knows words that say it by themselves. Here the words around them decide: "can't"
is a doubt in "we can't make it", not in "I can't wait" and "you can't miss it".

Patterns see the folded text with each room as `R`s and each time as `T`s, so that "moved to R" is a move to
any room. In them a blank is any white space, and a word in capitals is a part of `_PARTS`. Before a pattern
stand the words without one of which there is no need to try it; of long ones their first letters do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.sentences_in_languages import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEY = 4
"""So many letters of a word are compared before a pattern is tried."""

_DAY = (
    r"(?:today|tonight|tomorrow|tmrw|later|next|this|\w{2,6}day|heute|morgen|\w{2,6}tag|hoy|manana|demain|amanha"
    r"|hoje|domani|oggi|ce soir)"
)
_WHERE = (
    rf"(?:,? ?(?:(?:at|in|on|for|from|of|room|the|now|um|im|{_DAY}|afternoon|morning|evening) |[RT]+))*+"
)
_MY = r"(?:the|our|my|this|that|today's|tonight's|tomorrow's|your|his|her)"
_SESSION = (
    r"(?:sessions?|meeting|meet-?up|talk|open[ -]?space|slot|event|bof|workshop|chat|gathering|discussion"
    r"|round ?table|panel|clinic|circle|get-together|hangout|sprint|tutorial|lesson|class|show|group|booking)"
)
_PARTS = {
    "DAY": _DAY,
    "WHERE": _WHERE,
    "MY": _MY,
    "SESSION": _SESSION,
    # What a sentence is about: "our asyncio chat at T in R", "the T in R", "R at T".
    "IT": rf"(?:\b{_MY} (?:[\w'+.&/#-]+ ){{0,4}}?{_SESSION}\b|\b{_MY} (?=[RT])|\b(?=[RT])) ?{_WHERE},? ?",
    "HOST": r"(?:host|co-?host|speaker|presenter|organi[sz]er|moderator|facilitator|instructor|teacher|trainer"
    r"|guest|voice|laptop|projector|beamer|screen|mic|microphone|power|train|flight|plane)",
    "PLACES": r"(?:seats?|chairs?|stools?|benches|spaces?|rooms?|spots?|places?|tickets?|slots?|capacity|air"
    r"|oxygen|floor|standing|square (?:inch|cm|meters?|centimet\w+)|elbow room|breathing room)",
    "NOT": r"(?:(?:wo|ca|could|is|are|was|were|does|do|did|have|has|would|should|ai)n?'?t"
    r"|(?:will|can|could|is|are|was|were|does|do|did|have|has|am|would|should) not|'(?:m|re|s|ll|ve) not"
    r"|cannot|can ?not|never|no longer)",
    "CHANGE": r"(?:mov(?:e|es|ed|ing)|shift\w*|switch\w*|swap\w*|relocat\w*|push\w*|bump\w*|slid\w*|slip\w*"
    r"|chang\w+|migrat\w+|transfer\w*|displac\w*|kick\w*|squeez\w*|redirect\w*|reassign\w*|rebook\w*)",
    "GOOD": r"(?:great|good|awesome|amazing|lovely|fantastic|wonderful|super|nice|brilliant|excellent|fun"
    r"|pleasure|blast|well|joy|intense|incredible|inspiring)",
    "MEETUP": r"(?:sessions?|turnout|crowd|discussion|chat|talk|meetup|open space|conversation|group|audience)",
    # What an announcement says of a session or a room: "is in", "is for", "is hosted by", "is happening".
    "PLAIN": r"(?:at|in|for|about|an?|the|one|open|free|back|here|hosted|led|run|by|where|what|when|why|how|all"
    r"|your|our|my|yours|ours|near|next|inside|behind|beside|opposite|upstairs|downstairs|located|cool|perfect"
    r"|GOOD|big|huge|ready|welcom\w+|confirmed|set|still|also|too|only|just|to|gonna|with|from|live"
    r"|streamed|recorded|hybrid|beginners?|aimed|meant|intended|designed|dedicated|suitable|accessible"
    r"|wheelchair|easy|quiet|comfy|really|so|that|this|again|on (?:the|level|floor|\w+day|\d)|\d\w*|[RT]+"
    r"|on(?= *(?:[!,.:T]|$))|informal|interactive|relaxed|casual|there|it|always|planned|scheduled|called|titled"
    r"|named|based|limited|not (?:just|only|hard|an?|recorded)|we|you|i"
    r"|(?!mov|clos|end|chang|leav|shift|miss|cancel|being)\w+ing)\b",
    "DOING": r"(?:start|begin|cover|welcome|feature|need|want|include|offer|run|goe|continue|explore|show|take|bring|focuse"
    r"|look|aim|discusse|talk|give|let|make|get|invite|await|open|last|deal|teache|answer|host|ha|i|wa|help|come|ask|meet"
    r"|use|deserve|return|kick|happen|sound|test|serve|end|require|promise|goe|doe|thi|alway|include|get|allow|provide"
    r"|introduce|present|compare|connect|celebrate|fit|seat|hold|say|thank|wait|belong|stay|look|seem|feel|remain|get)s\b"
    r"|(?:need|advanc|bas|host|plann|nam|call|titl|relat|focus|dedicat|schedul|led|organi[sz]|limit|aim|gear|entitl|inspir"
    r"|guid|moderat|invit|want|announc|propos|mention|requir|add|start|open|confirm|unit|includ|recommend)ed\b",
    "HAVING": r"(?:an?|the|\d+|free|plenty|enough|great|good|nice|air|wifi|coffee|snacks|lots|some|more|room|space"
    r"|seats|power|beer|pizza|cake|its|your|our|everything|all)\b",
    # What people say of themselves with a "not" and still come: "we don't bite", "I can't wait".
    "OF_US": r"(?:bite|wait|judg\w+|care|mind|need|requir\w+|believe|know|recor\w+|slides?|understand|promise|stop"
    r"|sell\w*|recruit\w*|experts?|just|only|an?|the|lawyers|alone|affiliat\w+|afraid|that|hurt|cost|long|hard"
    r"|rocket|too|about|boring|lectur\w*|using|use|discuss|like|love|trust|agree|stand|sleep|say|help|resist"
    r"|imagine|seen|tried|used|heard|met|written|played|been|any|worry|forget|shy|for|regret|stream\w*|matter"
    r"|eat|enough of|your|teach\w*|cover\w*|talking about|really|so|always|see why)\b",
}
_NAMES = re.compile(r"(?<![A-Z])(?:" + "|".join(_PARTS) + r")(?![A-Z])")

_ENGLISH = (
    # The session or the room is, was, has anything but what announcements say of them.
    ("is are isn't seems looks stays feels remains", r"IT(?:is|are|seems|looks|stays|feels|remains) (?:now )?(?!PLAIN)\w"),
    ("was were went goes got gets fell died failed", r"IT(?:was|were|went|goes|got|gets|fell|died|failed) (?!so (?:full|popular|good))\w"),
    ("has had have", r"IT(?:has|had|have) (?:now )?(?!HAVING)\w"),
    # "The T in R bites the dust": what it does, unless announcements do that.
    (
        "the our my this today's tonight's tomorrow's",
        r"\bMY (?:(?:[\w'+.&/#-]+ ){0,4}?SESSION\b ?|(?=[RT]))WHERE (?!DOING)(?:\w{3,}(?:s|ed)|bit|broke|blew|sank|ran|lost|won't"
        r"|fell|became|came|flew|died|froze)\b",
    ),
    ("becomes became turns turned", r"IT(?:becomes|became|turns|turned) (?:in)?to?\b"),
    (
        "is are was were isn't aren't isnt arent",
        r"\b(?:is|are|was|were)(?:n'?t| not) (?:on\b|happening|taking place|going ahead|running|today|tonight|here|available"
        r"|possible|coming|in R|at T|ours|feeling|well|able|ready|allowed)",
    ),
    ("skip skipping", r"\b(?:let's|we|we'll|i|i'll|we're|i'm) (?:\w+ )?skip(?:ping)?\b"),
    ("make", r"\bmake (?:it|that) (?:a |at |in |room )?(?:[RT]|DAY)"),
    ("way until till air water queue line loved enjoyed take", r"\bno way in\b|\b(?:until|till) next (?:year|time)\b|\bup in the air\b|\bdead in the water\b"
        r"|\b(?:queue|line|queueing|queuing|people) (?:is |goes |already )?(?:down|out|outside|around|up to|in the hall\w*|to the)\b"
        r"|\b(?:loved|enjoyed) (?:our|the|this|every|having|seeing|meeting|chatting|talking)\b"),
    (
        "is are has had got lost missed fell broke died stuck couldn't can't didn't never won't isn't",
        r"\b(?:our|my|the|his|her) (?:\w+ )?HOST (?:just |now |has |is )?(?:is|are|has|had|got|lost|missed|fell|broke"
        r"|died|crashed|failed|can|can't|could|couldn't|didn't|never|won't|isn't|stuck|down|sick|ill|late|delayed"
        r"|gone|dead)\b(?! (?:an?|the|from|at|in|by|our|my|ready|here|GOOD|back|free|on)\b)",
    ),
    # "Not" of us or of it.
    (
        "won't can't cannot couldn't isn't aren't wasn't weren't don't doesn't didn't haven't hasn't not never longer"
        " wont cant isnt dont doesnt didnt",
        r"(?:\b(?:we|i|he|she|they|nobody|HOST|SESSION|[RT]+) ?)NOT\b"
        r"(?!(?: (?:be|have|get|to|want|even|do|going|gonna|been)){0,3} OF_US)",
    ),
    (
        "won't can't cannot isn't doesn't didn't not couldn't wont isnt",
        r"\b(?:it|this|that|there) ?NOT (?:\w+ ){0,2}?(?:happen\w*|work out|tak\w+ place|run|go ahead|going ahead|start|on"
        r"|fit|possible|today|tonight|tomorrow|in R|at T|sessions?|meetup|open space|seats?|space|chairs?)",
    ),
    (
        "not",
        r"\bnot (?:today|tonight|this time|here|at T|in R|T|R|happening|going to happen|meeting|possible|available"
        r"|any ?more|sure (?:if|we|i|whether|yet)|enough (?:\w+ )?PLACES|coming|able|feeling|well\b)",
    ),
    ("don't please stay need", r"\b(?:don'?t|do not|no need to) (?:bother|come|go|show up|wait|turn up)\b|\bstay away\b"),
    ("no", r"\bno (?:more )?(?:T|(?:SESSION|host|speaker|yoga|room) ?(?:today|tonight|at|in|this|after|for|tomorrow|here|[.!;]|$))"),
    (
        "nobody no",
        r"\b(?:nobody|no[ -]one) (?:\w+ )?(?:can|could|will|came|turned|showed|shows|has|got|comes?|coming|else|there|here"
        r"|turn|turning|gets|fits)\b",
    ),
    # Moves.
    (
        "move moves moved moving shift switch swap relocate push bump slide slid slip change changing migrate transfer"
        " displace kick squeeze redirect reassign rebook",
        r"\bCHANGE(?: \w+){0,2}? (?:to|into|from|until|till|over to|out of|for|on|by) (?:the |our |room |now )*"
        r"(?:[RT]|(?<!on )DAY\b|another|a (?:bigger|smaller|larger|different|new)|\d+ min|half an hour|an hour|bigger|larger"
        r"|hallway|garden|lobby|lawn|foyer|corridor|terrace|outside|other)"
        r"|\bCHANGE (?:\w+ )?(?:rooms?|venues?|places?|locations?|times?|slots?|days?|dates?|tables?)\b"
        r"|\bCHANGE (?:back(?! on| against)|outside|upstairs|downstairs|next door|by an|by half|by \d)"
        r"|(?:\b(?:we|we've|we're|we are|we have|got|been|has|it|SESSION)|[RT]) (?:just |now |also )?"
        r"(?:moved|moving|shifted|shifting|relocated|switched|swapped|bumped|displaced|kicked|changed)(?= *(?:$|[.,!:;(-]|R|T))",
    ),
    (
        "room venue time place slot location date schedule start host speaker",
        r"\b(?:room|venue|time|place|slot|location|date|schedule|start|host|speaker)[ -](?:has |was |got )?(?:change\w*"
        r"|switch\w*|swap\w*|shift\w*|moved?|moves|update\w*|mix|conflict|clash)\b",
    ),
    (
        "new different another other bigger larger wrong correct updated revised changed alternative",
        r"\b(?:new|different|bigger|larger|wrong|correct|updated|revised|changed|alternative|another|the other)"
        r" (?:start |starting |meeting )?(?:room|venue|time|place|location|slot|date|spot|home|hall|hour)\b",
    ),
    ("now", r"(?<!right )(?<!happening )(?<!starting )(?<!starts )(?<!on )\bnow (?:in |at |from |@ ?)?(?:room )?[RT]"),
    ("instead", r"\binstead\b"),
    ("actually", r"\bactually (?:in|at|from|[RT])"),
    (
        "has had have need forced must decided going got",
        r"\b(?:have|had|has|need|needs|needed|forced|decided|got) (?:not )?to (?:\w+ly )?(?:not )?(?:stop|move|leave|close|skip|drop"
        r"|postpone|give up|call|disappoint|bail|pass|turn|send|reschedule|relocate|shift|push|change|switch|swap|end|cut"
        r"|abort|scrap|abandon|withdraw|pull|kill|vacate|evacuate|clear|delay|rush|catch|go home|miss|find another"
        r"|find a new|wrap|finish)\b|\bdecided (?:not|against)\b",
    ),
    # No room for more.
    (
        "no not zero without out few lack enough any",
        r"\b(?:no|zero|not enough|not any|without|lack of|too few|hardly any|barely any|not a single|not one"
        r"|n't (?:have )?(?:any|enough)) (?:more |any |single |free |enough |left |empty |remaining |available |other )*"
        r"PLACES\b(?! (?:needed|required|necessary|reserved|for (?:error|excuse|doubt|interpret)|opera|vs|or tabs))",
    ),
    (
        "seats chairs spots places spaces space tickets slots standing people floor",
        r"\b(?:seats?|chairs|spots|places|spaces?|tickets|slots) (?:are |is |have been |has been |were |was |have |all |now )*"
        r"(?:gone|taken|full|filled|out|occupied|exhausted|used|claimed|snapped|finished|ran out|run out)\b"
        r"|\b(?:standing[ -]room|standing only|only standing|people standing|on the floor)\b",
    ),
    ("out", r"\bout of (?!the|this|curiosity|core|band|order|memory|scope|sync|bounds|\d|[RT])\w"),
    (
        "packed rammed crammed heaving jammed bursting crowded stuffed overflowing overcrowded overrun brim rafters capacity",
        r"(?:IT|\b(?:we|we're|room|room's|it|it's|hall|place|everything) )(?:is |are |was |were |got |at |has )?(?:\w+ )?"
        r"(?:packed|rammed|crammed|heaving|jammed|bursting|crowded|stuffed|overflowing|overcrowded|overrun)\b"
        r"|\bto the (?:brim|rafters)\b|\bbeyond capacity\b|\bpacked (?:house|room|out)\b",
    ),
    # Over.
    (
        "thanks thank cheers thx kudos",
        r"\b(?:thanks|thank you|thx|cheers|kudos)(?: (?:so much|a lot|again|you all|all|everyone|everybody|folks|y'all))* ?"
        r"(?:for|to (?:all|everyone|everybody|those|you)) (?:\w+ ){0,2}(?:coming|joining|attend\w*|stopping|showing|being|turning"
        r"|particip\w+|such|discussion|session|chat|time|crowd|who|came|joined|talk|visit\w*|dropping)\b",
    ),
    (
        "what such great good awesome amazing lovely fantastic wonderful super nice brilliant excellent fun incredible inspiring",
        r"\bwhat an? (?:\w+ ){0,2}MEETUP\b|(?:^|[.!?:\n] ?)(?:such an? )?(?:really |so )?GOOD MEETUP ?"
        r"(?:at|in|yesterday|earlier|this|everyone|folks|with every|[,!.]|[RT]|$)",
    ),
    ("see", r"\bsee you (?:all )?(?:next (?:year|time)|another)\b"),
    (
        "was went been",
        r"\b(?:it|that|this) (?:was|has been|had been|went) (?:an?|so|really|such|very|absolutely| )*GOOD\b",
    ),
    (
        "done finished ended over",
        r"\bended (?:early|now|already|at|a bit|up|sooner)\b|\b(?:all|already|now|just) (?:done|finished|ended|over)\b(?! (?:the|again|there))",
    ),
    # Not sure.
    (
        "tbc tbd tba tentative unconfirmed pending unless subject provisional unsure might may confirmed",
        r"\b(?:tbc|tbd|tba|tentative(?:ly)?|unconfirmed|provisional(?:ly)?|unless|subject to|not confirmed|unsure)\b"
        r"|\bpending (?:approval|confirm\w*|room|speaker)\b"
        r"|\bm(?:ight|ay) (?:not|be (?:late|full|cancel\w*|moved)|move|change|have to|slip)\b",
    ),
    # Who, and when.
    (
        "ill sick flu fever covid voice hospital migraine unwell poorly poisoning cold",
        r"\b(?:i'm|i am|we're|is|are|feeling|feel|got|fell|down with|has|have|caught|with) (?:the|a|all|really|too|very|both| )*"
        r"(?:ill|sick|flu|fever|covid|unwell|poorly|migraine|cold|in hospital)\b|\blost (?:my|her|his|our|their) voice\b"
        r"|\bfood poisoning\b|\bno voice\b",
    ),
    (
        "off",
        r"(?:IT|\b(?:it|it's|session|that) )(?:is |are )?(?:now |all )?off\b(?! (?:by|to|the|with|topic))"
        r"|\bcall\w* (?:it|this|that|the \w+|everything|things) off\b",
    ),
    ("still", r"\b(?:is|are) (?:\w+ ){0,6}?still (?:on|happening|going)\b"),
    (
        "late later earlier early delayed behind",
        r"\b(?:start\w*|begin\w*|running|run|we're|i'm|i am|we are|bit|min\w*|hour|hr) (?:\w+ )?(?:late|later|delayed|behind"
        r"|earlier|early)\b(?! (?:bird|to the|adopt|riser|stage|start))",
    ),
    (
        "kicked thrown chucked booted shooed asked someone somebody another other double",
        r"\b(?:kicked|thrown|chucked|booted|shooed|threw|turfed) (?:us )?out\b|\basked (?:us )?to (?:leave|move|go|stop)\b"
        r"|\b(?:someone|somebody|another|other|a different) (?:\w+ ){0,2}?(?:has|have|is|are|took|got|grabbed|booked|using|stole)"
        r" (?:else )?(?:\w+ ){0,2}?(?:our|the|this|that|it|in|R)|\bdouble[ -]?book\w*",
    ),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the tables, with its parts written out."""
    while _NAMES.search(pattern):
        pattern = _NAMES.sub(lambda name: _PARTS[name[0]], pattern)
    return re.compile(pattern.replace(" ", r"\s"))


def _by_beginning() -> dict[str, list[re.Pattern[str]]]:
    index: dict[str, list[re.Pattern[str]]] = {}
    for words, pattern in (*_ENGLISH, *SENTENCES):
        compiled = _compiled(pattern)
        for beginning in {word[:_KEY] for word in words.split()}:
            index.setdefault(beginning, []).append(compiled)
    return index


_INDEX = _by_beginning()


def find_sentences(text: str, words: Iterable[str], named: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Return where a folded text, made of `words`, says so; `named` tells its rooms and times as `R` and `T`."""
    beginnings = _INDEX.keys() & {word[:_KEY] for word in words}
    if not beginnings:
        return
    for start, end, letter in named:
        text = text[:start] + letter * (end - start) + text[end:]
    for pattern in {pattern for beginning in beginnings for pattern in _INDEX[beginning]}:
        yield from (match.span() for match in pattern.finditer(text))
