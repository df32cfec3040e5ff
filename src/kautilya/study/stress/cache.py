"""What was tried before: effects by what they depend on, so that an edit costs what it touches."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from kautilya.case import Case
from kautilya.case.to_data import to_data
from kautilya.findings.job import Sample
from kautilya.findings.trial import Trial
from kautilya.study.stress.record import Effect, Variant
from kautilya.study.version import VERSION

FILE = "stress.sqlite"
PROSE = frozenset(
    {"says", "source", "note", "row", "system", "status", "name", "title", "scale", "reply", "url"}
)
"""Keys that no number depends on."""

NAMED = {"does": 1, "then": 1, "set": 1, "start": 1, "persuades": 2, "options": 1}
"""Keys under which names of the author's stand, and how many levels of them."""

NAMED_TWICE = frozenset({"beliefs", "yardsticks"})
"""Sections with two levels of the author's names; the others have one."""

FRAME = (
    "horizon",
    "discount",
    "epsilon",
    "yardstick",
    "yardsticks",
    "actors",
    "decisions",
    "agreements",
    "interests",
    "beliefs",
    "stocks",
    "auxiliaries",
    "transfers",
    "events",
    "observed",
    "corr",
)
"""Sections of which any part may bear on any answer."""

AT_ONCE = 500
"""Keys that are asked for in one question."""

MOST = 200_000
"""Effects that are kept; the oldest go first."""

MOST_SAMPLES = 2_000
"""Answers world by world that are kept, of a few kB each."""


class Cache:
    """Effects of variants, kept beside the registry of runs.

    Whatever is in the way of keeping them, a stress test runs without.

    Parameters
    ----------
    home
        The folder; None keeps nothing.
    case, seed, worlds
        What is tested, from which seed, on how many worlds.
    yardstick
        By which verdicts are judged where not by the case's own.
    """

    def __init__(
        self, home: Path | None, case: Case, seed: int, worlds: int, yardstick: str | None = None
    ) -> None:
        self._path = None if home is None else home / FILE
        self._data = to_data(case)
        self._frame = {
            key: _plain(self._data.get(key), 2 if key in NAMED_TWICE else 1) for key in FRAME
        }
        self._about = (VERSION, seed, worlds, *([yardstick] if yardstick else []))
        self._texts: dict[tuple[str, frozenset[str]], str] = {}

    def key(self, trial: Trial, variant: Variant, reach: frozenset[str]) -> str:
        """What an effect depends on, as a hash: the parts of the case that reach the answer."""
        change = [*_within(variant, reach), variant.horizon, variant.order]
        return _hash(f'{self._asked(trial, reach)[:-1]},"variant":{_text(change)}}}')

    def _asked(self, trial: Trial, reach: frozenset[str]) -> str:
        """The parts of the case that reach an answer; the same under every variant."""
        if (trial.name, reach) in self._texts:
            return self._texts[trial.name, reach]
        entry = self._data["propositions"][trial.name]
        scenario = self._data.get("scenarios", {}).get(trial.scenario or "", None)
        parts = {
            "about": self._about,
            "frame": self._frame,
            "asked": {k: entry.get(k) for k in ("claim", "given", "hold", "voice", "stated", "in")},
            "scenario": _plain(scenario),
            "reach": {
                section: {
                    name: _plain(value)
                    for name, value in self._data.get(section, {}).items()
                    if name in reach
                }
                for section in ("premises", "mechanisms")
            },
        }
        return self._texts.setdefault((trial.name, reach), _text(parts))

    def known(self, keys: Iterable[str]) -> dict[str, Effect]:
        """Effects that were kept, of those asked for."""
        wanted = sorted(set(keys))
        if self._path is None or not self._path.is_file():
            return {}
        found: dict[str, Effect] = {}
        with suppress(sqlite3.Error, ValueError, TypeError), closing(self._open()) as base:
            for first in range(0, len(wanted), AT_ONCE):
                some = wanted[first : first + AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = base.execute(f"SELECT key, effect FROM effects WHERE key IN ({marks})", some)
                found.update((key, Effect(**json.loads(text))) for key, text in rows)
        return found

    def sample(self, key: str) -> Sample | None:
        """What a proposition gave, world by world, if it was kept."""
        if self._path is None or not self._path.is_file():
            return None
        with suppress(sqlite3.Error, ValueError, TypeError), closing(self._open()) as base:
            row = base.execute("SELECT value, counts FROM samples WHERE key = ?", (key,)).fetchone()
            if row is not None:
                value, counts = np.frombuffer(row[0], "<f8"), np.frombuffer(row[1], "?")
                return Sample(value, counts) if len(value) == len(counts) else None
        return None

    def keep_sample(self, key: str, sample: Sample) -> None:
        """Keep what a proposition gives, world by world."""
        if self._path is None:
            return
        with suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(exist_ok=True)
            with closing(self._open()) as base, base:
                base.execute(
                    "CREATE TABLE IF NOT EXISTS samples "
                    "(key TEXT PRIMARY KEY, value BLOB, counts BLOB)"
                )
                row = (key, sample.value.astype("<f8").tobytes(), sample.counts.tobytes())
                base.execute("INSERT OR REPLACE INTO samples VALUES (?, ?, ?)", row)
                base.execute(
                    "DELETE FROM samples WHERE rowid <= (SELECT MAX(rowid) FROM samples) - ?",
                    (MOST_SAMPLES,),
                )

    def keep(self, found: Mapping[str, Effect]) -> None:
        """Keep effects by their keys."""
        if self._path is None or not found:
            return
        with suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(exist_ok=True)
            with closing(self._open()) as base, base:
                base.execute(
                    "CREATE TABLE IF NOT EXISTS effects (key TEXT PRIMARY KEY, effect TEXT)"
                )
                base.executemany(
                    "INSERT OR REPLACE INTO effects VALUES (?, ?)",
                    [(key, json.dumps(asdict(effect))) for key, effect in found.items()],
                )
                base.execute(
                    "DELETE FROM effects WHERE rowid <= (SELECT MAX(rowid) FROM effects) - ?",
                    (MOST,),
                )

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path or "", timeout=20.0)


def _text(parts: Any) -> str:
    return json.dumps(parts, separators=(",", ":"), default=str)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _within(variant: Variant, reach: frozenset[str]) -> list[Any]:
    """The parts of a change that reach an answer."""
    setting = variant.setting
    actors = {name.partition(".")[0] for name in reach}
    return [
        sorted(setting.removed & reach),
        [pair for pair in setting.pinned if pair[0] in reach],
        [pair for pair in setting.believed if pair[0] in reach],
        [pair for pair in setting.weighting if pair[0] in actors],
        [move for move in setting.anchors if f"{move[0]}.anchors" in reach],
        setting.discount,
    ]


def _plain(value: Any, names: int = 0) -> Any:
    """Data without what no number depends on; keys of levels that are names all stay."""
    if isinstance(value, Mapping):
        return {
            key: _plain(inner, names - 1 if names else NAMED.get(key, 0))
            for key, inner in value.items()
            if names or key not in PROSE
        }
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
