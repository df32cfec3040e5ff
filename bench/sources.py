"""The same program written out as Python, NumPy, JAX and C, as somebody might write it by hand.

Each reads its inputs in the order of `Program.inputs` and gives the discounted mean of each value
that is asked for. What does not change with the month is computed once, before the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kautilya.kernel.program import Program

DEEPEST = 12
"""How deep expressions nest before a name is given."""


@dataclass(frozen=True)
class Dialect:
    """How a language writes what is not the same in all: templates over the arguments."""

    ops: dict[str, str]
    named: frozenset[str] = frozenset()
    """Operations whose arguments are read twice, so that they need names."""


ARITHMETIC = {
    "neg": "(-{0})",
    "add": "({0} + {1})",
    "sub": "({0} - {1})",
    "mul": "({0} * {1})",
    "div": "({0} / {1})",
    "lt": "({0} < {1})",
    "le": "({0} <= {1})",
    "gt": "({0} > {1})",
    "ge": "({0} >= {1})",
    "eq": "({0} == {1})",
    "ne": "({0} != {1})",
    "exp": "exp({0})",
    "log": "log({0})",
    "sqrt": "sqrt({0})",
    "tanh": "tanh({0})",
    "logistic": "(1.0 / (1.0 + exp(-{0})))",
}

PYTHON = Dialect(
    ARITHMETIC
    | {
        "and": "({0} and {1})",
        "or": "({0} or {1})",
        "not": "(not {0})",
        "number_of": "(1.0 if {0} else 0.0)",
        "if": "({1} if {0} else {2})",
        "min": "min({0}, {1})",
        "max": "max({0}, {1})",
        "pow": "({0} ** {value})",
    }
)

TUNED = Dialect(
    PYTHON.ops | {"min": "({0} if {0} < {1} else {1})", "max": "({0} if {0} > {1} else {1})"},
    frozenset({"min", "max"}),
)
"""Python without calls of ``min`` and ``max``, which cost as much as six multiplications."""

ARRAY = Dialect(
    ARITHMETIC
    | {
        "and": "({0} & {1})",
        "or": "({0} | {1})",
        "not": "(~{0})",
        "number_of": "where({0}, 1.0, 0.0)",
        "if": "where({0}, {1}, {2})",
        "min": "minimum({0}, {1})",
        "max": "maximum({0}, {1})",
        "pow": "({0} ** {value})",
    }
)

C = Dialect(
    ARITHMETIC
    | {
        "and": "({0} & {1})",
        "or": "({0} | {1})",
        "not": "(!{0})",
        "number_of": "({0} ? 1.0 : 0.0)",
        "if": "({0} ? {1} : {2})",
        "min": "({0} < {1} ? {0} : {1})",
        "max": "({0} > {1} ? {0} : {1})",
        "pow": "pow({0}, {value})",
    },
    frozenset({"min", "max"}),
)


class Written:
    """A program in some dialect; what is read once is written where it is read.

    Parameters
    ----------
    program
        The steps.
    outputs
        Nodes whose discounted mean is wanted.
    dialect
        How operations are written.
    """

    def __init__(self, program: Program, outputs: Sequence[int], dialect: Dialect) -> None:
        self.program, self.dialect = program, dialect
        self.nodes = program.graph.nodes
        self.outputs = [program.resolve(node) for node in outputs]
        names = {state.name: number for number, state in enumerate(program.states)}
        self.text: dict[int, str] = {n: repr(v) for n, v in program.constants.items()}
        self.text |= {n: f"i{k}" for k, n in enumerate(program.inputs)}
        for number, node in enumerate(self.nodes):
            if node.op == "state" and node.name in names:
                self.text[number] = f"s{names[node.name]}"
        self.depth: dict[int, int] = {}
        self.read = self._read()

    def _read(self) -> Counter[int]:
        """How often each node is read; a read that needs a name counts twice."""
        program, count = self.program, Counter(self.outputs)
        fixed = set(program.fixed)
        for number in (*program.fixed, *program.monthly):
            node = self.nodes[number]
            for argument in node.args:
                argument = program.resolve(argument)
                lasting = argument in fixed and number not in fixed
                count[argument] += 2 if lasting or node.op in self.dialect.named else 1
        for state in program.states:
            count[program.resolve(state.start)] += 2
            count[program.resolve(state.next)] += 1
        return count

    def lines(self, steps: Sequence[int]) -> Iterator[tuple[str, int, str]]:
        """Name, node and expression of each step that is given a name."""
        for number in steps:
            node = self.nodes[number]
            args = [self.program.resolve(a) for a in node.args]
            depth = 1 + max((self.depth.get(a, 0) for a in args), default=0)
            expression = self.dialect.ops[node.op].format(
                *(self.text[a] for a in args), value=repr(node.value)
            )
            if self.read[number] == 1 and depth <= DEEPEST:
                self.text[number], self.depth[number] = expression, depth
            else:
                self.text[number], self.depth[number] = f"v{number}", 0
                yield f"v{number}", number, expression

    def of(self, node: int) -> str:
        """A node as it is read."""
        return self.text[self.program.resolve(node)]

    def following(self) -> Iterator[tuple[str, str]]:
        """Name and expression of each state's next value, held within its bounds."""
        for number, state in enumerate(self.program.states):
            yield f"n{number}", self.of(state.next)
            if state.bounds is not None:
                for op, bound in zip(("max", "min"), state.bounds, strict=True):
                    held = self.dialect.ops[op].format(f"n{number}", repr(float(bound)))
                    yield f"n{number}", held


