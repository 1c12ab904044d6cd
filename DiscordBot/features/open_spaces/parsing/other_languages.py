"""Days named in languages whose remarks are not read: known well enough to ask a person, not to be sure.

Without them "jutro o 15:00" (Polish, tomorrow) would be taken for today.
"""

from __future__ import annotations

import re

from DiscordBot.features.open_spaces.parsing.folding import fold_name

WEEKDAYS = (
    "maandag poniedziałek pondělí pondelok måndag mandag maanantai hétfő ponedjeljak понедельник"
    "|dinsdag wtorek úterý utorok tisdag tirsdag tiistai kedd utorak вторник"
    "|woensdag środa środę středa středu streda onsdag keskiviikko szerda srijeda среда среду"
    "|donderdag czwartek čtvrtek štvrtok torsdag torstai csütörtök četvrtak четверг"
    "|vrijdag piątek pátek piatok fredag perjantai péntek petak пятница пятницу"
    "|zaterdag sobota sobotę sobotu lördag lørdag lauantai szombat subota суббота субботу"
    "|zondag niedziela niedzielę neděle neděli nedeľa nedeľu söndag søndag sunnuntai vasárnap nedjelja"
    " воскресенье"
)
LATER = {
    1: "jutro zítra zajtra imorgon morgon imorgen huomenna holnap mâine yarın завтра",
    2: "overmorgen pojutrze pozítří pozajtra övermorgon overmorgen ylihuomenna holnapután prekosutra"
    " послезавтра",
    -1: "gisteren wczoraj včera igår eilen tegnap jučer вчера",
}
MONTHS = (
    "januari stycznia ledna januára tammikuuta|februari lutego února februára|maart marca března"
    "|kwietnia dubna apríla huhtikuuta|mei maja května mája|czerwca června júna|lipca července júla"
    "|augusti sierpnia srpna augusta augustus|września září septembra|października října októbra oktober"
    "|listopada listopadu novembra|grudnia prosince decembra"
)
_ASIAN_DAYS = re.compile(
    "明日|明後日|明天|后天|後天|昨日|昨天|来週|曜|星期|周[一二三四五六日]|月\\s?\\d{1,2}\\s?[日号號]"
    "|[(（][月火水木金土日][)）]|내일|모레|요일|พรุ่งนี้"
)
_ASIAN_CANCELLATIONS = re.compile(
    "中止|満席|延期|変更|取消|取り消|終了|お休み|已取消|取消|满员|已满|改到|취소|마감|연기|변경"
)


def folded_words(line: str) -> str:
    """Return words as they are in a folded text, with blanks between."""
    return " ".join(fold_name(word) for word in line.split())


_WORDS = {
    word
    for lines in (WEEKDAYS, *LATER.values())
    for part in lines.split("|")
    for word in folded_words(part).split()
}
_WORD = re.compile(r"[a-z]+")


def find_other_days(folded: str, words: set[str]) -> list[tuple[int, int]]:
    """Return where a folded text, made of `words`, names a day in another language, as starts and ends."""
    if words.isdisjoint(_WORDS):
        return []
    return [match.span() for match in _WORD.finditer(folded) if match[0] in _WORDS]


def names_asian_day(original: str) -> bool:
    """Tell whether a text names a day in a language that writes without blanks, before it is folded."""
    return _ASIAN_DAYS.search(original) is not None


def says_asian_cancellation(original: str) -> bool:
    """Tell the same of words for cancelled, full, moved and over."""
    return _ASIAN_CANCELLATIONS.search(original) is not None
