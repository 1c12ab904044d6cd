"""Sentences for `sentences.py` in German and the languages of guests, and beginnings of words."""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence

STEMS = (
    "cancel|postpon|resched|relocat|absag|abgesag|entfall|verschieb|verschob|verleg|geander|geaender"
    "|gestrich|abgebroch|anula|aplaz|suspend|pospon|traslad|retras|desconvoc|annul|repouss|decalag|decaler"
    "|deplac|adiad|adiam|adiar|remarc|rinvi|rimand|sposta|posticip|spostia|sospes|odwol|przeloz|uberschneid"
    "|zrusen|pre"
    "sunu"
    "|afgela|geannul"
)
"""How words begin that say it in each of their forms."""

_GERMAN = (
    Sentence(
        "raus wackelt stecke stecken steckt vergessen dicht dichtmachen freigeben brauchen brauche eher",
        r"\b(?:bin|sind) [^.!?\n]{0,20}\braus\b|\b(?:bin|sind) raus\b|\bbrauchen? wir (?:den|unseren)"
        r" raum\b|\bwackel(?:t|n)\b|\bsteck(?:e|en|t) (?:noch )?(?:im|in der|in einem"
        r"|auf) \w+|\bkonnt ihr vergessen\b"
        r"|\bmach\w* (?:\w+ ){0,3}dicht\b|\bdichtmachen\b|\bfreigeben\b|\bbrauch\w* (?:ihn|es|sie|den \w+"
        r"|R+) nicht\b|\beher nicht\b",
    ),
    Sentence(
        "wer schafft kann mag jemand vertreten zug flug flieger",
        r"\bwer (?:halt|ubernimmt|vertritt|schliesst|springt|weiss|macht auf|hat (?:den|noch|gerade"
        r"|mein\w*|unser\w*))\b|\bschafft es (?:jemand|wer)\b"
        r"|\b(?:vertreten|vertritt|einspringen|ubernehmen)\b(?! wir)|\b(?:mein|unser) (?:zug|flug|flieger"
        r"|bus|auto)\b",
    ),
    Sentence(
        "vergesst vergiss streichen streicht kommando jemand sollten wollten hatten",
        r"\bvergess?t\b(?! (?:\w+ )?nicht)|\bvergiss\b(?! (?:\w+ )?nicht)|\bstreich(?:en|t)\b"
        r"|\bkommando zuruck\b"
        r"|\b(?:hat|kann|konnte|weiss) (?:jemand|wer),? (?:\w+ ){0,4}?(?:schlussel|offnen|aufmachen"
        r"|aufschliessen|ubernehmen|einspringen|ob|wo|gesehen|hosten|leiten|tauschen)\b"
        r"|\b(?:sollten|wollten|wollte|sollte) (?:wir|ich|es|das)\b",
    ),
    Sentence(
        "nicht",
        r"\bnicht (?:mehr|statt|im|in|in R|um|T|R|heute|morgen|hier|da\b|dabei|moglich|kommen|stattfinden"
        r"|machbar|halten"
        r"|schaffen|zustande|durch|durchfuhren|weiter|reichen|auf\b|rein|genug|verfugbar|frei|nutzbar"
        r"|benutzbar|treffen|starten"
        r"|beginnen|los|punktlich|wie|fit|da sein|losgehen|loslegen)"
        r"|\b(?:findet|kann|konnen|wird|werden|geht|klappt|stimmt|stimmen|komme|kommt|schaffe|schaffen"
        r"|machen|treffen|starten|reicht"
        r"|passt|lauft|funktioniert|gibt|darf|durfen) (?:\w+ ){0,4}?(?:nicht|nix|nichts)\b(?! (?:nur"
        r"|verpass|verge|zu|notig|fehlen|schaden|entgehen))",
    ),
    Sentence(
        "kein keine keinen keiner keinem grunden gruenden",
        r"\bkein(?:e[nrms]?)? (?:\w+ )?(?:platz|platze|plaetze|stuhle?|stuehle|sitz\w*|raum|session"
        r"|treffen|meetup|open space"
        r"|runde|talk|workshop|vortrag|einlass|zutritt|strom|stimme|referent\w*|host|luft|teilnehmer"
        r"|besucher|gastgeber\w*"
        r"|zeit|interesse|licht|beamer)\b(?! (?:notig|noetig|erforderlich|notwendig|vorgesehen))"
        r"|\bkein(?:e[nrms]?)? (?!stress|problem|angst|witz|scherz|sorge|panik|thema|vorkennt|voraussetz"
        r"|erfahr|anmeld|ausred|folien|slides|werbung)\w+ (?:heute|um T|T|in R|im R)"
        r"|\baus (?:\w+ ){1,2}gru?e?nden\b",
    ),
    Sentence(
        "niemand keiner",
        r"\b(?:niemand|keiner) (?:\w+ )?(?:kommt|kam|gekommen|da|mehr|hier|rein|erschienen)\b",
    ),
    Sentence(
        "ist sind war waren wurde wurden hat haben",
        r"(?:\b(?:raum|saal|session|treffen|meetup|runde|talk|vortrag|tur|open space|alles|schon|leider"
        r"|[a-z]*runde)\b|(?<![RT])[RT])"
        r"(?:[RT ,]|\b(?:um|im|in|ab)\b)*+(?:ist|sind|war|waren|wurde) (?:\w+ ){0,2}?(?:voll|zu|dicht|weg"
        r"|tot|aus|um|rum|rappelvoll"
        r"|rammelvoll|randvoll|uberfullt|ueberfuellt"
        r"|gesperrt|geraumt|hin|kaputt|ubervoll|(?!geplant|gesetzt|gebucht|gesichert|gedacht|gemeint"
        r"|gesucht|gefragt|geeignet"
        r"|gestartet|geoffnet|gegeben|gesehen)ge\w+(?:t|en)|ver\w+(?:t|en)|falsch|abge\w+|aufge\w+|umge\w+"
        r"|unter wasser|belegt|besetzt|krank)\b"
        r"(?! (?:python|django))",
    ),
    Sentence(
        "raum saal zeit uhrzeit ort termin neue neuer neues neuen anderer anderen anderem",
        r"\b(?:neue[rsn]?|andere[rnsm]?|falsche[rn]?|geanderte[rn]?) (?:raum|saal|zeit|uhrzeit|ort|termin"
        r"|zimmer|startzeit|beginn|treffpunkt|datum)\b"
        r"|\b(?:raum|zeit|orts|termin|saal|zimmer|programm)-?(?:wechsel|anderung|aenderung|tausch"
        r"|verlegung)\w*",
    ),
    Sentence(
        "jetzt nun",
        r"\b(?:jetzt|nun) (?:doch |erst |schon )?(?:(?:in|im|um|ab|am) )?(?:(?:raum|den|der|dem) )?[RT]",
    ),
    Sentence(
        "ziehen zieht umgezogen umziehen gehen wechseln wandern weichen tauschen verlegen weichen wander"
        " schieben rutscht rutschen wechselt",
        r"\b(?:wir |session |runde |treffen )?(?:ziehen|zieht|wechseln|wechselt|wandern|wandert|weichen"
        r"|weicht|rutscht|rutschen|schieben|tauschen|tauscht|gehen raus)\b"
        r"[^.!?\n]{0,40}?(?:\bum\b|\baus\b|\bauf (?:[RT]|\w+)|\b(?:in|nach|ins) (?:den |die |das )?(?:R"
        r"|raum|saal|garten|foyer|anderen)|\b(?:den |die )?raume?\b|\bnach hinten|nach draussen)",
    ),
    Sentence(
        "spater spaeter fruher frueher verspatet verspat",
        r"\b(?:minuten|min|stunde|stunden|etwas|bisschen|doch|erst|viertelstunde) (?:\w+ )?(?:spater"
        r"|spaeter|fruher|frueher)\b",
    ),
    Sentence("doch", r"\bdoch (?:erst|im|in|um|nicht|kein\w*|ohne|schon|nur|lieber|ins|R|T)(?![a-z])"),
    Sentence(
        "danke schon schoen toll super klasse war",
        r"\bdanke (?:an alle|euch|furs|fur|fuer|allen|dass|an die)\b(?! (?:sponsor|unser))"
        r"|\b(?:war|wars|war's) (?:\w+ )?(?:super|toll|schon|schoen|klasse|mega|richtig|gut|eine|ein"
        r"|spannend|lustig|voll|fein|prima)\b|\b(?:schon|schoen|toll|super) war'?s?\b",
    ),
    Sentence(
        "muss mussen muessen",
        r"\b(?:muss|mussen|muessen|musste|mussten) (?:\w+ ){0,6}?(?:raus|weg|absagen|ausfallen|entfallen"
        r"|verschieben|verlegen|abbrechen|passen|schliessen"
        r"|raumen|umziehen|wechseln|streichen|zum arzt|abreisen|zum zug|warten|los|weichen|aufhoren"
        r"|beenden|zusperren)\b",
    ),
    Sentence(
        "krank flach erkaltet heiser fieber grippe corona stimme magen migrane",
        r"\b(?:liegt|liege|bin|ist|sind|hat|habe|mit|im|wegen) (?:\w+ )?(?:krank|flach|erkaltet|heiser"
        r"|fieber|grippe|corona|flach|bett|migrane)\b|\bstimme (?:weg|verloren)\b|\bkeine stimme\b",
    ),
    Sentence(
        "vielleicht eventuell evtl unter vorbehalt unsicher noch",
        r"\bunter vorbehalt\b|\bnoch (?:unklar|unsicher|offen ob|nicht sicher|nicht fix|nicht klar)\b",
    ),
    Sentence("ohne", r"\bohne (?:mich|uns|referent\w*|host|strom|platz)\b"),
    Sentence(
        "voll uberfullt gedrange schlange steh stehen stehplatz",
        r"\b(?:raum|saal|bude|hutte|R+|schon|bereits|zu|rammel|rand|komplett|gerammelt) ?voll\b|\bstehpl\w+",
    ),
)
_GUESTS = (
    Sentence(
        "niet",
        r"\b(?:gaat|kan|kunnen|lukt|wordt|komt|komen|zal|past|begint|zijn|is|ben|vindt|halen"
        r"|redden) (?:\w+ ){0,4}?niet\b(?! (?:nodig|verplicht|alleen))",
    ),
    Sentence(
        "niet geen vol verplaatst verschoven later afgezegd ziek",
        r"\bniet (?:door|meer|in R|om T|vandaag|plaats|mogelijk|beschikbaar|hier|R|T)|\bgeen (?:plek"
        r"|plaats|stoelen|ruimte|sessie|open space|spreker|zaal|stroom)\b|\b(?:is|zit|zitten"
        r"|al) (?:\w+ )?(?:vol|bomvol|stampvol|dicht)\b|\b(?:verschoven|afgezegd|ziek|bomvol|stampvol"
        r"|uitverkocht|vertraagd|vertraging)\b|\b(?:andere|nieuwe) (?:zaal|tijd|ruimte|plek|locatie)\b"
        r"|\bbedankt\b|\bin plaats van\b",
    ),
    Sentence(
        "nie brak",
        r"\bnie (?:odb\w+|bedzie|ma (?:juz )?(?:miejsc|sali|wolnych)|moge|mozemy|zdaz\w*|przyjd\w+|dziala"
        r"|dzis\w*)\b|\bbrak (?:miejsc\w*|krzesel|pradu|sali)|\b(?:zmiana|inna|nowa) (?:sal\w+|godzin\w+"
        r"|miejsc\w+)|\b(?:nowa|inna) (?:sala|godzina)",
    ),
    Sentence(
        "nebude nekona neni zmena jina jiny plno misto",
        r"\b(?:nebude|nekona|neuskutecni|nestih\w+|nemuz\w+|odpada|neprijd\w+)\b|\bneni (?:misto|mozne"
        r"|v R)|\b(?:zmena|jina|jiny|nova) (?:mistnost\w*|sal\w*|cas\w*|mista)\b|\b(?:uz )?(?:je )?plno\b"
        r"|\bmisto R",
    ),
    Sentence(
        "inte ingen ikke ei",
        r"\b(?:inte|ikke) (?:av|idag|langre|i dag|plats|lenger|laengere)\b|\b(?:ingen|inga) (?:plats"
        r"|platser|stolar|plass|pladser)\b",
    ),
    Sentence("dzieki podziekow dekuj bedankt", r"\bdzieki (?:za|wszystkim)|\bdekujeme? (?:vsem|za)"),
)

OTHERS = (*_GERMAN, *_GUESTS)
