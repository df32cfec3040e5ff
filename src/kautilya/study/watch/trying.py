"""Tries changes on propositions and choices, but for what was tried before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kautilya.study.stress.cache import Cache
from kautilya.study.stress.laboratory import StressLaboratory, Task
from kautilya.study.stress.record import Effect, Variant
from kautilya.study.stress.verdicts import Verdict

__all__ = ["Chosen", "Effects", "Trying"]

Effects = Mapping[tuple[str, str], Effect]
"""What each variant does to each proposition, by both names."""

CONTENDER = 0.25
"""An option that is chosen in fewer worlds leads only where no option is chosen in half of them."""


@dataclass(frozen=True)
class Chosen(Verdict):
    """An option of a choice, tried like a proposition: whether half of the worlds choose it."""

    hedge: None = None

    def passes(self, share: float) -> bool:
        """Whether at least half of the worlds choose it."""
        return share >= 0.5

    def turns_within(self, before: float, after: float, spread: float) -> bool:
        """Whether it may lead after a change, or no longer lead."""
        low, high = after - spread, after + spread
        return low < 0.5 if before >= 0.5 else high > CONTENDER


class Trying:
    """Tries variants in a laboratory, keeping what was found.

    Parameters
    ----------
    laboratory
        Where they are tried; it has begun.
    cache
        What was tried before.
    threads
        Threads that evaluate.
    advance
        Called with each task that is done.
    """

    def __init__(
        self,
        laboratory: StressLaboratory,
        cache: Cache,
        threads: int,
        advance: Callable[[int], None],
    ) -> None:
        self.laboratory, self._cache = laboratory, cache
        self._threads, self._advance = threads, advance
        self.effects: dict[tuple[str, str], Effect] = {}
        """Everything that was found; what was done before an interruption stays."""

    def run(
        self, variants: Sequence[Variant], names: Mapping[str, Sequence[str]] | None = None
    ) -> Effects:
        """Try variants.

        Parameters
        ----------
        variants
            What is tried.
        names
            Propositions on which each is tried, by its name; all where None.
        """
        tasks = [
            task
            for variant in variants
            for task in self.laboratory.tasks([variant], names and names[variant.name])
        ]
        keys = {
            (task.variant.name, trial.name): self._cache.key(
                trial, task.variant, self.laboratory.bearing(trial.name)
            )
            for task in tasks
            for trial in task.trials
        }
        known = self._cache.known(keys.values())
        for pair, key in keys.items():
            if key in known:
                self.effects[pair] = replace(known[key], variant=pair[0], proposition=pair[1])
        rest = [task for task in (_left(task, keys, known) for task in tasks) if task.trials]
        self._advance(len(tasks) - len(rest))
        fresh: dict[str, Effect] = {}
        try:
            for task, effects in self.laboratory.run(rest, self._threads):
                for effect in effects:
                    pair = (task.variant.name, effect.proposition)
                    self.effects[pair] = fresh[keys[pair]] = effect
                self._advance(1)
        finally:
            self._cache.keep(fresh)
        return self.effects


def _left(task: Task, keys: Mapping[tuple[str, str], str], known: Mapping[str, Effect]) -> Task:
    """A task without what is known."""
    trials = tuple(t for t in task.trials if keys[task.variant.name, t.name] not in known)
    return replace(task, trials=trials)
