"""The strategic picture of a case, frozen: who could stay where, by which concept, and why.

One record for every kind of case. Where payoffs differ between worlds, an answer is a share of
worlds; where they do not, a share is 0 or 1. States are numbers; `labels` says what each is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kautilya.study.strategic.record_answers import Compared, FromToday, Inverse, Witness
from kautilya.study.strategic.record_games import Game
from kautilya.study.strategic.record_worlds import OverWorlds
from kautilya.study.wording import percent
from kautilya.terms.html import part, table

SCHEMA = 1
"""Version of the JSON that a picture becomes."""

CONCEPTS = ("nash", "smr", "seq", "gmr", "sim")
"""Concepts of stability, in the order in which they are shown."""

COALITION = "coalition_nash"
"""The concept by which no coalition of any size improves."""


@dataclass(frozen=True)
class Subject:
    """What was solved, and how.

    Parameters
    ----------
    case, title, source, year, case_hash, file
        The case and the text that it encodes; a game file has no hash of content but its own.
    kind
        ``dynamic``: payoffs over worlds; ``ranked``: rankings; ``exact``: exact payoffs.
    worlds, seed
        Worlds as authored; 1 and None where there is one world.
    scenario
        Scenario that it was solved in.
    profiles, states
        Combinations of options, and states of the conflict.
    concepts
        Concepts that were asked for.
    rule
        Which sequences of moves count: any, once, single.
    epsilon
        Differences of a payoff up to this are ties.
    at
        Which payoffs the single game has in a dynamic case: ``mean`` or ``world 12``; else empty.
    version
        Version of the program.
    """

    case: str
    title: str
    source: str
    year: int | None
    case_hash: str
    file: str
    kind: str
    worlds: int
    seed: int | None
    scenario: str | None
    profiles: int
    states: int
    concepts: tuple[str, ...]
    rule: str
    epsilon: float
    at: str
    version: str


@dataclass(frozen=True)
class Player:
    """An actor of the conflict.

    Parameters
    ----------
    actor, name
        Its name in the case, and as printed.
    decisions
        Its decisions and their options.
    now
        For each decision the option in force today.
    believes
        Whether it judges by beliefs of its own, and not by the facts.
    """

    actor: str
    name: str
    decisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)
    believes: bool = False


@dataclass(frozen=True)
class Label:
    """What a state is.

    Parameters
    ----------
    number
        Its number.
    pattern
        One sign for each decision, the index of its option; empty in a graph without decisions.
    name, says
        The name that the case gives it, and what it says of it, or empty.
    holds
        Each decision and the option that it has here; where a state covers several profiles, only
        decisions on which all agree.
    profiles
        How many profiles it covers; 0 in a graph without decisions.
    today
        Whether it is today's.
    """

    number: int
    pattern: str
    name: str
    says: str
    holds: Mapping[str, str]
    profiles: int
    today: bool


@dataclass(frozen=True)
class Row:
    """A state, what it is worth to each actor, and under which concepts it is stable.

    Parameters
    ----------
    state
        Its number.
    worth
        For each actor its rank (1 best), its exact payoff or its mean payoff, as text.
    stable
        For each concept and actor the share of worlds in which the state is stable for the actor.
    equilibrium
        For each concept the share of worlds in which it is stable for all.
    no_move
        Actors that cannot leave it.
    coalition
        Whether no coalition of any size improves on it in the single game; None where not asked.
    """

    state: int
    worth: Mapping[str, str]
    stable: Mapping[str, Mapping[str, float]]
    equilibrium: Mapping[str, float]
    no_move: tuple[str, ...] = ()
    coalition: bool | None = None


@dataclass(frozen=True)
class Certificates:
    """Answers that were checked from the definitions alone, by code that solves nothing.

    Parameters
    ----------
    checked
        How many.
    failed
        What failed, each in a few words; a fault of the program.
    """

    checked: int = 0
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strategic:
    """The strategic picture of a case.

    Made by :meth:`kautilya.Study.solve`.

    Parameters
    ----------
    subject
        What was solved, and how.
    players
        The actors.
    labels
        Every state that the record names.
    today
        Today's state; None where the case has none.
    rows
        States that are shown, in order; `subject.states` says how many there are.
    numbers
        For each concept how many of all states are equilibria, in one world; empty over worlds.
    game
        As a game in strategic form; None for rankings, and where it is too large.
    over
        What differs between worlds; None where there is one.
    from_today
        What can come of today; None where the case has no today.
    witnesses
        For the states that were asked about.
    inverse
        What was asked with `inverse`.
    published
        Published answers, compared.
    certificates
        What was checked.
    left_out
        What was not computed, and why.
    """

    subject: Subject
    players: tuple[Player, ...]
    labels: Mapping[int, Label]
    today: int | None
    rows: tuple[Row, ...]
    numbers: Mapping[str, int]
    game: Game | None
    over: OverWorlds | None
    from_today: FromToday | None
    witnesses: tuple[Witness, ...]
    inverse: Inverse | None
    published: tuple[Compared, ...]
    certificates: Certificates
    left_out: tuple[str, ...]

    def equilibria(self, concept: str = "nash", share: float = 0.5) -> tuple[int, ...]:
        """States that are equilibria under a concept in at least a share of worlds.

        Parameters
        ----------
        concept
            nash, smr, seq, gmr or sim.
        share
            Least share of worlds; where there is one world, any above 0 means there.
        """
        return tuple(row.state for row in self.rows if row.equilibrium.get(concept, 0.0) >= share)

    def _repr_html_(self) -> str:
        subject = self.subject
        asked = [c for c in CONCEPTS if any(c in row.equilibrium for row in self.rows)]
        head = ("state", *(player.name for player in self.players), *asked)
        rows = [
            (
                self.called(row.state),
                *(row.worth.get(player.actor, "") for player in self.players),
                *(percent(row.equilibrium.get(concept, 0.0)) for concept in asked),
            )
            for row in self.rows
        ]
        title = f"{subject.title or subject.case}: {len(rows):,} of {subject.states:,} states"
        what = "in shares of worlds" if self.over is not None else "in one world"
        note = f"An equilibrium under each concept, {what}; for each actor what a state is worth."
        return part(table(title, head, rows), note=note)

    def called(self, state: int) -> str:
        """A state in words: its name, else each decision and its option."""
        label = self.labels[state]
        words = label.name or ", ".join(f"{d} is {o}" for d, o in label.holds.items())
        return f"{words or state}{' (today)' if label.today else ''}"

    def to_pandas(self) -> Any:
        """States as a table of pandas, with the share of worlds in which each is an equilibrium."""
        from kautilya.study.frames import strategic_frame

        return strategic_frame(self)

    def to_xarray(self) -> Any:
        """Stability as an array of xarray over states, concepts and actors, in shares of worlds."""
        from kautilya.study.frames import strategic_array

        return strategic_array(self)

    def __repr__(self) -> str:
        at = f"{self.subject.worlds:,} worlds" if self.over is not None else "one world"
        return f"<Strategic {self.subject.case}: {self.subject.states:,} states, {at}>"
