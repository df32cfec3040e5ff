"""What a run of a case found, frozen: everything that a report renders and nothing else.

Reports see dossiers, never engines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kautilya.findings import Finding, Observed, Tally
from kautilya.findings.standing import carriers

SCHEMA = 1
"""Version of the JSON that a dossier becomes."""


@dataclass(frozen=True)
class Heading:
    """What the board says of the case and of the run.

    Parameters
    ----------
    case, title, question, source, year
        Name, title and question of the case, and the text that it encodes.
    case_hash
        Hash of the case's content, comments and layout apart.
    file
        The case file.
    seed, yardstick, yardstick_version, worlds, shape_worlds, profiles
        How it was run.
    counts
        How many actors, decisions, premises, mechanisms, events and propositions, and how many of
        them by status.
    version
        Version of the program.
    scenario
        Scenario in which propositions that name none were asked.
    systems, actors
        Titles of the case's systems and names of its actors, in the order of the file.
    """

    case: str
    title: str
    question: str
    source: str
    year: int | None
    case_hash: str
    file: str
    seed: int
    yardstick: str
    yardstick_version: str
    worlds: int
    shape_worlds: int
    profiles: int
    counts: Mapping[str, Mapping[str, int]]
    version: str
    scenario: str | None = None
    systems: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Swing:
    """How much an interest moves between options of the focal decision, times what it weighs.

    Parameters
    ----------
    interest, name
        ``ACTOR.ID`` and its printed name.
    weight
        Mean weight over worlds.
    swing
        Mean difference between the highest and the lowest value over the options.
    """

    interest: str
    name: str
    weight: float
    swing: float

    @property
    def carried(self) -> float:
        """Weight times swing: what the interest carries."""
        return self.weight * self.swing


@dataclass(frozen=True)
class Choices:
    """The focal decision and the game around it, over worlds.

    Parameters
    ----------
    decision
        The focal decision.
    best, foresees, settled
        Share of worlds in which each option is chosen, *full information*; `cycles` among them.
    ex_ante_best, ex_ante_foresees
        The option chosen by the mean over worlds, *knowing nothing*.
    tied
        Share of worlds in which `best` is tied.
    converged, nash, agreements
        Share of worlds in which the settling comes to rest, in which it rests at a pure
        equilibrium, and in which each agreement is formed.
    equilibria
        Share of worlds by number of pure equilibria: 0, 1, 2, .. as text, `5+` for more.
    at_rest
        Profiles in which the settling most often rests, with their shares.
    swings
        Weight times swing of the owner's interests.
    """

    decision: str
    best: Mapping[str, float]
    foresees: Mapping[str, float]
    settled: Mapping[str, float]
    ex_ante_best: str
    ex_ante_foresees: str
    tied: float
    converged: float
    nash: float
    agreements: Mapping[str, float]
    equilibria: Mapping[str, float]
    at_rest: Mapping[str, float]
    swings: tuple[Swing, ...]


@dataclass(frozen=True)
class Audit:
    """What the model did at its edges.

    Parameters
    ----------
    clipped
        Interests whose value lay outside their anchors in more than 1% of months, and the share.
    clamped
        Bounded stocks and the number of months in which they were held at a bound.
    months
        Months that were looked at: profiles times worlds times the horizon.
    judged
        Judged items without a source.
    """

    clipped: Mapping[str, float] = field(default_factory=dict)
    clamped: Mapping[str, int] = field(default_factory=dict)
    months: int = 0
    judged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """Everything that a run of a case found.

    Parameters
    ----------
    heading
        The case and the run.
    findings
        The verdicts, in the order of the file.
    choices
        The focal decision; None where the case names none.
    audit
        What the model did at its edges.
    observed
        What was seen to happen, and how many worlds agree with it; None where nothing was. It
        decides no verdict.
    """

    heading: Heading
    findings: tuple[Finding, ...]
    choices: Choices | None
    audit: Audit
    observed: Observed | None = None

    @property
    def tally(self) -> dict[str, int]:
        """How many propositions pass, are contested, underdetermined, contradicted, untested."""
        counts = {"pass": 0, "contested": 0, "underdetermined": 0, "contradicted": 0, "untested": 0}
        for finding in self.findings:
            if finding.fit is None:
                counts["untested"] += 1
            else:
                counts["pass" if finding.passes else str(finding.fit)] += 1
        return counts

    @property
    def carried_by(self) -> tuple[str, ...]:
        """Elements that most passing propositions rest on."""
        return carriers({f.id: f.rests_on for f in self.findings if f.passes})

    @property
    def all_pass(self) -> bool:
        """Whether every tested proposition passes."""
        return all(f.passes for f in self.findings if f.fit is not None)

    @property
    def tested(self) -> int:
        """Propositions that were tested."""
        return sum(f.fit is not None for f in self.findings)

    @property
    def result_hash(self) -> str:
        """Hash of every count and verdict: the same case, seed and version give the same."""
        content = [
            {
                "id": f.id,
                "tallies": _tallies(f.tallies),
                "fit": f.fit,
                "standing": f.standing,
                "rests_on": f.rests_on,
                "removals": [[r.name, round(r.share, 12)] for r in f.removals],
                **({"agreeing": _tallies(f.agreeing)} if f.agreeing else {}),
            }
            for f in self.findings
        ]
        text = json.dumps([self.heading.case_hash, self.heading.seed, content], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {word}" for word, n in self.tally.items() if n)
        return f"<Dossier {self.heading.case}@{self.heading.case_hash[:7]}: {counts}>"

    def _repr_html_(self) -> str:
        from kautilya.study.tables import dossier_html

        return dossier_html(self)

    def to_pandas(self) -> Any:
        """Verdicts as a table of pandas, one row for each proposition."""
        from kautilya.study.frames import dossier_frame

        return dossier_frame(self)

    def to_xarray(self) -> Any:
        """Worlds counted as a data set of xarray, over propositions and shapes of draw."""
        from kautilya.study.frames import dossier_array

        return dossier_array(self)


def _tallies(by_shape: Mapping[str, Tally]) -> dict[str, Any]:
    """Counts as plain data."""
    return {shape: asdict(tally) for shape, tally in by_shape.items()}


def case_hash(data: Any) -> str:
    """Hash of a case's content: its data, without comments and layout."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