def factors(program: Program) -> list[float]:
    """Discount of each month as a share of their sum."""
    each = [program.graph.monthly_discount**t for t in range(program.graph.horizon)]
    return [f / sum(each) for f in each]


def python_source(program: Program, outputs: Sequence[int], dialect: Dialect) -> str:
    """``model(i0, i1, ..)``, which gives a tuple; over numbers, or over arrays of runs."""
    written = Written(program, outputs, dialect)
    inputs = ", ".join(f"i{k}=0.0" for k in range(len(program.inputs)))
    body = [f"def model({inputs}):"]
    body += [f"    {name} = {text}" for name, _, text in written.lines(program.fixed)]
    for number, state in enumerate(program.states):
        body.append(f"    s{number} = {written.of(state.start)}")
    body += [f"    t{k} = 0.0" for k in range(len(outputs))]
    body.append("    for factor in FACTORS:")
    body += [f"        {name} = {text}" for name, _, text in written.lines(program.monthly)]
    for k, node in enumerate(outputs):
        body.append(f"        t{k} += factor * {written.of(node)}")
    body += [f"        {name} = {text}" for name, text in written.following()]
    body += [f"        s{number} = n{number}" for number in range(len(program.states))]
    body.append(f"    return {', '.join(f't{k}' for k in range(len(outputs)))},")
    return "\n".join(body) + "\n"


def jax_source(program: Program, outputs: Sequence[int]) -> str:
    """``start(inputs)`` and ``month(carry, factor)`` for a scan, of one run."""
    written = Written(program, outputs, ARRAY)
    unpack = f"{', '.join(f'i{k}' for k in range(len(program.inputs)))}, = inputs"
    states = "".join(f"s{number}, " for number in range(len(program.states)))
    totals = "".join(f"t{k}, " for k in range(len(outputs)))
    body = ["def model(inputs):", f"    {unpack}"]
    body += [f"    {name} = {text}" for name, _, text in written.lines(program.fixed)]
    body.append("    def month(carry, factor):")
    body.append(f"        ({states}), ({totals}) = carry")
    body += [f"        {name} = {text}" for name, _, text in written.lines(program.monthly)]
    adding = "".join(f"t{k} + factor * {written.of(node)}, " for k, node in enumerate(outputs))
    body += [f"        {name} = {text}" for name, text in written.following()]
    following = "".join(f"n{number}, " for number in range(len(program.states)))
    body.append(f"        return (({following}), ({adding})), None")
    starts = "".join(f"asarray({written.of(state.start)}), " for state in program.states)
    zeros = "asarray(0.0), " * len(outputs)
    body.append(f"    carry, _ = scan(month, (({starts}), ({zeros})), FACTORS)")
    body.append("    return stack(carry[1])")
    return "\n".join(body) + "\n"


def c_source(program: Program, outputs: Sequence[int], block: int) -> str:
    """``run(in, out, n)``: blocks of runs, then months, then the runs of a block."""
    written = Written(program, outputs, C)
    fixed = list(written.lines(program.fixed))
    place = {node: k for k, (_, node, _) in enumerate(fixed)}
    truths = frozenset(["lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"])
    kind = {n: "_Bool" if node.op in truths else "double" for n, node in enumerate(written.nodes)}
    loop = f"      for (int l = 0; l < {block}; l++) {{"
    load = [f"        const double i{k} = in[{k} * n + b + l];" for k in range(len(program.inputs))]
    text = [
        "#include <math.h>",
        f"static const double FACTORS[] = {{{', '.join(map(repr, factors(program)))}}};",
        "void run(const double *restrict in, double *restrict out, long n) {",
        f"  double f[{max(1, len(fixed))}][{block}], s[{len(program.states)}][{block}];",
        f"  double t[{len(outputs)}][{block}];",
        f"  for (long b = 0; b < n; b += {block}) {{",
        "#pragma GCC ivdep",
        loop,
        *load,
    ]
    for name, node, expression in fixed:
        text.append(f"        const {kind[node]} {name} = {expression};")
        text.append(f"        f[{place[node]}][l] = {name};")
    for number, state in enumerate(program.states):
        text.append(f"        s[{number}][l] = {written.of(state.start)};")
    text += [f"        t[{k}][l] = 0.0;" for k in range(len(outputs))]
    text += ["      }", f"      for (int m = 0; m < {program.graph.horizon}; m++) {{"]
    text += ["        const double factor = FACTORS[m];", "#pragma GCC ivdep", loop, *load]
    for name, node, _ in fixed:
        text.append(f"        const {kind[node]} {name} = f[{place[node]}][l];")
    for number in range(len(program.states)):
        text.append(f"        const double s{number} = s[{number}][l];")
    for name, node, expression in written.lines(program.monthly):
        text.append(f"        const {kind[node]} {name} = {expression};")
    for k, node in enumerate(outputs):
        text.append(f"        t[{k}][l] += factor * {written.of(node)};")
    text += [f"        double n{number};" for number in range(len(program.states))]
    text += [f"        {name} = {value};" for name, value in written.following()]
    text += [f"        s[{number}][l] = n{number};" for number in range(len(program.states))]
    text += ["      }", "      }"]
    for k in range(len(outputs)):
        text.append(f"    for (int l = 0; l < {block}; l++) out[{k} * n + b + l] = t[{k}][l];")
    text += ["  }", "}"]
    return "\n".join(text) + "\n"
