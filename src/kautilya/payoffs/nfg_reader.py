"""The grammar of a .nfg file: from its words to the game, with every fault that is found."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np

from kautilya.payoffs.nfg_lexer import Faults, NfgText, Token, tokens
from kautilya.payoffs.normal_form import NormalForm

__all__ = ["NfgReader"]

MOST_PAYOFFS = 2_000_000
MOST_ACTORS = 60
_MOST_DIGITS = 2000

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?\Z", re.ASCII)
_FRACTION = re.compile(r"[-+]?\d+/(\d+)\Z", re.ASCII)
_INTEGER = re.compile(r"\d+\Z", re.ASCII)

_NAMES = 'names stand in quotes between braces, with blanks between them: { "ann" "bob" }'
_NUMBERS = "a payoff is an integer, a decimal or a fraction such as -3, 0.25, 1e3 or 1/3"
_STRATEGIES = 'for each actor a list of names, { { "a" "b" } { "c" } }, or a number: { 2 1 }'


class _Stop(Exception):
    """The rest of the file cannot be made sense of."""


class NfgReader:
    """Reads one file, word by word; faults go to `faults`.

    Parameters
    ----------
    text : NfgText
        The file.
    faults : Faults
        Where faults are noted.
    """

    def __init__(self, text: NfgText, faults: Faults) -> None:
        self._faults = faults
        self._words = tokens(text, faults)
        self._known: dict[str, Fraction | None] = {}
        self._last = self._next = next(self._words)
        faults.unseen()

    def game(self) -> NormalForm | None:
        """The game; None if too much is wrong with the file to make one."""
        try:
            title = self._head()
            actors = self._names("the names of the actors", "actor")
            strategies = self._strategies(actors)
            comment = self._take().value if self._next.kind == "text" else ""
            if self._next.kind == "{":
                table = self._by_outcomes(actors, strategies)
            else:
                table = self._by_payoffs(actors, strategies)
        except _Stop:
            return None
        if self._faults.found or table is None:
            return None
        shape = tuple(map(len, strategies))
        payoffs = []
        for number in range(len(actors)):
            column = np.empty(len(table), dtype=np.object_)
            column[:] = [entry[number] for entry in table]
            payoffs.append(column.reshape(shape, order="F"))
        return NormalForm(actors, strategies, tuple(payoffs), title, comment)

    # -- words ---------------------------------------------------------------------------

    def _take(self) -> Token:
        """The next word, which is then behind."""
        token = self._next
        if token.kind != "end":
            self._last = token
            self._next = next(self._words)
        return token

    def _fault(self, message: str, why: str, mend: str) -> None:
        """Note a fault at the next word; behind the last word, at the last."""
        place = self._last if self._next.kind == "end" else self._next
        self._faults.add(place, message, why, mend)

    def _open(self, what: str, why: str) -> None:
        """Take an opening brace."""
        if self._next.kind != "{":
            self._fault(f"{self._said()} stands where {what} begin", why, "begin the list with {")
            raise _Stop
        self._take()

    def _said(self) -> str:
        """The next word, for a message."""
        if self._next.kind == "end":
            return "the end of the file"
        if self._next.kind == "text":
            return "a text in quotes"
        value = self._next.value
        return f"'{value if len(value) <= 30 else value[:30] + '…'}'"

    # -- the prologue --------------------------------------------------------------------

    def _head(self) -> str:
        """Take what every file begins with, and the title."""
        why = 'a game in normal form begins with NFG 1 R and its title in quotes: NFG 1 R "Chicken"'
        if self._next.value != "NFG":
            told = f"the file begins with {self._said()} in place of NFG"
            mend = "give a file in strategic form, whose name ends in .nfg"
            if self._next.value == "EFG":
                told = "the file holds a game in extensive form (EFG)"
                mend = "save it in strategic form: Gambit has 'gambit-convert' and its menu for it"
            elif self._next.kind == "end":
                told = "the file is empty"
            self._fault(told, why, mend)
            raise _Stop
        self._take()
        for allowed in (("1",), ("R", "D")):
            if self._next.kind != "word":
                self._fault(f"{self._said()} stands in place of {allowed[0]}", why, "write NFG 1 R")
                continue
            if self._next.value not in allowed:
                told = f"{self._said()} stands in place of {allowed[0]}"
                self._fault(told, why, "there is one version of the form, NFG 1 R")
            self._take()
        if self._next.kind != "text":
            self._fault("the game has no title", why, 'give one in quotes; "" will do')
            return ""
        return self._take().value

    def _names(self, what: str, kind: str) -> tuple[str, ...]:
        """Take a list of names; an empty name is replaced by its number."""
        self._open(what, _NAMES)
        start = self._last
        names: list[str] = []
        while self._next.kind != "}":
            if self._next.kind in ("end", "{"):
                self._faults.add(
                    start, f"the list of {what} is not closed", _NAMES, "close it with }"
                )
                raise _Stop
            if self._next.kind == "word":
                self._fault(f"the name {self._said()} is not in quotes", _NAMES, "put it in quotes")
            if self._next.kind == ",":
                self._fault("a comma stands between names", _NAMES, "take it out")
                self._take()
                continue
            names.append(self._take().value or str(len(names) + 1))
        self._take()
        if not names:
            self._faults.add(
                start, f"the list of {what} is empty", _NAMES, f"name one {kind} at least"
            )
            raise _Stop
        return tuple(names)

    def _strategies(self, actors: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """Take the strategies of every actor, by name or by number."""
        if len(actors) > MOST_ACTORS:
            self._faults.add(
                self._last,
                f"the game has {len(actors)} actors; at most {MOST_ACTORS} can be held",
                "the table of payoffs has an axis for each actor",
                "leave out actors who have no choice",
            )
            raise _Stop
        self._open("the strategies", _STRATEGIES)
        start = self._last
        found: list[tuple[str, ...] | int] = []
        while self._next.kind != "}":
            if self._next.kind == "{":
                whose = f"'{actors[len(found)]}'" if len(found) < len(actors) else "one more actor"
                found.append(self._names(f"the strategies of {whose}", "strategy"))
            elif self._next.kind == "word":
                found.append(self._count())
            elif self._next.kind == "end":
                told = "the list of strategies is not closed"
                self._faults.add(start, told, _STRATEGIES, "close it with }")
                raise _Stop
            else:
                self._fault(
                    f"{self._said()} stands among the strategies", _STRATEGIES, "take it out"
                )
                self._take()
        close = self._take()
        if len(found) != len(actors):
            told = f"strategies are given for {len(found)} actors; there are {len(actors)}"
            mend = f"give them for {', '.join(actors)}, in this order"
            self._faults.add(close, told, _STRATEGIES, mend)
            raise _Stop
        if len({type(own) for own in found}) > 1:
            told = "strategies are given by name for some actors and by number for others"
            self._faults.add(start, told, _STRATEGIES, "give names for all, or numbers for all")
        sizes = [own if isinstance(own, int) else len(own) for own in found]
        if math.prod(sizes) * len(actors) > MOST_PAYOFFS:
            self._faults.add(
                start,
                f"the table of payoffs is too large: {' x '.join(map(str, sizes))} strategies",
                f"at most {MOST_PAYOFFS:,} payoffs can be held, one for each actor in each profile",
                "give a smaller game: leave out strategies that nobody would choose",
            )
            raise _Stop
        return tuple(
            tuple(map(str, range(1, own + 1))) if isinstance(own, int) else own for own in found
        )

    def _count(self) -> int:
        """Take a number of strategies."""
        value, number = self._next.value, 1
        if _INTEGER.match(value) and value.strip("0"):
            number = int(value[:_MOST_DIGITS])
        else:
            told = f"{self._said()} is no number of strategies"
            self._fault(told, _STRATEGIES, "give a whole number, 1 or more")
        self._take()
        return number

    # -- the body ------------------------------------------------------------------------

    def _by_payoffs(
        self, actors: tuple[str, ...], strategies: tuple[tuple[str, ...], ...]
    ) -> list[tuple[Fraction, ...]] | None:
        """Take the payoffs of every profile as they stand."""
        width = len(actors)
        flat, whole = self._body(math.prod(map(len, strategies)) * width, strategies, actors)
        if not whole:
            return None
        numbers = [value or Fraction(0) for value in flat]
        return list(zip(*(numbers[actor::width] for actor in range(width)), strict=True))

    def _by_outcomes(
        self, actors: tuple[str, ...], strategies: tuple[tuple[str, ...], ...]
    ) -> list[tuple[Fraction, ...]] | None:
        """Take the list of outcomes, then the number of the outcome of every profile."""
        outcomes = [(Fraction(0),) * len(actors), *self._outcomes(actors)]
        profiles = math.prod(map(len, strategies))
        flat, whole = self._body(profiles, strategies, actors, len(outcomes) - 1)
        return [outcomes[int(number or 0)] for number in flat] if whole else None

    def _outcomes(self, actors: tuple[str, ...]) -> list[tuple[Fraction, ...]]:
        """Take the list of outcomes, each with a name and the payoff of every actor."""
        why = (
            f'an outcome is a name and a payoff for each of the {len(actors)} actors: {{ "" 1, 2 }}'
        )
        self._take()
        start = self._last
        found: list[tuple[Fraction, ...]] = []
        while self._next.kind != "}":
            if self._next.kind == "end":
                told = "the list of outcomes is not closed"
                self._faults.add(start, told, why, "close it with }")
                raise _Stop
            if self._next.kind != "{":
                told = f"{self._said()} stands among the outcomes"
                self._fault(told, why, "put each outcome in braces of its own, and close the list")
                raise _Stop
            found.append(self._outcome(actors, why))
        self._take()
        return found

    def _outcome(self, actors: tuple[str, ...], why: str) -> tuple[Fraction, ...]:
        """Take one outcome."""
        start = self._take()
        if self._next.kind == "text":
            self._take()
        else:
            self._fault("the outcome has no name", why, 'give one in quotes; "" will do')
        payoffs: list[Fraction] = []
        while self._next.kind != "}":
            if self._next.kind == ",":
                self._take()
            elif self._next.kind == "word":
                payoffs.append(self._number() or Fraction(0))
            else:
                self._faults.add(start, "the outcome is not closed", why, "close it with }")
                raise _Stop
        close = self._take()
        if len(payoffs) != len(actors):
            told = f"the outcome has {len(payoffs)} payoffs for {len(actors)} actors"
            self._faults.add(close, told, why, f"give one for each of {', '.join(actors)}")
        return tuple(payoffs)

    def _body(
        self,
        needed: int,
        strategies: tuple[tuple[str, ...], ...],
        actors: tuple[str, ...],
        outcomes: int | None = None,
    ) -> tuple[list[Fraction | None], bool]:
        """Take the flat list at the end, of payoffs or of outcomes' numbers, and check its length.

        Returns the list and whether it has the right length.
        """
        what = "payoffs" if outcomes is None else "outcomes' numbers"
        each = f", each with {len(actors)} payoffs" if outcomes is None else ""
        profiles = math.prod(map(len, strategies))
        why = (
            f"{' x '.join(str(len(own)) for own in strategies)} strategies make {profiles:,} "
            f"profiles{each}; the first actor's runs fastest"
        )
        flat: list[Fraction | None] = []
        while self._next.kind != "end":
            if self._next.kind == ",":
                self._fault(f"a comma stands among the {what}", why, "put blanks between numbers")
                self._take()
            elif self._next.kind != "word":
                told = f"{self._said()} stands among the {what}"
                self._fault(told, why, "from here on there are only numbers, with blanks between")
                raise _Stop
            elif len(flat) == needed:
                told = f"the list of {what} goes on after all {needed:,}"
                self._fault(told, why, "take out what is too much, or correct the strategies")
                raise _Stop
            elif outcomes is None:
                flat.append(self._number())
            else:
                flat.append(self._index(outcomes))
        if len(flat) < needed:
            told = f"the list of {what} ends after {len(flat):,} of {needed:,}"
            lacks = _place(len(flat), strategies, actors, outcomes is None)
            self._fault(told, why, f"give all; the first that lacks is that of {lacks}")
        return flat, len(flat) == needed

    def _number(self) -> Fraction | None:
        """Take an exact number; None for what is none."""
        value = self._next.value
        if value not in self._known:
            self._known[value] = _exact(value)
        number = self._known[value]
        if number is None:
            mend = "write the number itself"
            if re.match(r"[-+]?\d+/0+\Z", value):
                mend = "nothing can be divided by 0"
            elif re.match(r"[-+]?[\d.]+[eE][-+]?\d{4,}\Z", value) or len(value) > _MOST_DIGITS:
                mend = f"use up to {_MOST_DIGITS} digits and exponents up to 999"
            self._fault(f"{self._said()} is no number", _NUMBERS, mend)
        self._take()
        return number

    def _index(self, outcomes: int) -> Fraction | None:
        """Take the number of an outcome; None for what is none."""
        value = self._next.value
        number = int(value) if _INTEGER.match(value) and len(value) < 20 else -1
        known = 0 <= number <= outcomes
        if not known:
            self._fault(
                f"there is no outcome {self._said()}",
                "outcomes are numbered from 1 as they are listed; 0 pays nothing to anyone",
                f"give a number from 0 to {outcomes}",
            )
        self._take()
        return Fraction(number) if known else None


def _exact(text: str) -> Fraction | None:
    """The exact number that a text stands for; None where it is none."""
    if len(text) > _MOST_DIGITS:
        return None
    fraction = _FRACTION.match(text)
    if _NUMBER.match(text) or (fraction and int(fraction[1])):
        return Fraction(text)
    return None


def _place(
    number: int,
    strategies: tuple[tuple[str, ...], ...],
    actors: tuple[str, ...],
    is_payoff: bool,
) -> str:
    """Where an entry of the flat list belongs, in words."""
    profile, actor = divmod(number, len(actors)) if is_payoff else (number, 0)
    names = []
    for own in strategies:
        profile, index = divmod(profile, len(own))
        names.append(own[index])
    where = " / ".join(names)
    return f"'{actors[actor]}' in {where}" if is_payoff else where
