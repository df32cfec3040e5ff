"""What is uncertain, in words: its name, what it is today, and where it stands."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from kautilya.report.rows import sources_of
from kautilya.study.quantities import Kind, Quantity
from kautilya.study.region import Clause, Restriction, Rule
from kautilya.study.wording import percent, printable

SMALL_P = 0.001
"""A quasi-p value below this is said to be so, and not in figures."""


MOST_SOURCES = 3
"""Citations that are written out; of more, some are only counted."""


def name_words(quantity: Quantity) -> str:
    """What it is called in a sentence.

    Examples
    --------
    >>> name_words(Quantity("line.believes.delay", Kind.BELIEF, False, "", "", 1, ()))
    'delay as line believes it'
    """
    match quantity.kind:
        case Kind.BELIEF:
            actor, _, name = quantity.name.partition(".believes.")
            return f"{name} as {actor} believes it"
        case Kind.WEIGHT:
            return f"the weight of {quantity.name}"
        case Kind.WEIGHTS:
            return f"the weights of {quantity.name}"
    return quantity.name


def condition_words(quantity: Quantity, restriction: Restriction) -> str:
    """A restriction as a clause.

    Examples
    --------
    >>> contested = Quantity("storms", Kind.MECHANISM, True, "", "likely", 1, ())
    >>> condition_words(contested, Restriction("storms", kept=("not in force",)))
    'storms is not in force'
    >>> harbour = Quantity("line.berth", Kind.SETTLED, False, "", "now stay", 1, ())
    >>> condition_words(harbour, Restriction("line.berth", kept=("leave", "cycles")))
    'line.berth settles at leave or cycles'
    """
    name = name_words(quantity)
    if restriction.kept:
        kept = " or ".join(restriction.kept)
        verb = "settles at" if quantity.kind is Kind.SETTLED else "is"
        return f"{name} {verb} {kept}"
    low, high = restriction.low, restriction.high
    if low is not None and high is not None:
        return f"{name} is from {low:.3g} to {high:.3g}"
    return f"{name} is at least {low:.3g}" if low is not None else f"{name} is at most {high:.3g}"


def place_words(quantity: Quantity) -> Text:
    """Line in the case, and citations."""
    where = Text(f"  line {quantity.line}", "dim") if quantity.line else Text("")
    sources = quantity.sources
    if sources:
        few = len(sources) <= MOST_SOURCES
        cited = " ".join(map(printable, sources)) if few else sources_of(sources)
        where.append(f"  {cited}", "cyan")
    return where


def p_words(quasi_p: float) -> str:
    """A quasi-p value.

    Examples
    --------
    >>> p_words(0.0123), p_words(1e-9)
    ('0.012', '< 0.001')
    """
    return f"< {SMALL_P}" if quasi_p < SMALL_P else f"{quasi_p:.3f}"


def rule_words(rule: Rule) -> str:
    """A region in one sentence: the rule, its density, its coverage, and lines in the case."""
    conditions = " and ".join(
        condition_words(clause.quantity, clause.tested.restriction) for clause in rule.clauses
    )
    box = rule.box
    return (
        f"where {conditions} it fails in {percent(box.density)} of {box.cases:,} worlds (density); "
        f"these hold {percent(box.coverage)} of its failures (coverage)"
    )


def quantity_data(quantity: Quantity) -> dict[str, Any]:
    """A quantity as plain data."""
    return {
        "name": quantity.name,
        "kind": str(quantity.kind),
        "says": quantity.says,
        "today": quantity.today,
        "line": quantity.line,
        "source": list(quantity.sources),
    }


def clause_data(clause: Clause) -> dict[str, Any]:
    """A condition of a rule as plain data."""
    restriction = clause.tested.restriction
    return {
        **quantity_data(clause.quantity),
        "words": condition_words(clause.quantity, restriction),
        **restriction_data(restriction),
        "quasi_p": clause.tested.quasi_p,
        "again": clause.tested.again,
    }


def restriction_data(restriction: Restriction) -> dict[str, Any]:
    """A restriction as plain data."""
    return {"low": restriction.low, "high": restriction.high, "kept": list(restriction.kept)}
