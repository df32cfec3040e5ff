"""What every kind of case has in its single world: witnesses, today, the inverse question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kautilya.case.conflict import ConflictForm
from kautilya.payoffs import NormalForm
from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.inverse import inverse
from kautilya.solve.stability.records import Concept
from kautilya.study.faults import UnknownName
from kautilya.study.strategic.ask import NoAnswer, Question
from kautilya.study.strategic.names import Gazetteer
from kautilya.study.strategic.origin import Origin
from kautilya.study.strategic.record import Certificates, Strategic, Subject
from kautilya.study.strategic.record_answers import FromToday, Inverse, Witness
from kautilya.study.strategic.single import (
    Single,
    mentioned,
    witnessed,
)
from kautilya.study.strategic.stage import Stage
from kautilya.study.strategic.today import best_responses, from_today
from kautilya.study.version import VERSION

MOST_GOALS = 8
"""States to which ways from today are sought."""


@dataclass(frozen=True)
class Made:
    """A picture, and the game in strategic form of its single world.

    Parameters
    ----------
    picture
        What was found.
    game
        The game; None where the case is none, as not every combination of options is feasible.
    """

    picture: Strategic
    game: NormalForm | None


@dataclass(frozen=True)
class Parts:
    """What every kind of case has in one world."""

    witnesses: tuple[Witness, ...]
    inverse: Inverse | None
    from_today: FromToday | None
    certificates: Certificates
    left_out: tuple[str, ...]


def parts_of(
    origin: Origin,
    form: ConflictForm,
    one: Single,
    names: Gazetteer,
    question: Question,
    asked: Sequence[int],
    goals: Sequence[int],
) -> Parts:
    """Witnesses, the inverse question, and what can come of today."""
    witnesses, checks = witnessed(one, asked)
    names.note(mentioned(witnesses))
    turned, why = _inverse(one, names, question)
    order = list(origin.case.actors) if origin.case else list(one.conflict.actors)
    path = best_responses(one.conflict, order)
    came, left_out = from_today(origin.case, form, one.conflict, goals[:MOST_GOALS], path)
    if came is not None:
        names.note(_named_in(came))
    return Parts(witnesses, turned, came, checks, (*why, *left_out))


def _named_in(found: FromToday) -> set[int]:
    """Every state that is named in what can come of today."""
    states = {found.today, *found.unreachable}
    states.update(joint.state for joint in found.joint if joint.state is not None)
    for way in found.ways:
        states.add(way.state)
        states.update(s for _, s in (*(way.improving or ()), *(way.any or ())))
    if found.path is not None:
        states.update(s for _, s in found.path.steps)
    return states


def _inverse(
    one: Single, names: Gazetteer, question: Question
) -> tuple[Inverse | None, tuple[str, ...]]:
    """Which rankings of an actor make a state hold; and why that was not counted."""
    if question.inverse is None and question.vary is None:
        return None, ()
    if question.inverse is None or question.vary is None:
        raise NoAnswer("a state and the actor whose wishes are open go together: give both")
    if question.vary not in one.conflict.actors:
        raise UnknownName("actor", question.vary, one.conflict.actors)
    state = names.only(question.inverse)
    names.note([state])
    asked = [c for c in one.concepts if c != "sim"]
    if not asked:
        raise NoAnswer("rankings are counted for nash, smr, seq and gmr, and not for sim")
    concept: Concept = asked[0] if question.concepts else "seq"
    try:
        found = inverse(one.conflict, question.vary, state, concept, rule=one.rule)
    except TooLarge as error:
        return None, (f"the inverse question (KC805): {error}",)
    names.note(found.relevant)
    return (
        Inverse(
            state,
            question.vary,
            concept,
            found.favourable,
            found.rankings,
            found.relevant,
            found.favourable_relevant,
            found.rankings_relevant,
            found.condition,
            found.lost,
        ),
        (),
    )


def meant(names: Gazetteer, question: Question) -> list[int]:
    """States that are asked about."""
    found = [state for text in question.states for state in names.meant(text)]
    names.note(found)
    return list(dict.fromkeys(found))


def goals_of(one: Single) -> list[int]:
    """Equilibria to which ways from today are sought: those of the strongest concepts first."""
    found: list[int] = []
    for concept in ("nash", "seq", "smr"):
        if concept in one.concepts:
            found += one.equilibria(concept)
    return list(dict.fromkeys(found or one.equilibria(one.concepts[0])))


def first_checked(one: Single, states: Sequence[int]) -> list[int]:
    """States whose verdicts are checked first: today and equilibria, then the others."""
    today = [] if one.conflict.today is None else [one.conflict.today]
    return list(dict.fromkeys([*today, *goals_of(one), *states]))


def subject_of(
    origin: Origin,
    form: ConflictForm,
    question: Question,
    concepts: Sequence[Concept],
    kind: str,
    stage: Stage | None = None,
) -> Subject:
    """What was solved, and how."""
    space = form.grid.space
    at = ""
    if stage is not None:
        at = "mean" if question.world is None else f"world {question.world}"
    return Subject(
        origin.name,
        origin.title,
        origin.source,
        origin.year,
        origin.digest,
        origin.file,
        kind,
        1 if stage is None else question.worlds,
        None if stage is None else question.seed,
        question.scenario,
        form.count if space is None else space.size,
        form.count,
        tuple(concepts),
        question.rule,
        0.0 if stage is None else stage.case.epsilon,
        at,
        VERSION,
    )


def joined(*parts: Certificates) -> Certificates:
    """What was checked in several parts, together."""
    return Certificates(
        sum(part.checked for part in parts), tuple(f for part in parts for f in part.failed)
    )
