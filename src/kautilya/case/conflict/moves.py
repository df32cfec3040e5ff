"""Who can move where: orders of options, listed moves, and states that an actor does not see."""

from __future__ import annotations

import numpy as np

from kautilya.case.conflict.flaw import Flaw, Flaws
from kautilya.case.conflict.grid import StateGrid
from kautilya.case.conflict.states import States
from kautilya.case.schema import Case
from kautilya.diagnostics import did_you_mean
from kautilya.payoffs import ProfileSpace
from kautilya.source import Path
from kautilya.terms import BoolArray, IntArray

Edges = tuple[IntArray, IntArray]

_ORDER = "an order names every option of its decision once"


def ladders_of(case: Case, space: ProfileSpace | None, flaws: Flaws) -> dict[int, tuple[int, ...]]:
    """For each decision that cannot be taken back, by its axis, the level of each option."""
    ladders: dict[int, tuple[int, ...]] = {}
    for decision, steps in case.irreversible.items():
        axis = space.axis.get(decision) if space is not None else None
        if space is None or axis is None:
            if decision not in flaws.unknowable:
                known = space.decisions if space is not None else ()
                flaws.add(
                    Flaw(
                        "KC658",
                        f"an order is given to a decision that is not declared: '{decision}'",
                        ("irreversible", decision),
                        "`irreversible` orders the options of declared decisions",
                        did_you_mean(decision, known) or "the case declares no decision",
                        key=True,
                    )
                )
            continue
        levels = _levels(decision, space.options[axis], steps, flaws)
        if levels is not None:
            ladders[axis] = levels
    return ladders


def _levels(
    decision: str, options: tuple[str, ...], steps: tuple[tuple[str, ...], ...], flaws: Flaws
) -> tuple[int, ...] | None:
    """The level of each option; None where the order is not one of all options."""
    known = len(flaws.found)
    level: dict[str, int] = {}
    for place, group in enumerate(steps):
        for number, option in enumerate(group):
            path: Path = ("irreversible", decision, place, number)
            if option not in options:
                flaws.add(
                    Flaw(
                        "KC658",
                        f"{decision} has no option '{option}' to be put in order",
                        path,
                        _ORDER,
                        did_you_mean(option, options),
                    )
                )
            elif option in level:
                flaws.add(
                    Flaw(
                        "KC658",
                        f"the order of {decision} names '{option}' twice",
                        path,
                        _ORDER,
                        "take one of the two out; options between which one can go back and forth "
                        "stand together in brackets",
                    )
                )
            else:
                level[option] = place
    without = [option for option in options if option not in level]
    if without and len(flaws.found) == known:
        listed = ", ".join(f"'{option}'" for option in without[:5])
        flaws.add(
            Flaw(
                "KC658",
                f"the order of {decision} omits {listed}",
                ("irreversible", decision),
                _ORDER,
                "put it where it can be taken, the earlier first"
                if len(without) == 1
                else "put them where they can be taken, the earlier first",
            )
        )
    return tuple(level[option] for option in options) if len(flaws.found) == known else None


def edges_of(case: Case, grid: StateGrid, flaws: Flaws) -> dict[str, Edges] | None:
    """For each actor the states that its listed moves leave and reach; None without `moves`."""
    if not case.moves:
        if grid.space is None:
            flaws.add(
                Flaw(
                    "KC657",
                    "nobody can move: the case has neither decisions nor moves",
                    ("states",),
                    "where states are listed, so are the moves between them",
                    "add `moves: {ACTOR: [[from, to], ..]}`",
                    key=True,
                )
            )
        return None
    states = States(grid, flaws)
    edges: dict[str, Edges] = {}
    for actor, moves in case.moves.items():
        if actor not in case.actors:
            if actor not in flaws.unknowable:
                flaws.add(
                    Flaw(
                        "KC657",
                        f"moves are given to an actor that is not declared: '{actor}'",
                        ("moves", actor),
                        "moves are made by actors",
                        did_you_mean(actor, case.actors),
                        key=True,
                    )
                )
            continue
        starts: list[IntArray] = []
        ends: list[IntArray] = []
        for number, move in enumerate(moves):
            found = _edge(states, actor, move, ("moves", actor, number), flaws)
            if found is not None:
                starts.append(found[0])
                ends.append(found[1])
        none = np.empty(0, dtype=np.int64)
        edges[actor] = np.concatenate([none, *starts]), np.concatenate([none, *ends])
    return {actor: edges[actor] for actor in case.actors if actor in edges}


def _edge(
    states: States, actor: str, move: tuple[str, str], path: Path, flaws: Flaws
) -> Edges | None:
    """The moves that one pair means: from each state of the first to the second."""
    known = len(flaws.found)
    start = states.named(move[0], (*path, 0))
    end = states.named(move[1], (*path, 1))
    for number in range(known, len(flaws.found)):
        flaws.found[number] = _of_a_move(flaws.found[number], actor)
    if start is None or end is None:
        return None
    if end.size > 1:
        flaws.add(
            Flaw(
                "KC657",
                f"a move of {actor} ends at {end.size} states: '{move[1]}'",
                (*path, 1),
                "a move ends at one state",
                "write one move for each",
            )
        )
        return None
    other = start[start != end[0]]
    if not other.size:
        flaws.add(
            Flaw(
                "KC657",
                f"a move of {actor} ends where it begins: '{move[1]}'",
                (*path, 1),
                "to stay is no move",
                "take it out",
            )
        )
        return None
    return other, np.full(other.size, end[0], dtype=np.int64)


def _of_a_move(flaw: Flaw, actor: str) -> Flaw:
    """A state that is none, at the end of a move."""
    if flaw.code != "KC659":
        return flaw
    return Flaw(
        "KC657",
        f"a move of {actor}: {flaw.message}",
        flaw.path,
        flaw.why,
        flaw.help,
        flaw.at,
        flaw.length,
    )


def unseen_of(case: Case, grid: StateGrid, flaws: Flaws) -> dict[str, BoolArray]:
    """For each actor that misperceives, the states that it does not see; shape (V,)."""
    states = States(grid, flaws)
    unseen: dict[str, BoolArray] = {}
    for actor, texts in case.misperceived.items():
        mask = np.zeros(grid.count, dtype=np.bool_)
        for number, text in enumerate(texts):
            found = states.named(text, ("misperceived", actor, number))
            if found is not None:
                mask[found] = True
        if mask.any():
            unseen[actor] = mask
    return unseen
