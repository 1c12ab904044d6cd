"""Sentences for `sentences.py` in Spanish, French, Portuguese and Italian."""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence

_SPANISH = (
    Sentence(
        "olvidad olviden olvida olvidaos alguien ibamos debiamos teniamos",
        r"(?<!no )(?<!no os )(?<!no se )\bolvid(?:ad|en|a|aos|ense)\b|\balguien (?:ha|puede|tiene|sabe"
        r"|se ha|nos)\b|\b(?:ibamos|debiamos|teniamos|queriamos) (?:a|que|empezar|hacer)\b",
    ),
    Sentence(
        "no ya",
        r"\bno (?:se |nos |os |lo |la |me |va a |vamos a |voy a |puede |pueden )*(?:hay|haber|habra"
        r"|hace\b(?! falta)|hara|haremos|hacemos|celebra|podemos|podremos|podre|puedo|podra|sera"
        r"|es (?:en|a las|hoy|posible)|esta\w*|llego|llegamos|llegare|llegaremos|cabe\w*|queda\w*|venga\w*"
        r"|venid|vaya\w*|vengais|tenemos|tendremos|tendra|vamos|voy|ira|viene|vendra\w*|asist\w*"
        r"|funciona|reunimos|juntamos|realiza\w*|lugar|dan\b|da tiempo)\b(?! (?:que|excusa|limite|problema"
        r"|slides|diapos|inscrip|registro|coste|requisit|prisa|dudas|nada mejor|preguntas tontas|necesidad"
        r"|miedo|experienc|falta|pierd\w*))",
    ),
    Sentence(
        "nadie tampoco ni",
        r"\bnadie (?:\w+ )?(?:vino|viene|cabe|entra|aparecio|ha venido)\b|\bni un[ao]? (?:sola? )?(?:silla"
        r"|sitio|plaza|alma|hueco)",
    ),
    Sentence(
        "nueva nuevo otra otro cambio cambia cambiamos distinta distinto",
        r"\b(?:nuev[oa]|otr[oa]|distint[oa]|cambia\w*|cambio)(?: de| la| el| a| en)* (?:sala|aula|hora"
        r"|horario|lugar|sitio|ubicacion|fecha|dia|plan\w*|espacio|[RT])",
    ),
    Sentence("ahora", r"\bahora (?:es |sera |esta )?(?:en |a |a las )?(?:la |el )?[RT]"),
    Sentence(
        "mueve movemos movido muda mudamos pasa pasamos pasado traslada traslado trasladamos retrasa"
        " retraso retrasamos adelanta adelantamos desplaza",
        r"\b(?:se |nos |lo |la |ha sido |hemos )*(?:muev\w+|mov\w+|mud\w+|pasa|pasamos|pasado|traslad\w+"
        r"|retras\w+|adelant\w+|desplaz\w+) (?:\w+ )?(?:a|al|para|hasta|de|hacia) (?:la |las |el "
        r"|los )?(?:sala |aula )?(?:[RT]|DAY|otr|mas tarde|manana)",
    ),
    Sentence(
        "mas despues antes",
        r"\b(?:minutos|hora|horas|rato|un poco) (?:mas tarde|despues|antes)\b|\bmedia hora (?:mas tarde"
        r"|despues|antes)\b",
    ),
    Sentence(
        "gracias fue estuvo ha sido que",
        r"\bgracias (?:por (?:venir|asistir|vuestra|su|la (?:asist|charla|sesion|compa)|acompa|todo"
        r"|particip|haber)|a tod[oa]s)|\b(?:fue|estuvo|ha sido|ha estado) (?:un|una|genial|muy|increible"
        r"|fantastic\w+|estupend\w+|divertid\w+|brutal|un placer)\b",
    ),
    Sentence(
        "sin",
        r"\bsin (?:mas )?(?:sillas|sitios?|plazas|espacio|hueco|ponente|luz|voz|aforo|asientos|lugar|cupo)\b",
    ),
    Sentence(
        "demasiad apretad petad petado reventar hasta lleno llenos llena cupo",
        r"\b(?:esta|estamos|esta ya|ya|sala|aula|R+) (?:\w+ )?(?:a reventar|petad\w+|llen\w+|hasta arriba"
        r"|hasta la bandera|a tope|complet\w+|abarrot\w+)\b|\bcupo (?:lleno|completo|agotado)"
        r"|\bllen\w+ (?:total|hasta)\b",
    ),
    Sentence(
        "lo queda quedo vamos",
        r"\blo de (?:la|las|el|los|hoy|[RT])|\bqued[ao] (?:en nada|fuera|para|anul|cancel|suspend"
        r"|pendiente)|\bnos vamos (?:de|al?)\b",
    ),
    Sentence(
        "enfermo enferma fiebre afonico gripe voz hospital medico",
        r"\b(?:estoy|esta|estamos|tengo|tiene|con|sin) (?:\w+ )?(?:enferm\w+|fiebre|afonic\w+|gripe|covid"
        r"|voz|mal|malo|mala|hospital)\b",
    ),
    Sentence("quizas confirmar pendiente", r"\b(?:por|sin|pendiente de|falta) confirmar\b"),
)
_FRENCH = (
    Sentence(
        "oubliez oublie rate quelqu'un devait devions voulait",
        r"(?<!n')\boublie[zs]?\b(?! pas)|\bc'est (?:rate|foutu|mort|cuit|compromis|loupe)|\bquelqu'un (?:a"
        r"|peut|pourrait|sait|aurait)\b|\b(?:on|nous) (?:devait|devions|voulait|voulions|pensait)\b",
    ),
    Sentence(
        "pas plus personne rien aucun aucune jamais",
        r"\b(?:n'|ne |n )(?:y |se |s'|nous |me |m')*(?:aura|auras|aurons|a|ai|avons|est|sera|serai|serons"
        r"|peut|peux|pouvons|pourr\w+|vient|viens|viendr\w+|fait|fera|faisons"
        r"|tient|tiendra|tiendrons|commence\w*|marche|reste|rentre\w*|entre\w*|fonctionne|suis|sommes|va"
        r"|vais|aurai|venez|tenons|retrouv\w+|arrive\w*) (?:\w+ ){0,2}?(?:pas|plus|personne|rien|aucune?"
        r"|jamais|qu)\b"
        r"(?! (?:des|besoin|obligatoire|necessaire|requis\w*|grave|que|qu'|un|une|trop tard|tout|encore"
        r"|de limite|d'inscription|seul\w*|seulement|cher|complique|mordre|de slides|difficile))",
    ),
    Sentence(
        "plus pas trop peu assez",
        r"\bplus (?:de|d'|une?|aucune?) ?(?:seule )?(?:places?|chaises?|sieges?|salles?|session|espace|air"
        r"|courant|micro|voix|dispo)\b|\bpas (?:assez|de|d') ?(?:de |d')?(?:sessions?|salle|places?"
        r"|chaises?|atelier|rencontre|open space"
        r"|reunion|seance|courant|intervenant\w*|orateur|electricite|lumiere|micro)\b(?! (?:necessaire"
        r"|requis))|\btrop (?:de monde|petit\w*|plein\w*|serre\w*)\b|\bpas (?:possible|disponible|la\b"
        r"|aujourd|ce soir|demain|en R|a T)",
    ),
    Sentence(
        "nouvelle nouveau nouvel autre change changement changeons changez",
        r"\b(?:nouvel\w*|nouveau|autre|chang\w+)(?: de| d'| la| l'| en)*(?: |')?(?:salle|heure|date"
        r"|creneau|horaire|lieu|endroit|jour|programme|plan|[RT])",
    ),
    Sentence("maintenant desormais", r"\b(?:maintenant|desormais) (?:en |a |dans |au )?(?:la |l')?[RT]"),
    Sentence(
        "passe passons deplace deplacons bouge bougeons demenage migre decale repousse avance reporte"
        " transfere",
        r"\b(?:pass\w+|deplac\w+|boug\w+|demenag\w+|migr\w+|decal\w+|repouss\w+|avanc\w+|report\w+"
        r"|transfer\w+|glisse\w*) (?:\w+ )?(?:a|au|en|dans|vers|de|d'|pour|jusqu'a) ?(?:la |l'"
        r"|une )?(?:salle )?(?:[RT]|DAY|autre|demi|\d+ min|plus tard)",
    ),
    Sentence(
        "plus tard tot retard minutes",
        r"\b(?:minutes|min|heure|demi-heure|peu) (?:plus tard|plus tot|de retard|en retard)\b",
    ),
    Sentence(
        "merci etait ete super genial",
        r"\bmerci (?:a (?:tous|toutes|celles|ceux|vous)|d'etre|pour (?:votre|cette|ce|la (?:session"
        r"|discussion|participation)|vos)|encore|d'avoir)|\b(?:c'etait|ce fut|etait"
        r"|a ete) (?:\w+ )?(?:super|genial\w*|top|un|une|chouette|sympa|bien|parfait|passionnant\w*"
        r"|formidable|excellent)\b",
    ),
    Sentence(
        "malade fievre grippe aphone voix covid hopital",
        r"\b(?:suis|est|sommes|ai|a|avec|sans|plus de|perdu (?:ma|la|sa)|cloue\w*) (?:\w+ )?(?:malades?"
        r"|fievre|grippe|aphone|voix|covid|hopital|au lit)\b",
    ),
    Sentence("sous reserve confirmer", r"\bsous reserve\b|\ba confirmer\b"),
    Sentence(
        "pleine plein bourree bourre comble saturee sature craquer bondee",
        r"\b(?:est|sommes|deja|salle|R+) (?:\w+ ){0,2}?(?:pleine?|bourree?|comble|saturee?|bondee?"
        r"|blindee?|archi-?\w+|a craquer)\b(?! (?:de|d'))",
    ),
)
_PORTUGUESE = (
    Sentence(
        "esquecam esquece alguem era deviamos iamos",
        r"(?<!nao )(?<!nao se )\besque[cç](?:am|e|a)\b|\balguem (?:tem|pode|sabe|pegou|ocupou|viu)\b"
        r"|\bera (?:pra|para)\b|\b(?:deviamos|iamos|queriamos)\b",
    ),
    Sentence(
        "nao nem ninguem",
        r"\bnao (?:se |vai |vamos |vou |vao |pode |ira )*(?:ha|tem|tera|teremos|havera|haver|acontec\w+"
        r"|ocorre\w*|rola\w*|sera|podemos|poderemos|posso|poderei|consig\w+|consegu\w+|cabe\w*|restam?"
        r"|venham|vem"
        r"|esta\w*|e (?:na|no|as|mais|hoje)|vai|vamos|vou|dar|deu|dara|ter|estar|realiz\w*|chego|chegar\w*"
        r"|resta\w*|sobr\w+|funciona)\b(?! (?:que|problema|precisa|limite|necessidade|medo|slides|inscri"
        r"|custo|desculpa|segredo|nada))"
        r"|\bninguem (?:\w+ )?(?:veio|apareceu|cabe|entra|chegou)\b|\bnem (?:uma|um) (?:cadeira|lugar|vaga)",
    ),
    Sentence(
        "nova novo outra outro troca mudanca muda mudou mudamos",
        r"\b(?:nov[oa]|outr[oa]|mud\w+|troc\w+)(?: de| a| o| para| pra| pro| no| na)* (?:sala|horario|hora"
        r"|local|lugar|data|dia|planos|[RT])",
    ),
    Sentence("agora", r"\bagora (?:e |vai ser |sera |esta )?(?:na |no |as |em )?(?:sala )?[RT]"),
    Sentence(
        "sem", r"\bsem (?:mais )?(?:cadeiras?|lugar\w*|vagas?|espaco|luz|energia|voz|palestrante|assentos?)\b"
    ),
    Sentence(
        "obrigado obrigada valeu foi",
        r"\b(?:obrigad[oa]|valeu) (?:a tod|por (?:vir|virem|particip|ter|vossa|sua|comparec)|galera"
        r"|pessoal|pela presenca)|\bfoi (?:um|uma|muito|otimo|incrivel|demais|massa|show|lindo|legal)\b",
    ),
    Sentence(
        "mais depois antes atrasado atrasada",
        r"\b(?:minutos|hora|meia hora|pouco) (?:mais tarde|depois|mais cedo|antes|atrasad\w)",
    ),
    Sentence(
        "passa passou passamos movida movido move fica ficou transferida adia empurra",
        r"\b(?:pass\w+|mov\w+|fica|ficou|transfer\w+|empurr\w+|adi\w+|antecip\w+) (?:\w+ )?(?:para|pra|pro"
        r"|ate) (?:a |as |o )?(?:sala )?(?:[RT]|DAY|outr|mais tarde)",
    ),
    Sentence(
        "lotada lotado lotando cheia cheio abarrotada superlotada entupida",
        r"\b(?:super)?lota(?:d\w|ndo)|\b(?:esta|ta|sala|R+|ja) (?:\w+ )?(?:chei\w|abarrotad\w|entupid\w"
        r"|lotad\w)\b",
    ),
    Sentence(
        "doente gripe febre voz gripado gripada hospital",
        r"\b(?:estou|esta|to|ta|com|sem|fiquei|ficou) (?:\w+ )?(?:doente|gripe|febre|voz|gripad\w|covid"
        r"|rouc\w|hospital)\b",
    ),
    Sentence("confirmar", r"\ba confirmar\b"),
)
_ITALIAN = (
    Sentence(
        "dimenticate dimentica dimenticatevi qualcuno dovevamo volevamo",
        r"(?<!non )\bdimentica(?:te|tevi)?\b|\bqualcuno (?:ha|puo|sa|ci)\b|\b(?:dovevamo|volevamo"
        r"|dovremmo)\b",
    ),
    Sentence(
        "non niente nessuno nessun nessuna",
        r"\bnon (?:si |ci |vi |lo |la |mi |c'e |ce la )*(?:se ne|sara|saremo|saro|tiene|terra|fa|fara"
        r"|faremo|facciamo|svolge\w*|possiamo|potremo|posso|potra|puo|riesc\w+|c'e|ci sono|sono|restano"
        r"|resta|entra\w*|venite|vengo|veniamo|avra"
        r"|avremo|parte|e (?:in|alle|oggi|possibile|disponibile|agibile)|arriv\w+|vediamo|trov\w+|funziona"
        r"|sto|sta\b|avviene|ha luogo|bast\w+)\b(?! (?:bisogno|problema|problemi|limiti|scuse|slide|niente"
        r"|necessari\w+|che\b|mal))"
        r"|\bniente (?:piu )?(?:posti|sedie|sala|sessione|incontro|open space|talk)"
        r"|\bnessun[oa]? (?:\w+ )?(?:posto|sedia|venuto|arrivato|entra|piu)\b",
    ),
    Sentence(
        "nuova nuovo altra altro cambio cambia cambiamo cambiata",
        r"\b(?:nuov[oa]|altr[oa]|cambi\w*)(?: di| la| l'| il)*(?: |')?(?:sala|aula|orario|ora|luogo|data"
        r"|giorno|programma|stanza|posto|[RT])",
    ),
    Sentence("adesso ora", r"\b(?:adesso|ora) (?:e )?(?:in |alle |nella |nel )?[RT]"),
    Sentence("senza", r"\bsenza (?:piu )?(?:sedie|posti|posto|spazio|relator\w+|voce|corrente|luce)\b"),
    Sentence(
        "grazie stato bello bellissimo",
        r"\bgrazie (?:a tutt|per (?:esser|aver|la part|la bella|la chiacch))|\b(?:e stat[oa]"
        r"|era) (?:\w+ )?(?:bell\w*|un|una|fantastic\w|divertent\w|super|molto|stupend\w)\b",
    ),
    Sentence(
        "tardi dopo prima ritardo",
        r"\b(?:minuti|ora|mezz'ora|poco) (?:piu tardi|dopo|prima|di ritardo|in ritardo)\b",
    ),
    Sentence(
        "passa passiamo sposta spostiamo slitta trasferi anticip",
        r"\b(?:pass\w+|spost\w+|slitt\w+|trasf\w+|anticip\w+|muov\w+) (?:\w+ )?(?:a|al|alle|in|nella|nel"
        r"|per|da|dalla) ?(?:sala |aula )?(?:[RT]|DAY|altr|piu tardi)",
    ),
    Sentence(
        "piena pieno strapiena strapieno stracolma gremita zeppa",
        r"\b(?:strapien\w|stracolm\w|gremit\w|zepp\w)|\b(?:e|gia|sala|aula|R+) (?:\w+ )?pien\w\b(?! di)",
    ),
    Sentence(
        "malato malata febbre influenza voce ospedale",
        r"\b(?:sono|e|sto|ho|ha|con|senza|perso la|rimast\w) (?:\w+ )?(?:malat\w|febbre|influenza|voce"
        r"|male|covid|ospedale)\b",
    ),
    Sentence("confermare", r"\bda confermare\b"),
)

_HOSTS = (
    Sentence(
        "relatore relatrice ponente palestrante intervenant intervenante orateur oratrice animatrice"
        " animateur organizzatore",
        r"\b(?:relator[ei]|relatric[ei]|ponentes?|palestrantes?|intervenante?s?|orateur|oratrice|animat\w+"
        r"|organizzator\w+)"
        r" (?:ha|e|a|est|tiene|esta|no|non|n'|ne|se|nao|ficou|perdeu|foi|perdio)\b",
    ),
    Sentence(
        "sciolto sciolta debout",
        r"\bsi e (?:sciolt|spost|trasferit|conclus|chius|ferm)\w+|\bplaces? debout\b",
    ),
)

ROMANCE = (*_HOSTS, *_SPANISH, *_FRENCH, *_PORTUGUESE, *_ITALIAN)
