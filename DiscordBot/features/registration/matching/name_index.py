"""Finding the few orders among all in which a name may stand, without a look at each.

A part of a name is searched in one long text of all names, which is faster than any index of ours could be.
Names that are alike share a word at least, so that it is noted which names contain a word. What is found is a
guess, to be compared properly.
"""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect
from collections import deque
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from DiscordBot.features.registration.matching.names import letters, name_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAMES_AT_A_TIME = 200
MOST_TYPOS = 2
"""One, and one that the common spelling of umlauts may add."""

A_FIRST_AND_A_LAST_NAME = 2


class _Lines:
    """A long text of lines, and the number of the order that each is of."""

    def __init__(self) -> None:
        self._text = ""
        self._starts = array("I")
        self.orders = array("I")

    def append(self, lines: Iterable[tuple[str, int]]) -> None:
        pieces, length = [self._text], len(self._text)
        for line, order in lines:
            self._starts.append(length)
            self.orders.append(order)
            pieces.append(f"{line}\n")
            length += len(line) + 1
        self._text = "".join(pieces)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> str:
        start = self._starts[number]
        return self._text[start : self._text.index("\n", start)]

    def containing(self, wanted: str) -> Iterator[int]:
        """Give the orders whose lines contain a text."""
        text, end = self._text, 0
        while (place := text.find(wanted, end)) >= 0:
            yield self.orders[bisect(self._starts, place) - 1]
            end = text.index("\n", place)


class NameIndex:
    """The names in orders, and the hashes of e-mail addresses.

    What changed in an order is added; what stood there before is found as well.
    """

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._waiting: deque[tuple[str, tuple[str, ...]]] = deque()
        self._letters, self._forms = _Lines(), _Lines()
        self._with_word: dict[str, int | array[int]] = {}
        self._with_initials: set[int] = set()
        self._single_words: dict[str, list[int]] = {}
        self._addresses: dict[str, str] = {}
        self._turn = asyncio.Lock()

    def add(self, code: str, names: tuple[str, ...], addresses: Iterable[str]) -> None:
        """Note what stands in an order; the names are to be found after `catch_up`."""
        if names:
            self._waiting.append((code, names))
        for address in addresses:
            codes = self._addresses.get(address)
            if codes is None:
                self._addresses[address] = code
            elif code not in codes.split():
                self._addresses[address] = f"{codes} {code}"

    async def catch_up(self) -> None:
        """Work on what was added since; thousands at a stretch would keep others waiting."""
        async with self._turn:
            while self._waiting:
                await asyncio.sleep(0)
                added = [self._waiting.popleft() for _ in range(min(len(self._waiting), NAMES_AT_A_TIME))]
                self._work_on(added)

    def by_address(self, address: str) -> list[str]:
        """Return the codes of the orders in which an e-mail address stands, given as its hash."""
        return self._addresses.get(address, "").split()

    def candidates(self, wanted: str) -> Iterator[str]:
        """Give codes of orders that may have a name, or a part of it, some repeatedly."""
        texts = letters(wanted) - {""}
        if not texts:
            # Nothing but signs: there are few such names, and no way to tell where.
            yield from self._codes
        for text in texts:
            for order in self._letters.containing(text):
                yield self._codes[order]
        for form in name_forms(wanted):
            for order in self._single(form) if len(form) == 1 else self._alike(form):
                yield self._codes[order]

    def _work_on(self, added: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        texts: list[tuple[str, int]] = []
        forms: list[tuple[str, int]] = []
        for order, (code, names) in enumerate(added, start=len(self._codes)):
            self._codes.append(code)
            for name in names:
                texts += [(text, order) for text in letters(name)]
                for form in name_forms(name):
                    self._note(form, order, len(self._forms) + len(forms))
                    forms.append((f" {' '.join(form)}", order))
        self._letters.append(texts)
        self._forms.append(forms)

    def _note(self, form: Sequence[str], order: int, number: int) -> None:
        if len(form) == 1:
            self._single_words.setdefault(form[0], []).append(order)
            return
        for word in form:
            if len(word) == 1:
                self._with_initials.add(number)
            elif (numbers := self._with_word.get(word)) is None:
                self._with_word[word] = number
            elif isinstance(numbers, int):
                self._with_word[word] = array("I", (numbers, number))
            else:
                numbers.append(number)

    def _single(self, form: Sequence[str]) -> Iterator[int]:
        """Give orders with a name that is nothing but this word, perhaps with a typo."""
        words = [*self._single_words]
        for word, _, _ in extract_iter(form[0], words, scorer=OSA.distance, score_cutoff=MOST_TYPOS):
            yield from self._single_words[word]

    def _alike(self, form: Sequence[str]) -> Iterator[int]:
        """Give orders with a name that shares words with this one and may agree in the others."""
        with_word = {word: set(self._numbers(word)) for word in form if len(word) > 1}
        several = set().union(*(one & other for one, other in combinations(with_word.values(), 2)))
        initials = [f" {word}" for word in form if len(word) == 1]
        for number in several:
            if _may_agree(self._forms[number].split(), form):
                yield self._forms.orders[number]
        for word, numbers in with_word.items():
            once = numbers - several
            found = once & self._with_initials
            if initials:
                found |= {n for n in once if any(initial in self._forms[n] for initial in initials)}
            if len(form) == A_FIRST_AND_A_LAST_NAME:
                found |= self._with_a_typo(once, form[0] if word == form[1] else form[1])
            for number in found:
                if _may_agree(self._forms[number].split(), form):
                    yield self._forms.orders[number]

    def _with_a_typo(self, numbers: Iterable[int], missing: str) -> set[int]:
        """Return those of some names of two words in which one is nearly what is missing."""
        words: dict[str, list[int]] = {}
        for number in numbers:
            if len(both := self._forms[number].split()) == A_FIRST_AND_A_LAST_NAME:
                for word in both:
                    words.setdefault(word, []).append(number)
        near = extract_iter(missing, [*words], scorer=OSA.distance, score_cutoff=MOST_TYPOS)
        return {number for word, _, _ in near for number in words[word]}

    def _numbers(self, word: str) -> Iterable[int]:
        numbers = self._with_word.get(word, ())
        return (numbers,) if isinstance(numbers, int) else numbers


def _may_agree(words: Sequence[str], form: Sequence[str]) -> bool:
    """Tell whether names that share words may be alike; wrongly rather than not at all."""
    more = set(words).difference(form)
    missing = set(form).difference(words)
    if _are_abbreviated(more, missing) or _are_abbreviated(missing, more):
        return True
    if not len(more) == len(missing) == 1:
        return False
    return OSA.distance(more.pop(), missing.pop(), score_cutoff=MOST_TYPOS) <= MOST_TYPOS


def _are_abbreviated(words: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether each word is an initial of another one, or the other way round."""
    return all(
        any(one[0] == other[0] and min(len(one), len(other)) == 1 for other in others) for one in words
    )
