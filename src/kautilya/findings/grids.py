"""Payoffs over grids of profiles, cut and put together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kautilya.terms import FloatArray


def overlaid(
    plain: FloatArray, chosen: FloatArray, axis: int, option: int, options: int
) -> FloatArray:
    """Payoffs over a grid with those of one option of one decision put in their place."""
    shape = list(np.broadcast_shapes(plain.shape, chosen.shape))
    shape[axis] = options
    whole = np.array(np.broadcast_to(plain, shape))
    place = [slice(None)] * whole.ndim
    place[axis] = slice(option, option + 1)
    whole[tuple(place)] = chosen
    return whole


def cut(array: FloatArray, larger: Mapping[int, int], held: Mapping[int, int]) -> FloatArray:
    """The part of a grid that holds more decisions fixed."""
    place = [slice(None)] * array.ndim
    for axis, option in held.items():
        if axis not in larger and array.shape[axis] > 1:
            place[axis] = slice(option, option + 1)
    return array[tuple(place)]
