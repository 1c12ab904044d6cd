"""Sentences for `sentences.py` in other languages than English: words needed, and the pattern."""

from __future__ import annotations

_GERMAN = (
    (
        "wer schafft kann mag jemand vertreten zug flug flieger",
        r"\bwer (?:halt|ubernimmt|vertritt|schliesst|springt|weiss|macht auf|hat (?:den|noch|gerade|mein\w*|unser\w*))\b|\bschafft es (?:jemand|wer)\b"
        r"|\b(?:vertreten|vertritt|einspringen|ubernehmen)\b(?! wir)|\b(?:mein|unser) (?:zug|flug|flieger|bus|auto)\b",
    ),
    (
        "vergesst vergiss streichen streicht kommando jemand sollten wollten hatten",
        r"\bvergess?t\b(?! (?:\w+ )?nicht)|\bvergiss\b(?! (?:\w+ )?nicht)|\bstreich(?:en|t)\b|\bkommando zuruck\b"
        r"|\b(?:hat|kann|konnte|weiss) (?:jemand|wer) (?:\w+ ){0,4}?(?:schlussel|offnen|aufmachen|aufschliessen|ubernehmen|einspringen|ob|wo|gesehen|hosten|leiten|tauschen)\b"
        r"|\b(?:sollten|wollten|wollte|sollte) (?:wir|ich|es|das)\b",
    ),
    (
        "nicht",
        r"\bnicht (?:mehr|statt|im|in|in R|um|T|R|heute|morgen|hier|da\b|dabei|moglich|kommen|stattfinden|machbar|halten"
        r"|schaffen|zustande|durch|durchfuhren|weiter|reichen|auf\b|rein|genug|verfugbar|frei|nutzbar|benutzbar|treffen|starten"
        r"|beginnen|los|punktlich|wie|fit|da sein|losgehen|loslegen)"
        r"|\b(?:findet|kann|konnen|wird|werden|geht|klappt|stimmt|stimmen|komme|kommt|schaffe|schaffen|machen|treffen|starten|reicht"
        r"|passt|lauft|funktioniert|gibt|darf|durfen) (?:\w+ ){0,4}?(?:nicht|nix|nichts)\b(?! (?:nur|verpass|verge|zu|notig|fehlen|schaden|entgehen))",
    ),
    (
        "kein keine keinen keiner keinem",
        r"\bkein(?:e[nrms]?)? (?:\w+ )?(?:platz|platze|plaetze|stuhle?|stuehle|sitz\w*|raum|session|treffen|meetup|open space"
        r"|runde|talk|workshop|vortrag|einlass|zutritt|strom|stimme|referent\w*|host|luft|teilnehmer|besucher|gastgeber\w*"
        r"|zeit|interesse|licht|beamer)\b(?! (?:notig|noetig|erforderlich|notwendig|vorgesehen))",
    ),
    (
        "niemand keiner",
        r"\b(?:niemand|keiner) (?:\w+ )?(?:kommt|kam|gekommen|da|mehr|hier|rein|erschienen)\b",
    ),
    (
        "ist sind war waren wurde wurden hat haben",
        r"(?:\b(?:raum|saal|session|treffen|meetup|runde|talk|vortrag|tur|open space|alles|schon|leider|[a-z]*runde)\b|[RT])"
        r"[RT ,]*(?:ist|sind|war|waren|wurde) (?:\w+ ){0,2}?(?:voll|zu|dicht|weg|tot|aus|um|rum|rappelvoll|rammelvoll|randvoll|uberfullt|ueberfuellt"
        r"|gesperrt|geraumt|hin|kaputt|ubervoll|(?!geplant|gedacht|gemeint|gesucht|gefragt|geeignet|gestartet|geoffnet|gegeben|gesehen)ge\w+(?:t|en)|ver\w+t|falsch|abge\w+|aufge\w+|umge\w+|unter wasser|belegt|besetzt|krank)\b"
        r"(?! (?:python|django))",
    ),
    (
        "raum saal zeit uhrzeit ort termin neue neuer neues neuen anderer anderen anderem",
        r"\b(?:neue[rsn]?|andere[rnsm]?|falsche[rn]?|geanderte[rn]?) (?:raum|saal|zeit|uhrzeit|ort|termin|zimmer|startzeit|beginn|treffpunkt|datum)\b"
        r"|\b(?:raum|zeit|orts|termin|saal|zimmer|programm)-?(?:wechsel|anderung|aenderung|tausch|verlegung)\w*",
    ),
    (
        "jetzt nun",
        r"\b(?:jetzt|nun) (?:doch |erst |schon )?(?:(?:in|im|um|ab|am) )?(?:(?:raum|den|der|dem) )?[RT]",
    ),
    (
        "ziehen zieht umgezogen umziehen gehen wechseln wandern weichen tauschen verlegen weichen wander schieben rutscht rutschen wechselt",
        r"\b(?:wir |session |runde |treffen )?(?:ziehen|zieht|wechseln|wechselt|wandern|wandert|weichen|weicht|rutscht|rutschen|schieben|tauschen|tauscht|gehen raus)\b"
        r"[^.!?\n]{0,40}?(?:\bum\b|\baus\b|\bauf (?:[RT]|\w+)|\b(?:in|nach|ins) (?:den |die |das )?(?:R|raum|saal|garten|foyer|anderen)|\b(?:den |die )?raume?\b|\bnach hinten|nach draussen)",
    ),
    (
        "spater spaeter fruher frueher verspatet verspat",
        r"\b(?:minuten|min|stunde|stunden|etwas|bisschen|doch|erst|viertelstunde) (?:\w+ )?(?:spater|spaeter|fruher|frueher)\b",
    ),
    ("doch", r"\bdoch (?:erst|im|in|um|nicht|kein\w*|ohne|schon|nur|lieber|ins|R|T)(?![a-z])"),
    (
        "danke schon schoen toll super klasse war",
        r"\bdanke (?:an alle|euch|furs|fur|fuer|allen|dass|an die)\b(?! (?:sponsor|unser))"
        r"|\b(?:war|wars|war's) (?:\w+ )?(?:super|toll|schon|schoen|klasse|mega|richtig|gut|eine|ein|spannend|lustig|voll|fein|prima)\b|\b(?:schon|schoen|toll|super) war'?s?\b",
    ),
    (
        "muss mussen muessen",
        r"\b(?:muss|mussen|muessen|musste|mussten) (?:\w+ ){0,6}?(?:raus|weg|absagen|ausfallen|entfallen|verschieben|verlegen|abbrechen|passen|schliessen"
        r"|raumen|umziehen|wechseln|streichen|zum arzt|abreisen|zum zug|warten|los|weichen|aufhoren|beenden|zusperren)\b",
    ),
    (
        "krank flach erkaltet heiser fieber grippe corona stimme magen migrane",
        r"\b(?:liegt|liege|bin|ist|sind|hat|habe|mit|im|wegen) (?:\w+ )?(?:krank|flach|erkaltet|heiser|fieber|grippe|corona|flach|bett|migrane)\b|\bstimme (?:weg|verloren)\b|\bkeine stimme\b",
    ),
    (
        "vielleicht eventuell evtl unter vorbehalt unsicher noch",
        r"\bunter vorbehalt\b|\bnoch (?:unklar|unsicher|offen ob|nicht sicher|nicht fix|nicht klar)\b",
    ),
    ("ohne", r"\bohne (?:mich|uns|referent\w*|host|strom|platz)\b"),
    (
        "voll uberfullt gedrange schlange steh stehen stehplatz",
        r"\b(?:raum|saal|bude|hutte|R+|schon|bereits|zu|rammel|rand|komplett|gerammelt) ?voll\b|\bstehpl\w+",
    ),
)
_SPANISH = (
    (
        "olvidad olviden olvida olvidaos alguien ibamos debiamos teniamos",
        r"(?<!no )(?<!no os )(?<!no se )\bolvid(?:ad|en|a|aos|ense)\b|\balguien (?:ha|puede|tiene|sabe|se ha|nos)\b|\b(?:ibamos|debiamos|teniamos|queriamos) (?:a|que|empezar|hacer)\b",
    ),
    (
        "no ya",
        r"\bno (?:se |nos |os |lo |la |me |va a |vamos a |voy a |puede |pueden )*(?:hay|haber|habra|hace\b(?! falta)|hara|haremos|hacemos|celebra|podemos|podremos|podre|puedo|podra|sera"
        r"|es (?:en|a las|hoy|posible)|esta\w*|llego|llegamos|llegare|llegaremos|cabe\w*|queda\w*|venga\w*|venid|vaya\w*|vengais|tenemos|tendremos|tendra|vamos|voy|ira|viene|vendra\w*|asist\w*"
        r"|funciona|reunimos|juntamos|realiza\w*|lugar|dan\b|da tiempo)\b(?! (?:que|excusa|limite|problema|slides|diapos|inscrip|registro|coste|requisit|prisa|dudas|nada mejor|preguntas tontas|necesidad|miedo|experienc|falta|pierd\w*))",
    ),
    (
        "nadie tampoco ni",
        r"\bnadie (?:\w+ )?(?:vino|viene|cabe|entra|aparecio|ha venido)\b|\bni un[ao]? (?:sola? )?(?:silla|sitio|plaza|alma|hueco)",
    ),
    (
        "sala aula hora horario lugar sitio ubicacion fecha nueva nuevo otra otro cambio cambia cambiamos",
        r"\b(?:nuev[oa]|otr[oa]|distint[oa]|cambia\w*|cambio)(?: de| la| el| a| en)* (?:sala|aula|hora|horario|lugar|sitio|ubicacion|fecha|dia|plan\w*|espacio|[RT])",
    ),
    ("ahora", r"\bahora (?:es |sera |esta )?(?:en |a |a las )?(?:la |el )?[RT]"),
    (
        "mueve movemos movido muda mudamos pasa pasamos pasado traslada traslado trasladamos retrasa retraso retrasamos adelanta adelantamos desplaza",
        r"\b(?:se |nos |lo |la |ha sido |hemos )*(?:muev\w+|mov\w+|mud\w+|pasa|pasamos|pasado|traslad\w+|retras\w+|adelant\w+|desplaz\w+) (?:\w+ )?(?:a|al|para|hasta|de|hacia) (?:la |las |el |los )?(?:sala |aula )?(?:[RT]|DAY|otr|mas tarde|manana)",
    ),
    (
        "mas tarde temprano minutos",
        r"\b(?:minutos|hora|horas|rato|un poco) (?:mas tarde|despues|antes)\b|\bmedia hora (?:mas tarde|despues|antes)\b",
    ),
    (
        "gracias fue estuvo ha sido que",
        r"\bgracias (?:por (?:venir|asistir|vuestra|su|la (?:asist|charla|sesion|compa)|acompa|todo|particip|haber)|a tod[oa]s)|\b(?:fue|estuvo|ha sido|ha estado) (?:un|una|genial|muy|increible|fantastic\w+|estupend\w+|divertid\w+|brutal|un placer)\b",
    ),
    (
        "sin",
        r"\bsin (?:mas )?(?:sillas|sitios?|plazas|espacio|hueco|ponente|luz|voz|aforo|asientos|lugar|cupo)\b",
    ),
    (
        "demasiad apretad petad petado reventar hasta lleno llenos llena cupo",
        r"\b(?:esta|estamos|esta ya|ya|sala|aula|R+) (?:\w+ )?(?:a reventar|petad\w+|llen\w+|hasta arriba|hasta la bandera|a tope|complet\w+|abarrot\w+)\b|\bcupo (?:lleno|completo|agotado)|\bllen\w+ (?:total|hasta)\b",
    ),
    (
        "lo queda quedo vamos",
        r"\blo de (?:la|las|el|los|hoy|[RT])|\bqued[ao] (?:en nada|fuera|para|anul|cancel|suspend|pendiente)|\bnos vamos (?:de|al?)\b",
    ),
    (
        "enfermo enferma fiebre afonico gripe voz hospital medico",
        r"\b(?:estoy|esta|estamos|tengo|tiene|con|sin) (?:\w+ )?(?:enferm\w+|fiebre|afonic\w+|gripe|covid|voz|mal|malo|mala|hospital)\b",
    ),
    ("quizas confirmar pendiente", r"\b(?:por|sin|pendiente de|falta) confirmar\b"),
)
_FRENCH = (
    (
        "oubliez oublie rate quelqu'un devait devions voulait",
        r"(?<!n')\boublie[zs]?\b(?! pas)|\bc'est (?:rate|foutu|mort|cuit|compromis|loupe)|\bquelqu'un (?:a|peut|pourrait|sait|aurait)\b|\b(?:on|nous) (?:devait|devions|voulait|voulions|pensait)\b",
    ),
    (
        "pas plus personne rien aucun aucune jamais",
        r"\b(?:n'|ne |n )(?:y |se |s'|nous |me |m')*(?:aura|auras|aurons|a|ai|avons|est|sera|serai|serons|peut|peux|pouvons|pourr\w+|vient|viens|viendr\w+|fait|fera|faisons"
        r"|tient|tiendra|tiendrons|commence\w*|marche|reste|rentre\w*|entre\w*|fonctionne|suis|sommes|va|vais|aurai|venez|tenons|retrouv\w+|arrive\w*) (?:\w+ ){0,2}?(?:pas|plus|personne|rien|aucune?|jamais|qu)\b"
        r"(?! (?:des|besoin|obligatoire|necessaire|requis\w*|grave|que|qu'|un|une|trop tard|tout|encore|de limite|d'inscription|seul\w*|seulement|cher|complique|mordre|de slides|difficile))",
    ),
    (
        "plus pas trop peu assez",
        r"\bplus (?:de|d'|une?|aucune?) ?(?:seule )?(?:places?|chaises?|sieges?|salles?|session|espace|air|courant|micro|voix|dispo)\b|\bpas (?:assez|de|d') ?(?:de |d')?(?:sessions?|salle|places?|chaises?|atelier|rencontre|open space"
        r"|reunion|seance|courant|intervenant\w*|orateur|electricite|lumiere|micro)\b(?! (?:necessaire|requis))|\btrop (?:de monde|petit\w*|plein\w*|serre\w*)\b|\bpas (?:possible|disponible|la\b|aujourd|ce soir|demain|en R|a T)",
    ),
    (
        "salle heure date creneau horaire lieu nouvelle nouveau autre change changement changeons changez",
        r"\b(?:nouvel\w*|nouveau|autre|chang\w+)(?: de| d'| la| l'| en)*(?: |')?(?:salle|heure|date|creneau|horaire|lieu|endroit|jour|programme|plan|[RT])",
    ),
    ("maintenant desormais", r"\b(?:maintenant|desormais) (?:en |a |dans |au )?(?:la |l')?[RT]"),
    (
        "passe passons deplace deplacons bouge bougeons demenage migre decale repousse avance reporte transfere",
        r"\b(?:pass\w+|deplac\w+|boug\w+|demenag\w+|migr\w+|decal\w+|repouss\w+|avanc\w+|report\w+|transfer\w+|glisse\w*) (?:\w+ )?(?:a|au|en|dans|vers|de|d'|pour|jusqu'a) ?(?:la |l'|une )?(?:salle )?(?:[RT]|DAY|autre|demi|\d+ min|plus tard)",
    ),
    (
        "plus tard tot retard minutes",
        r"\b(?:minutes|min|heure|demi-heure|peu) (?:plus tard|plus tot|de retard|en retard)\b",
    ),
    (
        "merci etait ete super genial",
        r"\bmerci (?:a (?:tous|toutes|celles|ceux|vous)|d'etre|pour (?:votre|cette|ce|la (?:session|discussion|participation)|vos)|encore|d'avoir)|\b(?:c'etait|ce fut|etait|a ete) (?:\w+ )?(?:super|genial\w*|top|un|une|chouette|sympa|bien|parfait|passionnant\w*|formidable|excellent)\b",
    ),
    (
        "malade fievre grippe aphone voix covid hopital",
        r"\b(?:suis|est|sommes|ai|a|avec|sans|plus de|perdu (?:ma|la|sa)|cloue\w*) (?:\w+ )?(?:malades?|fievre|grippe|aphone|voix|covid|hopital|au lit)\b",
    ),
    ("sous reserve confirmer", r"\bsous reserve\b|\ba confirmer\b"),
    (
        "pleine plein bourree bourre comble saturee sature craquer bondee",
        r"\b(?:est|sommes|deja|salle|R+) (?:\w+ ){0,2}?(?:pleine?|bourree?|comble|saturee?|bondee?|blindee?|archi-?\w+|a craquer)\b(?! (?:de|d'))",
    ),
)
_PORTUGUESE = (
    ("esquecam esquece alguem era deviamos iamos", r"(?<!nao )(?<!nao se )\besque[cç](?:am|e|a)\b|\balguem (?:tem|pode|sabe|pegou|ocupou|viu)\b|\bera (?:pra|para)\b|\b(?:deviamos|iamos|queriamos)\b"),
    (
        "nao nem ninguem",
        r"\bnao (?:se |vai |vamos |vou |vao |pode |ira )*(?:ha|tem|tera|teremos|havera|haver|acontec\w+|ocorre\w*|rola\w*|sera|podemos|poderemos|posso|poderei|consig\w+|consegu\w+|cabe\w*|restam?|venham|vem"
        r"|esta\w*|e (?:na|no|as|mais|hoje)|vai|vamos|vou|dar|deu|dara|ter|estar|realiz\w*|chego|chegar\w*|resta\w*|sobr\w+|funciona)\b(?! (?:que|problema|precisa|limite|necessidade|medo|slides|inscri|custo|desculpa|segredo|nada))"
        r"|\bninguem (?:\w+ )?(?:veio|apareceu|cabe|entra|chegou)\b|\bnem (?:uma|um) (?:cadeira|lugar|vaga)",
    ),
    (
        "sala horario hora local lugar data nova novo outra outro troca mudanca muda mudou mudamos",
        r"\b(?:nov[oa]|outr[oa]|mud\w+|troc\w+)(?: de| a| o| para| pra| pro| no| na)* (?:sala|horario|hora|local|lugar|data|dia|planos|[RT])",
    ),
    ("agora", r"\bagora (?:e |vai ser |sera |esta )?(?:na |no |as |em )?(?:sala )?[RT]"),
    ("sem", r"\bsem (?:mais )?(?:cadeiras?|lugar\w*|vagas?|espaco|luz|energia|voz|palestrante|assentos?)\b"),
    (
        "obrigado obrigada valeu foi",
        r"\b(?:obrigad[oa]|valeu) (?:a tod|por (?:vir|virem|particip|ter|vossa|sua|comparec)|galera|pessoal|pela presenca)|\bfoi (?:um|uma|muito|otimo|incrivel|demais|massa|show|lindo|legal)\b",
    ),
    (
        "minutos mais tarde depois antes",
        r"\b(?:minutos|hora|meia hora|pouco) (?:mais tarde|depois|mais cedo|antes|atrasad\w)",
    ),
    (
        "passa passou passamos movida movido move fica ficou transferida adia empurra",
        r"\b(?:pass\w+|mov\w+|fica|ficou|transfer\w+|empurr\w+|adi\w+|antecip\w+) (?:\w+ )?(?:para|pra|pro|ate) (?:a |as |o )?(?:sala )?(?:[RT]|DAY|outr|mais tarde)",
    ),
    (
        "lotada lotado cheia cheio abarrotada superlotada entupida",
        r"\b(?:super)?lotad\w|\b(?:esta|ta|sala|R+|ja) (?:\w+ )?(?:chei\w|abarrotad\w|entupid\w|lotad\w)\b",
    ),
    (
        "doente gripe febre voz gripado gripada hospital",
        r"\b(?:estou|esta|to|ta|com|sem|fiquei|ficou) (?:\w+ )?(?:doente|gripe|febre|voz|gripad\w|covid|rouc\w|hospital)\b",
    ),
    ("confirmar", r"\ba confirmar\b"),
)
_ITALIAN = (
    ("dimenticate dimentica dimenticatevi qualcuno dovevamo volevamo", r"(?<!non )\bdimentica(?:te|tevi)?\b|\bqualcuno (?:ha|puo|sa|ci)\b|\b(?:dovevamo|volevamo|dovremmo)\b"),
    (
        "non niente nessuno nessun nessuna",
        r"\bnon (?:si |ci |vi |lo |la |mi |c'e |ce la )*(?:se ne|sara|saremo|saro|tiene|terra|fa|fara|faremo|facciamo|svolge\w*|possiamo|potremo|posso|potra|puo|riesc\w+|c'e|ci sono|sono|restano|resta|entra\w*|venite|vengo|veniamo|avra"
        r"|avremo|parte|e (?:in|alle|oggi|possibile|disponibile|agibile)|arriv\w+|vediamo|trov\w+|funziona|sto|sta\b|avviene|ha luogo|bast\w+)\b(?! (?:bisogno|problema|problemi|limiti|scuse|slide|niente|necessari\w+|che\b|mal))"
        r"|\bniente (?:piu )?(?:posti|sedie|sala|sessione|incontro|open space|talk)|\bnessun[oa]? (?:\w+ )?(?:posto|sedia|venuto|arrivato|entra|piu)\b",
    ),
    (
        "sala aula orario ora luogo data nuova nuovo altra altro cambio cambia cambiamo cambiata",
        r"\b(?:nuov[oa]|altr[oa]|cambi\w*)(?: di| la| l'| il)*(?: |')?(?:sala|aula|orario|ora|luogo|data|giorno|programma|stanza|posto|[RT])",
    ),
    ("adesso ora", r"\b(?:adesso|ora) (?:e )?(?:in |alle |nella |nel )?[RT]"),
    ("senza", r"\bsenza (?:piu )?(?:sedie|posti|posto|spazio|relator\w+|voce|corrente|luce)\b"),
    (
        "grazie stato bello bellissimo",
        r"\bgrazie (?:a tutt|per (?:esser|aver|la part|la bella|la chiacch))|\b(?:e stat[oa]|era) (?:\w+ )?(?:bell\w*|un|una|fantastic\w|divertent\w|super|molto|stupend\w)\b",
    ),
    (
        "minuti tardi dopo prima ora",
        r"\b(?:minuti|ora|mezz'ora|poco) (?:piu tardi|dopo|prima|di ritardo|in ritardo)\b",
    ),
    (
        "passa passiamo sposta spostiamo slitta trasferi anticip",
        r"\b(?:pass\w+|spost\w+|slitt\w+|trasf\w+|anticip\w+|muov\w+) (?:\w+ )?(?:a|al|alle|in|nella|nel|per|da|dalla) ?(?:sala |aula )?(?:[RT]|DAY|altr|piu tardi)",
    ),
    (
        "piena pieno strapiena strapieno stracolma gremita zeppa",
        r"\b(?:strapien\w|stracolm\w|gremit\w|zepp\w)|\b(?:e|gia|sala|aula|R+) (?:\w+ )?pien\w\b(?! di)",
    ),
    (
        "malato malata febbre influenza voce ospedale",
        r"\b(?:sono|e|sto|ho|ha|con|senza|perso la|rimast\w) (?:\w+ )?(?:malat\w|febbre|influenza|voce|male|covid|ospedale)\b",
    ),
    ("confermare", r"\bda confermare\b"),
)
_GUESTS = (
    (
        "niet",
        r"\b(?:gaat|kan|kunnen|lukt|wordt|komt|komen|zal|past|begint|zijn|is|ben|vindt|halen|redden) (?:\w+ ){0,4}?niet\b(?! (?:nodig|verplicht|alleen))",
    ),
    (
        "niet geen vol verplaatst verschoven later afgezegd ziek",
        r"\bniet (?:door|meer|in R|om T|vandaag|plaats|mogelijk|beschikbaar|hier|R|T)|\bgeen (?:plek|plaats|stoelen|ruimte|sessie|open space|spreker|zaal|stroom)\b|\b(?:is|zit|zitten|al) (?:\w+ )?(?:vol|bomvol|stampvol|dicht)\b|\b(?:verschoven|afgezegd|ziek|bomvol|stampvol|uitverkocht|vertraagd|vertraging)\b|\b(?:andere|nieuwe) (?:zaal|tijd|ruimte|plek|locatie)\b|\bbedankt\b|\bin plaats van\b",
    ),
    (
        "nie brak",
        r"\bnie (?:odb\w+|bedzie|ma (?:juz )?(?:miejsc|sali|wolnych)|moge|mozemy|zdaz\w*|przyjd\w+|dziala|dzis\w*)\b|\bbrak (?:miejsc\w*|krzesel|pradu|sali)|\b(?:zmiana|inna|nowa) (?:sal\w+|godzin\w+|miejsc\w+)|\b(?:nowa|inna) (?:sala|godzina)",
    ),
    (
        "nebude nekona neni zmena jina jiny plno misto",
        r"\b(?:nebude|nekona|neuskutecni|nestih\w+|nemuz\w+|odpada|neprijd\w+)\b|\bneni (?:misto|mozne|v R)|\b(?:zmena|jina|jiny|nova) (?:mistnost\w*|sal\w*|cas\w*|mista)\b|\b(?:uz )?(?:je )?plno\b|\bmisto R",
    ),
    (
        "inte ingen ikke ei",
        r"\b(?:inte|ikke) (?:av|idag|langre|i dag|plats|lenger|laengere)\b|\b(?:ingen|inga) (?:plats|platser|stolar|plass|pladser)\b",
    ),
    ("dzieki podziekow dekuj bedankt", r"\bdzieki (?:za|wszystkim)|\bdekujeme? (?:vsem|za)"),
)

OTHERS = (*_GERMAN, *_SPANISH, *_FRENCH, *_PORTUGUESE, *_ITALIAN, *_GUESTS)
