"""Causes that an effect can be shared out among, and what each is when it is off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kautilya.case import Case
from kautilya.source import Path
from kautilya.study.causes import place_of
from kautilya.study.check import Checked
from kautilya.study.deciding import CannotAsk
from kautilya.study.faults import UnknownName
from kautilya.study.stress.variants import entry_of


@dataclass(frozen=True)
class Cause:
    """A cause as the author wrote it.

    Parameters
    ----------
    name
        A mechanism, an option with effects (``DECISION.OPTION``), a premise or a decision.
    kind
        ``mechanism``, ``option``, ``premise`` or ``decision``.
    off
        For a premise, its value when it is off.
    now
        For a decision, the option that it stands at when it is off.
    says, source, line
        What it states, what it cites, and its line in the case.
    """

    name: str
    kind: str
    off: float | None
    now: str
    says: str
    source: tuple[str, ...]
    line: int


def causes_of(
    checked: Checked, names: Sequence[str], query: str, bearing: frozenset[str]
) -> dict[str, Cause]:
    """The causes that are meant, each once.

    Parameters
    ----------
    checked
        The case.
    names
        What was asked for.
    query, bearing
        The query, and everything that its answer can depend on.

    Raises
    ------
    UnknownName
        For one that there is not.
    CannotAsk
        For none, for one named twice, for a premise that declares no off, and for one on which
        the query does not depend.
    """
    case = checked.case
    assert case is not None
    if not names:
        raise CannotAsk(
            "name the causes behind the query: mechanisms, DECISION.OPTION, premises or decisions"
        )
    found: dict[str, Cause] = {}
    for name in names:
        if name in found:
            raise CannotAsk(f"{name} is named twice: a cause counts once")
        found[name] = _cause(checked, case, name)
        held = {f"{actor}.believes.{name}" for actor in case.beliefs}
        if not {name, *held} & bearing:
            raise CannotAsk(f"{name} does not bear on {query}: nothing that it asks depends on it")
    return found


def _cause(checked: Checked, case: Case, name: str) -> Cause:
    kinds = dict(_kinds(case))
    if name not in kinds:
        raise UnknownName("cause", name, kinds)
    kind, now, says = kinds[name], "", ""
    path: Path = ("decisions", name)
    if kind == "decision":
        now = case.decisions[name].now
    else:
        path = place_of(case, name)
        says = str(getattr(entry_of(case, name), "says", ""))
    source = tuple(getattr(entry_of(case, name), "source", ())) if kind != "decision" else ()
    off = _off(case, name) if kind == "premise" else None
    assert checked.places is not None
    return Cause(name, kind, off, now, says, source, checked.places.key(path).line)


def _kinds(case: Case) -> Iterator[tuple[str, str]]:
    """Everything that can be a cause, and what it is."""
    yield from ((name, "mechanism") for name in case.mechanisms)
    for decision, entry in case.decisions.items():
        yield decision, "decision"
        for option, inner in entry.options.items():
            if inner.does:
                yield f"{decision}.{option}", "option"
    yield from ((name, "premise") for name in case.premises)


def _off(case: Case, name: str) -> float:
    off = case.premises[name].off
    if off is None:
        raise CannotAsk(
            f"the premise {name} does not say what it is when it is off: write `off: VALUE` into it"
        )
    return off
