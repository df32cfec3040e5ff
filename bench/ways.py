"""Ways of running one set of (profile, world) runs, each made and called alike.

A way is made from a `Task` and gives an array of one row for each interest and one column for each
run: the discounted mean of the interest's value.
"""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import math
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import sources

from kautilya.case import Case
from kautilya.codegen import Machine
from kautilya.kernel import ArrayEvaluator, OneWorld, Worlds, interpret
from kautilya.kernel.llvm import Kernel, Wanted, lay_out
from kautilya.kernel.program import Program, specialise
from kautilya.model import ModelGraph
from kautilya.payoffs import Block, Request, Setting, grid
from kautilya.terms import FACTS

C_FLAGS = ("-O3", "-march=native", "-ffast-math")
MOMENT = 0.02
"""Seconds that are long enough to be measured."""
C_BLOCKS = (8, 16, 32)
"""Runs in a block of the C code; the fastest counts."""

SCALARS = {name: getattr(math, name) for name in ("exp", "log", "sqrt", "tanh")}
ARRAYS = ("exp", "log", "sqrt", "tanh", "where", "minimum", "maximum")

Run = Callable[[], np.ndarray]


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def seconds_of(function: Callable[[], object]) -> float:
    """Processor time of one call, from as many calls as take a moment."""
    calls, begin = 0, time.process_time()
    while True:
        function()
        calls += 1
        took = time.process_time() - begin
        if took >= MOMENT:
            return took / calls


@dataclass(frozen=True)
class Made:
    """A way that is ready to run.

    Parameters
    ----------
    run
        Gives the results.
    work
        What is timed, where that is not `run`.
    compiling
        Processor seconds of compilation, where there is any.
    """

    run: Run
    work: Callable[[], object] | None = None
    compiling: float | None = None

    def seconds(self) -> float:
        """Processor seconds of all the runs."""
        return seconds_of(self.work or self.run)


@dataclass(frozen=True)
class Task:
    """A case and the runs that every way computes: all its profiles in some worlds.

    Parameters
    ----------
    name
        In words.
    case, graph
        The case.
    worlds
        Number of worlds.
    """

    name: str
    case: Case
    graph: ModelGraph
    worlds: int

    @property
    def equations(self) -> int:
        """What the author wrote: stocks, auxiliaries, transfers, mechanisms and events."""
        case = self.case
        parts = (case.stocks, case.auxiliaries, case.transfers, case.mechanisms, case.events)
        return sum(len(part) for part in parts)

    @property
    def runs(self) -> int:
        """(profile, world) runs."""
        return self.graph.space.size * self.worlds

    @property
    def operations(self) -> float:
        """Operations a month of one run; what is computed once is spread over the months."""
        return len(self.program.monthly) + len(self.program.fixed) / self.graph.horizon

    @cached_property
    def outputs(self) -> tuple[int, ...]:
        """Node of each interest's value."""
        return tuple(value.clipped for value in self.graph.values)

    @cached_property
    def program(self) -> Program:
        """The steps, with every switch and choice an input."""
        return specialise(self.graph, {}, self.outputs, [])

    def request(self, worlds: int, first: int = 0) -> Request:
        """All profiles in some worlds, as the program asks for them."""
        return Request(
            Setting(),
            Block(first, worlds),
            FACTS,
            grid(self.graph.space),
            self.graph.horizon,
            tuple(value.interest for value in self.graph.values),
        )

    @cached_property
    def inputs(self) -> np.ndarray:
        """Inputs in the program's order, one row each; columns are runs, worlds fastest."""
        request = self.request(self.worlds)
        evaluator = ArrayEvaluator(self.case, self.graph, 1)
        view = evaluator.worlds.view(request.view, request.setting, request.block)
        bound = evaluator._bind(view, request.arrangement)
        shape = (*request.arrangement.shape, self.worlds)
        rows = [np.broadcast_to(bound[n], shape).reshape(-1) for n in self.program.inputs]
        return np.ascontiguousarray(rows, dtype=np.float64)


def missing() -> list[str]:
    """What has to be installed before every way can be run."""
    modules = {"ema_workbench": "ema_workbench 2.5.3", "jax": "jax"}
    found = [name for module, name in modules.items() if importlib.util.find_spec(module) is None]
    return found + ([] if shutil.which("gcc") else ["gcc"])


