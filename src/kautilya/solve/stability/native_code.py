"""What the two forms of machine code for moves have in common.

Both take the states in ascending order of what is to be low, and go backwards from each over the
moves that nothing lower has come by. A sequence must remember who moves next in it, as nobody moves
twice in succession; so a state is marked once for each mover, and the moves are never listed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.codegen import Code, Machine, host
from kautilya.terms import FloatArray, IntArray

__all__ = [
    "COUNT",
    "MASK",
    "NUMBER",
    "POINTER",
    "Function",
    "Labelling",
    "Ordered",
    "address",
    "code",
    "mask_bits",
]

Function = Callable[..., None]
POINTER, COUNT, MASK, NUMBER = ctypes.c_void_p, ctypes.c_int64, ctypes.c_int32, ctypes.c_double

_FEW = 7
"""Movers whose bits, and one more, fit into eight."""
_AHEAD = 16
"""Room in a queue beyond its end."""


@dataclass(frozen=True, eq=False)
class Ordered:
    """Values and their order.

    Parameters
    ----------
    values : FloatArray, shape (V,)
        The values.
    order : IntArray, shape (V,)
        The states by ascending value.
    """

    values: FloatArray
    order: IntArray

    @classmethod
    def of(cls, values: FloatArray) -> Ordered:
        """Sort the states by their values."""
        return cls(np.ascontiguousarray(values), np.argsort(values))


class Labelling:
    """What one labelling of the states takes beside the moves.

    Parameters
    ----------
    states
        Number of states.
    movers
        Number of movers.
    single
        Whether one move by one mover is all.
    """

    def __init__(self, states: int, movers: int, *, single: bool) -> None:
        flag = 1 << movers  # above the bits of the movers: no answer yet
        self.movers = movers
        self.force = flag - 1 if single else 0
        start = flag if single else 2 * flag - 1
        self.open = np.full(states, start, dtype=np.uint8 if movers <= _FEW else np.uint32)
        self.answer = np.full(states, np.inf)
        # A state comes into the queue for all movers but one, and later once more for that one;
        # the code looks a little ahead of where it is.
        self.queue = np.empty(2 * states + _AHEAD, dtype=np.int64)


def mask_bits(movers: int) -> int:
    """Bits of an integer that holds one for each mover and one more.

    Each mover has two choices or more, so that 30 movers are the most that there can be.
    """
    return 8 if movers <= _FEW else 31


@cache
def code(file: str, mask_bits: int, word_bits: int = 32) -> Code:
    """Return the machine code of a file beside this one, made once for all conflicts.

    Parameters
    ----------
    file
        Name of the file, LLVM IR in which MASK and WORD stand for integers.
    mask_bits, word_bits
        Their sizes.
    """
    machine = host()
    assert isinstance(machine, Machine)
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    text = text.replace("MASK", f"i{mask_bits}").replace("WORD", f"i{word_bits}")
    return Code(text, machine, machine.width, level=2)


def address(array: NDArray[Any]) -> int:
    """Where the numbers of an array start."""
    return array.ctypes.data
