"""Questions about a session: whether it takes place, where and when, in nine languages.

A question that invites ("who comes to B114 at 3?", "want to learn Rust in B114 at 3?") is none of them:
it speaks to its readers, so each language names the words of that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 200
"""Characters of a question that are looked at."""
_SENTENCE = re.compile(r"(?<![^.!?\n])[^.!?\n]*(?<![RT])[RT][^.!?\n]*\?")
_FILLERS = (
    r"(?:(?:so|ok|okay|hey|wait|um|hi|hm+|also|and|but|und|sorry|dumb question|quick question|question|aber"
    r"|y|oye|oigan|perdon|et|mais|dites|euh|e|mas|gente|pessoal|galera|ma|scusate|ragazzi|a|hej|ahoj|hoi"
    r"|kurze frage|frage|pregunta|duda|domanda|pytanie|vraag|dotaz|@\w+)[ ,:]+)*"
)


class _Language(NamedTuple):
    """How its questions begin and end, and the words by which one speaks to its readers."""

    begin: str
    end: str
    speaks_to_readers: str


_LANGUAGES = (
    _Language(
        "is|are|was|were|did|does|do|has|have|had|will|would|could|can|should|isn't|wasn't|won't|aren't"
        "|any idea|any chance|any news|anyone|anybody|does anyone|what time|which room|where is|where's"
        "|when is|when's|what's|what is|who(?:'s| is) (?:in|running|hosting)|why is|why was|how (?:full"
        "|long|many|was|did)",
        "or what|or not|or am i|isn't it|wasn't it|correct|is that|still|yes or no|y/n",
        "you|your|you'd|you've|u|ya|y'all|going|up for|interested|coming|keen|fancy|want|wants|wanna|down for"
        "|join|in for|care|need|shall|free|like",
    ),
    _Language(
        "ist|sind|war|waren|haben|hatten|gilt|findet|beginnt|startet|fangt|geht|bleibt|steht|stimmt"
        "|stimmt's|gibt|lauft"
        "|passt|hat|hatte|wird|darf|wo ist|wann ist|wieso|ab wann",
        "oder|oder nicht|richtig|stimmt's|korrekt|ne|gell|nicht wahr|oder doch nicht",
        "ihr|du|euch|dich|dir|eure[rn]?|lust|bock|jemand|noch wer|interesse",
    ),
    _Language(
        "est-ce|c'est|ca|y a-t-il|c'etait|on est|est-il|il y a|a quelle|ou est|vous savez si|tu sais si"
        "|savez-vous si|toujours",
        "non|n'est-ce pas|c'est ca|c'est bien ca|hein|ou pas|ou non",
        "vous|tu|votre|vos|qui vient|partant\\w*|envie|motive\\w*",
    ),
    _Language(
        "es|era|sera|sigue|hay|empieza|esta|cabe|se hace|se va a|va a|lo de|lo del|alguien sabe|alguien tiene"
        "|sabeis si|sabes si|sabe alguien|no era|no es|entonces es|al final|cuando|donde es|a que hora",
        "no|verdad|cierto|correcto|o que|o no|si o no",
        "te|os|ti|vosotr[oa]s|quien|apunt\\w+|quedamos|vamos|venis|vienes|ganas",
    ),
    _Language(
        "e|era|vai ser|sera que|ainda|comeca|alguem sabe|confirma\\w*|continua|esta|ta|rola ainda|cabe",
        "ne|certo|mesmo|nao e|verdade|ou nao",
        "voce|voces|vc|vcs|te|quem|bora|partiu|a fim|afim",
    ),
    _Language(
        "e|era|sara|c'e|si fa|vale|inizia|qualcuno sa|qualcuno ha|sapete se|sai se|confermat\\w+|siamo"
        "|ci sono|magari|dov'e|quando|si tiene|e ancora",
        "giusto|vero|no|corretto|o no|o sbaglio",
        "chi|ti|vi|vuoi|volete|venite|vieni|vediamo|andiamo|viene|tu|voi",
    ),
    _Language(
        "czy|dalej|nadal|ktos wie|wie ktos|o ktorej|gdzie|kiedy|wiecie czy",
        "prawda|tak|co nie|zgadza sie",
        "chcesz|chcecie|ktos chetny|chetni|masz|macie|was|wam|lubisz|lubicie|wpadniecie|wpadniesz",
    ),
    _Language(
        "plati|je|bude|kona se|nevite|vite|vi nekdo|nevi nekdo|zacina|neni|bylo|kde|kdy",
        "ze ano|nebo ne|ze jo",
        "chcete|chces|mate|mas|prijde\\w*|pujde\\w*|vas|vam",
    ),
    _Language(
        "is (?:het|de|er|dat|die)|was (?:het|de|er|dat|die)|gaat|begint|weet|weten|klopt|komt|wordt|zijn"
        "|hoe laat|waar is|kan",
        "toch|of niet|klopt dat|he",
        "je|jij|jullie|jou|zin|wie",
    ),
)
_DEFINITE = r"(?:the|that|this|my|our|der|die|das|le|la|l'|el|lo|il|het|de|to|ta|ten|spotkanie|sesja)"
_DOUBTS = re.compile(
    "|".join(
        rf"(?:^|[:;,(-] ?){_FILLERS}(?:{begin})\b(?![^:]*\b(?:{readers})\b)[^:]*[RT][^:]*\?"
        rf"|^(?![^?]*\b(?:{readers})\b).*(?<![RT])[RT].*\b(?:{end}) ?\?"
        for begin, end, readers in _LANGUAGES
    ).replace(" ", r"\s")
)
_STILL = re.compile(
    r"\b(?:still|ainda|sigue|siguen|toujours|ancora|dalej|nadal|jeste|nog door|noch statt|noch aktuell)\b"
)
_EVERYBODY = "|".join(language.speaks_to_readers for language in _LANGUAGES)
_WHO = re.compile(
    r"\b(?:who(?:'s| is)? (?:running|hosting|leading|moderating|in charge)|wer (?:leitet|moderiert|macht"
    r"|organisiert|halt)"
    r"|qui (?:anime|gere|tient|presente|organise)|quien (?:lleva|modera|organiza|da|presenta)"
    r"|chi (?:tiene|modera|conduce|organizza)|quem (?:conduz|apresenta|organiza|modera)"
    r"|kto (?:prowadzi|organizuje)|kdo (?:vede|organizuje)|wie (?:leidt|organiseert|host))\b"
)
_ONLY = re.compile(
    rf"^{_FILLERS}(?:(?:im|in|um|at|@|a|en|alle|as|na|the|room|raum|also|las|el|la|,"
    rf"|-)\s?|[RT]++\s?)+\?".replace(" ", r"\s")
)
"""Nothing but a room and a time: "B114 at 3?"."""
_ABOUT_IT = re.compile(
    rf"^{_FILLERS}{_DEFINITE}\b(?![^?]*\b(?:{_EVERYBODY})\b)[^:]*?(?<![RT])[RT][^:]*\?".replace(" ", r"\s")
)
_WITHOUT_A_MARK = re.compile(
    rf"^{_FILLERS}(?:(?:why|when|where) )?(?:is|was|isn't|wasn't) (?:it |this |that |the )?(?:still |really"
    rf" |now |actually )*"
    r"(?:in |at )?(?:room )?[RT]"
    rf"|^{_FILLERS}(?:is|does|did|has|can|will|could) (?:anyone|anybody|someone|somebody) "
    r"(?!else|up |interested|going|coming|keen|down|want|fancy|free|in )[^.!?:\n]*[RT]".replace(" ", r"\s")
)


_HOOK = re.compile(
    r"(?<![^.!?:\n-])(?![^.!?\n]*(?:[RT]|\b(?:our|session|meet-?up|talk|unser\w*|runde|still|noch|ainda)\b))"
    r"[^.!?:\n-]*\b(?:who sa(?:id|ys)|schon mal|noch nie|quien dijo|chi ha detto|qui a dit|quem disse"
    r"|wer sagt|you|your|you've"
    r"|ever|ihr|du|euch|dir|vous|tu|te|os|tienes|voces?|ti|vi|hai|avete|je"
    r"|jullie|masz|macie|mate)\b[^.!?\n]*\?"
)
"""What catches attention before an announcement: "Ever been locked out of PyPI?"."""


_TITLE = re.compile(
    r"(?<!is )\b(?:(?:warum|wieso|wie|was) (?:wir|ich|man)|(?:pourquoi|comment) (?:on|nous|j)|(?:por que"
    r"|como) (?:nos|no|dejamos)|(?:how|why|what) (?:to|happens|happened|we|i|our|do|if|when|nobody|your|you"
    r"|not|it|they"
    r"|makes|went))\b"
    r"(?![^.!?:;,|\n-]*[RT])[^.!?:;,|\n-]*"
)
_OTHER_TALK = re.compile(
    r"\b(?:keynote|charla|palestra|ponencia|conference|conferencia|vortrag|talk|prezentacja|lezing"
    r"|prednaska)\b"
    r"[^.!?;,\nRT]{0,40}\b(?:fue|estuvo|ha sido|foi|era|etait|war|was|byl"
    r"|byla)\b[^.!?;,\nRT]{0,30}(?=[.!?;,\n])"
)
_OTHER_MOVE = re.compile(
    r"^[^RT]*?\b(?:we|i|who|she|he|they) (?:just |recently )?moved (?:to|from) "
    r"(?!R|T|the\b|room|an?\b|another|tomorrow|today|later|next|\d|\w+day)\w+[^.!?:,\n]*"
)
_NEED = re.compile(
    r"(?<![^.!?\n])\s?(?:moved|stuck|lost|tired|bored|missed|missing|sick|broke|burned|feeling|hate|afraid"
    r"|new)\b"
    r"[^.!?:\nRT]*\?"
)
_QUOTED = re.compile(r"\"[^\"RT\n]{2,60}\s[^\"RT\n]{1,60}\"(?! says)")
_HARMLESS = (_HOOK, _NEED, _QUOTED, _TITLE, _OTHER_TALK, _OTHER_MOVE)


def find_hooks(text: str) -> list[tuple[int, int]]:
    """Return where such a text asks its readers about themselves."""
    return [match.span() for harmless in _HARMLESS for match in harmless.finditer(text)]


def find_questions(text: str) -> list[tuple[int, int]]:
    """Return where a folded text, with each room as `R`s and each time as `T`s, asks about a session."""
    spans = [match.span() for pattern in (_WITHOUT_A_MARK, _ONLY) for match in pattern.finditer(text)]
    if "?" not in text:
        return spans
    for sentence in _SENTENCE.finditer(text):
        asked = sentence[0].lstrip()[-_LONGEST:]
        if any(doubt.search(asked) for doubt in (_STILL, _WHO, _ABOUT_IT, _DOUBTS)):
            spans.append((sentence.end() - len(asked), sentence.end()))
    return spans
