"""Keeping a run from the command line: what is said of it, and how an interruption is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kautilya.cli.exits import INTERRUPTED, Refused

if TYPE_CHECKING:
    from kautilya.study import Dossier, Order, Study
    from kautilya.study.keeping import Kept


@contextmanager
def kept_run(study: Study, order: Order, *, resume: bool) -> Iterator[Kept]:
    """A run that is entered before it begins, and whose end is entered however it ends.

    Raises
    ------
    Refused
        Where it is interrupted, with how much of it is kept and how to go on.
    """
    from kautilya.study.keeping import begin

    kept = begin(study.checked, order, sys.argv[1:], resume=resume)
    if resume:
        print(_of_resuming(kept), file=sys.stderr)
    try:
        yield kept
    except KeyboardInterrupt:
        raise Refused(kept.interrupted(), INTERRUPTED) from None
    except BaseException as error:
        kept.failed(error)
        raise


def save(kept: Kept, dossier: Dossier) -> bool:
    """Keep the results of a run; what cannot be kept is a warning."""
    from kautilya.report.data import dossier_to_data

    saved = kept.finish(dossier_to_data(dossier))
    if kept.warning:
        print(f"warning[KC804]: {kept.warning}", file=sys.stderr)
    return saved


def keep_answer(
    study: Study,
    verb: str,
    found: object,
    worlds: int,
    seed: int | None,
    scenario: str | None = None,
    yardstick: str | None = None,
) -> None:
    """Keep an answer about all of a case, for the brief; one that was cut short is not kept."""
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.answers import answer_mark, keep
    from kautilya.study.registry import HOME

    if not getattr(found, "whole", True):
        return
    drawn = DEFAULT_SEED if seed is None else seed
    keep(HOME, verb, answer_mark(study.checked, worlds, drawn, scenario, yardstick), found)


def _of_resuming(kept: Kept) -> str:
    if kept.manifest.resumed:
        return f"going on with run {kept.manifest.id}"
    return "nothing to resume: no run that was asked the same was interrupted; a new one begins"
