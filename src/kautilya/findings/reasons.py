"""What a claim can rest on: everything that can be taken away and that reaches what it asks."""

from __future__ import annotations

from kautilya.case import Case, Names, owner
from kautilya.case.expression import LEVEL_QUERIES, Name, Query, parts
from kautilya.findings.trial import Trial
from kautilya.payoffs import Evaluator, Setting
from kautilya.terms import FACTS

_PLAIN = Setting()


def elements(case: Case, names: Names) -> tuple[str, ...]:
    """Everything that a removal can take away: mechanisms, `does`, beliefs and interests."""
    interests = tuple(i for rows in names.interests.values() for i in rows)
    return (*names.switches, *names.beliefs, *interests)


def bearing(case: Case, evaluator: Evaluator, test: Trial) -> frozenset[str]:
    """Elements and premises that a test's answer can depend on.

    An element outside of this set cannot move the answer, so its removal need not be run.
    """
    found: frozenset[str] = frozenset()
    for claim in (test.claim, test.given):
        if claim is None:
            continue
        for query in claim.queries:
            found |= _query(case, evaluator, test, query)
        for part in parts(claim.tree):
            if isinstance(part, Name):
                found |= evaluator.reach(part.name, _view(evaluator, test.situation.voice))
    return found


def _view(evaluator: Evaluator, seen_by: str | None) -> str:
    """The view that a level or a premise is read in: the facts where no viewer is named."""
    return FACTS if seen_by in (None, FACTS) else evaluator.viewer(str(seen_by), _PLAIN)


def _query(case: Case, evaluator: Evaluator, test: Trial, query: Query) -> frozenset[str]:
    seen_by = query.seen_by.name if query.seen_by is not None else test.situation.voice
    if query.kind in LEVEL_QUERIES:
        return evaluator.reach(query.subject.name, _view(evaluator, seen_by))
    if query.kind in ("payoff", "gain", "likes"):
        actor, _, interest = query.subject.name.partition(".")
        rows = (query.subject.name,) if interest else evaluator.interests[actor]
        return _payoff(evaluator, actor, rows, seen_by, weighed=not interest)
    if query.kind == "share_of":
        # What the query hangs on is told of the query itself, which stands inside.
        return frozenset({query.subject.name})
    if query.kind in ("best", "flips"):
        moved = frozenset({query.subject.name} if query.kind == "flips" else ())
        return moved | _actors(evaluator, (owner((query.decision or query.subject).name),), seen_by)
    if query.kind == "empty":
        pledge = test.situation.declared.pledges[query.subject.name]
        return _actors(evaluator, (owner(query.subject.name), *pledge.persuaded), seen_by)
    return _actors(evaluator, tuple(evaluator.interests), seen_by)


def _actors(evaluator: Evaluator, actors: tuple[str, ...], seen_by: str | None) -> frozenset[str]:
    """What the payoffs of some actors depend on; those without interests have none."""
    found: frozenset[str] = frozenset()
    for actor in actors:
        rows = evaluator.interests.get(actor, ())
        found |= _payoff(evaluator, actor, rows, seen_by, weighed=True)
    return found


def _payoff(
    evaluator: Evaluator, actor: str, rows: tuple[str, ...], seen_by: str | None, *, weighed: bool
) -> frozenset[str]:
    view = FACTS if seen_by == FACTS else evaluator.viewer(seen_by or actor, _PLAIN)
    found = frozenset(rows) if weighed else frozenset()
    return found.union(*(evaluator.reach(row, view) for row in rows))


def is_restated(case: Case, test: Trial) -> bool:
    """Whether a claim restates one mechanism: one variable, no choice, one thing ending there."""
    subjects = {query.subject.name for query in test.claim.queries}
    if len(subjects) != 1 or any(q.kind not in LEVEL_QUERIES for q in test.claim.queries):
        return False
    (name,) = subjects
    ending = sum(mechanism.to == name for mechanism in case.mechanisms.values())
    ending += sum(
        name in option.does
        for decision in case.decisions.values()
        for option in decision.options.values()
    )
    return ending == 1
