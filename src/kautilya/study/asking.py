"""One proposition of a case at hand, ready to be asked about in more ways than a test does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from kautilya.case import Case, Places
from kautilya.findings.examine import Counted, Laboratory, joined
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import Trial, trials_of
from kautilya.kernel import ArrayEvaluator
from kautilya.payoffs import Block, Setting
from kautilya.study.check import Checked
from kautilya.study.dossier import case_hash
from kautilya.study.pipeline import Order, evaluator_of, in_scenario, planned_size

__all__ = ["About", "Asked", "Progress", "Unanswerable", "about_of", "asked_of", "on_blocks"]

T = TypeVar("T")

Progress = Callable[[int, int], None]


class Unanswerable(ValueError):
    """A question that has no answer, with the reason in one sentence.

    Parameters
    ----------
    message
        The sentence.
    untested
        Whether it is because nothing is tested.
    """

    def __init__(self, message: str, *, untested: bool = False) -> None:
        super().__init__(message)
        self.untested = untested


@dataclass(frozen=True)
class About:
    """Which case is asked about, and in which worlds.

    Parameters
    ----------
    case, title, publisher, year
        Name and title of the case, and the text that it encodes.
    case_hash, file
        Hash of the case's content, and its file.
    seed, scenario
        Of the worlds, and in which scenario they are.
    """

    case: str
    title: str
    publisher: str
    year: int | None
    case_hash: str
    file: str
    seed: int
    scenario: str | None


def about_of(checked: Checked, seed: int, scenario: str | None) -> About:
    """Which case is asked about."""
    case = checked.case
    assert case is not None
    first = next(iter(case.sources.values()), None)
    return About(
        case.case,
        case.title,
        first.publisher if first else "",
        first.year if first else None,
        case_hash(checked.tree.data),
        checked.tree.file,
        seed,
        scenario,
    )


@dataclass(frozen=True)
class Asked:
    """A proposition ready to be asked about.

    Parameters
    ----------
    case, places
        What the author wrote, with propositions put into the scenario that was asked for.
    evaluator, laboratory
        What runs the case.
    trial
        The proposition.
    blocks
        The worlds.
    worlds
        How many.
    """

    case: Case
    places: Places
    evaluator: ArrayEvaluator
    laboratory: Laboratory
    trial: Trial
    blocks: tuple[Block, ...]
    worlds: int

    @property
    def setting(self) -> Setting:
        """The plain case in the proposition's scenario."""
        return Setting(self.trial.scenario)

    @property
    def reach(self) -> frozenset[str]:
        """What the answer can depend on."""
        return bearing(self.case, self.evaluator, self.trial)

    def counted(self, threads: int, progress: Progress | None = None) -> Counted:
        """The answer in every world."""

        def one(block: Block) -> Counted:
            found = self.laboratory.answer_block([self.trial], self.setting, block, self.worlds)
            return found[self.trial.name]

        return joined(on_blocks(one, self.blocks, threads, progress))


def on_blocks(
    work: Callable[[Block], T],
    blocks: Sequence[Block],
    threads: int,
    progress: Progress | None = None,
) -> list[T]:
    """Do work on blocks of worlds, on several threads; the results in the order of the blocks."""
    total, done, results = sum(block.count for block in blocks), 0, []
    with ThreadPoolExecutor(max(1, threads)) as pool:
        for block, result in zip(blocks, pool.map(work, blocks), strict=True):
            results.append(result)
            done += block.count
            if progress is not None:
                progress(done, total)
    return results


def asked_of(checked: Checked, name: str, order: Order) -> Asked:
    """A proposition made ready.

    Parameters
    ----------
    checked
        A case without errors.
    name
        A proposition that it has.
    order
        How many worlds, from which seed, in which scenario.

    Raises
    ------
    Unanswerable
        Where the proposition is untested, or says that a premise is irrelevant.
    """
    case, claims, places = checked.case, checked.claims, checked.places
    assert case and claims and places
    entry = case.propositions[name]
    if entry.claim is None:
        raise Unanswerable(
            f"'{name}' is untested ({entry.untested}): no world bears it out or refutes it",
            untested=True,
        )
    if not isinstance(entry.stated, str):
        raise Unanswerable(
            f"'{name}' says that {entry.stated['irrelevant']} is irrelevant, which is about all "
            "worlds together: in no single world does it hold or fail"
        )
    if order.scenario is not None:
        case = in_scenario(case, order.scenario)
    evaluator = evaluator_of(checked, case, order.seed)
    (trial,) = (t for t in trials_of(case, claims, evaluator.space) if t.name == name)
    laboratory = Laboratory(evaluator, planned_size(checked, order), [trial])
    blocks = laboratory.blocks(order.worlds, [trial])
    return Asked(case, places, evaluator, laboratory, trial, blocks, order.worlds)
