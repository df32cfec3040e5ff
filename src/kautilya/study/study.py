"""A case at hand: loaded, checked, ready to be tested and questioned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kautilya.case import Case
from kautilya.diagnostics import CaseInvalid, Diagnostic
from kautilya.study.check import Checked, check_file, check_text
from kautilya.study.dossier import Dossier
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, Order, Workers, run

if TYPE_CHECKING:
    from kautilya.study.strategic import Strategic


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
        ValueError
            For a conflict, whose actors value states: it has no propositions to test.
        """
        if self.case.is_conflict:
            raise ValueError(f"{self.case.case} is a conflict and has no propositions to test")
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

    def solve(
        self,
        *,
        worlds: int = 2000,
        seed: int = DEFAULT_SEED,
        scenario: str | None = None,
        concepts: Sequence[str] = (),
        rule: str = "any",
        states: Sequence[str] = (),
        inverse: str | None = None,
        vary: str | None = None,
        world: int | None = None,
        everything: bool = False,
        turns: bool = True,
        threads: int = 2,
        memory: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Strategic:
        """Find who would stay where, by which concept, and what that turns on.

        A *state* is a combination of options. It is *stable* for an actor under a concept where
        the actor would not leave it alone, given what the concept lets it expect of the others;
        an *equilibrium* is stable for all. In a case with a model over time that is asked in each
        world, and told as a share of worlds; rankings and exact payoffs have one world.

        Parameters
        ----------
        worlds, seed
            Worlds as authored, and their seed; of no effect where there is one world.
        scenario
            Scenario to solve the case in.
        concepts
            Some of nash, smr, seq, gmr, sim; all that are usual where empty. SIM is costly over
            worlds, so there it has to be asked for.
        rule
            Which sequences of moves answer a move: any (nobody twice in succession, the
            definition), once (nobody twice at all), single (one move).
        states
            States to say of why each actor stays there or leaves: names, patterns, conditions or
            ``today``.
        inverse, vary
            A state and an actor: which rankings of the actor's would make the state hold.
        world
            In a case with worlds, the one whose payoffs the single game has; else the mean.
        everything
            Whether every state gets a row.
        turns
            Whether to find what the actors' staying turns on, over worlds.
        threads
            Threads that evaluate; the result does not depend on it.
        memory
            Bytes that the run may use, most of what is free where None.
        progress
            Called with the work done and all of it.

        Returns
        -------
        Strategic
            The strategic picture.

        Raises
        ------
        UnknownName
            For a scenario, a concept, a rule or an actor that there is not.
        StateUnknown
            For a state that there is not, or a pattern that means too many.
        NoAnswer
            For a question that the case has no answer to.
        CaseInvalid
            Where the run meets a value that is not finite or weights that cannot be drawn.
        DoesNotFit
            Where the run does not fit into the memory.

        See Also
        --------
        Study.test : holds the case's propositions against its worlds.

        References
        ----------
        L. Fang, K. W. Hipel and D. M. Kilgour, *Interactive Decision Making* (1993).
        """
        from kautilya.study.strategic.ask import Question
        from kautilya.study.strategic.make import made_of

        question = Question(
            worlds,
            seed,
            scenario,
            rule,
            tuple(concepts),
            tuple(states),
            inverse,
            vary,
            world,
            everything,
            memory,
            turns,
            threads,
        )
        return made_of(self.checked, question, progress).picture

    def _repr_html_(self) -> str:
        return self.case._repr_html_()

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