# -- Python ----------------------------------------------------------


def model_of(task: Task, dialect: sources.Dialect, names: Mapping[str, Any]) -> Callable[..., Any]:
    """A function of one run, or of arrays of runs."""
    space = {**names, "FACTORS": sources.factors(task.program)}
    exec(sources.python_source(task.program, task.outputs, dialect), space)
    model: Callable[..., Any] = space["model"]
    return model


def plain_python(task: Task, dialect: sources.Dialect) -> Made:
    """Floats, one run after another."""
    model = model_of(task, dialect, SCALARS)
    columns = task.inputs.T.tolist()
    return Made(lambda: np.array([model(*column) for column in columns]).T)


def ema(task: Task, dialect: sources.Dialect) -> Made:
    """EMA Workbench's sequential evaluator: worlds are scenarios, profiles are policies."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of evaluators that need more packages
        import ema_workbench as workbench
    logging.getLogger("EMA").setLevel(logging.CRITICAL)
    model, count = model_of(task, dialect, SCALARS), len(task.outputs)

    def function(**given: float) -> dict[str, float]:
        return {f"t{k}": total for k, total in enumerate(model(**given))}

    nodes = task.graph.nodes
    table = task.inputs.reshape(len(task.inputs), -1, task.worlds)
    chosen = {k: nodes[n].op == "chosen" for k, n in enumerate(task.program.inputs)}
    uncertain = [k for k, is_choice in chosen.items() if not is_choice]
    levers = [k for k, is_choice in chosen.items() if is_choice]
    driven = workbench.Model("model", function=function)
    driven.uncertainties = [workbench.RealParameter(f"i{k}", 0, 1) for k in uncertain]
    driven.levers = [workbench.RealParameter(f"i{k}", 0, 1) for k in levers]
    driven.outcomes = [workbench.ScalarOutcome(f"t{k}") for k in range(count)]
    scenarios = [
        workbench.Scenario(str(n), **{f"i{k}": float(table[k, 0, n]) for k in uncertain})
        for n in range(task.worlds)
    ]
    policies = [
        workbench.Policy(str(n), **{f"i{k}": float(table[k, n, 0]) for k in levers})
        for n in range(table.shape[1])
    ]

    def run() -> np.ndarray:
        experiments, outcomes = workbench.perform_experiments(
            driven, scenarios, policies, log_progress=True
        )
        places = [experiments[name].astype(int) for name in ("scenario", "policy")]
        order = np.lexsort(places)
        return np.array([np.asarray(outcomes[f"t{k}"])[order] for k in range(count)])

    return Made(run)


# -- arrays ----------------------------------------------------------


def plain_numpy(task: Task) -> Made:
    """The same function over arrays of all the runs."""
    names = {name: getattr(np, name) for name in ARRAYS}
    model = model_of(task, sources.ARRAY, names)
    inputs, runs = task.inputs, task.runs

    def run() -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.array([np.broadcast_to(total, runs) for total in model(*inputs)])

    return Made(run)


def jax(task: Task) -> Made:
    """The months as a scan, mapped over runs."""
    import jax as library
    import jax.numpy as jnp

    library.config.update("jax_enable_x64", True)
    space: dict[str, Any] = {name: getattr(jnp, name) for name in (*ARRAYS, "asarray", "stack")}
    space |= {"scan": library.lax.scan, "FACTORS": jnp.asarray(sources.factors(task.program))}
    exec(sources.jax_source(task.program, task.outputs), space)
    inputs = jnp.asarray(task.inputs)
    begin = processor_seconds()
    mapped = library.vmap(space["model"], in_axes=1, out_axes=1)
    made = library.jit(mapped).lower(inputs).compile()
    compiling = processor_seconds() - begin
    return Made(
        lambda: np.asarray(made(inputs)), lambda: made(inputs).block_until_ready(), compiling
    )


def generated_c(task: Task) -> Made:
    """C by gcc; of some lengths of block the fastest."""
    made = [_c_in_blocks(task, block) for block in C_BLOCKS]
    return min(made, key=lambda one: statistics.median(one.seconds() for _ in range(3)))


def _c_in_blocks(task: Task, block: int) -> Made:
    with tempfile.TemporaryDirectory() as folder:
        file, library = Path(folder, "model.c"), Path(folder, "model.so")
        file.write_text(sources.c_source(task.program, task.outputs, block), encoding="utf-8")
        options = [*C_FLAGS, "-shared", "-fPIC", "-o", str(library), str(file), "-lm"]
        begin = processor_seconds()
        subprocess.run(["gcc", *options], check=True)
        compiling = processor_seconds() - begin
        function = ctypes.CDLL(str(library)).run
    function.argtypes, function.restype = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long], None
    padded = -(-task.runs // block) * block
    given = np.pad(task.inputs, ((0, 0), (0, padded - task.runs)), mode="edge")
    out = np.empty((len(task.outputs), padded))

    def run() -> np.ndarray:
        function(given.ctypes.data, out.ctypes.data, padded)
        return out[:, : task.runs]

    return Made(run, compiling=compiling)


# -- ours ----------------------------------------------------------


def kernel_in_full(task: Task, machine: Machine, width: int | None = None) -> Kernel:
    """Our machine code with every run a lane of its own, whatever it depends on."""
    program = specialise(task.graph, {}, task.outputs, [])
    kept = tuple(dict.fromkeys(program.resolve(node) for node in task.outputs))
    layout = lay_out(program, Wanted(sums=kept), {n: () for n in program.inputs})
    return Kernel(layout, machine, width)


def run_in_full(kernel: Kernel, task: Task) -> np.ndarray:
    """Results of `kernel_in_full`."""
    graph, program = task.graph, task.program
    inputs = dict(zip(program.inputs, task.inputs, strict=True))
    kept = kernel.run(inputs, (), task.runs, graph.horizon, graph.monthly_discount)
    assert kept is not None and not kept.doubtful.any()
    weight = math.fsum(graph.monthly_discount**t for t in range(graph.horizon))
    rows = [kept.results["sum", program.resolve(node)] for node in task.outputs]
    return np.array(rows) / weight


@dataclass(frozen=True)
class Code(Made):
    """A way of which only the calls of machine code are timed: the inputs lie ready."""

    spent: list[float] = field(default_factory=list)

    def seconds(self) -> float:
        """Processor seconds of one call."""
        self.spent.clear()
        while sum(self.spent) < MOMENT:
            self.run()
        return statistics.fmean(self.spent)


def in_full(task: Task, machine: Machine) -> Made:
    """Our machine code, timed as C and JAX are: without laying out inputs."""
    begin = processor_seconds()
    kernel = kernel_in_full(task, machine)
    compiling = processor_seconds() - begin
    call, spent = kernel._run, []

    def timed(*arguments: Any) -> None:
        begin = time.process_time()
        call(*arguments)
        spent.append(time.process_time() - begin)

    kernel._run = timed
    return Code(lambda: run_in_full(kernel, task), compiling=compiling, spent=spent)


def as_a_board(task: Task, evaluator: ArrayEvaluator, worlds: int) -> Made:
    """An evaluator of the program: each value is computed for the decisions that it can feel.

    What is timed runs more worlds than the other ways have; what is compared, as many.
    """
    request, few = task.request(worlds), task.request(task.worlds)
    shape = (*task.graph.space.shape, task.worlds)

    def run() -> np.ndarray:
        found = evaluator.evaluate(few).interests.values()
        return np.array([np.broadcast_to(array, shape).reshape(-1) for array in found])

    begin = processor_seconds()
    evaluator.evaluate(request)  # draws the worlds, and compiles
    first = processor_seconds() - begin
    again = seconds_of(lambda: evaluator.evaluate(request))
    return Made(run, lambda: evaluator.evaluate(request), max(0.0, first - again))


# -- do they agree ----------------------------------------------------------


def by_interpreter(task: Task, number: int) -> np.ndarray:
    """One run by the program's plain interpreter, which no other way shares anything with."""
    graph, (profile, world) = task.graph, divmod(number, task.worlds)
    view = Worlds(task.case, 1).view(FACTS, Setting(), Block(world, 1))

    def only(table: Mapping[str, Any]) -> dict[str, float]:
        return {name: float(np.ravel(value)[0]) for name, value in table.items()}

    one = OneWorld(only(view.premises), only(view.switches), world)
    run = interpret(graph, list(graph.space.profiles())[profile], one)
    return np.array([run.payoff(v.interest, graph.monthly_discount) for v in graph.values])


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The largest difference between two results."""
    return float(np.abs(one - other).max())
