"""Sentences for `sentences.py` that put a session in doubt: on a condition, or as a guess.

One line for each of these in each language. A doubt counts in the sentence of the room or the time only:
"maybe you know me" before an announcement is none.
"""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence, words_of


def _condition(words: str, speaks_to_readers: str, *, follows: bool = True) -> Sentence:
    """Return what begins a clause with "if", unless it is on the readers: "if you are new, come".

    It may follow a room or a time without a comma, unless that word then means something else.
    """
    begins = r"CLAUSE(?=[^.!?\n]*[RT])(?:but |and |only |aber |nur |mais |solo |ma |so )*"
    begins += r"|[RT][^.!?\n]{0,60}[,;:(-] {0,2}(?:but |and |only |aber |nur |mais |solo |ma |so )*"
    if follows:
        begins += r"|(?<![RT])[RT]++,? ?(?:only )?"
    return Sentence(
        words_of(words),
        rf"(?:{begins})(?:{words})(?![^.!?:,;\n]*(?<!of )\b(?:{speaks_to_readers})\b) [^.!?\n]*",
    )


def _beside(words: str) -> Sentence:
    """Return what is a doubt in the sentence of a room or a time, before or after it."""
    return Sentence(
        words_of(words),
        rf"\b(?:{words})\b(?=:?[^.!?:\n]*[RT])|(?<![RT])[RT][^.!?:\n]{{0,90}}\b(?:{words})\b",
    )


