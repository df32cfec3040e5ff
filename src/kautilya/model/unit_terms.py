"""Parts of formulas as the check of units sees them: what a place needs, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from kautilya.case.expression import Expression
from kautilya.model.graph import Path
from kautilya.model.measure import Measure
from kautilya.model.unit_registry import Unit


@dataclass(frozen=True, slots=True)
class Need:
    """The unit that a place needs, what needs it, and by which rule."""

    unit: Unit
    who: str
    why: str
    code: str = "KC402"


@dataclass(frozen=True, slots=True)
class Placed:
    """A formula of the case and where it stands."""

    path: Path
    text: str
    tree: Expression


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a formula, and what it measures."""

    formula: Placed
    tree: Expression
    measure: Measure

    @property
    def text(self) -> str:
        """The part as the author wrote it."""
        text = self.formula.text[self.tree.at : self.tree.at + self.tree.length]
        return " ".join(text.split())


def described(unit: Unit) -> str:
    """A unit as a message names it: in kt, or dimensionless."""
    return f"in {unit}" if str(unit) else "dimensionless"


def shown(unit: Unit) -> str:
    """A unit as an author would write it."""
    return str(unit) or "share"
