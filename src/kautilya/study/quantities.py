"""What is uncertain in a case, as a reader knows it: what it says, where it stands, what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kautilya.case import Case, Places
from kautilya.case.schema import Belief, Entry, Interest, Mechanism, Premise
from kautilya.study.causes import place_of

__all__ = ["Kind", "Quantity", "quantity_of", "weights_of"]


class Kind(StrEnum):
    """What can differ between worlds."""

    PREMISE = "premise"
    MECHANISM = "mechanism"
    BELIEF = "belief"
    WEIGHT = "weight"
    WEIGHTS = "weights"
    SETTLED = "settled"


@dataclass(frozen=True)
class Quantity:
    """One thing that differs between worlds.

    Parameters
    ----------
    name
        A premise, a mechanism, ``ACTOR.believes.NAME``, the weight of an interest ``ACTOR.ID``, an
        actor (all its weights together), or a decision (where it settles).
    kind
        Which of these.
    is_chance
        Whether it is 0 or 1 in each world: a fact that is so or not, a mechanism in force or not.
    says, today
        What the case says of it, and which value or range it gives, in words.
    line, sources
        Where it stands in the case, and what it cites.
    """

    name: str
    kind: Kind
    is_chance: bool
    says: str
    today: str
    line: int
    sources: tuple[str, ...]


def quantity_of(case: Case, places: Places, name: str) -> Quantity:
    """What a reader knows of a premise, mechanism, belief, interest's weight or decision.

    Parameters
    ----------
    case, places
        What the author wrote.
    name
        As in `Quantity`, but for an actor.
    """
    path = place_of(case, name) or ("decisions", name)
    line = places.key(path).line
    if path[0] == "decisions":
        decision = case.decisions[name]
        return Quantity(
            name, Kind.SETTLED, False, decision.says, f"now {decision.now}", line, decision.source
        )
    if path[0] == "interests":
        rows = case.interests[str(path[1])]
        row = rows[int(path[2])]
        today = _rank(row, rows.index(row) + 1, len(rows))
        return Quantity(name, Kind.WEIGHT, False, row.name or row.says, today, line, row.source)
    kind, entry = _entry(case, name)
    is_chance = entry.chance is not None
    return Quantity(name, kind, is_chance, entry.says, _today(entry), line, entry.source)


def weights_of(case: Case, places: Places, actor: str) -> Quantity:
    """What a reader knows of all the weights of an actor together."""
    rows = case.interests[actor]
    ranked = ", ".join(row.id for row in rows)
    sources = tuple(dict.fromkeys(source for row in rows for source in row.source))
    line = places.key(("interests", actor)).line
    return Quantity(
        actor, Kind.WEIGHTS, False, f"how it weighs {ranked}", "by its ranks", line, sources
    )


def _entry(case: Case, name: str) -> tuple[Kind, Premise | Mechanism | Belief]:
    actor, believes, believed = name.partition(".believes.")
    if believes:
        return Kind.BELIEF, _belief(case, actor, believed)
    if name in case.premises:
        return Kind.PREMISE, case.premises[name]
    return Kind.MECHANISM, case.mechanisms[name]


def _belief(case: Case, actor: str, name: str) -> Belief:
    """A belief that an actor holds, or else one that an option gives it."""
    held = case.beliefs.get(actor, {})
    if name in held:
        return held[name]
    return next(
        option.persuades[actor][name]
        for decision in case.decisions.values()
        for option in decision.options.values()
        if name in option.persuades.get(actor, {})
    )


def _today(entry: Entry) -> str:
    """The value, range or chance that the case gives."""
    chance = getattr(entry, "chance", None)
    if chance is not None:
        return chance if isinstance(chance, str) else f"chance {chance:g}"
    form = getattr(entry, "form", None)
    value, span = getattr(entry, "value", None), getattr(entry, "range", None)
    if isinstance(form, tuple):
        span = form
    elif form is not None:
        return form if isinstance(form, str) else f"{form:g}"
    parts = []
    if value is not None:
        parts.append(f"{value:g}")
    if span is not None:
        parts.append(f"{span[0]:g} to {span[1]:g}")
    return ", ".join(parts)


def _rank(row: Interest, place: int, many: int) -> str:
    """How important an interest is said to be."""
    if row.weight is not None:
        return f"weight {row.weight:g}"
    rank = f"tier {row.tier}" if row.tier is not None else f"ranked {place} of {many}"
    return f"{rank}, absolute" if row.absolute else rank
