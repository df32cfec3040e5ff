"""Ways of running one set of (profile, world) runs, each timed alike.

A way is made from a `Task`, is asked for `run()` again and again, and gives an array of one row
for each interest and one column for each run.
"""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import math
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

import sources
from kautilya.case import Case
from kautilya.codegen import Machine
from kautilya.kernel import ArrayEvaluator, CompiledEvaluator
from kautilya.kernel.llvm import Kernel, Wanted, lay_out
from kautilya.kernel.program import Program, specialise
from kautilya.model import ModelGraph
from kautilya.payoffs import Block, Request, Setting, grid
from kautilya.terms import FACTS

C_FLAGS = ("-O3", "-march=native", "-ffast-math")

EMA, PYTHON, NUMPY, JAX, C, C_WIDE, OURS = (
    "EMA Workbench driving a plain Python function",
    "plain Python floats",
    "NumPy over runs, generated",
    "JAX scan + vmap",
    "generated C, `-O3 -march=native -ffast-math`",
    "generated C, besides `-mprefer-vector-width=512`",
    "**ours, every run in full**",
)
NUMPY_GRID, OURS_GRID = "ours over NumPy, as a board runs it", "**ours, as a board runs it**"

Run = Callable[[], np.ndarray]


@dataclass(frozen=True)
class Task:
    """A case and the runs that every way computes: all its profiles in some worlds.

    Parameters
    ----------
    name, case, graph
        The case.
    worlds
        Number of worlds.
    equations
        What its author wrote: stocks, auxiliaries, transfers, mechanisms and events.
    """

    name: str
    case: Case
    graph: ModelGraph
    worlds: int

    @property
    def equations(self) -> int:
        """The author's equations."""
        case = self.case
        parts = (case.stocks, case.auxiliaries, case.transfers, case.mechanisms, case.events)
        return sum(len(part) for part in parts)

    @property
    def runs(self) -> int:
        """(profile, world) runs."""
        return self.graph.space.size * self.worlds

    @property
    def operations(self) -> float:
        """Operations a month of one run; those computed once count once in all the months."""
        program = self.program
        return len(program.monthly) + len(program.fixed) / self.graph.horizon

    @cached_property
    def outputs(self) -> tuple[int, ...]:
        """Node of each interest's value."""
        return tuple(value.clipped for value in self.graph.values)

    @cached_property
    def program(self) -> Program:
        """The steps, with every switch and choice an input."""
        return specialise(self.graph, {}, self.outputs, [])

    def request(self, worlds: int | None = None) -> Request:
        """The runs as the program asks for them."""
        return Request(
            Setting(),
            Block(0, worlds or self.worlds),
            FACTS,
            grid(self.graph.space),
            self.graph.horizon,
            tuple(value.interest for value in self.graph.values),
        )

    @cached_property
    def inputs(self) -> np.ndarray:
        """Inputs in the program's order, one row each; columns are runs, worlds fastest."""
        request = self.request()
        evaluator = ArrayEvaluator(self.case, self.graph, 1)
        view = evaluator.worlds.view(request.view, request.setting, request.block)
        bound = evaluator._bind(view, request.arrangement)
        shape = (*request.arrangement.shape, self.worlds)
        rows = [np.broadcast_to(bound[n], shape).reshape(-1) for n in self.program.inputs]
        return np.ascontiguousarray(rows, dtype=np.float64)


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def missing() -> list[str]:
    """What has to be installed to run every way."""
    found = [
        name
        for name, module in (("ema_workbench==2.5.3", "ema_workbench"), ("jax", "jax"))
        if importlib.util.find_spec(module) is None
    ]
    return found + ([] if shutil.which("gcc") else ["gcc"])


# -- Python ----------------------------------------------------------


def python_model(task: Task, *, arrays: bool = False, names: Mapping[str, Any]) -> Callable[..., Any]:
    space = {**names, "FACTORS": sources.factors(task.program)}
    exec(sources.python_source(task.program, task.outputs, arrays=arrays), space)
    return space["model"]  # type: ignore[no-any-return]


SCALARS = {name: getattr(math, name) for name in ("exp", "log", "sqrt", "tanh")}


def plain_python(task: Task) -> Run:
    model = python_model(task, names=SCALARS)
    columns = task.inputs.T.tolist()
    return lambda: np.array([model(*column) for column in columns]).T


