"""A program laid out, as text of LLVM IR.

The outer loop runs over blocks of worlds, then months, then groups, then a group's combinations
of options, then the vectors of a block. The workspace of one block stays in the cache.
"""

from __future__ import annotations

from kautilya.codegen import Body
from kautilya.kernel.llvm.checks import watched
from kautilya.kernel.llvm.layout import Layout
from kautilya.kernel.llvm.loops import Loops
from kautilya.kernel.llvm.stage import END, MONTH, RESULTS, START, Stage

PARAMETERS = (
    "ptr %table, i64 %first, i64 %last, i64 %horizon, ptr %factors, double %share, i64 %across"
)
"""Parameters of ``run``: lengths and addresses, the blocks of worlds from first to below last,
months, the discount of each month, one month's share of an average, worlds in a row of results."""


def generate(layout: Layout, width: int, block: int) -> str:
    """Functions that run a program; ``run`` is the one to call.

    Parameters
    ----------
    layout
        The program laid out.
    width
        Doubles in a vector.
    block
        Worlds in a block, a multiple of `width`.
    """
    looked_at = _looked_at(layout)
    main = Body(width)
    loops = Loops(layout, main)
    pieces: list[str] = []

    def call_all(phase: str, at: str, factor: str) -> None:
        for number in range(len(layout.groups)):
            stage = Stage(layout, number, phase, looked_at[phase], width, block)
            if not stage.idle:
                name = f"{phase}{number}"
                pieces.append(stage.text(name))
                loops.call(stage, name, at, factor)

    with main.loop("%first", "%last") as at:
        call_all(START, at, "0.0")
        with main.loop(0, "%horizon") as month:
            address = main.pointer("%factors", month)
            call_all(MONTH, at, main.emit(f"load double, ptr {address}, align 8"))
        call_all(END, at, "0.0")
        call_all(RESULTS, at, "0.0")
    return "".join(pieces) + main.function("run", PARAMETERS)


def _looked_at(layout: Layout) -> dict[str, frozenset[int]]:
    """For each phase the nodes whose value is looked at."""
    program, wanted = layout.program, layout.wanted
    levels = [*wanted.means, *wanted.peaks, *wanted.finals]
    roots = [node for state in program.states for node in (state.start, state.next)]
    monthly = watched(program, (*program.fixed, *program.monthly), [*roots, *wanted.sums, *levels])
    closing = watched(program, program.closing, levels)
    return {START: monthly, MONTH: monthly, END: closing, RESULTS: frozenset()}
