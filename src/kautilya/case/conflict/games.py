"""A game in a file beside a case: its space, and its payoffs over the profiles of the case."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path as FilePath

import numpy as np
from numpy.typing import NDArray

from kautilya.case.conflict.flaw import Flaw, Flaws, counted
from kautilya.case.conflict.grid import StateGrid
from kautilya.case.conflict.payoffs import agree
from kautilya.case.profiles import profile_space
from kautilya.case.schema import Case
from kautilya.diagnostics import CaseInvalid, Diagnostic
from kautilya.payoffs import ProfileSpace
from kautilya.payoffs.nfg import read_nfg
from kautilya.payoffs.normal_form import NormalForm

CHOICE = "choice"
"""What the decision of each actor is called in a game that brings its own."""

Table = NDArray[np.object_]


@dataclass(frozen=True)
class Game:
    """A game as read, its actors in the order of the case.

    Parameters
    ----------
    space
        The profiles that it brings along for a case without decisions; None for one that has them.
    tables
        Each actor's payoffs over the profiles of the case.
    diagnostics
        What is wrong with the file.
    """

    space: ProfileSpace | None = None
    tables: dict[str, Table] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    def payoffs(self, grid: StateGrid, flaws: Flaws) -> dict[str, Table]:
        """Each actor's payoffs, those that its merged states agree with."""
        found = self.tables or {}
        return {actor: table for actor, table in found.items() if agree(actor, table, grid, flaws)}


def game_beside(case: Case, file: str | FilePath | None, flaws: Flaws) -> Game:
    """Read the game that a case names; one without anything where it names none."""
    name = case.payoffs
    if not isinstance(name, str):
        return Game()
    if FilePath(name).name != name or not name.endswith(".nfg"):
        flaws.add(
            Flaw(
                "KC656",
                f"'{name}' is no game beside the case",
                ("payoffs",),
                "payoffs are nested lists for each actor, or the name of a .nfg file in the "
                "folder of the case",
                "for instance payoffs: game.nfg",
            )
        )
        return Game()
    path = (FilePath(".") if file is None else FilePath(file).parent) / name
    if not path.is_file() or not path.resolve().is_relative_to(path.parent.resolve()):
        flaws.add(
            Flaw(
                "KC656",
                f"there is no file '{name}' beside the case",
                ("payoffs",),
                "a game stands in the folder of the case",
                f"put {name} there, or write the payoffs as nested lists for each actor",
            )
        )
        return Game()
    try:
        read = read_nfg(path)
    except CaseInvalid as invalid:
        return Game(diagnostics=invalid.diagnostics)
    return _fitted(case, read, flaws)


def _fitted(case: Case, read: NormalForm, flaws: Flaws) -> Game:
    """The game over the profiles of the case."""
    space = profile_space(case) if case.decisions else _space_of(case, read)
    actors = tuple(dict.fromkeys(space.owners))
    if len(read.actors) != len(actors) or (not case.decisions and len(actors) != len(case.actors)):
        count = len(actors) if case.decisions else len(case.actors)
        takes_part = "who decide" if count > 1 else "who decides"
        takes_part = takes_part if case.decisions else "declared"
        flaws.add(
            _misfit(
                f"the game has {counted(len(read.actors), 'player')}, and the case has "
                f"{counted(count, 'actor')} {takes_part}",
                f"its players are {', '.join(read.actors)}",
            )
        )
        return Game()
    players = _order(read.actors, actors) or _order(
        read.actors, tuple(case.actors[a].name if a in case.actors else a for a in actors)
    )
    players = players or tuple(range(len(actors)))
    own = [[axis for axis, o in enumerate(space.owners) if o == actor] for actor in actors]
    columns = []
    for actor, player, axes in zip(actors, players, own, strict=True):
        joint = [", ".join(names) for names in product(*(space.options[axis] for axis in axes))]
        strategies = read.strategies[player]
        if len(strategies) != len(joint):
            flaws.add(
                _misfit(
                    f"the game has {len(strategies)} strategies for {actor}, whose decisions make "
                    f"{len(joint)}",
                    f"the strategies of the file are {', '.join(strategies[:6])}",
                )
            )
            return Game()
        columns.append(_order(strategies, tuple(joint)) or tuple(range(len(joint))))
    order = [axis for axes in own for axis in axes]
    shape = [space.shape[axis] for axis in order]
    tables = {}
    for actor, player in zip(actors, players, strict=True):
        table = read.payoffs[player].transpose(players)[np.ix_(*columns)]
        tables[actor] = table.reshape(shape).transpose(np.argsort(order))
    return Game(None if case.decisions else space, tables)


def _space_of(case: Case, read: NormalForm) -> ProfileSpace:
    """The profiles that a game brings along: each actor makes one choice."""
    names = tuple(case.actors)
    players = _order(read.actors, names) or tuple(range(len(read.actors)))
    given = tuple(read.strategies[player] for player in players[: len(names)])
    owners = names[: len(given)]
    return ProfileSpace(
        tuple(f"{actor}.{CHOICE}" for actor in owners), given, owners, (0,) * len(owners)
    )


def _order(given: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[int, ...] | None:
    """Where each wanted name stands among those given; None where they are not the same names."""
    if set(given) != set(wanted) or len(set(given)) < len(given):
        return None
    return tuple(given.index(name) for name in wanted)


def _misfit(message: str, mend: str) -> Flaw:
    return Flaw(
        "KC656",
        message,
        ("payoffs",),
        "the players of a game are the actors who decide, and its strategies what they can choose: "
        "by name where the names agree, else by their order",
        mend,
    )
