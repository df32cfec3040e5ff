"""The manifest of a run: what was asked of which case by which program, and what became of it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kautilya.kernel import yardstick_of
from kautilya.study.check import Checked
from kautilya.study.dossier import case_hash
from kautilya.study.pipeline import Order, evaluator_of, planned_size
from kautilya.study.version import VERSION

LIBRARIES = ("numpy", "scipy")
"""Libraries whose version a result may depend on."""


class State(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True)
class Manifest:
    """All that is needed to make a run again, and what became of it.

    Parameters
    ----------
    id
        Eight hexadecimal digits.
    case, file, case_hash
        Name, file and content of the case.
    seed, worlds, yardstick, yardstick_version, scenario, selection, removals
        What was asked; `selection` is None for all propositions.
    version, python, libraries, evaluator
        What ran it.
    command
        What was typed.
    fingerprint
        Of all that what is found depends on, the reading by a yardstick apart.
    started, ended
        In UTC; `ended` is empty while it runs.
    resumed
        How often it was taken up again.
    state, result_hash
        What became of it.
    results_hash
        Of the file of its results; empty where there is none.
    verdicts
        Of each proposition that was tested, whether it passes.
    """

    id: str
    case: str
    file: str
    case_hash: str
    seed: int
    worlds: int
    yardstick: str
    yardstick_version: str
    scenario: str | None
    selection: tuple[str, ...] | None
    removals: bool
    version: str
    python: str
    libraries: Mapping[str, str]
    evaluator: str
    command: tuple[str, ...]
    fingerprint: str
    started: str
    ended: str = ""
    resumed: int = 0
    state: State = State.RUNNING
    result_hash: str = ""
    results_hash: str = ""
    verdicts: Mapping[str, bool] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The manifest as plain data."""
        return {**asdict(self), "state": str(self.state)}


def manifest_from(data: Mapping[str, Any]) -> Manifest:
    """The manifest that plain data stand for.

    Raises
    ------
    TypeError, ValueError, KeyError
        Where they stand for none.
    """
    selection = data["selection"]
    manifest = Manifest(
        **{
            **data,
            "selection": None if selection is None else tuple(selection),
            "command": tuple(data["command"]),
            "state": State(data["state"]),
        }
    )
    if not isinstance(manifest.libraries, dict) or not isinstance(manifest.verdicts, dict):
        raise TypeError("no table of libraries or verdicts")
    return manifest


def manifest_of(checked: Checked, order: Order, command: Sequence[str], identity: str) -> Manifest:
    """The manifest of a run that begins now.

    Parameters
    ----------
    checked
        The case.
    order
        What is asked.
    command
        What was typed.
    identity
        Name of the run.

    Raises
    ------
    DoesNotFit
        Where the run does not fit into the memory.
    """
    case = checked.case
    assert case is not None
    table = yardstick_of(case, order.yardstick)
    libraries = {name: _version(name) for name in LIBRARIES}
    evaluator = evaluator_of(checked, case, order.seed)
    served_by = str(getattr(evaluator, "served_by", "arrays of NumPy"))
    content = case_hash(checked.tree.data)
    mark = [
        content,
        order.seed,
        order.worlds,
        order.scenario,
        None if order.only is None else list(order.only),
        order.removals,
        planned_size(checked, order),
        VERSION,
        libraries,
        served_by,
    ]
    return Manifest(
        id=identity,
        case=case.case,
        file=str(case_file(checked.tree.file)),
        case_hash=content,
        seed=order.seed,
        worlds=order.worlds,
        yardstick=table.name,
        yardstick_version=table.version,
        scenario=order.scenario,
        selection=order.only,
        removals=order.removals,
        version=VERSION,
        python=platform.python_version(),
        libraries=libraries,
        evaluator=served_by,
        command=tuple(command),
        fingerprint=hashlib.sha256(json.dumps(mark).encode()).hexdigest(),
        started=now(),
    )


def now() -> str:
    """The time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def case_file(path: str | Path) -> Path:
    """The file that a name of a case leads to, a folder standing for its `case.yaml`."""
    path = Path(path)
    return (path / "case.yaml" if path.is_dir() else path).resolve()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
