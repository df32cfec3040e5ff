"""Questions about propositions: whether, why and where they hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kautilya.study import Dossier, Order, Study
from kautilya.study.pipeline import Workers
from kautilya.web.questions.options import (
    THREADS,
    InScenario,
    Many,
    Name,
    Names,
    Options,
    Progress,
    Read,
)


class TestOptions(Read):
    """Hold the propositions against the worlds."""

    only: Names | None = None
    removals: bool = True

    def answer(self, study: Study, progress: Progress) -> Any:
        """A dossier."""
        from kautilya.web.kept import kept_test, run_and_keep

        order = Order(
            self.worlds,
            self.seed,
            THREADS,
            self.yardstick,
            self.scenario,
            self.only,
            self.removals,
        )
        known = kept_test(study.checked, order)
        if known is not None:
            return known

        def run(workers: Workers) -> Dossier:
            return study.test(
                self.only,
                worlds=self.worlds,
                seed=self.seed,
                yardstick=self.yardstick,
                scenario=self.scenario,
                threads=THREADS,
                removals=self.removals,
                progress=progress,
                workers=workers,
            )

        command = ("test", study.checked.tree.file, "--worlds", str(self.worlds))
        return run_and_keep(study.checked, order, run, command)


class WhyOptions(Read):
    """Why one proposition stands as it does."""

    id: Name

    def answer(self, study: Study, progress: Progress) -> Any:
        """What carries it, where it fails, what it runs through."""
        from kautilya.report.why_data import why_to_data
        from kautilya.study.why import why

        found = why(
            study,
            self.id,
            worlds=self.worlds,
            seed=self.seed,
            threads=THREADS,
            yardstick=self.yardstick,
            scenario=self.scenario,
        )
        return why_to_data(found)


class RegionOptions(InScenario):
    """Where a proposition fails."""

    id: Name
    choices: bool = False
    tree: bool = False

    def answer(self, study: Study, progress: Progress) -> Any:
        """A rule that is read."""
        from kautilya.report.region import region_to_data
        from kautilya.study.region import region

        found = region(
            study,
            self.id,
            worlds=self.worlds,
            seed=self.seed,
            scenario=self.scenario,
            threads=THREADS,
            choices=self.choices,
            tree=self.tree,
            progress=progress,
        )
        return region_to_data(found)


class EvidenceOptions(Options):
    """How far the evidence tells rival hypotheses apart."""

    worlds: Many = 2000

    def answer(self, study: Study, progress: Progress) -> Any:
        """Ratios, and priors apart."""
        from kautilya.report.evidence import SCHEMA
        from kautilya.report.subject import record_to_data
        from kautilya.study.evidence import weigh

        found = weigh(study, worlds=self.worlds, seed=self.seed, threads=THREADS, progress=progress)
        return {"schema": SCHEMA, **record_to_data(found)}


class DiffOptions(Options):
    """Which verdicts differ from another version or a scenario."""

    worlds: Many = 2000
    other: Name

    def answer(self, study: Study, progress: Progress) -> Any:
        """The case as it is first, the other one second."""
        from kautilya.study.diff import diff
        from kautilya.web.other import other_of, this_of

        found = diff(
            this_of(study.checked),
            other_of(study.checked, self.other),
            worlds=self.worlds,
            seed=self.seed,
            threads=THREADS,
            progress=progress,
        )
        return {"schema": 1, **asdict(found)}
