"""Verdicts laid down beside a case, and what has moved since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kautilya.case import Case
from kautilya.case.schema import Proposition
from kautilya.findings import Finding
from kautilya.study.dossier import Dossier
from kautilya.study.files import write_whole

FORMAT = 1
"""Version of the frozen file."""

MOVED_BY = 0.1
"""A share that differs by more has moved although its fit may be the same."""


class FrozenUnreadable(ValueError):
    """A frozen file that is not one; the message names it."""


@dataclass(frozen=True)
class Then:
    """The verdict on a proposition when it was frozen.

    Parameters
    ----------
    fit, standing, share, interval
        As found then; the fit is `untested` where nothing was tested, and the share of a test of
        irrelevance is the difference between the ends of its premise.
    entry
        Hash of what the proposition said.
    """

    fit: str
    standing: str
    share: float | None
    interval: tuple[float, float] | None
    entry: str


@dataclass(frozen=True)
class Frozen:
    """The verdicts of a case as they were laid down.

    Parameters
    ----------
    case_hash, seed, worlds, yardstick, scenario, version, result_hash, on
        The run that was frozen, and the day.
    verdicts
        By proposition.
    """

    case_hash: str
    seed: int
    worlds: int
    yardstick: str
    scenario: str | None
    version: str
    result_hash: str
    on: str
    verdicts: Mapping[str, Then]


@dataclass(frozen=True)
class Moved:
    """What has become of a frozen verdict.

    Parameters
    ----------
    id
        The proposition.
    fit_then, fit_now, share_then, share_now
        The verdict then and now; None where the proposition was not there or was not tested.
    edited
        Whether its own entry (claim, given, scenario, hold, stated, voice) was edited since.
    after_result
        Whether it moved, and the case was edited after the result had been seen.
    """

    id: str
    fit_then: str | None
    fit_now: str | None
    share_then: float | None
    share_now: float | None
    edited: bool
    after_result: bool


@dataclass(frozen=True)
class Since:
    """A board held against the frozen one.

    Parameters
    ----------
    frozen
        What was laid down.
    moved
        Propositions that moved, were edited, added or taken out.
    edited_case
        Whether the case was edited since.
    not_compared
        Why the two cannot be compared, or empty.
    """

    frozen: Frozen
    moved: tuple[Moved, ...]
    edited_case: bool
    not_compared: str = ""


def frozen_path(file: str | Path) -> Path:
    """Where the verdicts of a case file lie: beside it.

    Examples
    --------
    >>> frozen_path("cases/ferry/case.yaml").name, frozen_path("ferry.yaml").name
    ('frozen.json', 'ferry.frozen.json')
    """
    path = Path(file)
    if path.is_dir():
        return path / "frozen.json"
    name = "frozen.json" if path.stem == "case" else f"{path.stem}.frozen.json"
    return path.with_name(name)


def entry_hash(entry: Proposition) -> str:
    """Hash of what a proposition claims: claim, antecedent, scenario, hold, hedge and voice."""
    said = [entry.claim, entry.given, entry.in_, list(entry.hold), entry.stated, entry.voice]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def freeze(case: Case, dossier: Dossier, on: date) -> Frozen:
    """Lay down the verdicts of a run.

    Parameters
    ----------
    case
        What the author wrote.
    dossier
        A run of all its propositions.
    on
        The day.
    """
    heading = dossier.heading
    return Frozen(
        heading.case_hash,
        heading.seed,
        heading.worlds,
        heading.yardstick,
        heading.scenario,
        heading.version,
        dossier.result_hash,
        on.isoformat(),
        {f.id: _then(f, entry_hash(case.propositions[f.id])) for f in dossier.findings},
    )


def write_frozen(frozen: Frozen, path: Path) -> None:
    """Write a frozen file at once.

    Raises
    ------
    OSError
        Where the folder does not take it.
    """
    data = {
        "kautilya_frozen": FORMAT,
        "case_hash": frozen.case_hash,
        "seed": frozen.seed,
        "worlds": frozen.worlds,
        "yardstick": frozen.yardstick,
        "scenario": frozen.scenario,
        "version": frozen.version,
        "result_hash": frozen.result_hash,
        "date": frozen.on,
        "propositions": {
            name: {
                "fit": then.fit,
                "standing": then.standing,
                "share": then.share,
                "interval": then.interval,
                "entry": then.entry,
            }
            for name, then in frozen.verdicts.items()
        },
    }
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def read_frozen(path: Path) -> Frozen | None:
    """Read a frozen file; None where there is none.

    Raises
    ------
    FrozenUnreadable
        Where the file is there and is not one.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise FrozenUnreadable(f"{path} cannot be read: {error}") from None
    try:
        return _frozen(data)
    except (KeyError, TypeError, ValueError):
        raise FrozenUnreadable(f"{path} is no frozen board of this version") from None


def since(frozen: Frozen, case: Case, dossier: Dossier) -> Since:
    """Hold a run against what was frozen.

    Parameters
    ----------
    frozen
        What was laid down.
    case
        The case as it is now.
    dossier
        The run; propositions that it leaves out are not compared.
    """
    heading = dossier.heading
    edited = frozen.case_hash != heading.case_hash
    if frozen.yardstick != heading.yardstick:
        return Since(frozen, (), edited, f"frozen by the yardstick {frozen.yardstick}")
    if frozen.scenario != heading.scenario:
        return Since(frozen, (), edited, f"frozen in the scenario {frozen.scenario or 'as it is'}")
    found = [_moved(frozen, case, finding, edited) for finding in dossier.findings]
    gone = [
        Moved(name, then.fit, None, then.share, None, True, edited)
        for name, then in frozen.verdicts.items()
        if name not in case.propositions
    ]
    return Since(frozen, (*(m for m in found if m is not None), *gone), edited)


def _moved(frozen: Frozen, case: Case, finding: Finding, edited_case: bool) -> Moved | None:
    """What became of one proposition; None where it stands as it was frozen."""
    then = frozen.verdicts.get(finding.id)
    fit = _fit(finding)
    if then is None:
        return Moved(finding.id, None, fit, None, _share(finding), True, False)
    edited = then.entry != entry_hash(case.propositions[finding.id])
    shares = (then.share, _share(finding))
    far = abs((shares[0] or 0.0) - (shares[1] or 0.0)) > MOVED_BY
    moved = then.fit != fit or far
    if not moved and not edited:
        return None
    return Moved(finding.id, then.fit, fit, *shares, edited, moved and edited_case)


def _then(finding: Finding, entry: str) -> Then:
    return Then(_fit(finding), str(finding.standing), _share(finding), finding.interval, entry)


def _fit(finding: Finding) -> str:
    return "untested" if finding.fit is None else str(finding.fit)


def _share(finding: Finding) -> float | None:
    """The share; for a test of irrelevance how far apart the premise's ends lie."""
    return finding.share


def _frozen(data: Any) -> Frozen:
    if data["kautilya_frozen"] != FORMAT:
        raise ValueError
    verdicts = {
        str(name): Then(
            str(v["fit"]),
            str(v["standing"]),
            None if v["share"] is None else float(v["share"]),
            None if v["interval"] is None else (float(v["interval"][0]), float(v["interval"][1])),
            str(v["entry"]),
        )
        for name, v in data["propositions"].items()
    }
    return Frozen(
        str(data["case_hash"]),
        int(data["seed"]),
        int(data["worlds"]),
        str(data["yardstick"]),
        None if data["scenario"] is None else str(data["scenario"]),
        str(data["version"]),
        str(data["result_hash"]),
        str(data["date"]),
        verdicts,
    )
