"""The words that mean something, by what they mean; several languages share a line.

To teach a word, add it to its line (folded: small letters, no accents) and a text to
tests/features/open_spaces/parsing/texts. A phrase is written with spaces and is found before its words.
"""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing import numerals, other_languages

_WEEKDAYS = (
    "monday montag lunes lundi segunda-feira lunedi mondays"
    "|tuesday tues dienstag martes mardi terca-feira martedi|"
    "wednesday weds wensday mittwoch miercoles mercredi quarta-feira mercoledi|"
    "thursday thurs thur donnerstag jueves jeudi quinta-feira giovedi|"
    "friday freitag freytag viernes vendredi sexta-feira venerdi|"
    "saturday samstag sonnabend sabado samedi sabato|sunday sonntag domingo dimanche domenica"
)
# Short ones are words of their own too: "the sun", "we sat", "do it", "mon atelier".
_SHORT_WEEKDAYS = (
    "mon mo lun seg segunda|tue di ter terca|wed mi mie mer qua quarta|thu do jue jeu qui quinta"
    "|fri fr vie ven sex sexta|"
    "sat sa sab sam|sun so dom dim"
)
_MONTHS = (
    "january januar enero janvier janeiro gennaio jan"
    "|february februar febrero fevrier fevereiro febbraio feb|"
    "march marz maerz marzo mars marco mar|april abril avril aprile apr|may mai mayo maio maggio|"
    "june juni junio juin junho giugno jun|july juli julio juillet julho luglio jul|"
    "august agosto aout aug|september septiembre septembre setembro settembre sep sept|"
    "october oktober octubre octobre outubro ottobre oct okt|november noviembre novembre novembro nov|"
    "december dezember diciembre decembre dezembro dicembre dec dez"
)
_ORDINALS = (
    "first erster ersten primer primeiro premier|second zweiter zweiten segundo deuxieme"
    "|third dritter dritten tercer terceiro troisieme|fourth|fifth"
)
_ZONES = {
    "America/Los_Angeles": "pst pdt|pacific time|pacific",
    "America/Denver": "mst mdt|mountain time",
    "America/Chicago": "cst cdt|central time",
    "America/New_York": "edt|eastern time|eastern",
    "America/Sao_Paulo": "brt|brasilia time",
    "UTC": "utc gmt",
    "Europe/London": "london time|uk time",
    "Europe/Paris": "cet cest mez mesz|berlin time|paris time",
    "Europe/Helsinki": "eet eest",
    "Asia/Tokyo": "jst|tokyo time",
    "Asia/Seoul": "kst",
    "Australia/Sydney": "aest aedt|sydney time",
}
CAPITAL_ZONES = {
    # In small letters these are words of some language.
    "PT": "America/Los_Angeles",
    "MT": "America/Denver",
    "CT": "America/Chicago",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "BST": "Europe/London",
    "IST": "Asia/Kolkata",
    "Z": "UTC",
}


def _numbered(lines: str, first: int) -> dict[str, object]:
    return {word: first + at for at, line in enumerate(lines.split("|")) for word in line.split()}


def _folded_lines(lines: str) -> str:
    return "|".join(other_languages.folded_words(line) for line in lines.split("|"))


def _valued(values: dict[int, str]) -> dict[str, object]:
    return {word: value for value, line in values.items() for word in line.split()}


def _phrases(lines: str, value: object = None) -> dict[str, object]:
    return {phrase.strip(): value for phrase in lines.split("|")}


