"""One phase of one group, for one combination of options and one vector of worlds: no loops.

The loops stand in a function of their own (`loops`): around hundreds of instructions they would
cost the code generator a third of its time, for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kautilya.codegen import Body, functions
from kautilya.kernel.llvm.layout import STATUS, Group, Layout, Slot
from kautilya.model.graph import GIVEN, TRUTH_OPS

START, MONTH, END, RESULTS = "start", "month", "end", "results"
"""Phases: before the first month, each month, after the last, and handing over results."""

Record = tuple[str, int]
"""What an address is of: ``work``, ``varying`` or ``uniform`` of a group, or its ``results``."""

FACTOR, SHARE, STEP = "%factor", "%share", "%step"
"""The month's discount, a month's share of an average, doubles from one result to the next."""

CHAINS = 4
"""Independent sums of what is looked at, so that none waits for the one before."""

COMPARISONS = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}

NUMERIC: Mapping[str, Callable[..., str]] = {
    "neg": Body.neg,
    "add": Body.add,
    "sub": Body.sub,
    "mul": Body.mul,
    "div": Body.div,
    "min": Body.least,
    "max": Body.greatest,
    "sqrt": lambda body, x: body.intrinsic("sqrt", x),
    "exp": functions.exp,
    "log": functions.log,
    "tanh": functions.tanh,
    "logistic": functions.logistic,
}
"""Instructions of each operation on numbers alone."""


class Stage:
    """The function of one phase of one group, for one combination and vector.

    Parameters
    ----------
    layout
        The program laid out.
    group
        Number of the group.
    phase
        Which phase.
    watched
        Nodes whose value is looked at.
    width, block
        Doubles in a vector, worlds in a block.
    """

    def __init__(
        self,
        layout: Layout,
        group: int,
        phase: str,
        watched: frozenset[int],
        width: int,
        block: int,
    ) -> None:
        self.layout, self.number, self.phase, self.watched = layout, group, phase, watched
        self.group: Group = layout.groups[group]
        self.block = block
        self.body = Body(width)
        self.steps: Sequence[int] = {
            START: self.group.fixed,
            MONTH: self.group.monthly,
            END: self.group.closing,
            RESULTS: (),
        }[phase]
        self._values: dict[int, str] = {}
        self._masks: dict[int, str] = {}
        self.records: dict[Record, str] = {}
        self._sums: list[str] = []

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        group = self.group
        if self.phase == START:
            return not self.steps and not group.slots
        if self.phase == RESULTS:
            return not group.outputs
        wanted = self.layout.wanted
        if self.phase == END and not (wanted.peaks or wanted.finals):
            return True
        return not self.steps and all(what[0] in ("status", "node") for what in group.slots)

    def text(self, name: str) -> str:
        """The function; what it is given besides are the `records` that it turned out to need."""
        if self.phase == RESULTS:
            self._hand_over()
        else:
            self._work()
        given = [f"ptr {address}" for address in self.records.values()]
        given += [f"double {FACTOR}", f"double {SHARE}", f"i64 {STEP}"]
        return self.body.function(name, ", ".join(given), internal=True)

    # -- the parts of a stage ---------------------------------------------------------------------

    def _work(self) -> None:
        if self.phase == START:
            self._begin()
        else:
            self._carry()
        for node in self.steps:
            self._compute(node)
        if self.phase == START:
            self._set_states()
        else:
            self._keep()
        if self.phase == MONTH:
            self._advance()
        self._tell()

    def _begin(self) -> None:
        """Empty sums; the states' first values follow the steps that they need."""
        for what in self.group.slots:
            if what[0] in ("sum", "mean", "status"):
                self._put(what, self.body.splat(0.0))
            elif what[0] == "peak":
                self._put(what, self.body.splat(float("-inf")))

    def _carry(self) -> None:
        """Hand on states that other groups read, before they are updated in place."""
        for kind, node in list(self.group.slots):
            if kind == "state" and ("node", node) in self.group.slots:
                self._put(("node", node), self.value(node))

    def _compute(self, number: int) -> None:
        node = self.layout.program.graph.nodes[number]
        body, args = self.body, node.args
        if node.op in COMPARISONS:
            left, right = (self.value(a) for a in args)
            self._masks[number] = body.compare(COMPARISONS[node.op], left, right)
        elif node.op == "not":
            self._masks[number] = body.invert(self.truth(args[0]))
        elif node.op in TRUTH_OPS:
            left, right = (self.truth(a) for a in args)
            self._masks[number] = body.logic(node.op, left, right)
        elif node.op == "number_of":
            truth = self.truth(args[0])
            self._values[number] = body.select(truth, body.splat(1.0), body.splat(0.0))
        elif node.op == "if":
            truth = self.truth(args[0])
            self._values[number] = body.select(truth, self.value(args[1]), self.value(args[2]))
        elif node.op == "pow":
            self._values[number] = functions.power(body, self.value(args[0]), node.value)
        else:
            self._values[number] = NUMERIC[node.op](body, *(self.value(a) for a in args))
        if number in self.watched:
            self._watch(self._values[number])
        if ("node", number) in self.group.slots:
            self._put(("node", number), self.value(number))

    def _keep(self) -> None:
        """Add to the sums, raise the peaks."""
        body = self.body
        for what in self.group.slots:
            kind, node = what
            if kind == "peak":
                self._put(what, body.greatest(self.value(node), self._get(what)))
            elif kind in ("sum", "mean") and self.phase == MONTH:
                factor = body.spread(FACTOR if kind == "sum" else SHARE)
                term = body.mul(self.value(node), factor)
                self._put(what, body.add(self._get(what), term))
            elif kind == "final" and self.phase == END:
                self._put(what, self.value(node))

    def _advance(self) -> None:
        """Update all states of the group at once: every value is read before any is written."""
        body, layout = self.body, self.layout
        fresh = []
        for state in self.group.states:
            value = self.value(state.next)
            if state.bounds is not None:
                low, high = state.bounds
                value = body.least(body.greatest(value, body.splat(low)), body.splat(high))
            fresh.append((layout.state_node[state.name], value))
        for node, value in fresh:
            self._put(("state", node), value)

    def _set_states(self) -> None:
        for state in self.group.states:
            self._put(("state", self.layout.state_node[state.name]), self.value(state.start))

    def _tell(self) -> None:
        """Add what was looked at to the status of the worlds."""
        body = self.body
        if not self._sums:
            return
        total = self._sums[0]
        for other in self._sums[1:]:
            total = body.add(total, other)
        address = self._address("work", 0, self.layout.groups[0].slots[STATUS])
        body.store(body.add(body.load(address), total), address)

    def _hand_over(self) -> None:
        """Copy results to where the caller finds them."""
        body = self.body
        start = self._record("results", self.number)
        for place, what in enumerate(self.group.outputs):
            body.store(self._get(what), body.pointer(start, body.scalar("mul", STEP, place)))

    def _watch(self, value: str) -> None:
        """Add 0 · value to a sum: 0 where it is finite, no number where it is not."""
        body, zero = self.body, self.body.splat(0.0)
        if len(self._sums) < CHAINS:
            self._sums.append(body.mul(value, zero))
        else:
            oldest = self._sums.pop(0)
            self._sums.append(body.fma(value, zero, oldest))

    # -- values -----------------------------------------------------------------------------------

    def value(self, node: int) -> str:
        """A node as a vector of numbers; a truth counts 1 or 0."""
        program = self.layout.program
        node = program.resolve(node)
        found = self._values.get(node)
        if found is None:
            found = self._values[node] = self._find(node)
        return found

    def truth(self, node: int) -> str:
        """A node as a mask: a number is true unless it is 0."""
        program = self.layout.program
        node = program.resolve(node)
        found = self._masks.get(node)
        if found is None:
            if node in program.constants:
                truth = "true" if program.constants[node] else "false"
                return f"splat (i1 {truth})"
            found = self.body.compare("une", self.value(node), self.body.splat(0.0))
            self._masks[node] = found
        return found

    def _find(self, node: int) -> str:
        """A node from where it lives: a constant, an input, a state, or another stage's work."""
        body, layout = self.body, self.layout
        if node in layout.program.constants:
            return body.splat(layout.program.constants[node])
        if node in self._masks:
            return body.select(self._masks[node], body.splat(1.0), body.splat(0.0))
        home = layout.home[node]
        group = layout.groups[home]
        op = layout.program.graph.nodes[node].op
        if op == "state" and home == self.number:
            return self._get(("state", node))
        if op in GIVEN:
            if node in group.uniform:
                return body.load_spread(self._address("uniform", home, group.uniform.index(node)))
            return body.load(self._address("varying", home, group.varying.index(node)))
        return body.load(self._address("work", home, group.slots["node", node]))

    def _get(self, what: Slot) -> str:
        return self.body.load(self._address("work", self.number, self.group.slots[what]))

    def _put(self, what: Slot, value: str) -> None:
        self.body.store(value, self._address("work", self.number, self.group.slots[what]))

    # -- addresses --------------------------------------------------------------------------------

    def _address(self, table: str, number: int, slot: int) -> str:
        """Where something of a group stands for the combination and vector at hand."""
        start = self._record(table, number)
        return self.body.pointer(start, slot * (1 if table == "uniform" else self.block))

    def _record(self, table: str, number: int) -> str:
        """Where the record of the combination at hand begins, at the vector at hand."""
        return self.records.setdefault((table, number), f"%{table}{number}")
