"""The lanes in machine code, made once for games of one shape."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from kautilya.codegen import Code, Machine
from kautilya.solve.logit.emit import Shape
from kautilya.solve.logit.form import Form, Player
from kautilya.solve.logit.lanes import Answer
from kautilya.solve.logit.steps import generate
from kautilya.terms import FloatArray, IntArray

__all__ = ["by_machine_code", "compiled", "shape_of"]

MOST_SHAPES = 64
"""Shapes of games whose code is kept; the least recently used is let go."""
ALIGNMENT = 64
_POINTER, _COUNT, _NUMBER = ctypes.c_void_p, ctypes.c_int64, ctypes.c_double


def by_machine_code(
    form: Form, precision: float, machine: Machine, width: int | None = None
) -> Answer:
    """Follow the branch in every world, as `lanes.by_arrays` does.

    Parameters
    ----------
    form : Form
        Who plays, and for what; there is a player at least.
    precision : float
        The precision that is wanted.
    machine : Machine
        The processor.
    width : int, optional
        Worlds in a vector; as many as the machine takes where it is not given.

    Returns
    -------
    Answer
        The same to the last bit for every width, and whatever other worlds there are.
    """
    lanes = width or machine.width
    run, room = _kept(shape_of(form), machine, lanes)
    across = max(form.worlds, lanes)
    mixed = np.empty((sum(form.sizes), across))
    residual, regret, state = np.empty((3, across))
    held: list[FloatArray | IntArray] = [mixed, residual, regret, state]
    for player in form.players:
        held.extend(_laid_out(player, form.worlds, lanes))
    table = np.array([array.ctypes.data for array in held], dtype=np.int64)
    work = np.zeros(room * lanes + ALIGNMENT // 8)
    skip = -work.ctypes.data % ALIGNMENT
    blocks = -(-across // lanes)
    run(table.ctypes.data, blocks, across - lanes, across, precision, work.ctypes.data + skip)
    worlds = slice(0, form.worlds)
    return Answer(mixed[:, worlds], residual[worlds], regret[worlds], state[worlds] == 1.0)


def shape_of(form: Form) -> Shape:
    """All of a form that its code depends on."""
    return Shape(
        form.sizes,
        tuple(player.others for player in form.players),
        tuple(player.world_stride == 0 for player in form.players),
    )


def compiled(shape: Shape, machine: Machine, width: int) -> tuple[Callable[..., None], int]:
    """Machine code for games of a shape, and how many vectors of room it works in."""
    text, room = generate(shape, width)
    code = Code(text, machine, width)
    return code.function("run", _POINTER, _COUNT, _COUNT, _COUNT, _NUMBER, _POINTER), room


_kept = lru_cache(maxsize=MOST_SHAPES)(compiled)


def _laid_out(player: Player, worlds: int, lanes: int) -> tuple[FloatArray, IntArray]:
    """Payoffs and their places; a vector's worth of worlds at least, the last one repeated."""
    places = np.ascontiguousarray(player.places)
    if player.world_stride == 0 or worlds >= lanes:
        return player.values, places
    rows = player.values.reshape(-1, worlds)
    wide = np.pad(rows, ((0, 0), (0, lanes - worlds)), mode="edge")
    return np.ascontiguousarray(wide).reshape(-1), places // worlds * lanes