VOCABULARY: dict[str, dict[str, object]] = {
    "numeral": _numbered(numerals.NUMBERS, 1),
    # In Dutch "half vier" is half past three.
    "half_before": {
        f"{half} {word}": hour
        for half, hours in (
            ("half", numerals.DUTCH_NUMBERS),
            ("pul", numerals.CZECH_HOURS),
            ("wpol do", numerals.POLISH_HOURS),
        )
        for hour, word in enumerate(hours.split(), start=1)
    },
    "said_hour": numerals.said_hours(),
    "dutch_time": numerals.dutch_times(),
    "but": _phrases("but|but at|sondern|sondern um|sino|sino a las|mais a|ma alle"),
    "quarter_after": {
        f"kwart over {word}": hour for hour, word in enumerate(numerals.DUTCH_NUMBERS.split(), start=1)
    },
    "quarter_before": {
        f"kwart voor {word}": hour for hour, word in enumerate(numerals.DUTCH_NUMBERS.split(), start=1)
    },
    "czech_from": _phrases("od"),
    "numeral_minutes": _valued(numerals.MINUTES),
    "weekday": _numbered(_WEEKDAYS, 0) | _numbered(_folded_lines(other_languages.WEEKDAYS), 0),
    "short_weekday": _numbered(_SHORT_WEEKDAYS, 0),
    "month": _numbered(_MONTHS, 1) | _numbered(_folded_lines(other_languages.MONTHS), 1),
    "zone": {
        word: zone
        for zone, lines in _ZONES.items()
        for line in lines.split("|")
        for word in ([line] if "time" in line else line.split())
    },
    "local": _phrases("local time|conference time|venue time|ortszeit|hora local|heure locale"),
    "at": _phrases(
        "at|um|gegen|ab|circa|ca|approx|approximately|about|around|a las|a la|a eso de las"
        "|alle|ore|vers|des|kl"
        "|starting|starts|start|begins|beginning|beginn|time|when|zeit|uhrzeit|wann|quand"
        "|hora|cuando|horario|quando"
        "|starting at|starts at|start at|begins at|beginning at|at about|at around"
        "|a partir de las|a partir das"
        "|a partir de|a partir des|a partire dalle|start time|las|@|pelas|um kurz nach"
        "|kurz nach|um kurz vor|kurz vor|shortly after|just after|right after|right at|sobre las"
        "|hacia las|from about|at like|om|per le|verso le|intorno alle|ve|to like|o godz|o godz.|godz|godz."
        "|o godzinie"
    ),
    **{word: _phrases(word) for word in ("as", "a", "o", "half", "halb")},
    "from": _phrases(
        "from|van|btw|betw|von|zwischen|between|de|das|de las|desde las|desde|entre|entre las"
        "|dalle|from about|dalla|delle"
    ),
    "to": _phrases(
        "to|tot|til|till|bis|hasta|hasta las|ate|ate as|thru|through|y las|jusqu'a|a las|bis um|fino alle"
    ),
    "until": _phrases(
        "until|ends at|end at|ending at|ends|ending|closes at|hasta|hasta las|jusqu'a"
        "|end:|ends:|ende:|fin:|fim:"
        "|fino alle|up to|since|bis|bis um|til|till|ate|ate as|thru"
    ),
    "quarter": _phrases("quarter|a quarter|viertel"),
    "viertel": _phrases("viertel"),
    "dreiviertel": _phrases("dreiviertel|drei viertel"),
    "past": _phrases("past|after|nach"),
    "vor": _phrases("vor"),
    "before": _phrases("vor|before|till|until|of"),
    "cuarto": _phrases("cuarto|quart|quarto|un quarto|le quart", 15),
    "less_quarter": _phrases("menos cuarto|menos un cuarto|moins le quart|moins quart|meno un quarto", -15),
    "age_label": _phrases("kids|kinder|children|enfants|ninos|criancas|bambini|teens|youth"),
    "less": _phrases("menos|moins|meno"),
    "to_the": _phrases("para as|para la|para las|pras"),
    "and": _phrases(
        "and|und|y|e|et|&|or|oder|o|ou|also at|and again at|and at|and again"
        "|as well as|sowie|ainsi que|asi como|bem como|nonche"
    ),
    "uhr": _phrases("uhr|oclock|o'clock|o clock|uur|hodin"),
    "oclock": _phrases("oclock|o'clock|o clock"),
    "h": _phrases("h|hs|heures|heure|horas|hora|ora|ore|hrs"),
    "hours": _phrases("hour|hours|hr|hrs|h|heures|heure|horas|hora|std|stunde|stunden|ora|ore"),
    "long": _phrases("hour|hours|hr|hrs|std|stunde|stunden"),
    "ish": _phrases("ish|sharp|pronto|punkt"),
    "am": _phrases("am", "am"),
    "meridiem": {
        "pm": "pm",
        "a.m": "am",
        "p.m": "pm",
        "a m": "am",
        "p m": "pm",
        "p": "pm",
        "a.m.": "am",
        "p.m.": "pm",
    },
    "noon": {
        **_phrases(
            "noon|noonish|midday|high noon|mittags|mediodia|midi|meio-dia|meio dia|mezzogiorno|noontime"
            "|12 noon",
            12,
        ),
        **_phrases("midnight|mitternacht|medianoche|minuit|meia-noite|mezzanotte", 24),
    },
    "part": {
        **_phrases(
            "in the morning|morgens|vormittags|am vormittag|am morgen|fruh|frueh|de la manana|por la manana",
            "am",
        ),
        **_phrases("da manha|de manha|pela manha|du matin|di mattina|del mattino", "am"),
        **_phrases(
            "in the afternoon|nachmittags|am nachmittag|de la tarde|por la tarde|da tarde|a tarde|de tarde",
            "pm",
        ),
        **_phrases("del pomeriggio|di pomeriggio|de l'apres-midi", "pm"),
        **_phrases(
            "in the evening|abends|am abend|du soir|le soir|at night|nachts|de la noche|por la noche", "pm"
        ),
        **_phrases("da noite|a noite|de noite|di sera", "pm"),
    },
    "part_noun": {
        **_phrases("morning|breakfast|fruhstuck|vormittag|matin|mattina|manha", "am"),
        **_phrases("afternoon|nachmittag|arvo|apres-midi|pomeriggio|tarde", "pm"),
        **_phrases("evening|night|abend|soir|sera|noche|noite", "pm"),
    },
    "tonight": {
        **_phrases(
            "this morning|this morning's|ce matin|heute morgen|heute fruh|heute vormittag|esta manana|hoje"
            " de manha",
            "am",
        ),
        **_phrases("stamattina|today in the morning", "am"),
        **_phrases(
            "this afternoon|this afternoon's|cet apres-midi|esta tarde|hoje a tarde|heute nachmittag|oggi"
            " pomeriggio",
            "pm",
        ),
        **_phrases(
            "tonight|tonight's|this evening's|tonite|2nite|this evening|ce soir|heute abend|esta"
            " noche|hoje a noite"
            "|stasera|heute nacht",
            "pm",
        ),
    },
    "manana": _phrases("manana", 1),
    "morgen": _phrases("morgen", 1),
    "relative_day": {
        **{
            word: later
            for later, line in other_languages.LATER.items()
            for word in other_languages.folded_words(line).split()
        },
        **_phrases(
            "today|heute|hoy|aujourd'hui|hoje|oggi|todays|2day|later today|dzis|dzisiaj|dnes|vandaag", 0
        ),
        **_phrases("tomorrow|tmrw|tmr|tmrrw|tmw|tmo|tomoz|tommorow|tommorw|2moro|2morrow|2mrw", 1),
        **_phrases("tomorrow's|demain|amanha|domani", 1),
        **_phrases(
            "day after tomorrow|the day after tomorrow|day after tmrw|ubermorgen|uebermorgen|pasado manana", 2
        ),
        **_phrases("next week|nachste woche|la semana que viene|la semaine prochaine|semana que vem", 7),
        **_phrases("apres-demain|apres demain|depois de amanha|dopodomani", 2),
        **_phrases("yesterday|yesterday's|gestern|ayer|hier soir|ontem|ieri", -1),
    },
    "day": _phrases("day|tag|dia|jour|giorno|conference day|el dia|no dia|am tag"),
    "last_day": _phrases("last day|final day|letzter tag|letzten tag|am letzten tag|ultimo dia|dernier jour"),
    "ordinal_word": _numbered(_ORDINALS, 1),
    "on": _phrases(
        "on|den|du|dem|of|on the|this|next|des|no|na|coming|diesen|diesem|am kommenden|este|el|le|il|am"
    ),
    "the": _phrases("the|on the"),
    "moved_to": _phrases(
        "pasa al|pasa a|se pasa al|se pasa a|pasamos al|passe au|passe a|passa a|passa para"
    ),
    "subject": _phrases("we|i|they|he|she|you|who|people"),
    "le": _phrases("le|el|il|am|den|o|il giorno"),
    "in": _phrases("in|im|em|en|dans|nella|nel|inside"),
    "relative": _phrases(
        "in|dentro de|en|dans|em|daqui a|tra|fra|en unos|in about|in just|in only|starts in|in ca|za"
    ),
    "relative_hour": {
        **_phrases(
            "over een kwartier|za kwadrans|in einer viertelstunde|dans un quart d'heure|tra un quarto d'ora"
            "|dentro de un cuarto de hora|in a quarter of an hour",
            15,
        ),
        **_phrases("tra un'ora|fra un'ora|in un'ora|za godzine|za hodinu|over een uur", 60),
        **_phrases(
            "tra mezz'ora|fra mezz'ora|tra mezzora|fra mezzora|za pol godziny|za pul hodiny"
            "|over een half uur",
            30,
        ),
    },
    "from_now": _phrases("from now"),
    "minutes": _phrases("minutes|minute|mins|min|m|minuten|minutos|minuto|minuti|mn|minut|minuty"),
    "seconds": _phrases("seconds|sec|secs|sekunden|segundos|secondes"),
    "an": _phrases("an|a|one|einer|eine|una|une|uma|un'", 1),
    "half_an": _phrases(
        "half an|half a|einer halben|ner halben|media|une demi-heure|une demi heure|meia"
        "|mezz'ora|demi-heure|half-an",
        30,
    ),
    "half_more": _phrases("and a half|y media|e meia|et demie|et demi|e mezza|e mezzo", 30),
    "lesson": _phrases(
        "learn|build|deploy|write|explained|master|create|install|understand|teach|lerne|aprende"
    ),
    "present": _phrases("now|jetzt|ahora|maintenant|agora|adesso"),
    "surely_present": _phrases(
        "right now|happening now|starting now|starts now|on now|gerade jetzt|ahora mismo"
        "|agora mesmo|en ce moment"
        "|live now|join us now|join now|now in|now at|und zwar jetzt|starting right now"
        "|happening right now|proprio ora"
    ),
    "not_present": _phrases(
        "now that|now on|from now on|until now|by now|just now|is now|are now|has now"
        "|have now|now has|now have|now is"
        "|now hiring|now available|now open|now with|now you|now we|now i|now faster|i now"
        "|we now|you now|now and then"
    ),
    "greeting": _phrases(
        "good morning|good evening|good afternoon|good night|guten morgen|guten abend|bom dia"
        "|boa tarde|boa noite"
        "|buenas noches|bonsoir|buonasera|at once|at least|at most|at first|at last|at all"
        "|at one point|today i learned"
        "|once everyone|once everyone's|once everybody|once we|once the|once you|once all|once it|once there"
        "|or so|first half|second half|other half|black friday|casual friday|cyber monday|of code day"
        "|en une heure|en une demi-heure|every morning|each morning|morning all|morning everyone"
        "|buenas tardes|buen dia|per minute|as yesterday|like yesterday|than yesterday|wie gestern|als"
        " gestern"
        "|como ayer|comme hier|como ontem|come ieri"
    ),
    "label": _phrases(
        "python|pep|version|django|issue|part|track|level|floor|table|booth|stage|team|gate"
        "|building|slot|session|page"
        "|chapter|episode|room|raum|sala|salle|saal|hall|rm|pr|bug|step|lesson|stand|etage"
        "|piso|py|top|number|nr|no"
        "|teams of|team of|groups of|group of|gruppen von|teams von|grupos de|equipes de|gruppi di"
        "|episodes|chapters|lessons|levels|parts|steps|pages|tracks|folgen|kapitel|seiten|rules|exercises"
        "|ages|aged|age|alter|error|http|elo|rated|rating|edad|edades|eta"
        "|numpy|pandas|flask|release|build|phase|aula|zimmer|platz|seat|row|won|score|pycon"
        "|europython|llama|gpt"
    ),
    "ordinal_noun": _phrases(
        "floor|annual|edition|time|year|anniversary|street|ave|avenue|open|pycon|europython"
        "|row|place|talk|century"
        "|session|round|person|one|version|keynote|track|level|birthday|grade|party|most"
        "|conference|space|hour|try"
    ),
    "counted": _phrases(
        "people|persons|person|folks|attendees|developers|devs|pythonistas|companies|places"
        "|levels|points|percent|of|pycons|meetups|events|editions|hackathons|community"
        "|languages|conferences|universities|jobs|schools|years|year|times|months|weeks|week"
        "|days|months|euros|euro"
        "|dollars|bucks|stars|tables|seats|tickets|spots|different|major|more|others|other"
        "|big|talks|speakers|sessions"
        "|leute|personen|leuten|plaetze|platze|personas|plazas|personnes|places|pessoas|vagas"
        "|lugares|persone|kids"
        "|students|teams|rooms|minute|second|lines|things|reasons|tips|projects|friends"
        "|volunteers|sprints|cents"
        "|beers|slots|libraries|packages|questions|steps|ways|stages|countries|million"
        "|thousand|billion|x|gb|mb|kg"
        "|point|time|place|day|big|hackers|users|engineers|teilnehmer|teilnehmern|tage|jahre"
        "|dias|anos|annees|ans|jahren|jahrige|anni|yrs|yr|yo|players|spieler|chf|eur|usd|gbp|pln|czk"
        "|blocks|pizzas|km|miles|meters|metres|feet|chairs|laptops|cores|nodes|workers"
        "|threads|files|tests|bugs"
    ),
}