def ema(task: Task) -> Run:
    """EMA Workbench's sequential evaluator: worlds are scenarios, profiles are policies."""
    import ema_workbench as w

    logging.getLogger("EMA").setLevel(logging.CRITICAL)
    model = python_model(task, names=SCALARS)
    count = len(task.outputs)

    def function(**given: float) -> dict[str, float]:
        return {f"t{k}": total for k, total in enumerate(model(**given))}

    nodes = task.graph.nodes
    names = [f"i{k}" for k in range(len(task.program.inputs))]
    chosen = [nodes[n].op == "chosen" for n in task.program.inputs]
    driven = w.Model("model", function=function)
    driven.uncertainties = [
        w.RealParameter(name, 0, 1) for name, c in zip(names, chosen, strict=True) if not c
    ]
    driven.levers = [w.RealParameter(name, 0, 1) for name, c in zip(names, chosen, strict=True) if c]
    driven.outcomes = [w.ScalarOutcome(f"t{k}") for k in range(count)]
    table = task.inputs.reshape(len(names), -1, task.worlds)
    scenarios = [
        w.Scenario(str(number), **{
            name: float(row[0, number])
            for name, row, c in zip(names, table, chosen, strict=True) if not c
        })
        for number in range(task.worlds)
    ]
    policies = [
        w.Policy(str(number), **{
            name: float(row[number, 0])
            for name, row, c in zip(names, table, chosen, strict=True) if c
        })
        for number in range(table.shape[1])
    ]

    def run() -> np.ndarray:
        with w.SequentialEvaluator(driven) as evaluator:
            experiments, outcomes = evaluator.perform_experiments(scenarios, policies)
        order = np.lexsort(
            (experiments["scenario"].astype(int), experiments["policy"].astype(int))
        )
        return np.array([np.asarray(outcomes[f"t{k}"])[order] for k in range(count)])

    return run


# -- arrays ----------------------------------------------------------

FUNCTIONS = ("exp", "log", "sqrt", "tanh", "where", "minimum", "maximum")


def plain_numpy(task: Task) -> Run:
    model = python_model(task, arrays=True, names={n: getattr(np, n) for n in FUNCTIONS})
    inputs, runs = task.inputs, task.runs

    def run() -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.array([np.broadcast_to(total, runs) for total in model(*inputs)])

    return run


def jax(task: Task) -> Run:
    """The months as a scan, mapped over runs; compiled before it is handed over."""
    import jax as j
    import jax.numpy as jnp

    j.config.update("jax_enable_x64", True)
    space: dict[str, Any] = {name: getattr(jnp, name) for name in (*FUNCTIONS, "asarray", "stack")}
    space |= {"scan": j.lax.scan, "FACTORS": jnp.asarray(sources.factors(task.program))}
    exec(sources.jax_source(task.program, task.outputs), space)
    inputs = jnp.asarray(task.inputs)
    mapped = j.jit(j.vmap(space["model"], in_axes=1, out_axes=1)).lower(inputs).compile()
    return lambda: np.asarray(mapped(inputs).block_until_ready())


def generated_c(task: Task, *flags: str) -> Run:
    """C by gcc, called through ctypes."""
    with tempfile.TemporaryDirectory() as folder:
        file, library = Path(folder, "model.c"), Path(folder, "model.so")
        file.write_text(sources.c_source(task.program, task.outputs), encoding="utf-8")
        options = [*C_FLAGS, *flags, "-shared", "-fPIC", "-o", str(library), str(file), "-lm"]
        subprocess.run(["gcc", *options], check=True, env={**os.environ, "TMPDIR": folder})
        function = ctypes.CDLL(str(library)).run
    function.argtypes, function.restype = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long], None
    padded = -(-task.runs // sources.BLOCK) * sources.BLOCK
    given = np.pad(task.inputs, ((0, 0), (0, padded - task.runs)), mode="edge")
    out = np.empty((len(task.outputs), padded))

    def run() -> np.ndarray:
        function(given.ctypes.data, out.ctypes.data, padded)
        return out[:, : task.runs]

    return run


# -- ours ----------------------------------------------------------


def kernel(task: Task, machine: Machine) -> Kernel:
    """Machine code in which every run is a lane of its own, as in the other ways."""
    program = task.program
    kept = tuple(dict.fromkeys(program.resolve(node) for node in task.outputs))
    layout = lay_out(program, Wanted(sums=kept), {n: () for n in program.inputs})
    return Kernel(layout, machine)


def ours(task: Task, machine: Machine) -> Run:
    made, graph, program = kernel(task, machine), task.graph, task.program
    inputs = dict(zip(program.inputs, task.inputs, strict=True))
    weight = math.fsum(graph.monthly_discount**t for t in range(graph.horizon))
    rows = [("sum", program.resolve(node)) for node in task.outputs]

    def run() -> np.ndarray:
        kept = made.run(inputs, (), task.runs, graph.horizon, graph.monthly_discount)
        assert kept is not None and not kept.doubtful.any()
        return np.array([kept.results[row] for row in rows]) / weight

    return run


def as_a_board(task: Task, evaluator: ArrayEvaluator, worlds: int) -> Run:
    """The evaluator that the program uses: no value is computed for decisions it can't feel."""
    request = task.request(worlds)
    evaluator.evaluate(request)  # draws the worlds, and compiles

    def run() -> np.ndarray:
        return evaluator.evaluate(request).interests  # type: ignore[return-value]

    return run


def whole(task: Task, interests: Mapping[str, np.ndarray], worlds: int) -> np.ndarray:
    """What `as_a_board` gives, spread out like the other ways' results."""
    shape = (*task.graph.space.shape, worlds)
    return np.array([np.broadcast_to(array, shape).reshape(-1) for array in interests.values()])


def evaluators(task: Task, machine: Machine) -> dict[str, ArrayEvaluator]:
    """The program's own evaluators."""
    return {
        NUMPY_GRID: ArrayEvaluator(task.case, task.graph, 1),
        OURS_GRID: CompiledEvaluator(task.case, task.graph, 1, machine),
    }
