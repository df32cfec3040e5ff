"""Tests that were run before and kept, here or on the command line: asked again, they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from kautilya.report.data import dossier_to_data
from kautilya.study import VERSION, Checked, Dossier, Order
from kautilya.study.dossier import case_hash
from kautilya.study.keeping import begin
from kautilya.study.manifest import Manifest
from kautilya.study.pipeline import Workers
from kautilya.study.registry import Registry, RegistryUnreadable
from kautilya.study.results_file import ResultsUnreadable


def is_kept(checked: Checked, order: Order) -> bool:
    """Whether a test of this very case was kept that was asked the same."""
    with suppress(OSError, RegistryUnreadable):
        return next(_alike(checked, order), None) is not None
    return False


def kept_test(checked: Checked, order: Order) -> dict[str, Any] | None:
    """The dossier of the last test of this very case that was asked the same.

    Returns
    -------
    dict or None
        As plain JSON; None where there is none that can be read.
    """
    registry = Registry()
    with suppress(OSError, RegistryUnreadable):
        for manifest in _alike(checked, order):
            with suppress(ResultsUnreadable):
                return registry.results(manifest)
    return None


def run_and_keep(
    checked: Checked, order: Order, run: Callable[[Workers], Dossier], command: tuple[str, ...]
) -> dict[str, Any]:
    """A test that is kept, so that it is at hand the next time; what is in the way is no fault."""
    kept = begin(checked, order, command)
    try:
        data = dossier_to_data(run(kept.over()))
    except BaseException as error:
        kept.failed(error)
        raise
    kept.finish(data)
    return data


def _alike(checked: Checked, order: Order) -> Iterator[Manifest]:
    """Finished runs of this case that were asked the same, the newest first."""
    assert checked.case is not None
    where = "WHERE state = 'finished' AND case_hash = ?"
    for manifest in Registry().runs(where, case_hash(checked.tree.data)):
        asked = (manifest.version, manifest.worlds, manifest.seed, manifest.scenario)
        read = (manifest.yardstick, manifest.selection, manifest.removals)
        by = order.yardstick or checked.case.yardstick
        if asked == (VERSION, order.worlds, order.seed, order.scenario) and read == (
            by,
            order.only,
            order.removals,
        ):
            yield manifest
