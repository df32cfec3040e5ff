"""The units that a case may name, and how they multiply.

The table is our own: the months, masses, moneys, energies and counts of an analyst of
international relations. Here ``kt`` is a thousand tonnes, and no other registry's knot. No rate
of exchange stands in it: a dollar and a euro are two kinds of unit.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kautilya.diagnostics import near_miss

if TYPE_CHECKING:
    from pint import UnitRegistry
    from pint.util import UnitsContainer

_BASE = """
month = [time] = _ = months
year = 12 month = _ = years = yr
quarter = 3 month = _ = quarters
day = month / 30.436875 = _ = days
week = 7 day = _ = weeks
hour = day / 24 = _ = hours = h
minute = hour / 60 = _ = minutes
second = hour / 3600 = _ = seconds = s
g = [mass] = _ = gram = grams
t = 1000000 g = _ = tonne = tonnes
m = [length] = _ = metre = metres = meter = meters
cm = 0.01 m
mile = 1609.344 m = _ = miles
nmi = 1852 m = _ = nautical_mile = nautical_miles
hectare = 10000 m ** 2 = _ = hectares = ha
litre = 0.001 m ** 3 = _ = litres = liter = liters
bbl = 0.158987294928 m ** 3 = _ = barrel = barrels
bcm = 1000000000 m ** 3
J = kg * m ** 2 / second ** 2 = _ = joule = joules
W = J / second = _ = watt = watts
Wh = W * hour
toe = 41868000000 J
tTNT = 4184000000 J
USD = [USD] = _ = dollar = dollars
EUR = [EUR] = _ = euro = euros
CNY = [CNY] = _ = RMB = yuan
RUB = [RUB] = _ = rouble = roubles = ruble = rubles
KRW = [KRW] = _ = won
JPY = [JPY] = _ = yen
GBP = [GBP]
INR = [INR] = _ = rupee = rupees
KPW = [KPW]
person = [person] = _ = persons = people = troop = troops = soldier = soldiers = worker = workers
shell = [shell] = _ = shells = round = rounds
aircraft = [aircraft]
country = [country] = _ = countries
TEU = [container] = _ = container = containers
share = 1 = _ = shares = fraction = ratio = index = probability = dimensionless
percent = 0.01 = _ = pct
thousand = 1000
million = 1000000
billion = 1000000000
"""
"""Name, size and other names, in pint's own notation."""

_COUNTS = (
    "warhead",
    "missile",
    "launch",
    "test",
    "ship",
    "submarine",
    "drone",
    "tank",
    "gun",
    "vehicle",
    "satellite",
    "brigade",
    "battalion",
    "household",
    "firm",
    "vote",
    "seat",
    "visit",
    "attack",
    "incident",
    "reactor",
    "centrifuge",
)
"""Things that are counted, each a kind of its own; the plural is read too."""

_PREFIXES = {"k": 1e3, "M": 1e6, "bn": 1e9, "G": 1e9, "T": 1e12, "tn": 1e12, "P": 1e15, "E": 1e18}
_MONEYS = ("USD", "EUR", "CNY", "RUB", "KRW", "JPY", "GBP", "INR", "KPW")
_PREFIXED = {
    **{money: ("k", "M", "bn", "tn") for money in _MONEYS},
    **{energy: ("k", "M", "G", "T", "P", "E") for energy in ("J", "W", "Wh")},
    "g": ("k",),
    "t": ("k", "M", "G"),
    "m": ("k",),
    "tTNT": ("k", "M"),
    "toe": ("k", "M"),
    "bbl": ("k", "M"),
    "person": ("k", "M"),
    "people": ("k", "M"),
    "shells": ("k", "M"),
    "shell": ("k", "M"),
    "troops": ("k",),
}
"""Units that are also written with a prefix: ``kUSD``, ``bnUSD``, ``TWh``."""
_SIGNS = {
    "%": "percent",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY or JPY",
    "₽": "RUB",
    "₩": "KRW",
}
_COMMON = "kt, kt/month, USD, MUSD/year, people, shells, MWh, km, percent, 1/month"
_LONGEST = 120
_LARGEST_POWER = 6
_CLOSE = 1e-9
_SAFE = re.compile(r"(?:[^\W\d]\w*|\d+(?!\w)|[\s*/().-])*")
"""Names, numbers and the few signs of a unit: what else Python would warn of never reaches it."""


