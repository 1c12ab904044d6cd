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
