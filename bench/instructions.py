"""Count the instructions of compiled kernels on small fixed inputs: see README.md.

Code is generated for one named processor, whatever the machine, and counted by valgrind: the same
sources give the same counts everywhere, however busy the machine is.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import llvmlite.binding as llvm
import numpy as np
import run
import ways
from random_case import random_case

from kautilya.codegen import Machine, host
from kautilya.codegen.emit import declarations
from kautilya.kernel import CompiledEvaluator
from kautilya.kernel.llvm import Kernel
from kautilya.kernel.llvm.generate import generate
from kautilya.kernel.llvm.layout import Layout
from kautilya.kernel.llvm.loops import WORDS
from kautilya.source import dump
from kautilya.study import check_file, check_text
from kautilya.study.check import Checked

PROCESSOR, TRIPLE, WIDTH = "x86-64-v3", "x86_64-unknown-linux-gnu", 4
"""What code is generated for: four doubles at a time, which valgrind knows."""
LEVEL = 1
"""As `kautilya.codegen.Code` has it."""
WORLDS = 8


def compiled(layout: Layout, folder: Path) -> Path:
    """A program that calls the kernel of a layout once."""
    module = llvm.parse_assembly(declarations(WIDTH) + generate(layout, WIDTH, WIDTH))
    target = llvm.Target.from_triple(TRIPLE).create_target_machine(
        cpu=PROCESSOR, opt=LEVEL, reloc="pic"
    )
    (folder / "kernel.o").write_bytes(target.emit_object(module))
    driver, program = Path(__file__).with_name("driver.c"), folder / "program"
    subprocess.run(["gcc", "-O1", "-o", program, driver, folder / "kernel.o"], check=True)
    return program


class Recorder:
    """Stands in for the machine code of a kernel: writes down what it is called with."""

    def __init__(self, layout: Layout, lengths: tuple[int, ...], file: Path) -> None:
        self.layout, self.lengths, self.file = layout, lengths, file

    def __call__(
        self,
        table: int,
        first: int,
        last: int,
        horizon: int,
        factors: int,
        share: float,
        across: int,
    ) -> None:
        layout, places = self.layout, self.layout.places
        words = places + len(WORDS) * len(layout.groups)
        given = np.ctypeslib.as_array(ctypes.cast(table, ctypes.POINTER(ctypes.c_int64)), (words,))
        pieces = [integers(words, last, horizon, across), array(factors, horizon)]
        pieces += [integers(-1, length) for length in given[:places]]
        addresses = iter(given[places:].tolist())
        for group in layout.groups:
            own = int(np.prod([self.lengths[axis] for axis in group.axes], dtype=np.int64))
            next(addresses)
            pieces.append(array(None, own * len(group.slots) * WIDTH))
            pieces.append(array(next(addresses), own * len(group.varying) * across))
            pieces.append(array(next(addresses), own * len(group.uniform)))
            next(addresses)
            pieces.append(array(None, own * len(group.outputs) * across))
        self.file.write_bytes(b"".join(pieces))
        raise Recorded


class Recorded(Exception):
    """Everything is written down; there is nothing to compute."""


def integers(*values: int) -> bytes:
    """Whole numbers as the driver reads them."""
    return np.array(values, dtype=np.int64).tobytes()


def array(address: int | None, size: int) -> bytes:
    """An array of doubles as the driver reads it; without an address, one that is yet to fill."""
    content = bytes(8 * size) if address is None else ctypes.string_at(address, 8 * size)
    return integers(size) + content


def counted(
    kernel: Kernel, lengths: tuple[int, ...], ask: Callable[[], object], folder: Path
) -> int:
    """Instructions of one call of a kernel."""
    kernel._run = Recorder(kernel.layout, lengths, folder / "table")
    with contextlib.suppress(Recorded):
        ask()
    program, out = compiled(kernel.layout, folder), folder / "counts"
    subprocess.run(
        [
            "valgrind", "--tool=callgrind", "--toggle-collect=run",
            f"--callgrind-out-file={out}", program, folder / "table",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    found = re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


def rows(task: ways.Task) -> Iterator[str]:
    """Counts of a case with every run in full, and as a board runs it."""
    machine = host()
    assert isinstance(machine, Machine)
    operations = task.runs * task.graph.horizon * task.operations
    evaluator = CompiledEvaluator(task.case, task.graph, 1, machine, WIDTH, WIDTH)
    request = task.request(WORLDS)
    evaluator.evaluate(request)
    (board,) = evaluator._kernels._kept.values()
    full = ways.kernel_in_full(task, machine, WIDTH)
    asked: dict[str, tuple[Kernel, tuple[int, ...], Callable[[], object]]] = {
        "every run in full": (full, (), lambda: ways.run_in_full(full, task)),
        "as a board runs it": (
            board,
            request.arrangement.shape,
            lambda: evaluator.evaluate(request),
        ),
    }
    for what, (kernel, lengths, ask) in asked.items():
        with tempfile.TemporaryDirectory() as folder:
            count = counted(kernel, lengths, ask, Path(folder))
        each = count / operations
        yield f"| {task.name}, {what} | {task.runs} | {count:,} | {each:.3f} |"


def model(name: str, checked: Checked) -> ways.Task:
    """A case in a few worlds."""
    assert checked.case and checked.graph
    return ways.Task(name, checked.case, checked.graph, WORLDS)


def main() -> None:
    """Count, and print as it is done."""
    if isinstance(host(), str) or not (shutil.which("valgrind") and shutil.which("gcc")):
        print("Counting instructions needs gcc, valgrind and a processor that code is made for.")
        return
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    print(f"Code for {PROCESSOR}, llvmlite {run.version('llvmlite')}\n")
    print("| what | runs | instructions | for an operation of one run |\n|---|---|---|---|")
    for task in (
        model("the first case", check_file(run.ACCEPTANCE)),
        model("a random case of 84 equations", check_text(dump(random_case(84)))),
        model("a random case of 600 equations", check_text(dump(random_case(600)))),
    ):
        for row in rows(task):
            print(row, flush=True)


if __name__ == "__main__":
    main()
