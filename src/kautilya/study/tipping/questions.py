"""What is asked while a value moves: whether a proposition passes, and what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kautilya.case import Case, Places
from kautilya.case.parse import parse
from kautilya.case.schema import Proposition
from kautilya.credence import edges
from kautilya.explore.one_answer import Plurality, Rule, Threshold
from kautilya.findings.answer import Situation
from kautilya.findings.claims import Claim, conditions_of
from kautilya.findings.declared import declared_of
from kautilya.findings.trial import Trial, agreements_of, start_profile
from kautilya.payoffs import ProfileSpace
from kautilya.study.asking import Unanswerable
from kautilya.study.stress.verdicts import Verdict

__all__ = ["PASSES", "Question", "choice_of", "claim_of", "rule_of", "with_choices"]

PASSES = ("fails", "passes")
"""Answers of a proposition by number."""

HAIR = 1e-9
"""On either side of an edge, to see whether passing changes there."""


@dataclass(frozen=True)
class Question:
    """A proposition or a choice, ready to be asked.

    Parameters
    ----------
    name
        The proposition, or ``best(DECISION)``.
    trials
        What is tried in each world: the claim; for a choice one claim for each option.
    rule
        Makes one answer of all worlds.
    answers
        The answers by number: options, or `PASSES`.
    decision, by, owner
        For a choice, the decision, ``best`` or ``foresees``, and who chooses as printed.
    says, stated, scenario, sources, line, system
        As the author wrote it, and where.
    actors
        Whose choice, payoff or view is asked about.
    verdict
        For a proposition, when it passes.
    """

    name: str
    trials: tuple[Trial, ...]
    rule: Rule
    answers: tuple[str, ...]
    decision: str
    by: str
    owner: str
    says: str
    stated: str
    scenario: str | None
    sources: tuple[str, ...]
    line: int
    system: str | None
    actors: tuple[str, ...]
    verdict: Verdict | None

    @property
    def irrelevant(self) -> str | None:
        """The premise that a proposition calls irrelevant."""
        return None if self.verdict is None else self.verdict.premise

    def named(self, state: int) -> str:
        """An answer by its number; ``nothing`` where no world counts."""
        return self.answers[state] if state >= 0 else "nothing"


def claim_of(case: Case, places: Places, trial: Trial, verdict: Verdict) -> Question:
    """A proposition as a question: whether it passes."""
    entry = case.propositions[trial.name]
    stated = (
        entry.stated
        if isinstance(entry.stated, str)
        else f"irrelevant: {entry.stated['irrelevant']}"
    )
    return Question(
        trial.name,
        (trial,),
        rule_of(verdict),
        PASSES,
        "",
        "",
        "",
        entry.says,
        stated,
        trial.scenario,
        entry.source,
        places.key(("propositions", trial.name)).line,
        entry.system,
        _actors(case, trial),
        verdict,
    )


def rule_of(verdict: Verdict) -> Rule:
    """When a share passes, and the shares at which that changes."""
    if verdict.hedge is None:
        possible: Sequence[float] = (-0.05, 0.05)
    else:
        possible = edges(verdict.hedge)
    changing = [e for e in possible if verdict.passes(e - HAIR) != verdict.passes(e + HAIR)]
    return Threshold(verdict.passes, tuple(changing))


def choice_of(
    case: Case, places: Places, space: ProfileSpace, decision: str, by: str, scenario: str | None
) -> Question:
    """A choice as a question: which option is chosen in most worlds.

    Parameters
    ----------
    case, places, space
        The case.
    decision
        A decision whose owner has interests.
    by
        ``best`` (all others held) or ``foresees`` (once they have answered).
    scenario
        In which scenario.

    Raises
    ------
    Unanswerable
        Where the scenario holds the decision.
    """
    held = conditions_of(case.scenarios[scenario].hold) if scenario else {}
    if decision in held:
        raise Unanswerable(
            f"{scenario} holds {decision} at {held[decision]}: nothing is chosen in it"
        )
    pins = {space.axis[d]: space.option(d, o) for d, o in held.items()}
    situation = Situation(
        start_profile(case, space, scenario, pins),
        pins,
        None,
        agreements_of(case, space),
        case.epsilon,
        case.horizon,
        tuple(actor for actor in case.actors if case.interests.get(actor)),
        declared_of(case, space),
    )
    options = space.options[space.axis[decision]]
    texts = [f"{by}({decision}) is {option}" for option in options]
    trials = tuple(
        Trial(text, Claim(text, parse(text, queries=True)), None, scenario, situation)
        for text in texts
    )
    entry, owner = case.decisions[decision], decision.partition(".")[0]
    return Question(
        f"{by}({decision})",
        trials,
        Plurality(len(options)),
        options,
        decision,
        by,
        case.actors[owner].name or owner,
        entry.says,
        "",
        scenario,
        entry.source,
        places.key(("decisions", decision)).line,
        entry.system,
        (owner,),
        None,
    )


def with_choices(case: Case, choices: Iterable[Question]) -> Case:
    """The case with a proposition for each option of some choices, as their trials name them."""
    added: Mapping[str, Proposition] = {
        trial.name: Proposition.model_validate(
            {"claim": trial.name, "stated": "could", "in": trial.scenario}
        )
        for choice in choices
        for trial in choice.trials
    }
    return case.model_copy(update={"propositions": {**case.propositions, **added}})


def _actors(case: Case, trial: Trial) -> tuple[str, ...]:
    """Whose choice, payoff or view a claim asks about."""
    found: dict[str, None] = {}
    for query in trial.claim.queries:
        actor = query.subject.name.partition(".")[0]
        seen_by = query.seen_by.name if query.seen_by is not None else trial.situation.voice
        for name in (actor, seen_by):
            if name in case.actors:
                found[str(name)] = None
    return tuple(found)
