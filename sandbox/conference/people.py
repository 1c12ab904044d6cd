"""The made-up people: names as conferences really see them, from many scripts and traditions."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

LATIN_GIVEN = (
    "Anna", "Björn", "Chloé", "Dieter", "Esra", "Françoise", "Gabriela", "Håkon", "Inês", "Jiří", "Karin",
    "Łukasz", "Mária", "Nuño", "Øystein", "Petra", "Quentin", "Rūta", "Søren", "Şebnem", "Tomáš", "Ursula",
    "Vlatko", "Wanjiru", "Xavier", "Yaël", "Zoë", "Anne-Marie", "Jean-Luc", "Đorđe",
)  # fmt: skip
LATIN_FAMILY = (
    "Ångström", "Böhm", "Çelik", "D’Angelo", "Eriksson", "Fernández", "García Márquez", "Horváth", "Ibáñez",
    "Jørgensen", "Kovačević", "Łapiński", "Müller", "Nguyễn", "O’Brien", "Pärt", "Quiñones", "Radziwiłł",
    "Schröder", "Şahin", "Tóth", "Üstün", "van der Berg", "Weiß", "Yılmaz", "Żółć", "de la Cruz",
    "Ásgeirsson",
)  # fmt: skip
OTHER_SCRIPTS = (
    ("Дмитрий", "Соколов"), ("Олена", "Шевченко"), ("Мария", "Иванова"), ("Петър", "Стоянов"),
    ("さくら", "山田"), ("太郎", "佐藤"), ("小龍", "李"), ("偉", "王"), ("민준", "김"), ("서연", "박"),
    ("محمد", "الأحمد"), ("فاطمة", "حسن"), ("Ελένη", "Παπαδοπούλου"), ("Γιώργος", "Νικολάου"),
    ("נועה", "כהן"), ("प्रिया", "शर्मा"), ("สมชาย", "ใจดี"), ("ნინო", "ბერიძე"), ("Արամ", "Պետրոսյան"),
)  # fmt: skip
ONE_WORD = ("Teller", "Suharto", "Björk", "Сократ", "さくら", "Ravindra")


@dataclass(frozen=True, slots=True)
class Name:
    """What a person typed into the shop; `family` is empty for people with one name."""

    given: str
    family: str

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()

    def decomposed(self) -> Name:
        """Return the name in NFD, as some browsers and imports store it."""
        return Name(unicodedata.normalize("NFD", self.given), unicodedata.normalize("NFD", self.family))


def named(full_name: str) -> Name:
    """Split a name at its first space, as people fill in the two fields of the shop."""
    given, _, family = full_name.partition(" ")
    return Name(given, family)


def some_name(random: Random) -> Name:
    """Draw a name: mostly Latin with diacritics, some in other scripts, some with two given names."""
    names = (
        Name(random.choice(LATIN_GIVEN), random.choice(LATIN_FAMILY)),
        Name(f"{random.choice(LATIN_GIVEN)} {random.choice(LATIN_GIVEN)}", random.choice(LATIN_FAMILY)),
        Name(*random.choice(OTHER_SCRIPTS)),
        Name(random.choice(ONE_WORD), ""),
    )
    return random.choices(names, weights=(70, 10, 18, 2))[0]
