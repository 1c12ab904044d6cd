"""Words that say that something does not take place as planned: cancelled, moved, full, over, corrected.

Add a word or a phrase to its line, folded (small letters, no accents), and a text to the labelled ones
(tests/features/open_spaces/parsing/texts); what only looks like it belongs into `_HARMLESS`.
In a line `[oa]` is one of the letters, and `s?` may be there or not.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.cancellations.other_sentences import STEMS
from DiscordBot.features.open_spaces.parsing.cancellations.questions import find_hooks
from DiscordBot.features.open_spaces.parsing.cancellations.sentences import find_sentences, masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from DiscordBot.features.open_spaces.parsing.rooms import NamedRoom
    from DiscordBot.features.open_spaces.parsing.starts import Start

_LINES = (
    # English
    "moved|called off|not happening|no longer|sold out|overbooked|scrapped|overcrowded|at capacity",
    "room changed?|change of rooms?|change of plans?|changed rooms?|time change|new time|new room",
    "has ended|already ended|is finished|has finished|won't happen|will not happen|fully booked|delayed",
    "no more seats|no space left|no more space|standing room only|not taking place|no open space|won't be",
    "will not be|not going to happen|scratch that|has been changed|is off|will not take place|overfull",
    "aborted|new location|different room|swapped with|swapped rooms|shifted to|been shifted|pushed back",
    "pushed to later|been pushed|pushed to tomorrow|waitlist only|cancled|canclled|postoned|resheduled",
    "over capacity|full capacity|beyond capacity|capacity reached|reached capacity|full house|filled up",
    "packed house|oversubscribed|double booked|maxed out|double-booked|no seats?|no room left",
    "no spots left|no space any|no places left|out of seats|out of space|out of chairs|wait list",
    "turned away|turn you away|wrapped up|a wrap|finished early|ended early|not anymore|not any more|no-go",
    "no go|on hold|axed|pull the plug|pulled the plug|fell through|falls through|isn't happening",
    "not going ahead|won't go ahead|will not go ahead|doesn't take place|does not take place|is closed",
    "running late|starts later|starting later|minutes later|min later|later than|half an hour later",
    "instead of|in place of|rather than in|new venue|change of venue|change of location|change of time",
    "switched rooms|switched to room|swapping rooms|bumped|is taken|already taken|taken by|not ours",
    "my last post|previous tweet|last tweet|earlier tweet|earlier post|previous post|nevermind|never mind",
    "disregard|typo above|i meant|we meant|meant to say|meant to write|wrong room|wrong time|wrong day",
    "the typo|my typo|with typo|fixed typo|i'm ill|i'm sick|i am ill|i am sick|fell ill|calling in sick",
    "to be confirmed|kicked out|be dropped|was dropped|got dropped|no one showed|nobody showed|nobody came",
    "no one came|max capacity|maximum capacity|doors closed|doors are closed|too many people|plans changed",
    "taken over|is history|is toast|is gone|is out|is no more|got sick|feeling sick|feeling unwell",
    "heading home|going home|won't make it|can't make|cannot make it|not make it|won't take|has to go",
    "hijacked|evicted|evacuated|fire alarm|locked out|is locked|room locked|overran|runs over|running over",
    "sorry|unfortunately|regrettably|apologies|we regret|sadly|alas|bad news|was fun|was great|was awesome",
    "was amazing|was a blast|was wonderful|thanks for coming|thanks to all who|thanks everyone who",
    "thank you all for|thank you for coming|thanks all for|thanks for joining|had a great time|no-show",
    "scrap|nixed|ditched|backed out|pulled out|shelved|not running|won't run|will not run|won't start",
    "starts late|late start|called it off|calling it off|calling it a day|session over|session off",
    "talk off|meetup off|overflowing|jam-packed|jam packed|crammed|out of room|no chairs|can't fit",
    "cannot fit|no entry|turn people away|turning people away|booked out|booked up|all booked",
    "already booked|is booked|occupied|not available|unavailable|isn't available|is reserved|put off",
    "nothing to do with|doesn't say|does not say|uhrzeit folgt|zeit folgt|raum folgt|laut aushang|laut app",
    "laut plan|laut programm|nie dam rady|zmiana planow|peka w szwach|drzwi zamkniete|mialy byc|miala byc",
    "mialo byc|mieli byc|derniere minute|ultima hora|ultimo minuto|ultima ora|impossible pour|imposible",
    "clashing|booking conflict|scheduling conflict|no meu lugar|en mi lugar|al mio posto|in my place",
    "age well",
    "impossivel|impossibile|rain check|vertippt|verschrieben|verlesen|new date|clash|clashes|overlaps with",
    "collides with|coincides with|invite only|invite-only|too small|too crowded|we skip|hold off",
    "nobody here|nobody's here|not be there|under the weather|have covid|got covid|fire drill|power cut",
    "power outage|projector broken|double booking|double-booking|mix-up|mixup|by mistake|my mistake",
    "our mistake|oops|whoops|ignore that|ignore this|please ignore|forget about|nvm|strike that",
    "a correction|change in plans|small change|slight change|room update|time update|quick update|new plan",
    "earlier than|brought forward|starts earlier|starting earlier|no more room|doors shut|fully subscribed",
    "closed meeting|private meeting|private event|overrun|eaten by|close the doors|closed the doors",
    "close the door|sent away|no space for|nobody can|doesn't work out|didn't work out|not work out",
    "we surrender|gave up|giving up|given away|room swap|overslept|allegedly|withdrawn|withdraw|withdrew",
    "another room|other room|bigger room|smaller room|elsewhere|stopped|we stop|we end|ends now|ending now",
    "aborting|abandoned|interrupted|paused|rained out|too late for|missed it",
    # German
    "entfaellt|ausgefallen|ausgebucht|vorbei|beendet|umgezogen|zu ende|raumanderung|uberfullt|raumwechsel",
    "ueberfuellt|faellt aus|fallt aus|fallt heute aus|ausfallen|kein open space|neuer raum|anderer raum",
    "anderen raum|terminanderung|hat sich erledigt|fallt flach|faellt flach|fallt weg|faellt weg",
    "ins wasser|geplatzt|platzt|wird nix|wird nichts|klappt nicht|doch nicht|abgeblasen|gecancelt",
    "gecancelled|storniert|bin krank|ist krank|erkrankt|kein platz|keine platze|keine plaetze|platze mehr",
    "uberbucht|ueberbucht|belegt|besetzt|geschlossen|verspatet|verspaetet|verspatung|verspaetung",
    "spater als|spaeter als|anderung|aenderung|korrektur|sind fertig|schon fertig|ist fertig",
    "raum getauscht|raumtausch|ziehen um|statt dessen|stattdessen|anstatt|anstelle|statt in|statt im",
    "statt um|statt wie|proppenvoll|rappelvoll|brechend voll|tippfehler|falscher raum|falsche zeit",
    "falsche uhrzeit|gemeint war|verzogert|verzoegert|findet nicht|leider|ist nichts|wird nicht",
    "werden nicht|konnen nicht|kann nicht|nicht moglich|ist dicht|ist zu|nicht mehr|ist rum|war super",
    "war toll|war schon|danke an alle|danke furs kommen|wechseln von|wechseln in|schade|tut mir leid",
    "tut uns leid|entschuldigung|planaenderung|plananderung|kurzfristig|niemand da|keiner da",
    "keiner gekommen|niemand gekommen|auf morgen|auf ubermorgen|gelegt|vertagt|vertagen|doppelbelegung",
    "doppelt gebucht|doppelbuchung|zu klein|uberlaufen|ueberlaufen|niemand mehr|kein einlass|zug verpasst",
    "verhindert|nicht kommen|fallt raus|vorzeitig|fruher als|frueher als|vertan|falschen raum|falscher tag",
    "restlos|aufgelost|aufgeloest|feueralarm|abgeschlossen|nicht im|nicht um|nicht wie|statt am",
    "wird spater|wird spaeter|passt nicht|doch erst|doch im|krankheitsbedingt|platze weg|plaetze weg",
    "nicht im|treffen uns nicht|kein treffen|keine session|abbruch|brechen ab|horen auf|pausiert|woanders",
    "grosserer raum|groesserer raum|anderswo|raumproblem|technische probleme|wegen krankheit|wegen hitze",
    "wegen regen|aufgehort|zuende",
    # Spanish
    "pospuest[oa]s?|movid[oa]s?|llen[oa]|terminad[oa]|se acabo|finalizad[oa]|reprogramad[oa]",
    "cambio de sala|completo|cambia de sala|nueva sala|no se hara|cambio de horario|no hay sitio|se cae",
    "se cayo|no se celebra|no habra|ya no|a tope|abarrotad[oa]|ocupad[oa]|no quedan|no queda|no caben",
    "agotad[oa]s?|cerrad[oa]|correccion|rectificacion|en vez de|en lugar de|ya termino|se ha acabado",
    "cambiamos de|se cambia|otra sala|perdon|no podremos|no podemos|no podre|no puedo|no vamos|no va a",
    "no habra|no sera|no estaremos|lo siento|lo sentimos|por desgracia|lamentablemente|desafortunadamente",
    "gracias por venir|gracias a todos|no cabe|no cabemos|se mueve|se pasa a|movemos|me equivoque",
    "nos equivocamos|fe de erratas|imprevisto|contratiempo|no llego|enferm[oa]|demasiada gente|mejor a las",
    "al final es|al final sera|cambio de planes|se acabaron|no hay mas|sin plazas|sin sitio|paramos",
    "lo dejamos|otro sitio|otro lugar|sala mas grande|problemas tecnicos|sin aforo|interrumpid[oa]",
    "terminamos",
    # French
    "reportee?s?|complete?|pleine?|terminee?|fini|changement de salle|ne se fera pas|plus de place",
    "nouvelle salle|change de salle|changement d'horaire|tombe a l'eau|est fichu|c'est fichu",
    "c'est fini|c'est mort|est prise",
    "est pris|occupee?s?|decalee?s?|en retard|retardee?s?|plus de places|plus une place|bondee?|fermee?",
    "au lieu|a la place|plutot|rectificatif|erratum|n'a plus lieu|est finie?|autre salle|change d'horaire",
    "faute de frappe|je suis malade|pas lieu|changement de programme|desolee?s?|malheureusement|helas",
    "plus personne|ne sera pas|ne pourra pas|ne pourrons pas|ne peut pas|ne peux pas|n'est plus|n'y aura",
    "n'y a plus|merci a tous|merci d'etre venus|toutes nos excuses|pardon|saute|report de|reporte",
    "trop petite?|trop de monde|erreur de|trompee?s?|contretemps|empechee?|souffrante?|fermeture",
    "alerte incendie|finalement|changement de plan|changement de lieu|reportons|dernier changement",
    "n'est pas disponible|indisponible|on arrete|s'arrete|arrete la|ailleurs|plus grande salle",
    "salle plus grande|probleme technique|problemes techniques|interrompue?|pas ce soir|pas aujourd'hui",
    # Portuguese
    "mudou|lotad[oa]|chei[oa]|acabou|encerrad[oa]|transferid[oa]s?|esgotad[oa]|mudad[oa]|mudanca de sala",
    "mudamos de sala|nova sala|mudanca de horario|nao tem mais vagas?|furou|miou|lotou|encheu|nao tera",
    "nao havera|nao rola|em vez d[aeo]|ao inves d[aeo]|no lugar d[aeo]|adiou|atrasad[oa]|atrasou",
    "vai atrasar|correcao|corrigindo|ja era|fechad[oa]|outra sala|trocamos de sala|troca de sala|sem vagas",
    "nao vamos|nao vou|nao vai|nao da mais|nao podemos|nao poderemos|nao sera|nao teremos|infelizmente",
    "desculpa|desculpem|sinto muito|lamento|obrigado a todos|obrigada a todos|nao consigo|nao conseguimos",
    "muda para|passa para|passou para|errei|erro meu|engano|doente|nao cabe|gente demais|suspens[oa]",
    "desmarcad[oa]|desmarcamos|caiu|mudanca de planos|mudanca de local|fica para|nao deu|atraso",
    "nao tem vaga|acabaram as vagas|esgotou|esgotaram|paramos|outro lugar|sala maior|problemas tecnicos",
    "interrompid[oa]|terminamos|acabamos|hoje nao|nao hoje|sem espaco|sem lugar",
    # Italian
    "pien[oa]|finit[oa]|salta|saltat[oa]|esaurit[oaie]|occupat[oa]|invece che|invece di|invece del",
    "al posto d|al posto di|al posto del|non si fa|non si tiene|in ritardo|ritardat[oa]|correzione",
    "rettifica|chius[oa]|cambio aula|cambio sala|cambio di sala|cambiat[oa]|disdett[oa]|nuova sala",
    "altra sala|niente piu posti|niente posti|non c'e|non ci sara|non possiamo|non posso|non riusciamo",
    "non riesco|non facciamo|non sara|purtroppo|mi dispiace|ci dispiace|spiacenti|scusate|grazie a tutti",
    "grazie per essere|troppo piccol[oa]|troppa gente|passa alle|sbagliat[oa]|malat[oa]|disdiciamo|anziche",
    "cambio di programma|cambio programma|cambio orario|cambia aula|cambia sala|non si terra|non si svolge",
    "niente da fare|errata corrige|slitta|slittat[oa]|ci fermiamo|altrove|aula piu grande|sala piu grande",
    "problemi tecnici|interrott[oa]|oggi no|non oggi|senza posti",
    # The languages of guests
    "helaas|niestety|przykro|przepraszam|bohuzel|omlouvame|tyvarr|desvarre|valitettavasti|gaat niet door",
    "zit vol|is vol|volgeboekt|verplaatst|uitgesteld|vervalt|afgelopen|przeniesion[eay]|brak miejsc",
    "zajet[aey]|zakonczon[eay]|nie odbedzie|odlozen[aoe]|obsazen[aoe]|nekona se|vyprodano|je plno|installt",
    "installd|flyttad|flyttat|aflyst|avlyst|fullbokat|peruttu|siirretty",
)
_ENDS = (
    r"(?=\s*(?:$|[.,;:!?)(\n\[#]|-\s|(?:and|but|so|now|already|sorry|please|try|thanks?|we|come)\b)|\s{2})"
)
_IS = r"(?:\b(?:is|are|was|were|its|now|already|all|completely|packed|totally|quite|pretty|so)|'s|'re)"
_SENTENCES = {
    # By the word without which there is no need to look.
    "full": rf"(?:{_IS}|\broom|\bspace|\bhall|\b[a-z]?\d+[a-z]?|^|[.,:;!?(-]\s?)\s{{0,3}}"
    rf"(?<!/\d )full{_ENDS}",
    "over": rf"(?:{_IS}\sover{_ENDS}|^over[:!])",
    "cancel": r"\b(?:had|have|need|going|forced) to cancel\b|\b(?:we|i|must) cancel\b|^cancel\b(?! culture)",
    "room": r"\bfull room\b",
    "done": rf"{_IS}\sdone{_ENDS}",
    "update": r"(?:^|\n)\W{0,4}update\b",
    "updated": r"(?:^|\n)\W{0,4}updated\b",
    "correction": r"(?:^|\n)\W{0,4}corrections?\b",
    "corrected": r"(?:^|\n|\()\W{0,4}corrected\b",
    "edit": r"(?:^|[\n(.!?])\W{0,4}edit\s?:",
    "errata": r"(?:^|\n)\W{0,4}errata\b",
    "typo": r"\btypo (?:above|(?:in|on) (?:my|the|our)|earlier|before)\b|(?:^|[(\n])\W{0,3}typo\s?[:,!]",
    "voll": r"\b(?:ist|sind|schon|bereits|ganz|total|leider)\s(?:\w+\s)?voll\b|\bvoll\s*(?:$|[.,!])",
}
_HARMLESS = re.compile(
    r"\bmoved (?:to tears|by)\b|\b(?:how|why|when|what|since) (?:\w+ ){0,3}moved\b"
    r"|\bwe moved (?:to|from) (?:python|the)\b"
    r"|\b(?:task|tasks|async|asyncio|noise|structured|echo|graceful|and) cancellation\b"
    r"|\bcancell?ing (?:tasks|noise|my|subscriptions)\b"
    r"|\bnoise[- ]cancell?ing\b|\bcancelled ?error\b|\bcancelled tasks\b|\bpleine? de\b"
    r"|\bno longer (?:a|an|need|afraid)\b"
    r"|\blast (?:year|time|edition|week|month)(?:'s)?\b[^.!?;:,\n]{0,40}"
    r"|\b(?:was|were|had|got) [^.!?;:,\n]{0,40}\blast (?:year|time|edition|week|month)\b"
    r"|\bsick of\b|\b(?:i'm|i am) sick of\b|\b(?:no|not) (?:\w+ ){1,3}too small\b"
    r"|\bcancel (?:all )?(?:your|my) (?:\w+ )?plans\b|\bojo con el cambio de hora\b|\ben plein\b"
    r"|\bplein(?:es)? d"
    r"|\bcomplete (?!\s*$)(?:guide|beginner|list|course|intro|set|newbie|picture|overview)"
    r"|\b(?:guia|curso|atelier|cours|guide|formation|taller|workshop) complet[eoa]?\b"
    r"|\b(?:lunch|breakfast|dinner|break|keynote|coffee|pandemic) (?:is|are|was) (?:now )?over\b"
    r"|\bauto-?complete\b|\bto complete\b|\bllen[oa] de\b|\bchei[oa] de\b|\bde complet\b"
    r"|\bdelayed (?:tasks|jobs|gratif)"
    r"|\b(?:komm|schau|guck|seht|sieh|kam)\w*\b(?:(?!\b(?:nicht|ist|sind|war)\b)[^!?\n]){0,60}\bvorbei\b"
    r"|\bvorbei ?(?:zu ?)?(?:komm|schau|guck|bring)"
    r"|\bfind(?:et|en)\b(?:(?!\bnicht\b)[^!?\n]){0,60}\bstatt\b(?! ?\?)"
    r"|\b(?:too small|too crowded) (?:to fail|a )|\b(?:hash|name|naming|version|dependency) clash(?:es)?\b"
    r"|\bhad (?:a|such a) full house\b|\btaken by (?:surprise|storm)\b|\b(?:not|never|no need to be) sorry\b"
    r"|\bsorry,? not sorry\b|\b(?:noise|echo|asyncio?) cancel|\bcancel culture\b"
    r"|\b(?:cannot|how|when|safe|safely|ways?|why) (?:to )?(?:\w+ )?cancel\b"
    r"|\bcancel(?:l?ing)? (?:a |my )?(?:tasks?|subs)"
    r"|\bkein\w*(?: \w+){1,3},? (?:sondern|nur|wir|einfach|dafur|lieber)\b|\bno es"
    r" un\w*\b[^.!?\n]{0,30}\bsino\b|\bnichts falsch machen\b"
    r"|\bnot (?:an?|another|your) [^.!?\n]{0,30}\bbut\b"
    r"|\b(?:if|in case) you(?:'ve)? missed\b[^.!?:,\n]{0,40}"
    r"|\b(?:cancell?ed|postponed|delayed|crowded|packed|full) (?:keynote|flights?|trains?|lunch|tutorial"
    r"|conference)\b"
    r"|\bkonn\w* (?:auch |gar )?nicht (?:singen|tanzen|kochen|programmieren|zeichnen|malen|warten|anders)\b"
    r"|\buntil we run out\b[^.!?\n]*"
    r"|\b(?:un)?till? (?:we|they|you) [^.!?:,\n]*|\bno idea what (?:i'm|i am|we're) doing\b"
    r"|\bfor (?:anyone|everyone|those|people|all) who (?:got|were|was|couldn't|missed|didn't)\b[^.!?:\n]*"
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


def _by_word() -> dict[str, list[tuple[frozenset[str], str]]]:
    """Index the phrases by one word of each, with all words that it has."""
    index: dict[str, list[tuple[frozenset[str], str]]] = {}
    for line in _LINES:
        for phrase in (phrase for pattern in line.split("|") for phrase in _expanded(pattern)):
            words = frozenset(WORD.findall(phrase))
            index.setdefault(max(words, key=len), []).append((words, phrase))
    return index


_PHRASES = _by_word()
_STEMS = re.compile(rf"\b(?:{STEMS})\w*")
_SHORTEST_STEM = min(map(len, STEMS.split("|")))
_BEGINNINGS = {stem[:_SHORTEST_STEM] for stem in STEMS.split("|")}
_RULES = {word: re.compile(sentence) for word, sentence in _SENTENCES.items()}


def find_cancellations(
    text: str, words: set[str], rooms: Iterable[NamedRoom], starts: Iterable[Start]
) -> list[tuple[int, int]]:
    """Return where a folded text, made of `words`, says so, as starts and ends."""
    spans = [
        span
        for word in words & _PHRASES.keys()
        for needed, phrase in _PHRASES[word]
        if len(needed) == 1 or needed <= words
        for span in _occurrences(phrase, text)
    ]
    if any(word[:_SHORTEST_STEM] in _BEGINNINGS for word in words):
        spans += [match.span() for match in _STEMS.finditer(text)]
    rules = [_RULES[word] for word in words & _RULES.keys()]
    spans += [match.span() for rule in rules for match in rule.finditer(text)]
    hidden = masked(text, rooms, starts)
    spans = [*sorted(spans), *sorted(find_sentences(hidden, words))]
    return _told(text, spans, find_hooks(hidden)) if spans else []


def _occurrences(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """Return where a phrase stands in a text, not as a part of other words."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(phrase, end)


def _told(text: str, spans: list[tuple[int, int]], hooks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out what is harmless, and what overlaps one before it."""
    taken = [*hooks, *(match.span() for match in _HARMLESS.finditer(text))]
    told: list[tuple[int, int]] = []
    for begin, end in spans:
        if not any(start < end and begin < stop for start, stop in taken):
            taken.append((begin, end))
            told.append((begin, end))
    return told
