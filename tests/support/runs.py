"""Runs kept in a folder, for tests of the registry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kautilya.report.data import dossier_to_data
from kautilya.study import Order
from kautilya.study.keeping import begin
from kautilya.study.manifest import Manifest, State, manifest_of
from kautilya.study.registry import Registry
from kautilya.study.results_file import write_results
from support.reports import SEED, ferry, ferry_dossier

ORDER = Order(worlds=200, seed=SEED, threads=1)


def ferry_data() -> dict[str, Any]:
    """The dossier of the case as plain JSON."""
    return dossier_to_data(ferry_dossier())


def kept_ferry(home: Path, **changes: Any) -> Manifest:
    """A finished run of the case in a registry, with some of its manifest changed."""
    kept = begin(ferry().checked, ORDER, ("test", "ferry-line"), home=home)
    assert kept.finish(ferry_data())
    registry = Registry(home)
    (manifest,) = registry.runs("WHERE id = ?", kept.manifest.id)
    if changes:
        manifest = replace(manifest, **changes)
        registry.update(manifest)
    return manifest


def some_manifest(**changes: Any) -> Manifest:
    """A manifest of a finished run that is in no registry."""
    manifest = manifest_of(ferry().checked, ORDER, ("test",), "0123abcd")
    return replace(manifest, state=State.FINISHED, **changes)


def written(path: Path, data: dict[str, Any] | None = None, **changes: Any) -> str:
    """A file of results, and its digest."""
    return write_results(path, some_manifest(**changes), data or ferry_data())
