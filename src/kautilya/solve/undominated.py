"""What is left of a game without strategies that no equilibrium uses."""

from __future__ import annotations

import numpy as np

from kautilya.payoffs import ExactArray, NormalForm
from kautilya.terms import IntArray

__all__ = ["ranks", "undominated"]


def ranks(payoffs: ExactArray) -> IntArray:
    """Payoffs replaced by their rank, from 0: what compares alike, compares alike.

    Examples
    --------
    >>> from kautilya.payoffs import exact_array
    >>> ranks(exact_array([["1/3", "1/2"], ["1/3", -7]])).tolist()
    [[1, 2], [1, 0]]
    """
    entries = payoffs.ravel().tolist()
    place = {value: number for number, value in enumerate(sorted(set(entries)))}
    return np.array([place[value] for value in entries], dtype=np.int64).reshape(payoffs.shape)


def undominated(game: NormalForm) -> tuple[tuple[int, ...], ...]:
    """Strategies left when strictly dominated ones are taken out, again and again.

    A strategy is taken out if another one pays its actor more whatever the others play. No
    equilibrium gives it a chance, and the order of taking out does not matter. Dominance by a
    mixture is not looked for: see `kautilya.solve.dominance`.

    Parameters
    ----------
    game : NormalForm
        The game.

    Returns
    -------
    tuple of tuple of int
        For each actor the numbers of the strategies left.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> undominated(parse_nfg('NFG 1 R "dilemma" { "ann" "bob" } { 2 2 } 2 2 3 0 0 3 1 1'))
    ((1,), (1,))
    """
    tables = [ranks(array) for array in game.payoffs]
    kept = [tuple(range(size)) for size in game.shape]
    changed = True
    while changed:
        changed = False
        for actor, table in enumerate(tables):
            own = np.moveaxis(table[np.ix_(*kept)], actor, 0).reshape(len(kept[actor]), -1)
            left = tuple(
                strategy
                for number, strategy in enumerate(kept[actor])
                if not (own > own[number]).all(axis=1).any()
            )
            if left != kept[actor]:
                kept[actor], changed = left, True
    return tuple(kept)
