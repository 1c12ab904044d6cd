"""Words that say that something does not take place as planned: cancelled, moved, full, over, corrected.

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
    "over capacity|full capacity|beyond capacity|capacity reached|reached capacity|full house|filled up",
    "packed house|oversubscribed|double booked|maxed out|double-booked",
    "no seats?|no room left|no spots left",
    "no space any|no places left|out of seats|out of space|out of chairs",
    "wait list|turned away|turn you away",
    "wrapped up|a wrap|finished early|ended early|not anymore|not any more|no-go|no go|on hold|axed",
    "pull the plug|pulled the plug|fell through|falls through|isn't happening|won't be happening",
    "not going ahead|won't go ahead|will not go ahead|doesn't take place|does not take place|is closed",
    "running late|starts later|starting later|minutes later|min later|later than|half an hour later",
    "instead of|in place of|rather than in|new venue|change of venue|change of location|change of time",
    "switched rooms|switched to room|swapping rooms|bumped|is taken|already taken|taken by|not ours",
    "my earlier post|my previous post|my last post|previous tweet|last tweet|earlier tweet|my last tweet",
    "earlier post|previous post|nevermind|never mind|disregard|typo above|i meant|we meant|meant to say",
    "meant to write|wrong room|wrong time|wrong day|the typo|my typo",
    "with typo|fixed typo|i'm ill|i'm sick",
    "i am ill|i am sick|fell ill|calling in sick|to be confirmed|got cancelled|got moved|kicked out",
    # German
    "abgesagt|entfallt|entfaellt|ausgefallen|verschoben|verlegt|ausgebucht|vorbei|beendet",
    "gestrichen|umgezogen|zu ende",
    "findet nicht statt|findet leider nicht statt|raumanderung|uberfullt|raumwechsel",
    "ueberfuellt|faellt aus|fallt aus",
    "fallt leider aus|faellt leider aus|fallt heute aus|ausfallen|absagen|verschieben|kein open space",
    "neuer raum|anderer raum|anderen raum|terminanderung|hat sich erledigt",
    "fallt flach|faellt flach|fallt weg|faellt weg|ins wasser|geplatzt|platzt|wird nix|wird nichts",
    "klappt nicht|klappt doch nicht|doch nicht|abgeblasen|gecancelt|gecancelled|storniert|bin krank",
    "ist krank|erkrankt|kein platz|keine platze|keine plaetze|platze mehr",
    "uberbucht|ueberbucht|belegt|besetzt",
    "geschlossen|verspatet|verspaetet|verspatung|verspaetung|spater als|spaeter als|anderung|aenderung",
    "korrektur|sind fertig|schon fertig|ist fertig|raum getauscht|raumtausch|ziehen um|statt dessen",
    "stattdessen|anstatt|anstelle|statt in|statt im|statt um",
    "statt wie|proppenvoll|rappelvoll|brechend voll",
    "tippfehler|falscher raum|falsche zeit|falsche uhrzeit|gemeint war|verzogert|verzoegert|findet nicht",
    # Spanish
    "cancelad[oa]s?|anulad[oa]s?|suspendid[oa]s?|se cancela|se suspende|aplazad[oa]s?",
    "pospuest[oa]s?|movid[oa]s?",
    "trasladad[oa]s?|llen[oa]|aforo completo|terminad[oa]|se acabo|finalizad[oa]",
    "reprogramad[oa]|cambio de sala",
    "completo|cambia de sala|cambiamos de sala|nueva sala|no se hara|cambio de horario",
    "no hay sitio|no quedan plazas",
    "se cae|se cayo|no se celebra|no habra|ya no|a tope|abarrotad[oa]|se retrasa|retrasad[oa]|ocupad[oa]",
    "no quedan|no queda|no caben|agotad[oa]s?|cerrad[oa]|correccion|rectificacion|en vez de|en lugar de",
    "ya termino|se ha acabado|desconvocad[oa]|cambiamos de|se cambia",
    "se traslada|se aplaza|otra sala|perdon",
    # French
    "annulee?s?|reportee?s?|deplacee?s?|complete?|pleine?",
    "terminee?|fini|changement de salle|n'aura pas lieu",
    "ne se fera pas|plus de place|nouvelle salle|change de salle|changement d'horaire",
    "tombe a l'eau|est fichu|c'est fichu|c'est mort|est prise|est pris|occupee?s?|decalee?s?",
    "en retard|retardee?s?|plus de places|plus une place|archi-plein|archi plein",
    "bondee?|fermee?|au lieu|a la place d",
    "plutot que|plutot qu'|rectificatif|erratum|annulation",
    "n'a pas lieu|n'a plus lieu|est finie?|c'est fini",
    "autre salle|change d'horaire|faute de frappe|je suis malade|pas lieu|changement de programme",
    # Portuguese
    "adiad[oa]s?|mudou|lotad[oa]|chei[oa]|acabou|encerrad[oa]|transferid[oa]s?|remarcad[oa]s?",
    "esgotad[oa]|mudad[oa]",
    "mudanca de sala|mudamos de sala|nova sala|mudanca de horario",
    "nao tem mais vagas?|nao vai acontecer|nao vai rolar",
    "furou|miou|lotou|encheu|nao vai ter|nao tera|nao havera|nao rola|em vez d[aeo]|ao inves d[aeo]",
    "no lugar d[aeo]|adiou|atrasad[oa]|atrasou|vai atrasar|correcao|corrigindo|cancelou|cancelei",
    "cancelamos|ja era|ja acabou|fechad[oa]|outra sala|trocamos de sala|troca de sala|sem vagas",
    "nao cabe mais",
    # Italian
    "annullat[oa]|spostat[oa]|rinviat[oa]|pien[oa]|finit[oa]|rimandat[oa]",
    "salta|saltat[oa]|tutto esaurito|esaurit[oaie]|occupat[oa]",
    "invece che|invece di|invece del|al posto d",
    "al posto di|al posto del|non si fa|non si tiene|in ritardo|ritardat[oa]|posticipat[oa]|sospes[oa]",
    "correzione|rettifica|al completo|chius[oa]|cambio aula|cambio sala|cambio di sala|cambiat[oa]",
    "disdett[oa]|nuova sala|altra sala|non c'e piu posto|niente piu posti|niente posti",
    # The languages of guests
    "afgelast|geannuleerd|gaat niet door|zit vol|is vol|volgeboekt",
    "verplaatst|uitgesteld|vervalt|afgelopen",
    "odwolan[eay]|przeniesion[eay]|przelozon[eay]|brak miejsc|zajet[aey]|zakonczon[eay]|nie odbedzie",
    "zrusen[aoey]|presunut[aoe]|odlozen[aoe]|obsazen[aoe]|nekona se|vyprodano|je plno",
    "installt|installd|flyttad|flyttat|aflyst|avlyst|fullbokat|peruttu|siirretty",
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
    "update": r"(?:^|\n)\W{0,4}update\b",
    "updated": r"(?:^|\n)\W{0,4}updated\b",
    "correction": r"(?:^|\n)\W{0,4}corrections?\b",
    "corrected": r"(?:^|\n|\()\W{0,4}corrected\b",
    "edit": r"(?:^|\n|\()\W{0,4}edit\s?:",
    "errata": r"(?:^|\n)\W{0,4}errata\b",
    "typo": r"\btypo (?:above|in (?:my|the|our)|earlier|before)\b|(?:^|[(\n])\W{0,3}typo\s?[:,!]",
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
    r"|\b(?:komm|schau|guck|seht|sieh|kam)\w*\b(?:(?!\b(?:nicht|ist|sind|war)\b)[^!?\n]){0,60}\bvorbei\b"
    r"|\bvorbei ?(?:zu ?)?(?:komm|schau|guck|bring)"
    r"|\bfind(?:et|en)\b(?:(?!\bnicht\b)[^!?\n]){0,60}\bstatt\b"
    r"|\bhad (?:a|such a) full house\b"
    r"|\bcorrection (?:of|for)\b|\b(?:spelling|grammar|error|auto) ?-?correction\b"
)
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


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


def find_cancellations(text: str, words: set[str]) -> list[tuple[int, int]]:
    """Return where a folded text, made of `words`, says so, as starts and ends."""
    if not any(phrase <= words for word in words & _HINTS.keys() for phrase in _HINTS[word]):
        return []
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    return [
        match.span()
        for match in _TOLD.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in harmless)
    ]
