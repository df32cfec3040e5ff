"""What differs between two runs: what was asked, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kautilya.study.manifest import Manifest

ASKED = {
    "case": "case",
    "case_hash": "content of the case",
    "seed": "seed",
    "worlds": "worlds",
    "yardstick": "yardstick",
    "yardstick_version": "version of the yardstick",
    "scenario": "scenario",
    "selection": "propositions tested",
    "removals": "removals tried",
    "version": "version",
    "libraries": "libraries",
    "evaluator": "evaluator",
}
"""Parts of a manifest that a result may depend on, and what they are called."""


@dataclass(frozen=True)
class Changed:
    """A verdict in two runs.

    Parameters
    ----------
    id
        The proposition.
    before, after
        Fit, standing and share in each run; None where the proposition is not in it.
    """

    id: str
    before: tuple[str, str, float | None] | None
    after: tuple[str, str, float | None] | None

    @property
    def same_verdict(self) -> bool:
        """Whether fit and standing are the same, and only the share differs."""
        return (
            self.before is not None and self.after is not None and self.before[:2] == self.after[:2]
        )


def asked_apart(one: Manifest, other: Manifest) -> dict[str, tuple[Any, Any]]:
    """What two runs were not asked alike: its name, and what it was in each."""
    pairs = {words: (getattr(one, key), getattr(other, key)) for key, words in ASKED.items()}
    return {words: pair for words, pair in pairs.items() if pair[0] != pair[1]}


def found_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Changed]:
    """Propositions whose verdict or share differs, in the order of the later run, then the rest.

    Parameters
    ----------
    one, other
        Dossiers as plain JSON.
    """
    before, after = _verdicts(one), _verdicts(other)
    names = dict.fromkeys([*after, *before])
    changes = (Changed(name, before.get(name), after.get(name)) for name in names)
    return [change for change in changes if change.before != change.after]


def _verdicts(data: Mapping[str, Any]) -> dict[str, tuple[str, str, float | None]]:
    return {
        entry["id"]: (entry["fit"] or "untested", entry["standing"], entry["share"])
        for entry in data["propositions"]
    }