_CONDITIONS = (
    _condition(
        "if",
        r"you|u|y'all|your|you're|you've|(?:anyone|someone|somebody)(?:'s| is)? (?:wants?|needs?|interested"
        r"|keen|up|around|curious|has|feels|would like|likes)|ya|lost|needed|interested|in doubt|unsure"
        r"|curious|this sounds|that sounds|this is|that's|so|not|only",
    ),
    _condition("as long as|so long as|provided|assuming|unless", r"you|your|anyone|by"),
    _condition("wenn|falls|sofern|sobald|solange", r"ihr|du|dich|dir|euch|eure?|dein|jemand|man|wer|wem"),
    _condition(
        "si|s'il|s'ils|pourvu",
        r"vous|tu|te|t'\w+|votre|vos|ton|te|os|ti|tu|tus|nunca|alguna vez"
        r"|alguien (?:quiere|necesita|tiene|busca|se)|quelqu'un|eres|sois|has|(?<!si )habeis|\w{2,}(?:aste"
        r"|iste|abas|ias|ais|eis)|quieres|vienes"
        r"|tienes|sabes|usas|estas|buscas|odias|vuoi|volete|impasta|parla|gioca|e|ci|mangia|beve|balla"
        r"|canta|legge|fa|discute|programma|racconta|va",
        follows=False,
    ),
    Sentence("si", r"[RT],? si (?:on|il fait|nous|tout|le temps|hay|nos|no|conseguimos)\b"),
    _condition(
        "se (?:chover|der|houver|tiver\\w*|rolar|sobrar|conseguir\\w*|a|o|nao|ninguem|fizer|for"
        "|aparecer\\w*|juntar\\w*|non|troviam\\w+|il|c'e|ci sono|piove|riusciamo|siamo|nessuno"
        "|qualcuno|arriv\\w+|viene|tutto)",
        r"voce|voces|vc|vcs|alguem|vuoi|volete|ti|vi",
    ),
    _condition(
        "jesli|jezeli|jak (?:sie|nas|bedzie|znajd\\w+)|pokud|jestli|kdyz|kdyby",
        r"chcesz|chcecie|masz|macie|lubi\w+|jestes\w*|was|wam|cie|chcete|chces|mate|mas|vas|vam|jste|jsi",
    ),
    _condition("als (?:het|er|de|we|niemand|genoeg|alles)|indien|mits", r"je|jij|jullie|jou"),
)
_GUESSES = (
    _beside(
        r"hopefully|probably|presumably|supposedly|allegedly|in theory|theoretically|(?<!eme )(?<!ere"
        r" )tentative(?:ly)?"
        r"|pencil\w+ in|i guess|so they say|not yet sure|not sure|depend(?:s|ing) on|(?<!you )might|yes/no"
        r"|(?:i|we) hope (?:we|i|the|it)|(?:hoping|hope) to (?:get|find|have|book|use|secure|be able|make)"
        r"|let me (?:check|ask|confirm)|need to (?:check|ask|confirm)|(?:will|to) confirm"
        r"|(?<!is )(?<!are )(?<!'s )thinking (?:of|about) \w+ing"
        r"|if all goes|if possible|(?<!nobody )(?<!no one )told me|i heard|we heard|debating|undecided"
        r"|toying with|tempted to|whether (?!you)|i think (?:it|we|that|its|so)|iirc|afaik|not confirmed"
        r"|unconfirmed",
    ),
    _beside(
        r"weather permitting|time permitting|all going well|touch wood|pretty sure|fairly sure|almost sure"
        r"|in the worst case|worst case|at this rate"
    ),
    _beside(
        r"vielleicht|eventuell|evtl|hoffentlich|vermutlich|wahrscheinlich|moglicherweise|angeblich"
        r"|womoglich|mal (?:sehen|schauen)|weiss (?:noch )?nicht|wissen (?:noch )?nicht|uberlegen noch"
        r"|warten (?:noch )?auf|ggf|notfalls|theoretisch|glaube?,? (?:ich|wir)|klaren wir noch|hab gehort"
        r"|es heisst"
    ),
    _beside(
        r"quizas?|tal vez|a lo mejor|posiblemente|probablemente|ojala|puede (?:que|ser)|creo que"
        r"|supuestamente|(?:me|nos) han dicho|dicen que|en principio|ya (?:os|les|te) (?:digo|aviso|confirmo)"
        r"|por confirmar|lo confirmo|esperemos|me da que|me temo que|pendiente de|no se si|aun no|todavia"
        r" no|segun (?:el|la|lo)"
    ),
    _beside(
        r"peut-etre|probablement|sans doute|normalement|en principe|il parait|parait-il|(?:ca|il) se peut"
        r"|je crois"
        r"|a priori|(?:j'|on )espere|je confirme|on verra|soi-disant|si tout va bien|si possible|il me"
        r" semble|on m'a dit"
    ),
    _beside(
        r"talvez|provavelmente|quem sabe|acho que|parece que|dizem que|em principio|tomara|vou confirmar"
        r"|confirmo depois|supostamente|me disseram|(?:nao|ainda) (?:sei|nao) (?:se|sei)"
    ),
    _beside(
        r"forse|probabilmente|credo|mi sa che|pare che|dicono che|in teoria|(?:vi|ti) (?:faccio sapere"
        r"|aggiorno)|in forse"
        r"|speriamo|dovrebbe(?:ro)?|a quanto pare|chissa|mi hanno detto|non so se"
    ),
    _beside(r"chyba|prawdopodobnie|podobno|potwierdze|zobaczymy|byc moze|(?<!kazdy )(?<!kto )moze|nie wiem"),
    _beside(r"mozna|asi|snad|pravdepodobne|pry|uvidime|potvrdim|dam vedet|nevim"),
    _beside(
        r"misschien|waarschijnlijk|hopelijk|nog weten|schijnt|onder voorbehoud|mogelijk|volgens mij|ik denk"
        r"|als het goed is"
    ),
    Sentence("igual", r"CLAUSEigual (?:[RT]|hacemos|a|en|quedamos)"),
    Sentence(
        "or so maybe perhaps probably hopefully possibly vielleicht hoffentlich quizas ojala forse speriamo"
        " talvez tomara peut",
        r"(?:^|[.!?\n] ?)(?:or so|maybe|perhaps|probably|hopefully|possibly|vielleicht|hoffentlich"
        r"|quizas?|ojala"
        r"|forse|speriamo|talvez|tomara|peut-etre)\b[^.!?\n]{0,20}(?:$|[.!\n#]|\?$)",
    ),
    Sentence(
        "later earlier",
        r"\b(?:a (?:tad|bit|little|touch|smidge|while|tiny bit)|slightly|much|somewhat|\d+ ?(?:min\w*|m))"
        r" (?:later|earlier)\b",
    ),
    Sentence(
        "otherwise sinon altrimenti senao anders sonst inaczej jinak else sino",
        r"\b(?:otherwise|sinon|altrimenti|senao|anders|sonst|inaczej|jinak|or else|si"
        r" no)\b[^.!?\n]{0,20}[RT]",
    ),
)

DOUBTS = (*_CONDITIONS, *_GUESSES)
