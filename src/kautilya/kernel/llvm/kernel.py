"""A program as machine code, and its runs over arrays."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.codegen import Code, Machine
from kautilya.kernel.llvm.generate import generate
from kautilya.kernel.llvm.layout import STATUS, Group, Layout, Slot
from kautilya.kernel.llvm.loops import WORDS
from kautilya.terms import BoolArray, FloatArray

Array = NDArray[Any]
_POINTER, _COUNT, _NUMBER = ctypes.c_void_p, ctypes.c_int64, ctypes.c_double
ALIGNMENT = 64


@dataclass(frozen=True)
class Kept:
    """What a run gives.

    Parameters
    ----------
    results
        For each result an array that has an axis for each axis of the arrangement (of length 1
        where it does not depend on it) and the worlds last.
    doubtful
        Worlds in which something was not finite, perhaps in a branch that is not taken; their
        results mean nothing.
    """

    results: Mapping[Slot, FloatArray]
    doubtful: BoolArray


class Kernel:
    """Machine code of one program.

    Parameters
    ----------
    layout
        The program laid out.
    machine
        The processor.
    width
        Doubles in a vector; the machine's widest where None.
    block
        Worlds in a block, a multiple of the width; one vector where None.
    """

    def __init__(
        self, layout: Layout, machine: Machine, width: int | None = None, block: int | None = None
    ) -> None:
        self.layout = layout
        self.width = width or machine.width
        self.block = block or self.width
        self.code = Code(generate(layout, self.width, self.block), machine, self.width)
        self._run = self.code.function(
            "run", _POINTER, _COUNT, _COUNT, _COUNT, _POINTER, _NUMBER, _COUNT
        )

    def run(
        self,
        inputs: Mapping[int, Array],
        shape: tuple[int, ...],
        worlds: int,
        horizon: int,
        monthly_discount: float,
    ) -> Kept | None:
        """Run the months in every world and combination.

        Parameters
        ----------
        inputs
            Array or number of each input, with the worlds on the last axis.
        shape
            Lengths of the arrangement's axes.
        worlds
            Number of worlds.
        horizon
            Number of months.
        monthly_discount
            Discount of one month.

        Returns
        -------
        Kept or None
            None where an input is not finite.
        """
        blocks = -(-worlds // self.block)
        across = blocks * self.block
        lengths = [shape[axis] for axis in range(min(self.layout.places, len(shape)))]
        words = [*lengths, *[1] * (self.layout.places - len(lengths))]
        held: list[Array] = []
        results: dict[Slot, FloatArray] = {}
        for group in self.layout.groups:
            own = tuple(shape[axis] for axis in group.axes)
            combinations = int(np.prod(own, dtype=np.int64))
            varying = self._varying(group, inputs, len(shape), own, worlds, blocks)
            uniform = _uniform(group, inputs, len(shape), own)
            if not (np.isfinite(varying).all() and np.isfinite(uniform).all()):
                return None
            work = _aligned(combinations * len(group.slots) * self.block)
            out = np.empty((len(group.outputs), combinations, across))
            for array in (work, varying, uniform, out):
                held.append(array)
                words.append(array.ctypes.data)
            full = [1] * len(shape)
            for axis, length in zip(group.axes, own, strict=True):
                full[axis] = length
            for what, rows in zip(group.outputs, out, strict=True):
                results[what] = rows.reshape(*full, across)[..., :worlds]
        assert len(words) == self.layout.places + len(WORDS) * len(self.layout.groups)
        table = np.array(words, dtype=np.int64)
        factors = discounts(horizon, monthly_discount)
        self._run(table.ctypes.data, 0, blocks, horizon, factors.ctypes.data, 1.0 / horizon, across)
        status = results.pop(STATUS).reshape(-1)
        return Kept(results, np.isnan(status))

    def _varying(
        self,
        group: Group,
        inputs: Mapping[int, Array],
        dimensions: int,
        own: tuple[int, ...],
        worlds: int,
        blocks: int,
    ) -> FloatArray:
        """Inputs by block, combination, input and world; the last world fills the last block."""
        combinations = int(np.prod(own, dtype=np.int64))
        rows = _aligned(blocks * combinations * len(group.varying) * self.block)
        rows = rows.reshape(blocks, combinations, len(group.varying), self.block)
        whole, left = divmod(worlds, self.block)
        for place, node in enumerate(group.varying):
            value = _spread(inputs[node], group, dimensions, own, worlds)
            value = value.reshape(combinations, worlds)
            full = value[:, : worlds - left].reshape(combinations, whole, self.block)
            rows[:whole, :, place] = full.swapaxes(0, 1)
            if left:
                rows[whole, :, place] = value[:, -1:]
                rows[whole, :, place, :left] = value[:, worlds - left :]
        return rows


def discounts(horizon: int, monthly: float) -> FloatArray:
    """Discount of each month, multiplied up one by one as the evaluator over arrays does."""
    factors = np.full(horizon, monthly)
    factors[0] = 1.0
    return np.multiply.accumulate(factors)


def _uniform(
    group: Group, inputs: Mapping[int, Array], dimensions: int, own: tuple[int, ...]
) -> FloatArray:
    """Inputs that are the same in all worlds, by combination and input."""
    combinations = int(np.prod(own, dtype=np.int64))
    rows = np.empty((combinations, len(group.uniform)))
    for place, node in enumerate(group.uniform):
        rows[:, place] = _spread(inputs[node], group, dimensions, own, 1).reshape(combinations)
    return rows


def _spread(
    value: Array, group: Group, dimensions: int, own: tuple[int, ...], worlds: int
) -> FloatArray:
    """An input over the combinations of its group and the worlds."""
    array = np.asarray(value, dtype=np.float64)
    array = array.reshape((1,) * (dimensions + 1 - array.ndim) + array.shape)
    others = tuple(a for a in range(dimensions) if a not in group.axes)
    return np.broadcast_to(array.squeeze(others), (*own, worlds))


def _aligned(count: int) -> FloatArray:
    """Room for so many doubles, at an address fit for the widest vectors."""
    raw = np.empty(count + ALIGNMENT // 8)
    skip = (-raw.ctypes.data % ALIGNMENT) // 8
    return raw[skip : skip + count]
