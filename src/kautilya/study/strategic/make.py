"""From a case to its strategic picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kautilya.case.conflict import conflict_form
from kautilya.diagnostics import CaseInvalid, Diagnostic
from kautilya.solve.limits import TooLarge
from kautilya.study.check import Checked
from kautilya.study.faults import check_asked, told
from kautilya.study.strategic.ask import Question
from kautilya.study.strategic.many_worlds import of_worlds
from kautilya.study.strategic.one_world import of_one_world
from kautilya.study.strategic.origin import origin_of, read_game
from kautilya.study.strategic.parts import (
    Made,
)

Progress = Callable[[int, int], None]


def made_of(checked: Checked, question: Question, progress: Progress | None = None) -> Made:
    """Make the strategic picture of a case that was checked.

    Parameters
    ----------
    checked
        A case without errors.
    question
        What is asked.
    progress
        Called with the work done and all of it.

    Raises
    ------
    UnknownName
        For a scenario, a concept, a rule or an actor that there is not.
    StateUnknown
        For a state that there is not.
    NoAnswer
        For a question that the case has no answer to.
    CaseInvalid
        Where the run meets a value that is not finite, or the case is too large (KC805).
    """
    case = checked.case
    assert case is not None
    with _fitting():
        if case.is_conflict:
            form = conflict_form(case, checked.tree.file)
            return of_one_world(origin_of(checked), form, question)
        check_asked(checked, scenario=question.scenario)
        with told(checked):
            return of_worlds(checked, case, question, progress)


def made_of_game(path: str, question: Question) -> Made:
    """Make the strategic picture of a game in a ``.nfg`` file.

    Raises
    ------
    CaseInvalid
        Where the file cannot be read or is malformed.
    """
    origin, form = read_game(path)
    with _fitting():
        return of_one_world(origin, form, question)


@contextmanager
def _fitting() -> Iterator[None]:
    """Tell what is too large for an exact method as a fault of the case, KC805."""
    try:
        yield
    except TooLarge as error:
        why = "each state is looked at with all that can follow from it"
        raise CaseInvalid([Diagnostic("KC805", str(error), None, why)]) from error
