"""What a reader changes in a case: premises moved, elements taken away, weights drawn otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from kautilya.case import Case, Names
from kautilya.findings.reasons import elements
from kautilya.payoffs import Setting
from kautilya.study.faults import UnknownName

RULES = ("ranks", "flat", "lexicographic", "reversed")
"""Rules by which an actor's weights may be drawn; ``top:ID`` puts one interest above all others."""


class NotChangeable(ValueError):
    """A change that the case does not allow; the message says why."""


@dataclass(frozen=True)
class Changes:
    """What differs from the case as written.

    Parameters
    ----------
    scenario
        Scenario in which propositions that name none are asked.
    premises
        Premises held at a value, by name.
    off
        What is taken away: mechanisms, options (``DECISION.OPTION``), beliefs
        (``ACTOR.believes.NAME``) and interests (``ACTOR.ID``).
    beliefs
        Beliefs (``ACTOR.believes.NAME``) held at a value.
    weighting
        For an actor the rule by which its weights are drawn.

    Examples
    --------
    >>> Changes(premises=(("toll", 2.0),)).setting(None, "authored").pinned
    (('toll', 2.0),)
    """

    scenario: str | None = None
    premises: tuple[tuple[str, float], ...] = ()
    off: frozenset[str] = frozenset()
    beliefs: tuple[tuple[str, float], ...] = ()
    weighting: tuple[tuple[str, str], ...] = ()

    def setting(self, scenario: str | None, shape: str) -> Setting:
        """The setting in which propositions of a scenario are asked."""
        return Setting(scenario, self.off, self.premises, shape, self.beliefs, self.weighting)

    @property
    def plain(self) -> bool:
        """Whether nothing is changed but the scenario."""
        return not (self.premises or self.off or self.beliefs or self.weighting)

    def reaches(self, case: Case, bearing: frozenset[str]) -> bool:
        """Whether an answer that depends on these elements may be another one."""
        weighed = {
            f"{actor}.{row.id}" for actor, _ in self.weighting for row in case.interests[actor]
        }
        changed = self.off.union(
            (name for name, _ in self.premises), (name for name, _ in self.beliefs), weighed
        )
        return bool(changed & bearing)


def changes_of(
    case: Case,
    names: Names,
    *,
    scenario: str | None = None,
    premises: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    beliefs: Mapping[str, float] | None = None,
    weighting: Mapping[str, str] | None = None,
) -> Changes:
    """Changes of a case, checked against what it declares.

    Raises
    ------
    UnknownName
        For a name that the case does not have.
    NotChangeable
        For a value that is not finite, a chance outside of 0 and 1, or all interests of an actor
        taken away.
    """
    if scenario is not None:
        _known("scenario", scenario, case.scenarios)
    gone = frozenset(off)
    for name in sorted(gone):
        _known("mechanism, option, belief or interest", name, elements(case, names))
    for name, value in (premises or {}).items():
        _known("premise", name, case.premises)
        _check_number(name, value, is_chance=case.premises[name].chance is not None)
    for name, value in (beliefs or {}).items():
        _known("belief", name, names.beliefs)
        actor, _, believed = name.partition(".believes.")
        form = case.beliefs[actor][believed]
        if isinstance(form.form, str):
            raise NotChangeable(f"{name} is '{form.form}', no number: take it away by `off`")
        _check_number(name, value, is_chance=form.chance is not None)
    for actor, rows in names.interests.items():
        if gone.issuperset(rows):
            raise NotChangeable(f"{actor} would want nothing: leave it one of its interests")
    _check_weighting(names, weighting or {})
    return Changes(
        scenario,
        _sorted(premises or {}),
        gone,
        _sorted(beliefs or {}),
        tuple(sorted((weighting or {}).items())),
    )


def _check_weighting(names: Names, weighting: Mapping[str, str]) -> None:
    for actor, rule in weighting.items():
        _known("actor with interests", actor, names.interests)
        own = [row.partition(".")[2] for row in names.interests[actor]]
        if rule not in (*RULES, *(f"top:{row}" for row in own)):
            raise UnknownName("rule of weighing", rule, (*RULES, *(f"top:{row}" for row in own)))


def _sorted(values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((name, float(value)) for name, value in values.items()))


def _known(kind: str, name: str, known: Iterable[str]) -> None:
    everything = tuple(known)
    if name not in everything:
        raise UnknownName(kind, name, everything)


def _check_number(name: str, value: float, *, is_chance: bool) -> None:
    if not isfinite(value) or abs(value) > 1e15:
        raise NotChangeable(f"{name}: {value} is no finite number of a usual size")
    if is_chance and not 0.0 <= value <= 1.0:
        raise NotChangeable(f"{name} is a fact that is 0 or 1 in each world, not {value:g}")
