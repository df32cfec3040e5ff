"""What is worth finding out: for an actor before it chooses, and for the reader of an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kautilya.study.check import Checked
from kautilya.study.deciding import Subject, decision_of, subject_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED
from kautilya.study.study import Study
from kautilya.study.worth_actor import ActorWorth, actor_worth
from kautilya.study.worth_reader import ReaderWorth, reader_worth


@dataclass(frozen=True)
class Worth:
    """What is worth finding out.

    Parameters
    ----------
    subject
        The case and the worlds.
    actor
        For the owner of a decision, before it chooses; None where no decision is meant.
    reader
        For whoever wants to know whether the propositions hold; None where none was asked about.
    """

    subject: Subject
    actor: ActorWorth | None
    reader: ReaderWorth | None


def worth(
    study: Study,
    decision: str | None = None,
    only: Sequence[str] | None = None,
    *,
    together: Sequence[str] = (),
    worlds: int = 2000,
    seed: int = DEFAULT_SEED,
    scenario: str | None = None,
    yardstick: str | None = None,
    threads: int = 2,
) -> Worth:
    """Find what it is worth to know more.

    Parameters
    ----------
    study
        The case.
    decision
        The decision whose owner would know more; the focal one where None, and nobody's where
        the case names none.
    only
        Propositions that the reader asks about: all that have a claim where None, none where
        empty.
    together
        Up to three things that the owner would learn at once.
    worlds, seed, scenario, yardstick, threads
        As for a test.

    Returns
    -------
    Worth
        The gain that the owner could expect of each thing that it might learn, and how far each
        would be expected to move the share of each proposition.

    Raises
    ------
    UnknownName
        For a decision, a proposition, a scenario, a yardstick or a premise that there is not.
    CannotAsk
        Where there is nothing to choose, or nothing depends on what would be learnt.
    CaseInvalid
        Where the run meets a value that is not finite, or weights that cannot be drawn.
    """
    checked: Checked = study.checked
    check_asked(checked, only, scenario, yardstick)
    case = study.case
    names = [n for n, entry in case.propositions.items() if entry.claim is not None]
    names = [n for n in names if only is None or n in only]
    meant = None
    if decision is not None or case.focal is not None or together:
        meant = decision_of(case, decision)
    with told(checked):
        actor = (
            None if meant is None else actor_worth(checked, meant, together, worlds, seed, scenario)
        )
        reader = None
        if names:
            reader = reader_worth(checked, names, worlds, seed, scenario, yardstick, threads)
    return Worth(subject_of(checked, seed, worlds, scenario), actor, reader)
