"""From tipping points to a watch-list: what to look out for, and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kautilya.case import Case
from kautilya.findings.trial import trials_of
from kautilya.kernel import ArrayEvaluator, yardstick_of
from kautilya.study.check import Checked
from kautilya.study.deciding import subject_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, block_size, evaluator_of, in_scenario
from kautilya.study.stress.cache import Cache
from kautilya.study.stress.laboratory import StressLaboratory
from kautilya.study.stress.record import Variant
from kautilya.study.stress.variants import variants_of
from kautilya.study.stress.verdicts import Verdict, verdicts_of
from kautilya.study.study import Study
from kautilya.study.tipping import BOTH
from kautilya.study.tipping.inquiry import can_choose
from kautilya.study.tipping.questions import Question, choice_of, claim_of, with_choices
from kautilya.study.watch.bench import WatchBench, is_at_edge
from kautilya.study.watch.mechanisms import mechanism_indicators
from kautilya.study.watch.observable import anchors_only
from kautilya.study.watch.premises import premise_indicators
from kautilya.study.watch.record import ChoiceToday, Indicator, WatchList
from kautilya.study.watch.stocks import stock_indicators
from kautilya.study.watch.trying import Chosen, Trying

WORLDS = 500
"""Worlds on which each change is tried, at most."""

LOCATING = 0.3
"""Work to find the levels, as a part of that to find what changes anything; for the progress."""

Progress = Callable[[int, int], None]


def watch(
    study: Study,
    *,
    worlds: int = WORLDS,
    seed: int = DEFAULT_SEED,
    yardstick: str | None = None,
    scenario: str | None = None,
    threads: int = 2,
    home: Path | None = None,
    progress: Progress | None = None,
) -> WatchList:
    """Find what to watch: signs that a verdict or the focal choice is about to change.

    Each premise and each belief is held at both ends of its range, each contested or rival
    mechanism is taken out, or taken to be in force, and the levels that stocks reach are compared
    between worlds. Where a verdict or the choice of most worlds changes, the level that matters is
    found by bisection between today's and the end. Answers that stand at an edge as authored are
    named and not tried. Weights and anchors are left out: nobody can see them.

    Parameters
    ----------
    study
        The case.
    worlds
        Worlds on which each change is tried, 500 at most; most on the first 200 alone, as in a
        stress test.
    seed, yardstick, scenario
        As for `Study.test`.
    threads
        Threads that evaluate; the result does not depend on it.
    home
        Folder in which what was tried is kept, together with what a stress test tried; nothing is
        kept where None.
    progress
        Called with tasks done and tasks in all, as far as they are known.

    Returns
    -------
    WatchList
        Ranked: what can be observed first, then levels of stocks, then what has to be judged; in
        each part by how much it would change, then by how near it is.

    Raises
    ------
    UnknownName
        For a scenario or a yardstick that there is not.
    CaseInvalid
        Where the run meets a value that is not finite.

    See Also
    --------
    kautilya.study.tipping.tip : one premise, everywhere along its range.

    Notes
    -----
    A premise is tried at today's level and at both ends: where something changes between them and
    changes back, only `tip` sees it.

    Examples
    --------
    >>> import kautilya
    >>> found = watch(kautilya.load("cases/first-steps"), worlds=200)
    >>> first = found.indicators[0]
    >>> first.name, first.sign, [consequence.name for consequence in first.consequences]
    ('dredger_power', 'below', ['best(board.dredging)', 'foresees(board.dredging)'])
    >>> found.at_edge
    ('dredges',)
    """
    check_asked(study.checked, None, scenario, yardstick)
    with told(study.checked):
        watching = _Watching(study.checked, worlds, seed, yardstick, scenario, threads, home)
        return watching.run(progress or (lambda done, total: None))


class _Watching:
    """A watch-list under way."""

    def __init__(
        self,
        checked: Checked,
        worlds: int,
        seed: int,
        yardstick: str | None,
        scenario: str | None,
        threads: int,
        home: Path | None,
    ) -> None:
        case, names, places = checked.case, checked.names, checked.places
        assert case and names and places and checked.claims
        if scenario is not None:
            case = in_scenario(case, scenario)
        self.checked, self.case, self.seed, self.scenario = checked, case, seed, scenario
        self.names = replace(names, case=case)
        evaluator = evaluator_of(checked, case, seed)
        trials = trials_of(case, checked.claims, evaluator.space)
        verdicts = verdicts_of(case, [t.name for t in trials], yardstick_of(case, yardstick))
        self.claims = [claim_of(case, places, trial, verdicts[trial.name]) for trial in trials]
        self.choices = list(_choices(case, checked, evaluator, scenario))
        questions = (*self.choices, *self.claims)
        every = [trial for question in questions for trial in question.trials]
        passing: Mapping[str, Verdict] = {
            **{trial.name: Chosen() for choice in self.choices for trial in choice.trials},
            **verdicts,
        }
        size = block_size(evaluator.space.size)
        self.laboratory = StressLaboratory(case, evaluator, every, passing, worlds, size)
        asked = with_choices(case, self.choices)
        self.cache = Cache(home, asked, seed, self.laboratory.worlds, yardstick)
        self.threads, self.evaluator, self.questions = threads, evaluator, questions

    def run(self, progress: Progress) -> WatchList:
        """Everything, or what was done until it was interrupted."""
        laboratory = self.laboratory
        laboratory.begin(self.threads)
        screened = self._screened()
        # Nearly anything changes an answer that stands at an edge: to find out what takes long.
        at_edge = [question for question in self.questions if is_at_edge(laboratory, question)]
        firm = [t.name for q in self.questions if q not in at_edge for t in q.trials]
        bar = _Bar(progress, len(laboratory.tasks(screened, firm)))
        trying = Trying(laboratory, self.cache, self.threads, bar.advance)
        bench = WatchBench(self.case, self.checked, laboratory, trying, self.questions)
        indicators: list[Indicator] = []
        whole = True
        try:
            trying.run(screened, {variant.name: firm for variant in screened})
            for found in (premise_indicators, mechanism_indicators):
                indicators += found(bench, screened)
            indicators += stock_indicators(bench, self.scenario)
        except KeyboardInterrupt:
            whole = False
        bar.finish()
        tried = Counter(_KINDS[v.kind] for v in {v.elements[0]: v for v in screened}.values())
        return WatchList(
            subject_of(self.checked, self.seed, laboratory.worlds, self.scenario),
            tuple(self._today(choice) for choice in self.choices),
            len(self.claims),
            {**tried, "stock": len(self.case.stocks)},
            tuple(sorted(indicators, key=_rank)),
            tuple(question.name for question in at_edge),
            {name: entry.title or name for name, entry in self.case.systems.items()},
            {name: entry.name or name for name, entry in self.case.actors.items()},
            whole,
        )

    def _screened(self) -> list[Variant]:
        """The changes to try: ends of premises and beliefs, contested and rival mechanisms."""
        hidden = anchors_only(self.case)
        found = []
        for variant in variants_of(self.case, self.names, ()):
            name = variant.elements[0] if variant.elements else ""
            if variant.kind in ("premise", "held") and name not in hidden:
                found.append(variant)
            elif variant.kind == "mechanism":
                entry = self.case.mechanisms[name]
                if entry.chance is not None or entry.status == "rival":
                    found.append(variant)
        return found

    def _today(self, choice: Question) -> ChoiceToday:
        shares = {
            option: self.laboratory.base(trial.name).mean
            for option, trial in zip(choice.answers, choice.trials, strict=True)
        }
        return ChoiceToday(choice.name, choice.decision, choice.by, choice.owner, shares)


_KINDS = {"premise": "premise", "held": "belief", "mechanism": "mechanism"}


def _choices(
    case: Case, checked: Checked, evaluator: ArrayEvaluator, scenario: str | None
) -> Iterator[Question]:
    """The focal choice, asked both ways; nothing where there is none."""
    assert checked.places is not None
    if case.focal is not None and can_choose(case, case.focal, scenario):
        for by in BOTH:
            yield choice_of(case, checked.places, evaluator.space, case.focal, by, scenario)


def _rank(indicator: Indicator) -> tuple[bool, bool, int, float, str, str]:
    return (
        not indicator.observable,
        indicator.kind == "stock",
        -len(indicator.firm),
        indicator.distance,
        indicator.name,
        indicator.sign,
    )


class _Bar:
    """Counts what is done; how much there is to locate shows only once all was tried."""

    def __init__(self, progress: Progress, screened: int) -> None:
        self._progress, self._total, self._done = progress, int(screened * (1 + LOCATING)), 0

    def advance(self, number: int) -> None:
        """So many more are done."""
        self._done = min(self._done + number, self._total)
        self._progress(self._done, self._total)

    def finish(self) -> None:
        """All is done."""
        self._progress(self._total, self._total)
