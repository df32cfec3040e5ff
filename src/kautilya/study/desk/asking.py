"""A question under way: what is known of its answer so far, and who waits for the rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import CancelledError, Future

from kautilya.findings import Tally
from kautilya.findings.job import Sample
from kautilya.study.desk.pieces import Piece
from kautilya.study.desk.turns import Stopped
from kautilya.study.desk.verdict import Count, Counts, Verdict, verdict_of
from kautilya.study.stress.verdicts import Verdict as Word

Answer = Mapping[str, tuple[Tally, Sample]]
"""What one piece of work counted of each of its propositions."""

GLANCE = 0.05
"""Seconds between two looks at whether a waiter has left."""


class Asking:
    """A question that is being answered piece by piece.

    Parameters
    ----------
    words
        What the word of each proposition claims.
    shapes
        Shapes of draw that are tried.
    known
        Verdicts that need no work.
    reached
        Propositions that the changes can move.
    pieces
        The work, by proposition.
    """

    def __init__(
        self,
        words: Mapping[str, Word],
        shapes: Sequence[str],
        known: Mapping[str, Verdict],
        reached: Iterable[str],
        pieces: Iterable[Piece],
    ) -> None:
        self.stop = threading.Event()
        self.error: BaseException | None = None
        self.found = dict(known)
        self.waiters = 0
        self._words, self._shapes, self._reached = words, tuple(shapes), frozenset(reached)
        self._left: dict[str, int] = {}
        for piece in pieces:
            for trial in piece.trials:
                self._left[trial.name] = self._left.get(trial.name, 0) + 1
        self._counts: Counts = {(n, s): Count() for n in self._left for s in self._shapes}
        self._news = threading.Condition()

    @property
    def is_given_up(self) -> bool:
        """Whether no more of the answer will come."""
        return self.error is not None or self.stop.is_set()

    def join(self) -> None:
        """Count one who will `wait`; done before anybody else can give the question up."""
        with self._news:
            self.waiters += 1

    def take(self, piece: Piece, future: Future[Answer]) -> None:
        """Take in what a piece of work found."""
        try:
            answer = future.result()
        except (Stopped, CancelledError):
            self._give_up()
            return
        except BaseException as error:
            self._give_up(error)
            return
        with self._news:
            for name, (tally, sample) in answer.items():
                self._counts[name, piece.setting.shape].add(tally, sample)
                self._left[name] -= 1
                if not self._left[name]:
                    self._conclude(name)
            self._news.notify_all()

    def _give_up(self, error: BaseException | None = None) -> None:
        with self._news:
            self.error = self.error or error
            self.stop.set()
            self._news.notify_all()

    def _conclude(self, name: str) -> None:
        del self._left[name]
        counts, shapes = self._counts, self._shapes
        reached = name in self._reached
        self.found[name] = verdict_of(name, self._words[name], counts, shapes, reached=reached)

    def wait(self, stop: threading.Event, within: float | None) -> None:
        """Wait for the answer, or for as long as is asked, once one has joined.

        Raises
        ------
        Stopped
            Where whoever waits has left, or the question was given up.
        """
        until = None if within is None else time.monotonic() + within
        with self._news:
            try:
                while self._left and not self.is_given_up and not stop.is_set():
                    left = GLANCE if until is None else min(GLANCE, until - time.monotonic())
                    if left <= 0:
                        return
                    self._news.wait(left)
            finally:
                self.waiters -= 1
        if self.error is not None:
            raise self.error
        if self._left:
            if not self.waiters:
                self.stop.set()
            raise Stopped
