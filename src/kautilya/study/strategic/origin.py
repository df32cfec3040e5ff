"""Where a strategic picture comes from: a case, or the bare file of a game."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kautilya.case import Case
from kautilya.case.conflict import ConflictForm, StateGrid
from kautilya.payoffs import ProfileSpace, read_nfg
from kautilya.study.check import Checked
from kautilya.study.dossier import case_hash
from kautilya.study.strategic.record import Player


@dataclass(frozen=True)
class Origin:
    """A case, or the file of a game.

    Parameters
    ----------
    case
        The case; None for a game.
    name, title, source, year
        What it is called, and the text that it encodes.
    digest, file
        Hash of its content, and where it was read.
    """

    case: Case | None
    name: str
    title: str
    source: str
    year: int | None
    digest: str
    file: str

    def players(
        self, actors: Iterable[str], form: ConflictForm, today: int | None
    ) -> tuple[Player, ...]:
        """The actors and their decisions."""
        return tuple(self._player(actor, form, today) for actor in actors)

    def _player(self, actor: str, form: ConflictForm, today: int | None) -> Player:
        entry = self.case.actors.get(actor) if self.case else None
        name = (entry.name if entry else "") or actor
        space = form.grid.space
        if space is None:
            return Player(actor, name)
        axes = [axis for axis, owner in enumerate(space.owners) if owner == actor]
        now = () if today is None else form.grid.profile(today)
        return Player(
            actor,
            name,
            {space.decisions[axis]: space.options[axis] for axis in axes},
            {space.decisions[axis]: space.options[axis][now[axis]] for axis in axes if now},
        )


def origin_of(checked: Checked) -> Origin:
    """A case as the origin of a picture."""
    case = checked.case
    assert case is not None
    first = next(iter(case.sources.values()), None)
    return Origin(
        case,
        case.case,
        case.title,
        first.publisher if first else "",
        first.year if first else None,
        case_hash(checked.tree.data),
        checked.tree.file,
    )


def read_game(path: str | Path) -> tuple[Origin, ConflictForm]:
    """A game in a ``.nfg`` file as a conflict: each actor has one decision, called after it.

    Raises
    ------
    CaseInvalid
        Where the file cannot be read (KC001, KC002) or is malformed (KC655).
    """
    table = read_nfg(path)
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    origin = Origin(None, Path(path).stem, table.title, "", None, digest, str(path))
    nowhere = (0,) * len(table.actors)
    space = ProfileSpace(table.actors, table.strategies, table.actors, nowhere)
    states = np.arange(table.size, dtype=np.int64)
    grid = StateGrid(space, states.reshape(table.shape), states, {})
    payoffs = dict(zip(table.actors, table.payoffs, strict=True))
    form = ConflictForm(grid, table.actors, {}, None, {}, {}, payoffs, None, ())
    return origin, form
