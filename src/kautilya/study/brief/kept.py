"""The run that a brief is written from: the last one of this very case that was asked the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kautilya.case import Places
from kautilya.study.check import Checked
from kautilya.study.dossier import case_hash
from kautilya.study.manifest import Manifest
from kautilya.study.registry import Registry, UnknownRun
from kautilya.study.results_file import ResultsUnreadable
from kautilya.study.version import VERSION


def fitting_run(
    checked: Checked,
    *,
    worlds: int | None = None,
    seed: int | None = None,
    scenario: str | None = None,
    yardstick: str | None = None,
    registry: Registry | None = None,
) -> tuple[Manifest, Mapping[str, Any]] | None:
    """The newest finished run of all propositions of a case with this content.

    Parameters
    ----------
    checked
        The case.
    worlds, seed
        As the run must have been asked; of no matter where None.
    scenario, yardstick
        As the run must have been asked; the case's own yardstick where None.
    registry
        Where runs are kept.

    Returns
    -------
    tuple or None
        The run and its dossier as plain JSON; None where there is no such run, or its results
        cannot be read.

    Raises
    ------
    RegistryUnreadable
        Where the registry cannot be read.
    """
    assert checked.case is not None
    by = yardstick or checked.case.yardstick
    runs = Registry() if registry is None else registry
    where = "WHERE state = 'finished' AND case_hash = ?"
    for manifest in runs.runs(where, case_hash(checked.tree.data)):
        fits = (
            manifest.selection is None
            and manifest.removals
            and manifest.version == VERSION
            and manifest.scenario == scenario
            and manifest.yardstick == by
            and worlds in (None, manifest.worlds)
            and seed in (None, manifest.seed)
        )
        if not fits:
            continue
        try:
            return manifest, runs.results(manifest)
        except (ResultsUnreadable, UnknownRun):
            continue
    return None


def line_of(places: Places, proposition: str) -> int:
    """Line at which a proposition stands now, which comments may have moved since a run."""
    return places.key(("propositions", proposition)).line
