"""Answers about states: ways from today, why they hold, what would make them, what print says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Path:
    """Best responses from today, one actor at a time in file order.

    Parameters
    ----------
    steps
        Who moves, and the state that it moves to.
    end
        The state in which it rests; None where it comes round again.
    cycle
        States of the cycle, or none.
    """

    steps: tuple[tuple[str, int], ...]
    end: int | None
    cycle: tuple[int, ...] = ()


@dataclass(frozen=True)
class Way:
    """A way from today to a state.

    Parameters
    ----------
    state
        Where it leads.
    improving
        The shortest way on which every move is an improvement for the one who makes it: who moves
        and where to; None where there is none.
    any
        The shortest way by any moves; None where there is none.
    """

    state: int
    improving: tuple[tuple[str, int], ...] | None
    any: tuple[tuple[str, int], ...] | None


@dataclass(frozen=True)
class Joint:
    """An agreement of the case, or a coalition's improvement, as a joint move from today.

    Parameters
    ----------
    name
        The agreement; empty for a coalition without one.
    parties
        Who would move together.
    state
        Where it leads; None where that is not feasible.
    gains
        For each party the gain in payoff over today; for rankings the ranks that it rises.
    all_gain
        Whether every party prefers it to today.
    """

    name: str
    parties: tuple[str, ...]
    state: int | None
    gains: Mapping[str, float]
    all_gain: bool


@dataclass(frozen=True)
class FromToday:
    """What can come of today.

    Parameters
    ----------
    today
        Today's state.
    path
        Best responses in turn.
    ways
        Ways to equilibria and to leading states.
    unreachable
        Equilibria that no moves lead to.
    joint
        Agreements, and improvements of coalitions.
    """

    today: int
    path: Path | None
    ways: tuple[Way, ...]
    unreachable: tuple[int, ...]
    joint: tuple[Joint, ...]


@dataclass(frozen=True)
class Reply:
    """One improvement that an actor has from a state, and what would answer it.

    Parameters
    ----------
    to
        Where the actor would go.
    gain
        What it gains; for rankings the ranks that it rises.
    path
        The answer: who moves, and where to. Empty where nothing answers. Under SIM, where all move
        at once, where each move alone would lead.
    end
        Where that ends; None where nothing answers.
    back
        What is left to the actor after the answer: its best state then, where a concept looks at
        that; None otherwise.
    """

    to: int
    gain: float
    path: tuple[tuple[str, int], ...]
    end: int | None = None
    back: int | None = None


@dataclass(frozen=True)
class Witness:
    """Why a state is stable for an actor under a concept, or why not.

    Parameters
    ----------
    state, actor, concept
        Of what.
    stable
        Whether it is.
    no_move
        Whether the actor cannot leave it.
    replies
        Improvements and what answers them; where it is not stable, the one that nothing answers.
    """

    state: int
    actor: str
    concept: str
    stable: bool
    no_move: bool
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Inverse:
    """Which rankings of an actor would make a state an equilibrium, the others' as they are.

    Parameters
    ----------
    state, actor, concept
        Asked about.
    favourable, rankings
        Strict rankings of all states under which it is one, and all of them.
    matter
        The states whose places matter.
    favourable_matter, rankings_matter
        The same, counting rankings of the states that matter alone.
    condition
        When it is one, in words, states by their labels.
    lost
        Other actors who would leave the state whatever this one wants.
    """

    state: int
    actor: str
    concept: str
    favourable: int
    rankings: int
    matter: tuple[int, ...]
    favourable_matter: int
    rankings_matter: int
    condition: str
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """A published answer, held against what was found.

    Parameters
    ----------
    name, says, concept, source, status, note
        As the case gives it.
    reproduced
        Whether it was found so; None where it could not be compared.
    published, found
        States or number, as text.
    missing, extra
        States that were published and not found, and found and not published.
    actor
        Whose stability it is about; empty for equilibria.
    """

    name: str
    says: str
    concept: str
    source: str
    status: str
    note: str
    reproduced: bool | None
    published: str
    found: str
    missing: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    actor: str = ""
