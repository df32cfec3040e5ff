"""Questions about assumptions: what carries, turns or moves a verdict."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from kautilya.study import Study
from kautilya.web.questions.options import THREADS, Few, Name, Names, Options, Progress, Read, home


class StressOptions(Read):
    """What carries what."""

    worlds: Few = 500
    only: Names | None = None

    def answer(self, study: Study, progress: Progress) -> Any:
        """Every assumption changed."""
        from kautilya.report.stress_data import stress_to_data
        from kautilya.study.stress import stress

        tested = [n for n, entry in study.case.propositions.items() if entry.claim is not None]
        found = stress(
            study,
            tested if self.only is None else self.only,
            worlds=self.worlds,
            seed=self.seed,
            scenario=self.scenario,
            yardstick=self.yardstick,
            threads=THREADS,
            home=home(),
            progress=progress,
        )
        return stress_to_data(found)


class TipOptions(Read):
    """The value of a premise at which something turns."""

    worlds: Few = 500
    premise: Name
    premise2: Name | None = None
    proposition: Name | None = None
    decision: Name | None = None
    by: Literal["best", "foresees"] | None = None

    def answer(self, study: Study, progress: Progress) -> Any:
        """One premise swept, or two on a map."""
        from kautilya.report.tipping_data import tipping_to_data
        from kautilya.study.tipping import BOTH, tip, tip_map

        asked: dict[str, Any] = {
            "only": None if self.proposition is None else (self.proposition,),
            "decision": self.decision,
            "by": BOTH if self.by is None else (self.by,),
            "worlds": self.worlds,
            "seed": self.seed,
            "scenario": self.scenario,
            "yardstick": self.yardstick,
            "threads": THREADS,
            "progress": progress,
        }
        if self.premise2 is None:
            return tipping_to_data(tip(study, self.premise, **asked))
        return tipping_to_data(tip_map(study, self.premise, self.premise2, **asked))


class WatchOptions(Read):
    """What to look out for."""

    worlds: Few = 500

    def answer(self, study: Study, progress: Progress) -> Any:
        """A watch-list."""
        from kautilya.report.watch_data import watch_to_data
        from kautilya.study.watch import watch

        found = watch(
            study,
            worlds=self.worlds,
            seed=self.seed,
            scenario=self.scenario,
            yardstick=self.yardstick,
            threads=THREADS,
            home=home(),
            progress=progress,
        )
        return watch_to_data(found)


class WorthOptions(Read):
    """What is worth finding out."""

    decision: Name | None = None
    only: Names | None = None
    together: Names = ()

    def answer(self, study: Study, progress: Progress) -> Any:
        """For an actor and for the reader."""
        from kautilya.report.subject import record_to_data
        from kautilya.report.worth import SCHEMA
        from kautilya.study.worth import worth

        tested = [n for n, entry in study.case.propositions.items() if entry.claim is not None]
        found = worth(
            study,
            self.decision,
            tested if self.only is None else self.only,
            together=self.together,
            worlds=self.worlds,
            seed=self.seed,
            scenario=self.scenario,
            yardstick=self.yardstick,
            threads=THREADS,
        )
        return {"schema": SCHEMA, **record_to_data(found)}


class SensitivityOptions(Options):
    """Which premise moves an outcome."""

    what: Annotated[str, Field(min_length=1, max_length=1000)]
    method: Literal["sobol", "morris", "pawn"] = "sobol"
    size: int | None = Field(None, ge=1, le=4096)
    scenario: Name | None = None

    def answer(self, study: Study, progress: Progress) -> Any:
        """The outcome taken apart."""
        from kautilya.report.sensitivity import sensitivity_to_data
        from kautilya.study.sensitivity import sensitivity

        found = sensitivity(
            study,
            self.what,
            method=self.method,
            size=self.size,
            seed=self.seed,
            scenario=self.scenario,
            threads=THREADS,
            progress=progress,
        )
        return sensitivity_to_data(found)
