"""Questions about choices: who could stay where, and what that takes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from kautilya.study import Study
from kautilya.web.questions.options import THREADS, InScenario, Name, Names, Progress


class SolveOptions(InScenario):
    """Who could stay where."""

    concepts: Names = ()
    states: Names = ()
    rule: Literal["any", "once", "single"] = "any"
    inverse: Name | None = None
    vary: Name | None = None
    world: int | None = Field(None, ge=0, le=1999)
    everything: bool = False
    turns: bool = True

    def answer(self, study: Study, progress: Progress) -> Any:
        """The strategic picture."""
        from kautilya.report.strategic.data import strategic_to_data

        found = study.solve(
            worlds=self.worlds,
            seed=self.seed,
            scenario=self.scenario,
            concepts=self.concepts,
            rule=self.rule,
            states=self.states,
            inverse=self.inverse,
            vary=self.vary,
            world=self.world,
            everything=self.everything,
            turns=self.turns,
            threads=THREADS,
            progress=progress,
        )
        return strategic_to_data(found)


class WeightsOptions(InScenario):
    """What an actor must value to choose each option."""

    decision: Name | None = None

    def answer(self, study: Study, progress: Progress) -> Any:
        """Weights that support each option."""
        from kautilya.report.subject import record_to_data
        from kautilya.report.weights import SCHEMA
        from kautilya.study.weights import weights

        found = weights(
            study, self.decision, worlds=self.worlds, seed=self.seed, scenario=self.scenario
        )
        return {"schema": SCHEMA, **record_to_data(found)}
