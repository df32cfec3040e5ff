"""A case at hand: loaded, checked, ready to be tested and questioned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kautilya.case import Case
from kautilya.diagnostics import CaseInvalid, Diagnostic
from kautilya.study.check import Checked, check_file, check_text
from kautilya.study.dossier import Dossier
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, Order, Workers, run


class Study:
    """A case that was loaded without errors.

    Made by :func:`kautilya.load`.

    Parameters
    ----------
    checked
        The case, compiled.
    """

    def __init__(self, checked: Checked) -> None:
        if checked.errors:
            raise CaseInvalid(checked.diagnostics)
        self.checked = checked

    @property
    def case(self) -> Case:
        """What the author wrote."""
        assert self.checked.case is not None
        return self.checked.case

    @property
    def advice(self) -> tuple[Diagnostic, ...]:
        """Warnings and advice that do not keep the case from being run."""
        return self.checked.diagnostics

    def test(
        self,
        only: Sequence[str] | None = None,
        *,
        worlds: int = 2000,
        seed: int = DEFAULT_SEED,
        yardstick: str | None = None,
        scenario: str | None = None,
        threads: int = 2,
        removals: bool = True,
        memory: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        workers: Workers | None = None,
    ) -> Dossier:
        """Hold the case's propositions against its worlds.

        Parameters
        ----------
        only
            Propositions to test; all where None.
        worlds
            Worlds as authored; a quarter of them in each other shape of draw.
        seed
            Seed of the worlds.
        yardstick
            Table that conclusions are read by; the case's own where None.
        scenario
            Scenario in which propositions that name none are asked.
        threads
            Threads that evaluate; the result does not depend on it.
        removals
            Whether to find what each verdict rests on.
        memory
            Bytes that the run may use, most of what is free where None; the result does not
            depend on it.
        progress
            Called with worlds done and worlds in all.
        workers
            Processes or machines that evaluate in place of threads, from
            `kautilya.study.cluster`; the result does not depend on them.

        Returns
        -------
        Dossier
            Verdicts, choices and what they rest on.

        Raises
        ------
        UnknownName
            For a proposition, a scenario or a yardstick that the case does not have.
        CaseInvalid
            Where the run meets a value that is not finite or weights that cannot be drawn, or
            the yardstick lacks a word that the propositions use.
        DoesNotFit
            Where the run does not fit into the memory.
        """
        check_asked(self.checked, only, scenario, yardstick)
        order = Order(
            worlds,
            seed,
            threads,
            yardstick,
            scenario,
            None if only is None else tuple(only),
            removals,
            memory,
        )
        with told(self.checked):
            return run(self.checked, order, progress, workers=workers)

    def __repr__(self) -> str:
        return f"<Study {self.case.case}: {len(self.case.propositions)} propositions>"


def load(path: str | Path) -> Study:
    """Read a case folder or file.

    Parameters
    ----------
    path
        A folder with a ``case.yaml``, or the file.

    Returns
    -------
    Study
        The case, ready to be tested.

    Raises
    ------
    CaseInvalid
        With every fault of the file, each at its place.
    """
    return Study(check_file(path))


def loads(text: str, file: str = "case.yaml") -> Study:
    """Read a case given as text.

    Raises
    ------
    CaseInvalid
        With every fault of the text, each at its place.
    """
    return Study(check_text(text, file))
