"""Sentences for `sentences.py` with a session as their subject: what becomes of it, and what it is."""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence, words_of


def _became(subject: str, joints: str, plain: str) -> Sentence:
    """Return "the T in R" with a verb that announcements do not use: what became of a known session."""
    return Sentence(
        words_of(subject),
        rf"CLAUSE(?:{subject})(?: |')(?:[\w'/&-]+ ){{0,4}}?(?:(?:{joints}) )*T++(?:-\w+)?"
        rf"(?:(?: (?:{joints}))*,? ?(?:T|R)++)* (?!(?:{joints}|{plain})\b)\w{{2,}}",
    )


def _is(verbs: str, joints: str, plain: str) -> Sentence:
    """Return "T in R is" with anything but what announcements say of a session."""
    return Sentence(
        words_of(verbs),
        rf"(?<![RT])[RT]++(?:,? ?(?:(?:{joints}) )*[RT]++)?,? (?:{verbs}) (?!(?:{plain})\b)\w",
    )


_SUBJECTS = (
    _became(
        "der|die|das|unsere?|meine?|unser|mein|euer|eure",
        "um|ab|im|in|am|von|der|dem|den|runde|session|treffen|termin|talk|meetup|workshop|open space|raum"
        "|heute|morgen|uber|zu|zum|zur|fur|mit",
        "ist|sind|findet|beginnt|startet|fangt|geht|dreht|handelt|wartet|macht|bringt|sucht|freut|trifft|hat"
        "|wird|steigt|richtet|braucht|heisst|bietet|zeigt|lauft|steht|und|auf|an|bei|ein|eine|kommt vorbei"
        "|seid|wir|ihr|alle|offen|auch|gibt|kann|darf|soll|mochte|will|bleibt bei|fur|oder",
    ),
    _became(
        "le|la|l|notre|mon|ma|les",
        "de|a|en|dans|la|le|du|des|salle|au|demain|aujourd'hui|ce|soir|sur|pour|avec",
        "est|sera|commence|parle|parlera|porte|portera|traite|traitera|aura|accueille|s'adresse|propose|vous"
        "|et|qui|que|on|sont|ouvert\\w*|reste ouvert\\w*|venez|avec|va|continue|recommence|reprend|cherche",
    ),
    _became(
        "el|la|los|las|nuestro|nuestra|mi|lo",
        "de|las|la|el|en|del|a|sala|aula|hoy|manana|sobre|para|con|domingo|sabado|viernes",
        "es|sera|empieza|comienza|trata|va sobre|tratara|esta abiert\\w+|y|que|vamos|hablamos|hablaremos"
        "|tiene"
        "|son|os|te|con|abiert\\w+|incluye|cuenta|busca|sigue en pie|sigue abiert\\w+",
    ),
    _became(
        "o|nosso|nossa|meu|minha",
        "das|as|na|no|de|do|da|em|sala|hoje|amanha|sobre|para|com|pra",
        "e|sera|comeca|vai ser|vai falar|vai comecar|trata|fala|tem|esta abert\\w+|esta confirmad\\w+|quem"
        "|vem"
        "|venham|vamos|com|abert\\w+",
    ),
    _became(
        "il|lo|la|l|gli|nostro|nostra|mio|mia",
        "delle|alle|in|nella|nel|di|della|del|sala|oggi|domani|su|per|con|a|dalle",
        "e|sara|inizia|comincia|parla|parlera|tratta|e apert\\w+|si|vi|ti|con|apert\\w+|dura|continua"
        "|prevede|chi",
    ),
    _became(
        "de|het|onze|mijn",
        "van|om|in|de|het|zaal|vandaag|morgen|over|met|voor|uur",
        "is|gaat over|begint|start|zijn|heeft|biedt|en|duurt|staat|draait om|behandelt",
    ),
    _became(
        "spotkanie|sesja|warsztaty?|dyskusja|nasz[ea]?|beseda|setkani|prednaska|nase",
        "o|w|na|z|dla|dzis|jutro|v|ve|pro|s|dnes",
        "to|jest|bedzie|zaczyna|startuje|i|zaprasza\\w*|oraz|poprowadzi|dotyczy|je|bude|zacina|a",
    ),
)

_STATES = (
    _is(
        "esta|estara|estan",
        "a|las|la|en|el|sala|aula|de",
        "abiert\\w+|reservad\\w+(?! por)|list\\w+|libre|para|en|a|confirmad\\w+|disponible|al lado|junto"
        "|cerca|todo|muy|aqui|todavia",
    ),
    _is(
        "ist|sind|wird|bleibt",
        "um|im|in|ab|der|dem|raum|am|heute|morgen",
        "im|in|um|der|die|das|dem|eine?|unsere?r?|mein|fur|offen|frei|wieder|auch|noch|jetzt|heute|morgen"
        "|gesetzt|bestatigt"
        "|gebucht|reserviert|gesichert|bei|zeit|platz|los|es|da|hier|mit|von|zum|zur|nur|ganz|genug|richtig"
        "|erst|endlich|ideal"
        "|perfekt|treffpunkt|gemeinsam|wir|ihr|alles|start|beginn|auf|kaffee|was|wo|wer|so|immer|geplant"
        "|angesagt|bereit|fest|klar"
        "|bunt|laut|leise|lustig|gro(?:ss|\u00df)"
        "|ge\\w+(?<!schlossen)(?<!strichen)(?<!sperrt)(?<!canceled)(?<!cancelt)(?<!storben)"
        "(?<!platzt)(?<!kapert)(?<!raumt)",
    ),
    _is(
        "est|sera|devient|reste",
        "a|en|dans|la|le|salle",
        "a|en|dans|la|le|l|un|une|pour|avec|ouverte?|confirmee?|reservee?|libre|notre|de|du|au|dedie\\w*"
        "|encore|bien|maintenue?"
        "|toujours|aussi|prevu\\w*|anime\\w*|accessible|gratuit\\w*|l'\\w+",
    ),
    _is(
        "es(?! gibt)|sera|queda|pasa|parece",
        "a|las|la|en|el|sala|aula|de",
        "a|en|el|la|las|los|un|una|para|con|abiert\\w+|libre|nuestr\\w+|de|del|donde|cuando|gratis"
        "|confirmad\\w+|tambien|apta?"
        "|reservad\\w+|otra vez|hora|todo|sobre|mi",
    ),
    _is(
        "diventa|resta|rimane|sembra|salta",
        "alle|in|nella|sala|ore|di",
        "in|un|una|il|la|apert\\w+|liber\\w+|nostr\\w+|per|con|confermat\\w+",
    ),
    _is(
        "fica|virou|vira|parece|continua",
        "as|na|no|sala|de|das",
        "na|no|em|um|uma|o|a|abert\\w+|livre|noss\\w+|para|pra|com|confirmad\\w+|de pe",
    ),
)

STATES = (*_SUBJECTS, *_STATES)
