"""Sets of states as whole numbers.

In a set, bit s (of value 2^s) stands for state s. A *relation* is a list with one set for each
state: those it leads to. Python's whole numbers take thousands of bits in one operation, so sets
of pairs of states stay small and are quick to combine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kautilya.terms import BoolArray

__all__ = [
    "Relation",
    "members",
    "renumbered",
    "set_of",
    "sets_of_rows",
    "transposed",
]

Relation = Sequence[int]
"""For each state, the set of those it leads to."""

_CHUNK = 512


def set_of(states: Sequence[int] | NDArray[np.int64]) -> int:
    """Return the set of some states.

    Examples
    --------
    >>> set_of([0, 3])
    9
    """
    number = 0
    for state in states:
        number |= 1 << int(state)
    return number


def members(states: int) -> Iterator[int]:
    """Return the states of a set, ascending.

    Examples
    --------
    >>> list(members(9))
    [0, 3]
    """
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest


def sets_of_rows(rows: BoolArray) -> list[int]:
    """Return each row of a table of truths as a set.

    Parameters
    ----------
    rows : BoolArray, shape (N, V)

    Returns
    -------
    list of int

    Examples
    --------
    >>> sets_of_rows(np.array([[True, False, True], [False, True, False]]))
    [5, 2]
    """
    return _numbers(np.packbits(rows, axis=1, bitorder="little"))


def transposed(relation: Sequence[int], size: int) -> list[int]:
    """Return, for each state, the set of those that a relation leads to it from.

    Parameters
    ----------
    relation : sequence of int
        Sets of states.
    size : int
        How many states the sets speak of.

    Returns
    -------
    list of int
        One set for each of `size` states; its bits are positions in `relation`.

    Examples
    --------
    >>> transposed([0b10, 0b11], 2)
    [2, 3]
    """
    packed = _packed(relation, size)
    answer: list[int] = []
    for byte in range(0, packed.shape[1], _CHUNK // 8):
        block = _unpacked(packed[:, byte : byte + _CHUNK // 8], None)
        answer += _numbers(np.packbits(block.T, axis=1, bitorder="little"))
    return answer[:size]


def renumbered(relation: Sequence[int], order: Sequence[int]) -> list[int]:
    """Return a relation with states numbered by their place in an order.

    Examples
    --------
    >>> renumbered([0b110, 0b100, 0], [2, 1, 0])
    [0, 1, 3]
    """
    packed = _packed(relation, len(order))[order]
    answer: list[int] = []
    for row in range(0, len(order), _CHUNK):
        block = _unpacked(packed[row : row + _CHUNK], len(order))[:, order]
        answer += _numbers(np.packbits(block, axis=1, bitorder="little"))
    return answer


def _packed(sets: Sequence[int], size: int) -> NDArray[np.uint8]:
    """Sets as rows of bytes, lowest bits first."""
    width = (size + 7) // 8
    data = b"".join(number.to_bytes(width, "little") for number in sets)
    return np.frombuffer(data, dtype=np.uint8).reshape(len(sets), width)


def _unpacked(packed: NDArray[np.uint8], size: int | None) -> BoolArray:
    """Rows of bytes as rows of truths."""
    bits = np.unpackbits(packed, axis=1, bitorder="little", count=size)
    return bits.view(np.bool_)


def _numbers(packed: NDArray[np.uint8]) -> list[int]:
    """Rows of bytes as sets."""
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
