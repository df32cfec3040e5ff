"""What every longer question may be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kautilya.study import DEFAULT_SEED

Progress = Callable[[int, int], None]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], Field(max_length=1000)]
Many = Annotated[int, Field(ge=1, le=2000)]
Few = Annotated[int, Field(ge=1, le=500)]
Seed = Annotated[int, Field(ge=0, le=2**63 - 1)]

THREADS = 2
"""Threads that a run has."""


class Options(BaseModel):
    """What every question may be asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: Seed = DEFAULT_SEED


class InScenario(Options):
    """A question that may be asked in a scenario, by a yardstick."""

    worlds: Many = 2000
    scenario: Name | None = None


class Read(InScenario):
    """A question whose verdicts are read by a yardstick."""

    yardstick: Name | None = None


def home() -> Path:
    """Where what was tried is kept, as on the command line."""
    from kautilya.study.registry import HOME

    return HOME
