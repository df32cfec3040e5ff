"""A case kept warm, so that a change of a premise is answered while the hand is still on it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from kautilya.findings.schedule import SHAPES
from kautilya.study.check import Checked
from kautilya.study.desk.asking import Asking
from kautilya.study.desk.changes import Changes
from kautilya.study.desk.pieces import Piece, done, pieces_of
from kautilya.study.desk.table import Table
from kautilya.study.desk.turns import Turns
from kautilya.study.desk.verdict import (
    FEW,
    MOST_WORLDS,
    Verdict,
    Verdicts,
)
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, evaluator_of

KEPT = 64
"""Answers that are remembered."""


class Desk:
    """A case with its model compiled and its plain worlds at hand.

    Parameters
    ----------
    checked
        A case without errors, with propositions.
    seed
        Seed of the worlds.
    turns
        Threads that evaluate; two of its own where None.

    Examples
    --------
    >>> import kautilya
    >>> from kautilya.study.desk import Changes, Desk
    >>> desk = Desk(kautilya.load("cases/first-steps").checked)
    >>> found = desk.verdicts(Changes(), 100)
    >>> {v.id: str(v.fit) for v in found.verdicts}["stays"]
    'understated'
    """

    def __init__(
        self, checked: Checked, *, seed: int = DEFAULT_SEED, turns: Turns | None = None
    ) -> None:
        assert checked.case is not None and checked.names is not None
        check_asked(checked)
        self.checked, self.case, self.names = checked, checked.case, checked.names
        self.evaluator = evaluator_of(checked, checked.case, seed)
        self._turns = Turns(2) if turns is None else turns
        self._tables: dict[str | None, Table] = {}
        self._kept: OrderedDict[object, Verdicts] = OrderedDict()
        self._asking: dict[object, Asking] = {}
        self._lock = threading.RLock()

    def bearing(self, scenario: str | None = None) -> Mapping[str, frozenset[str]]:
        """For each tested proposition, what its answer can depend on."""
        return self._table(scenario).bearing

    def verdicts(
        self,
        changes: Changes,
        worlds: int,
        only: Collection[str] | None = None,
        stop: threading.Event | None = None,
        within: float | None = None,
    ) -> Verdicts:
        """Hold the propositions against the worlds of a changed case.

        Up to 500 worlds are drawn as authored alone; more of them in every shape of draw, as a
        test without removals does it, with a quarter of the worlds in each other shape. Only what
        the changes can reach is run anew.

        Parameters
        ----------
        changes
            What differs, from `changes_of`.
        worlds
            Worlds as authored, 2,000 at most.
        only
            Propositions that are asked for; all where None.
        stop
            Set from another thread to stop it.
        within
            Seconds after which what is known is given and the rest stays pending, to be asked for
            again; until then the work goes on, unless another question takes its place. The whole
            answer where None.

        Returns
        -------
        Verdicts
            In the order of the file.

        Raises
        ------
        Stopped
            Where it was stopped.
        CaseInvalid
            Where the run meets a value that is not finite or weights that cannot be drawn.
        UnknownName
            For a proposition that the case does not have.
        DoesNotFit
            Where the memory is too small.
        """
        if not 1 <= worlds <= MOST_WORLDS:
            raise ValueError(f"worlds lie between 1 and {MOST_WORLDS}, not {worlds}")
        check_asked(self.checked, only)
        wanted = tuple(n for n in self.case.propositions if only is None or n in only)
        key = (changes, worlds, wanted)
        table = self._table(changes.scenario)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            asking = self._asking.get(key)
            if asking is None or asking.is_given_up:
                self._give_way()
                asking = self._asking[key] = self._begun(table, changes, worlds, wanted)
            asking.join()
        with told(self.checked):
            asking.wait(threading.Event() if stop is None else stop, within)
        return self._told(key, asking, table, worlds, wanted)

    def _told(
        self, key: object, asking: Asking, table: Table, worlds: int, wanted: Sequence[str]
    ) -> Verdicts:
        """What is known; kept where it is all."""
        known = dict(asking.found)
        pending = tuple(name for name in wanted if name not in known)
        verdicts = tuple(known[name] for name in wanted if name in known)
        found = Verdicts(worlds, shapes_of(worlds), verdicts, pending)
        with self._lock:
            for verdict in verdicts:
                if not verdict.reached:
                    table.plain[worlds, verdict.id] = verdict
            if not pending:
                table.laboratory.forget()
                self._asking.pop(key, None)
                self._kept[key] = found
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return found

    def _give_way(self) -> None:
        """Give up questions that nobody waits for: another one takes their place."""
        for key, asking in list(self._asking.items()):
            if not asking.waiters:
                asking.stop.set()
                del self._asking[key]

    # -- what is run ------------------------------------------------------------------------------

    def _begun(self, table: Table, changes: Changes, worlds: int, wanted: Sequence[str]) -> Asking:
        """What the changes reach is run anew, and of the rest what was not run before."""
        shapes, few = shapes_of(worlds), worlds <= FEW
        tested = [table.trials[name] for name in wanted if name in table.trials]
        moved = [t for t in tested if changes.reaches(self.case, table.bearing[t.name])]
        reached = {trial.name for trial in moved}
        known = {
            name: table.plain.get((worlds, name), Verdict(name, None))
            for name in wanted
            if name not in table.trials or ((worlds, name) in table.plain and name not in reached)
        }
        still = [t for t in tested if t.name not in reached and t.name not in known]
        # Many worlds are evaluated by a laboratory of their own: what it keeps goes with it.
        laboratory = table.laboratory if few else table.fresh()
        plain = Changes(changes.scenario)
        pieces: list[Piece] = [
            piece
            for shape in shapes
            for what, trials in ((changes, moved), (plain, still))
            for piece in pieces_of(laboratory, what, trials, shape, worlds)
        ]
        asking = Asking(table.words, shapes, known, reached, pieces)
        for piece in pieces:
            work = partial(done, table.words, laboratory, piece, asking.stop)
            future = self._turns.submit(work, urgent=few)
            future.add_done_callback(partial(asking.take, piece))
        return asking

    def _table(self, scenario: str | None) -> Table:
        with self._lock:
            if scenario not in self._tables:
                self._tables[scenario] = Table(self.checked, self.evaluator, scenario)
            return self._tables[scenario]


def shapes_of(worlds: int) -> tuple[str, ...]:
    """Shapes of draw that are tried on so many worlds."""
    return tuple(SHAPES) if worlds > FEW else ("authored",)
