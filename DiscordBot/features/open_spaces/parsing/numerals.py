"""Numbers in words, from one to twelve and for minutes, as hours are said."""

from __future__ import annotations

NUMBERS = (
    "one eins una uma un'ora|two zwei dos deux duas due|three drei tres trois tre"
    "|four vier cuatro quatre quatro"
    " quattro|five funf fuenf cinco cinq cinque|six sechs seis sei|seven sieben siete sete sette|eight acht"
    " ocho huit oito otto|nine neun nueve neuf nove|ten zehn diez dix dez dieci"
    "|eleven elf once onze undici|"
    "twelve zwolf zwoelf doce douze doze dodici"
)
CZECH_HOURS = "jedne druhe treti ctvrte pate seste sedme osme devate desate jedenacte dvanacte"
POLISH_HOURS = (
    "pierwszej drugiej trzeciej czwartej piatej szostej siodmej osmej dziewiatej dziesiatej jedenastej"
    " dwunastej"
)
CZECH_NUMBERS = "jednu dve tri ctyri pet sest sedm osm devet deset jedenact dvanact"
DUTCH_NUMBERS = "een twee drie vier vijf zes zeven acht negen tien elf twaalf"
MINUTES = {
    15: "fifteen funfzehn quinze quince quindici",
    20: "twenty zwanzig vingt veinte vinte venti",
    25: "twenty-five",
    30: "thirty dreissig dreißig trente treinta trinta trenta",
    40: "forty vierzig quarante cuarenta quarenta",
    45: "forty-five funfundvierzig",
    50: "fifty funfzig cincuenta",
}
_LATE_HOURS = {
    "heures": "treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt",
    "horas": "trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte"
    "|treze quatorze quinze dezesseis dezessete dezoito dezenove vinte",
    "uhr": "dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
}
_FIRST_LATE_HOUR = 13
_AT_HOURS = (
    ("v", CZECH_NUMBERS),
    ("ve", CZECH_NUMBERS),
    ("o", POLISH_HOURS),
)


def said_hours() -> dict[str, object]:
    """Return phrases for one hour: "o trzeciej", "quinze heures", "vierzehn uhr"."""
    early: dict[str, object] = {
        f"{at} {word}": hour for at, hours in _AT_HOURS for hour, word in enumerate(hours.split(), start=1)
    }
    late: dict[str, object] = {
        f"{word} {unit}": hour
        for unit, lines in _LATE_HOURS.items()
        for line in lines.split("|")
        for hour, word in enumerate(line.split(), start=_FIRST_LATE_HOUR)
    }
    return early | late


def dutch_times() -> dict[str, object]:
    """Return phrases for hours and minutes: "tien over twee", "vijf voor half vier"."""
    found: dict[str, object] = {}
    for hour, word in enumerate(DUTCH_NUMBERS.split(), start=1):
        for said, minutes in {"vijf": 5, "tien": 10, "twintig": 20}.items():
            for joint, offset in {
                "over": minutes,
                "voor": -minutes,
                "over half": minutes - 30,
                "voor half": -minutes - 30,
            }.items():
                hours, minute = divmod(hour * 60 + offset, 60)
                found[f"{said} {joint} {word}"] = (hours or 12, minute)
    return found
