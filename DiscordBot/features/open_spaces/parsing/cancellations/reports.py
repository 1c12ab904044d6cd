"""Sentences for `sentences.py`: what was of a session, what is offered, what somebody would do."""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence, words_of


def _was(words: str) -> Sentence:
    """Return a verb of the past in the clause of a room or a time."""
    return Sentence(
        words_of(words),
        rf"\b(?:{words})\b(?=[^.!?:;,\n]*[RT])|(?<![RT])[RT][^.!?:;,\n]{{0,90}}\b(?:{words})\b",
    )


REPORTS = (
    Sentence("overheard apparently seen saw", r"\b(?:overheard|apparently|i saw|we saw)\b[^.!?\n]*[RT]"),
    Sentence(
        "would but",
        r"\b(?:i'd|we'd|would) (?:love|like|have loved|have liked|be)\b[^.!?\n]*[RT]"
        r"[^.!?\n]*\b(?:but|if|except|only)\b",
    ),
    Sentence(
        "people folks crowd everyone those anyone everybody",
        r"\b(?:people|folks|crowd|everyone|those|anyone|everybody) (?:of|from|waiting|queuing|who (?:was"
        r"|were|signed|registered|booked"
        r"|came|got)|(?:still )?in line)\b[^.!?\n]*[RT]",
    ),
    Sentence("count sounds works", r"[RT] ?\? ?(?:count me in|i'm in\b|sounds good|works for me)"),
    Sentence(
        "but yet",
        r"(?<![RT])[RT][^.!?\n]{0,90}\b(?:but|yet) (?:(?:i|we|it|there|the \w+|nobody|no one) )?(?:still "
        r"|also |just )?"
        r"(?:can't|cannot|couldn't|could not|haven't|hasn't|don't (?:have|know)|need|needs|not|have to"
        r"|isn't|lost|forgot)\b"
        r"(?! (?:worr|to bring|to know|to be|slides|agenda|forget|problem|laptop|one)\w*)",
    ),
    Sentence(
        "poll umfrage encuesta sondage sondaggio enquete ankieta anketa abstimmung retweet upvote boost like",
        r"CLAUSE(?:\w+ )?(?:poll|umfrage|encuesta|sondage|sondaggio|enquete|ankieta|anketa|abstimmung)\b"
        r"|\b(?:rt|retweet|upvote|boost|like this) if\b",
    ),
    Sentence("rt", r"\brt if\b"),
    Sentence("tight cramped squeeze", r"\b(?:be|get|gets|is|bit) (?:\w+ )?(?:tight|cramped|squeeze)\b"),
    Sentence(
        "bitte",
        r"\bbitte (?:heute )?nicht\b(?![^.!?\n]*(?:verge|fotogra|film|wunder|stor|erschreck"
        r"|verpass))[^.!?\n]*[RT]",
    ),
    Sentence("heisst nennt", r"\b(?:heisst|nennt sich) (?:jetzt|nun|ab sofort)\b"),
    Sentence(
        "c'est",
        r"\bc'est pas (?!grave|obligatoire|sorcier|complique|tout|que|juste|seulement|difficile|une?\b|de"
        r"|la mer|si )"
        r"(?=[^.!?\n])|\bc'est pas (?:sur|gagne|la|possible)\b",
    ),
    Sentence(
        "per an a los die",
        r"CLAUSE(?:per chi e|an alle (?:in|aus|von)|a (?:tous )?ceux|los de|los que est\w+|die leute (?:in"
        r"|aus|von))\b"
        r"[^.!?:,;\n]*[RT]",
    ),
    # What somebody did there.
    Sentence(
        "i we they she he you people everyone everybody half all",
        r"CLAUSE(?:\w+ )?(?:i|we|they|she|he|people|everyone|everybody|half of \w+|\w+ of us|all of us) "
        r"(?:all |just |only |also |really |so )?PAST\b(?=[^.!?:,;\n]*[RT])"
        r"|(?<![RT])[RT][^.!?:;\n]{0,90}\b(?:i|we|they|she|he|people) (?:all |just |only |also |really"
        r" )?PAST\b",
    ),
    Sentence(
        "haben habe hab",
        r"\b(?:wir haben|haben wir|ich habe?|habe? ich|hab)\b(?=[^.!?:;\n]*[RT])[^.!?:;\n]*\b(?!gebucht"
        r"|reserviert"
        r"|geplant|ergattert|organisiert|gekapert|gesichert|gedacht|geschnappt|gefunden|bekommen|gekriegt"
        r"|gemeinsam|genug|gern|genau"
        r"|geschichten|gewonnen|getr)"
        r"(?:ge\w{3,}(?:t|en)|vergessen|verloren|erlebt)\b",
    ),
    Sentence("late", r"\blate (?:to|for) (?:my|our|the (?!party)|today's) "),
    Sentence("pending", r"\bpending (?!prs?\b|tasks|requests|issues|reviews|deprec)\w"),
    Sentence(
        "whoever",
        r"\bwhoever(?:'s)? (?!wants?|likes?|finds|feels|wins|has ever|is (?:interested|around|up"
        r"|curious))[^.!?:\n]*[RT]",
    ),
    # Given away, or in search of somebody.
    Sentence(
        "slot room slots host hosts speaker moderator moderators volunteer facilitator presenter",
        r"\b(?:who|anyone|anybody) (?:wants?|needs?|would like|fancies) (?:my|our|this|the) (?:slot|room"
        r"|spot)"
        r"|\b(?:host|speaker|moderator|facilitator|presenter)s? (?:wanted|needed|sought|missing)\b",
    ),
    Sentence(
        "ubrig tausche tauschen vergeben abzugeben abgeben gebe",
        r"\b(?:ubrig|abzugeben|zu vergeben)\b|\btauschen? (?:ihn |es |den slot )?gegen\b"
        r"|\bgeben? (?:\w+ ){0,4}?(?:ab|weiter)(?= *(?:$|[.,!?#]))",
    ),
    Sentence(
        "cedo cedemos cede cedes passo repasso doo dono regalo regalamos lascio lasciamo laisse donne echange"
        " oddam odstapie prenecham uvolnuji neemt overnemen",
        r"\b(?:cedo|cedemos|(?:re)?passo|doo|regal(?:o|amos)|lasci(?:o|amo)|(?:je|on) (?:cede|laisse|donne"
        r"|echange)|oddam|odstapie"
        r"|prenecham|uvolnuji) (?:a |o |el |la |lo |il |le |ma |mon |notre |mi |meu |minha |mio |nuestr[ao]"
        r" |noss[ao] |swoj\w* )*"
        r"(?:hueco|sitio|slot|turno|plaza|vaga|horario|lugar|sala|spazio|posto|creneau|tour|place|salle|R|T"
        r"|miejsce|sal[ae])"
        r"|\bneemt (?:mijn|onze)\b",
    ),
    Sentence(
        "crossed scribbled erased wiped torn ripped taken painted delete remove why",
        r"\b(?:crossed|scribbled|wiped|rubbed|struck) (?:out|off|over)\b|\berased\b|\b(?:torn|ripped|taken)"
        r" down\b"
        r"|\b(?:delete|remove) (?:my|our|the|that|this) (?:post|tweet|toot|message|entry|card|slot)\b"
        r"|\b(?:know|idea) why\b[^.!?\n]*\?",
    ),
    Sentence(
        "says claims reads",
        r"\b(?:says|claims|reads) (?:the|my|this|that|a|an|your) \w+|\"[^\"]*[RT][^\"]*\",? says",
    ),
    Sentence(
        "can could lets let's please",
        r"\b(?:can|could) we (?:please |maybe |just )?(?:not|stop|move|skip|change|cancel|avoid)\b"
        r"|\b(?:let's|lets|please) not\b(?=[^.!?\n]*[RT])",
    ),
    Sentence(
        "needs need lacks requires", r"IT(?:needs|lacks|requires) (?!no\b|you\b|your\b|nothing|volunteers)\w"
    ),
    Sentence("people folks crowd peeps gang", r"[RT] (?:people|folks|crowd|peeps|gang) ?[:,]"),
    Sentence("or", r"\bor not\b[^.!?\n]{0,60}[RT]|(?<![RT])[RT][^.!?\n]{0,60}\bor not\b"),
    Sentence("only", r"\bcan only (?:do|make|host)\b"),
    Sentence(
        "two three", r"\b(?:two|three) (?:sessions|groups|meetups|talks|events|things) (?:in|at|for) [RT]"
    ),
    Sentence(
        "brauche brauchen sucht suche suchen",
        r"\bbrauch\w* (?:ich |wir )?noch (?:jemand|wen|eine[nr]? (?:host|mod))\w*",
    ),
    Sentence(
        "not won't can't couldn't cannot didn't",
        r"CLAUSE(?:not|won't|can't|couldn't|cannot|didn't) (?:gonna |going to )?(?:be able to )?"
        r"(?:make|get|do|come|join|attend|sure|feeling|find)\b[^.!?\n]*[RT]",
    ),
    Sentence(
        "new topic title format host",
        r"[RT][^.!?\n]{0,40}\bnew (?:host|speaker|moderator|topic|title|name|format)\b"
        r"|\b(?:topic|title|format|host) (?:has |is |was )?chang\w+",
    ),
    Sentence("soul sign nobody", r"\bnot a soul\b|\bno sign of\b|\bnobody in sight\b"),
    Sentence("heard hearing", r"CLAUSE(?:just )?(?:heard|hearing) (?!you)[^.!?\n]*[RT]"),
    Sentence(
        "move moves moved moving shift shifting switch switching swap swapping push pushing bump bumping"
        " relocating relocate",
        r"\b(?:mov|shift|switch|push|bump|relocat)(?:e|ing|ed|es|ing)? (?:the |our |my )?[RT]",
    ),
    Sentence("someone somebody they", r"\b(?:someone|somebody|they) (?:should|could|ought)\b[^.!?\n]*[RT]"),
    Sentence(
        "cherche creneau hueco reste",
        r"\bcherche (?:une? )?(?:binome|volontaire|place|remplac\w+|quelqu'un|anim\w+)\b[^.!?\n]*[RT]"
        r"|\b(?:creneau|hueco)\b[^.!?\n]*\b(?:est|esta) libre\b|\bne reste plus\b",
    ),
    Sentence("can could", r"\b(?:can|could) you (?:save|keep|hold|grab|get) (?:me|us|a)\b"),
    Sentence("update updates", r"\bupdates? ?: ?[^.!?\n]*[RT]"),
    Sentence(
        "bowing stepping bailing dropping backing opting tapping",
        r"\b(?:bowing|dropping|backing|opting|tapping) out\b|\bstepping (?:down|back)\b|\bbailing\b",
    ),
    Sentence("waiting wait", r"\bwait(?:ing)? on (?!list|you)\w"),
    Sentence("will", r"\bwill (?:now|instead) (?:be|start|happen|run|move)\b"),
    Sentence(
        "packed full empty closed locked deserted done over gone nope crowded rammed crickets",
        r"(?:^|[.!?\n] ?|[RT] ?= ?)(?:packed|full|empty|closed|locked|deserted|done|over|gone|nope|crowded"
        r"|rammed|crickets)"
        r"(?= *(?:[.!]|$))",
    ),
    Sentence(
        "spent loved enjoyed missed attended saw met walked went left forgot found waited wasted survived"
        " skipped",
        r"CLAUSE(?:spent|loved|enjoyed|missed|attended|saw|met|walked|went|left|forgot|found|waited|wasted"
        r"|survived"
        r"|skipped)\b(?! to say)(?=[^.!?:,;\n]*[RT])",
    ),
    Sentence(
        "who", r"\bwho (?:signed|put|wrote|booked|added|moved|scheduled|gave|chose|picked)\b[^.!?\n]*[RT]"
    ),
    Sentence("asleep hungover", r"(?<!half )\b(?:asleep|hungover)\b"),
    Sentence("clear leave vacate evacuate", r"\b(?:clear|leave|vacate|evacuate) (?:the |room )?[RT]"),
    Sentence("nobody", r"\b(?:nobody|no one)(?:'s| is) (?:at|in|on|here|there)\b"),
    Sentence("am", r"\bam i (?:early|late|wrong|right|too|the only|missing)\b"),
    Sentence("were beware", r"\bwere (?:promised|told|given|offered|assigned)\b[^.!?\n]*[RT]|\bbeware\b"),
    Sentence("going heading running walking", r"CLAUSE(?:going|heading|running|walking) to (?:the )?[RT]"),
    Sentence("kann konnte", r"\b(?:kann|konnte) (?:bitte |mal |vielleicht )*(?:jemand|wer)\b[^.!?\n]*[RT]"),
    Sentence(
        "alguien ningun ningun", r"\ba alguien (?:mas )?(?:le|os|se)\b|\b(?:ningun|sin) (?:tema|ponente)\b"
    ),
    Sentence("serre serrer serres", r"\bon (?:se|va se) serrer?\b"),
    Sentence(
        "aspetto aspettiamo siamo vorrei vorremmo non",
        r"\baspett(?:o|iamo) (?:la |il |le |ancora |una )?(?:conferma|chiav\w+|sala|proiettore|rispost\w+"
        r"|ok)\b"
        r"|\bsiamo (?:gia )?(?:troppi|pieni|al limite)\b|\bvorr(?:ei|emmo) (?:fare|proporre|organizzare)\b"
        r"|\bnon e (?:nostr|piu|ancora|disponibil|liber|confermat)\w*",
    ),
    Sentence("depends", r"(?:^|[.!?\n] ?)depends on\b"),
    Sentence("or", r"[RT],? or (?:whenever|wherever|when|as soon|until)\b"),
    Sentence(
        "who how where what when why",
        r"\b(?:who|how|where|what|when|why) (?:do|can|should|am) (?:i|we)\b[^.!?\n]*[RT]",
    ),
    Sentence(
        "supposed only",
        r"\bsupposed to be (?:there|here|at|in)\b|\bthe only (?:one|person) (?:here|there|in)\b",
    ),
    Sentence("swapping swap trading trade", r"\b(?:swap|trad)\w* [RT, ]+for\b"),
    Sentence("full", r"\b(?:we're|we are|is|it's) (?:now |already )?full (?:for|in|at)\b"),
    Sentence("empty unclaimed", r"\bempty slot\b|\bslot is empty\b|\bunclaimed\b"),
    Sentence(
        "they've they someone's somebody's somebody someone",
        r"\b(?:they've|they have|someone's|somebody's|(?:someone|somebody) has) \w+(?=[^.!?\n]*[RT])",
    ),
    Sentence("nobody", r"\bnobody told (?:us|me)\b[^.!?:,;\n]*[RT]"),
    Sentence(
        "steht konnt klingt wackelt hakt klemmt wechselt bleibt passt begleitung",
        r"[RT] ?(?:steht auf|konnt ihr (?:knicken|vergessen|streichen)|klingt|wackelt|hakt|klemmt"
        r"|bleibt,)\b|\bhost wechselt\b"
        r"|\bpasst kein\w*\b|\bbegleitung fur\b",
    ),
    # What somebody would do, or did.
    Sentence(
        "i'd we'd i we would could should",
        r"\b(?:i'd|we'd|(?:i|we) (?:would|could|should))\b"
        r"(?! [RT]| (?:really )?(?:(?:love|like) (?:to (?:see|meet|invite|show|welcome|hear|talk|learn|know"
        r"|speak)|you)|say\b|be happy))"
        r"(?=[^.!?:;\n]*[RT])|(?<![RT])[RT][^.!?:;\n]{0,90}\b(?:we'd|(?:i|we) (?:would|could|should))\b",
    ),
    Sentence(
        "i we they someone somebody he she",
        r"\b(?:i|we|they|someone|somebody|he|she) (?:just |only |also |\w+ly"
        r" )?(?!DONE\b)\w{2,}(?<!ne)ed\b(?=(?:(?!\b(?:so|but)\b)[^.!?:;,\n])*[RT])"
        r"|\b(?:someone|somebody|they) (?:wrote|put|took|told|said)\b[^.!?:;,\n]*[RT]",
    ),
    Sentence(
        "pondering considering contemplating wondering hesitating skipping trying dibs realised realized"
        " remembered noticed expected",
        r"CLAUSE(?:still |just |so )?(?:pondering|considering|contemplating|wondering|hesitating|skipping"
        r"|trying to|dibs on"
        r"|reali[sz]ed|remembered|noticed|expected|expecting)\b[^.!?\n]*[RT]|[RT][^.!?\n]{0,20}\bexpected \d",
    ),
    Sentence("wants want", r"\bwants? (?:me|us) (?:in|at) [RT]"),
    Sentence(
        "looking searching need",
        r"\b(?:looking|searching) for (?:an? |another |one more |someone )?(?:\w+ )?(?:speaker|host"
        r"|moderator|presenter|facilitator)",
    ),
    Sentence("people", r"\bif (?:\w+ )?(?:people|anyone|anybody|others) (?:care|want|like|show|come|are)\b"),
    # Another matter is in the way: "but I have to ...".
    Sentence(
        "aber doch pero mais mas",
        r"(?<![RT])[RT][^.!?\n]{0,90}\b(?:aber (?:ich|wir|es|niemand|leider)|pero (?:yo|me|aun|tengo|nos"
        r"|nadie)"
        r"|mais (?:je|j'|on|nous)|mas (?:eu|tenho|ninguem))(?:\b|(?<='))",
    ),
    Sentence("ma", r"(?<![RT])[RT][^.!?\n]{0,90}\bma (?:ho|io|devo|siamo|abbiamo|nessuno)\b"),
    Sentence(
        "wird sind soll komm raumen",
        r"\bwird (?:knapp|eng|schwierig)\b|\bsind keine\b|\bsoll(?:en)? (?:ich|wir)\b"
        r"|\bkomm\w* [^.!?\n]{0,40}\b(?:nach|spater)(?= *(?:$|[.,!#]))|\braumen wir\b",
    ),
    # Somebody else has done something with the room.
    Sentence(
        "hat haben wurde wurden",
        r"(?:\b(?:hat|haben|wurde|wurden)\b[^.!?:;\n]{0,60}[RT]|(?<![RT])[RT][^.!?:;\n]{0,60}"
        r"\b(?:hat|haben|wurde|wurden)\b)[^.!?:;\n]{0,60}\b(?:uns|sich|mir|jemand|wer|man)\b"
        r"[^.!?:;\n]{0,60}\b\w{3,}(?:t|en)\b(?! lust| bock)",
    ),
    Sentence(
        "nous m'a m'ont t'a",
        r"\b(?:on|ils|quelqu'un|elles) (?:nous |m')(?:a|ont) \w+(?:e|i|is|u)\b",
    ),
    Sentence(
        "nos nuestra nuestro me",
        r"\b(?:nos|me) (?:han|ha) (?!dado|tocado|reserv|dejado|asign|conced)\w+(?:ado|ido|to|cho)\b",
    ),
    Sentence("hanno", r"\b(?:ci|mi) hanno (?!dato|assegn|riserv|prenot|concess|regal)\w+\b"),
    Sentence("nossa nosso nossas", r"\b\w+(?:aram|eram|iram) (?:a |o )?(?:noss[ao]|R)"),
    Sentence("nam nas", r"\b\w+(?:li|ly) nam\b|\bnam \w+(?:li|ly)\b(?! sie)"),
    Sentence("hebben heeft", r"\b(?:ze|iemand|men) (?:hebben|heeft) [^.!?\n]*[RT]"),
    Sentence(
        "someone somebody alguien alguem qualcuno quelqu'un jemand ktos nekdo iemand kann",
        r"(?:CLAUSE|\b(?:can|could|will|would) )(?:someone|somebody|alguien|alguem|qualcuno|quelqu'un"
        r"|jemand|ktos|nekdo|iemand"
        r"|kann (?:[^?]{0,30} )?(?:wer|jemand))\b(?![^?]*\b(?:quier\w+|apunt\w+|quer|fim|vuole|vien\w*|pour"
        r"|veut|part\w+|lust|bock|interes\w*"
        r"|chetny|zin|up for|want\w*|join|keen|fancy|down|ganas|voglia|envie|else|mit|anim\w+|topa"
        r"|com)\b)[^.!?\n]*(?<![RT])[RT][^.!?\n]{0,90}\?",
    ),
    _was(
        r"war|waren|hatten|hatte|war's|gab es|gab's|sassen|ware|waren|konnte|wollte|sollte|musste|wurde"
        r"|kamen|gingen|standen|trafen|redeten|sprachen"
    ),
    _was(
        r"estaba|deberia|podria|seria|habria|tendria|iria|iba|ibamos|tenia|teniamos|parecia|estuvo"
        r"|estuvimos|hubo|habia"
        r"|llegue"
    ),
    _was(
        r"etait|devrait|pourrait|serait|serais|aurait|faudrait|allait|allais|hesite|hesitons|etaient"
        r"|devait|devaient|devions|avait|avaient"
    ),
    _was(r"estava|deveria|poderia|seria|teria|iria|tava|foi|tinha|cheguei"),
    _was(r"erano|sarebbe|sarei|avrei|potrebbe|potremmo|era|c'era|c'erano|doveva|dovevano"),
    _was(r"bylo|byla|byl|byli|mialo|miala|mial|melo|mela"),
    _was(r"waren|zou|zouden"),
)