class UnitFault(Exception):
    """A unit that cannot be read.

    Parameters
    ----------
    message
        What is wrong.
    at, length
        Which piece of the text.
    help
        How to mend it.
    """

    def __init__(self, message: str, at: int, length: int, help: str = "") -> None:
        super().__init__(message)
        self.message, self.at, self.length, self.help = message, at, length, help


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, made of named ones: ``kt/month``, ``1/month``, or none.

    Parameters
    ----------
    named
        The named units and their powers, as the author wrote them.
    base
        The same in base units.
    size
        Logarithm of how many base units it is. As a logarithm no power of a unit overflows.

    Examples
    --------
    >>> flow = read_unit("kt/month")
    >>> str(flow * read_unit("month")), str(flow / flow), str(read_unit("m ** 2") ** 0.5)
    ('kt', '', 'm')
    >>> flow.agrees(read_unit("t/month")), flow.alike(read_unit("t/month"))
    (False, True)
    """

    named: UnitsContainer
    base: UnitsContainer
    size: float

    def __mul__(self, other: Unit) -> Unit:
        return Unit(self.named * other.named, self.base * other.base, self.size + other.size)

    def __truediv__(self, other: Unit) -> Unit:
        return Unit(self.named / other.named, self.base / other.base, self.size - other.size)

    def __pow__(self, power: float) -> Unit:
        if power == 0.0:
            return self / self
        return Unit(self.named**power, self.base**power, self.size * power)

    def alike(self, other: Unit) -> bool:
        """Whether both measure the same kind of thing, in whatever size."""
        return self.base == other.base or all(
            abs(power) < _CLOSE for power in (self.base / other.base).values()
        )

    def agrees(self, other: Unit) -> bool:
        """Whether both are the same kind and the same size."""
        near = abs(self.size - other.size) <= _CLOSE * max(1.0, abs(self.size))
        return near and self.alike(other)

    def times(self, other: Unit) -> float:
        """How many of the other unit this one is, of one kind with it.

        Examples
        --------
        >>> round(read_unit("year").times(read_unit("month")), 6)
        12.0
        """
        return math.exp(max(-700.0, min(700.0, self.size - other.size)))

    def __str__(self) -> str:
        """Text of the unit, empty for none."""
        powers = {name: float(str(power)) for name, power in self.named.items()}
        above = [_power(n, p) for n, p in powers.items() if p > 0]
        below = [_power(n, -p) for n, p in powers.items() if p < 0]
        if not below:
            return "*".join(above)
        divisor = below[0] if len(below) == 1 else f"({'*'.join(below)})"
        return f"{'*'.join(above) or '1'}/{divisor}"


def read_unit(text: str) -> Unit:
    """A unit from its text.

    Parameters
    ----------
    text
        Names of units joined by ``*`` and ``/``, with whole powers: ``kt``, ``1/month``,
        ``kt/(month*person)``, ``m**2``; ``per`` is a stroke and ``^`` a power. ``share`` is no
        unit.

    Returns
    -------
    Unit

    Raises
    ------
    UnitFault
        Where the text is no such thing or names a unit that the table lacks.

    Examples
    --------
    >>> str(read_unit("kt per month")), str(read_unit("share")), str(read_unit("kUSD/people"))
    ('kt/month', '', 'kUSD/person')
    >>> read_unit("kt/mnth")
    Traceback (most recent call last):
    kautilya.model.unit_registry.UnitFault: 'mnth' is no unit that is known here
    """
    return _Reader(text).read()


def unit_names() -> Mapping[str, str]:
    """Every name of a unit, and the name that it is shown under.

    Examples
    --------
    >>> unit_names()["barrels"], unit_names()["kUSD"]
    ('bbl', 'kUSD')
    """
    return _names()


def _power(name: str, power: float) -> str:
    return name if power == 1 else f"{name}**{power:g}"


@cache
def _names() -> dict[str, str]:
    """Each name and its canonical one."""
    names: dict[str, str] = {}
    for line in _definitions():
        name, _, *others = (word.strip() for word in line.split("="))
        names.update({other: name for other in (name, *others) if other != "_"})
    for name, prefixes in _PREFIXED.items():
        names.update({prefix + name: prefix + names[name] for prefix in prefixes})
    return names


@cache
def _definitions() -> tuple[str, ...]:
    """The table, line by line."""
    irregular = {"launch": "launches"}
    counts = [f"{n} = [{n}] = _ = {irregular.get(n, n + 's')}" for n in _COUNTS]
    return (*_BASE.strip().splitlines(), *counts)


@cache
def _unit(name: str) -> Unit:
    """A unit by its canonical name."""
    from pint.util import UnitsContainer, to_units_container

    factor, root = _registry().get_root_units(name)
    base = to_units_container(root)
    size = math.log(float(str(factor)))
    plain = not base and size == 0.0
    return Unit(UnitsContainer({} if plain else {name: 1}), base, size)


@cache
def _registry() -> UnitRegistry[Any]:
    """Build the table as a registry of pint, which knows nothing else."""
    # Imported when it is first needed: a tenth of a second that not every command has to spend.
    from pint import UnitRegistry

    registry: UnitRegistry[Any] = UnitRegistry(None)
    prefixes = [f"{prefix}- = {size:g}" for prefix, size in _PREFIXES.items()]
    # pint's lines name a symbol or `_`, then other names; ours are looked up before pint is asked.
    units = [" = ".join(line.split(" = ")[:2]) for line in _definitions()]
    registry.load_definitions([*prefixes, *units])
    return registry


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.python = re.sub(r"\bper\b", "/", text).strip().replace("^", "**")

    def read(self) -> Unit:
        if len(self.text) > _LONGEST:
            raise self._fault(f"a unit has at most {_LONGEST} characters", 0, _LONGEST)
        for sign, name in _SIGNS.items():
            if sign in self.text:
                raise self._fault(f"'{sign}' is no unit", self.text.index(sign), 1, f"write {name}")
        if not _SAFE.fullmatch(self.python):
            raise self._unreadable()
        try:
            tree = ast.parse(self.python, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise self._unreadable() from None
        return self._unit(tree)

    def _unit(self, node: ast.expr) -> Unit:
        match node:
            case ast.Name():
                return self._named(node.id)
            case ast.Constant(value=int() | float()) if node.value == 1 and node.value is not True:
                return _unit("share")
            case ast.BinOp(op=ast.Mult()):
                return self._unit(node.left) * self._unit(node.right)
            case ast.BinOp(op=ast.Div()):
                return self._unit(node.left) / self._unit(node.right)
            case ast.BinOp(op=ast.Pow()):
                return self._unit(node.left) ** self._exponent(node.right)
        raise self._unreadable()

    def _exponent(self, node: ast.expr) -> int:
        sign = 1
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, node = -1, node.operand
        power = node.value if isinstance(node, ast.Constant) else None
        if type(power) is int and power <= _LARGEST_POWER:
            return sign * power
        raise self._fault(
            f"a power of a unit is a whole number up to {_LARGEST_POWER}", 0, len(self.text)
        )

    def _named(self, name: str) -> Unit:
        known = _names().get(name)
        if known is not None:
            return _unit(known)
        found = re.search(rf"\b{re.escape(name)}\b", self.text)
        near = near_miss(name, _names())
        raise self._fault(
            f"'{name}' is no unit that is known here",
            found.start() if found else 0,
            len(name),
            f"did you mean '{near}'?"
            if near
            else f"for instance {_COMMON}; what is merely counted may go without a unit",
        )

    def _unreadable(self) -> UnitFault:
        help = f"units are joined by * and /, as in {_COMMON}"
        if re.search(r"(?<![\w*^-])\d", self.text):
            help = "a number belongs into the value; a unit is made of names, as in kt/month"
        return self._fault(f"the unit '{self.text}' cannot be read", 0, len(self.text), help)

    def _fault(self, message: str, at: int, length: int, help: str = "") -> UnitFault:
        return UnitFault(message, at, max(1, length), help)
