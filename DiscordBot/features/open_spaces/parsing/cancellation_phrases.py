"""Words that say that something does not take place as planned: cancelled, moved, full or over.

Add a word or a phrase to its line, folded (small letters, no accents), and a text to
tests/open_spaces/texts; what only looks like it belongs into `_HARMLESS`. In a line `[oa]` is one of the
letters, and `s?` may be there or not.
"""

from __future__ import annotations

import re
from itertools import product

_LINES = (
    # English
    "cancell?ed|postponed|rescheduled?|relocated|moved|called off|not happening|no longer",
    "sold out|overbooked|scrapped",
    "overcrowded|at capacity|room changed?|change of rooms?|change of plans?|changed rooms?",
    "time change|new time",
    "new room|has ended|already ended|is finished|has finished|won't happen|will not happen",
    "fully booked|delayed",
    "cancellation|cancell?ing|no more seats|no seats left|no space left|no more space|standing room only",
    "not taking place|no open space|won't be|will not be|not going to happen|can't make it",
    "scratch that|has been changed|is off|will not take place|won't take place|overfull|aborted",
    "new location|different room|swapped with|swapped rooms|shifted to|been shifted|pushed back",
    "pushed to later|been pushed|pushed to tomorrow|waitlist only",
    "cancled|canceld|canclled|postoned|postpond|resheduled",
    # German
    "abgesagt|entfallt|entfaellt|ausgefallen|verschoben|verlegt|ausgebucht|vorbei|beendet",
    "gestrichen|umgezogen|zu ende",
    "findet nicht statt|findet leider nicht statt|raumanderung|uberfullt|raumwechsel",
    "ueberfuellt|faellt aus|fallt aus",
    "fallt leider aus|faellt leider aus|fallt heute aus|ausfallen|absagen|verschieben|kein open space",
    "neuer raum|anderer raum|anderen raum|terminanderung|hat sich erledigt",
    # Spanish
    "cancelad[oa]s?|anulad[oa]s?|suspendid[oa]s?|se cancela|se suspende|aplazad[oa]s?",
    "pospuest[oa]s?|movid[oa]s?",
    "trasladad[oa]s?|llen[oa]|aforo completo|terminad[oa]|se acabo|finalizad[oa]",
    "reprogramad[oa]|cambio de sala",
    "completo|cambia de sala|cambiamos de sala|nueva sala|no se hara|cambio de horario",
    "no hay sitio|no quedan plazas",
    # French
    "annulee?s?|reportee?s?|deplacee?s?|complete?|pleine?|terminee?|fini|changement de salle|n'aura pas lieu",
    "ne se fera pas|plus de place|nouvelle salle|change de salle|changement d'horaire",
    # Portuguese
    "adiad[oa]s?|mudou|lotad[oa]|chei[oa]|acabou|encerrad[oa]|transferid[oa]s?|remarcad[oa]s?",
    "esgotad[oa]|mudad[oa]",
    "mudanca de sala|mudamos de sala|nova sala|mudanca de horario",
    "nao tem mais vagas?|nao vai acontecer|nao vai rolar",
    # Italian
    "annullat[oa]|spostat[oa]|rinviat[oa]|pien[oa]|finit[oa]|rimandat[oa]",
)
_ENDS = (
    r"(?=\s*(?:$|[.,;:!?)(\n\[#]|-\s|(?:and|but|so|now|already|sorry|please|try|thanks?|we|come)\b)|\s{2})"
)
_IS = r"(?:\b(?:is|are|was|were|its|now|already|all|completely|packed|totally|quite|pretty|so)|'s|'re)"
_SENTENCES = {
    # By the word without which there is no need to look.
    "full": rf"(?:{_IS}|\broom|\bspace|\bhall|\b[a-z]?\d+[a-z]?|^|[.,:!?(-]\s?)\s{{0,3}}(?<!/\d )full{_ENDS}",
    "over": rf"(?:{_IS}\sover{_ENDS}|^over[:!])",
    "cancel": r"\b(?:had|have|need|going|forced) to cancel\b|\b(?:we|i|must) cancel\b|^cancel\b(?! culture)",
    "room": r"\bfull room\b",
    "done": rf"{_IS}\sdone{_ENDS}",
    "voll": r"\b(?:ist|sind|schon|bereits|ganz|total|leider)\s(?:\w+\s)?voll\b|\bvoll\s*(?:$|[.,!])",
}
_HARMLESS = re.compile(
    r"\bmoved (?:to tears|by)\b|\b(?:how|why|when|what|since) (?:\w+ ){0,3}moved\b"
    r"|\bwe moved (?:to|from) (?:python|the)\b"
    r"|\b(?:task|tasks|async|asyncio|noise|structured|echo|graceful|and) cancellation\b"
    r"|\bcancell?ing (?:tasks|noise|my|subscriptions)\b"
    r"|\bnoise[- ]cancell?ing\b|\bcancelled ?error\b|\bcancelled tasks\b|\bpleine? de\b"
    r"|\bno longer (?:a|an|need|afraid)\b"
    r"|\ben plein\b|\bplein(?:es)? d"
    r"|\bcomplete (?!\s*$)(?:guide|beginner|list|course|intro|set|newbie|picture|overview)"
    r"|\b(?:guia|curso|atelier|cours|guide|formation|taller|workshop) complet[eoa]?\b"
    r"|\b(?:lunch|breakfast|dinner|break|keynote|coffee|pandemic) (?:is|are|was) (?:now )?over\b"
    r"|\bauto-?complete\b|\bto complete\b|\bllen[oa] de\b|\bchei[oa] de\b|\bde complet\b"
    r"|\bdelayed (?:tasks|jobs|gratif)"
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def _expanded(pattern: str) -> list[str]:
    """Return all that a pattern of `_LINES` stands for."""
    choices = re.findall(r"\[\w+\]|\w\?|.", pattern)
    options = [
        choice.strip("[]")
        if choice.startswith("[")
        else ["", choice[0]]
        if choice.endswith("?")
        else [choice]
        for choice in choices
    ]
    return ["".join(letters) for letters in product(*options)]


def _hints() -> dict[str, list[frozenset[str]]]:
    """Index phrases by their longest words, to see quickly that a text has none of them."""
    phrases = [phrase for line in _LINES for pattern in line.split("|") for phrase in _expanded(pattern)]
    hints: dict[str, list[frozenset[str]]] = {word: [frozenset()] for word in _SENTENCES}
    for phrase in phrases:
        hints.setdefault(max(phrase.split(), key=len), []).append(frozenset(phrase.split()))
    return hints


_HINTS = _hints()
_TOLD = re.compile("|".join([rf"\b(?:{'|'.join(_LINES)})\b", *_SENTENCES.values()]))


def find_cancellations(text: str) -> list[tuple[int, int]]:
    """Return where a folded text says so, as starts and ends."""
    words = set(_WORD.findall(text))
    if not any(phrase <= words for word in words & _HINTS.keys() for phrase in _HINTS[word]):
        return []
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    return [
        match.span()
        for match in _TOLD.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in harmless)
    ]
