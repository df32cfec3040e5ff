"""From a case to its graph.

Every rule of the month stands here once: how mechanisms, options, events and bounds act on what
they end at (semantics, "Model").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kautilya.case import Case, Names, Places, owner
from kautilya.case.expression import Apply, Expression, Is, Name, Number, Query
from kautilya.case.parse import ExpressionError, parse
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.model.functions import FUNCTIONS
from kautilya.model.graph import GraphBuilder, ModelGraph, Node, Path, State, Value
from kautilya.payoffs import ProfileSpace


@dataclass(frozen=True)
class Compiled:
    """A graph, or what kept it from being one."""

    graph: ModelGraph | None
    diagnostics: tuple[Diagnostic, ...]


def from_case(case: Case, names: Names, places: Places) -> Compiled:
    """Compile a case to its graph.

    Parameters
    ----------
    case
        The case.
    names
        Its declared names.
    places
        The way back to the file.

    Returns
    -------
    Compiled
        The graph, None where a fault was found; and every fault: formulas that can't be read,
        names that are not declared, circular definitions.
    """
    compiler = _Compiler(case, names, places)
    graph = compiler.compile()
    return Compiled(None if compiler.found else graph, tuple(compiler.found))


def profile_space(case: Case) -> ProfileSpace:
    """The profiles of a case."""
    decisions = case.decisions
    return ProfileSpace(
        tuple(decisions),
        tuple(tuple(d.options) for d in decisions.values()),
        tuple(owner(name) for name in decisions),
        tuple(tuple(d.options).index(d.now) if d.now in d.options else 0 for d in decisions.values()),
    )


@dataclass(frozen=True, slots=True)
class _Effect:
    """Something that adds to or scales what it ends at."""

    switch: str
    kind: str
    text: str
    path: Path
    option: tuple[str, str] | None = None


class _Compiler:
    def __init__(self, case: Case, names: Names, places: Places) -> None:
        self.case, self.names, self.places = case, names, places
        self.graph = GraphBuilder()
        self.found: list[Diagnostic] = []
        self.space = profile_space(case)
        self.levels: dict[str, int] = {}
        self.underway: list[str] = []
        self.parsed: dict[Path, Expression | None] = {}
        self.effects = self._effects()

    # -- the whole ------------------------------------------------------------------------------

    def compile(self) -> ModelGraph:
        case = self.case
        for name in (*case.premises, *case.stocks, *case.auxiliaries, *case.transfers, *case.events):
            self.level(name)
        states = tuple(
            [self._stock(name) for name in case.stocks] + [self._event(name) for name in case.events]
        )
        values = tuple(
            self._value(actor, number) for actor, rows in case.interests.items()
            for number in range(len(rows))
        )
        return ModelGraph(
            tuple(self.graph.nodes), tuple(self.graph.origin), self.space, states,
            dict(self.levels), values, case.horizon, case.discount,
            tuple(case.premises), self.names.switches,
        )

    def _effects(self) -> dict[str, list[_Effect]]:
        """What ends at each target: mechanisms in file order, then options."""
        effects: dict[str, list[_Effect]] = {}
        for name, mechanism in self.case.mechanisms.items():
            for kind in ("adds", "scales"):
                text = getattr(mechanism, kind)
                if text is not None:
                    effects.setdefault(mechanism.to, []).append(
                        _Effect(name, kind, text, ("mechanisms", name, kind)))
        for decision, entry in self.case.decisions.items():
            for option, o in entry.options.items():
                for target, text in o.does.items():
                    path = ("decisions", decision, "options", option, "does", target)
                    effects.setdefault(target, []).append(
                        _Effect(f"{decision}.{option}", "adds", text, path, (decision, option)))
        return effects

    # -- levels ---------------------------------------------------------------------------------

    def level(self, name: str) -> int:
        """Node of a variable as formulas of the month read it."""
        known = self.levels.get(name)
        if known is not None:
            return known
        case = self.case
        if name in case.premises:
            node = self.graph.add(Node("premise", name=name), ("premises", name))
        elif name in case.stocks or name in case.events:
            section = "stocks" if name in case.stocks else "events"
            node = self.graph.add(Node("state", name=name), (section, name))
        elif name in self.underway:
            return self._circle(name)
        else:
            self.underway.append(name)
            section = "auxiliaries" if name in case.auxiliaries else "transfers"
            node = self._current(name, section)
            self.underway.pop()
        self.levels[name] = node
        return node

    def _current(self, name: str, section: str) -> int:
        path: Path = (section, name, "is")
        base = self.formula(path, getattr(self.case, section)[name].is_)
        node = self._acted_on(name, base, path)
        if section == "transfers":
            node = self._product(node, self._remains([name], path), path)
        return self.graph.numeric(self._blended(name, node), path)

    def _circle(self, name: str) -> int:
        circle = [*self.underway[self.underway.index(name):], name]
        first = min(circle[:-1], key=lambda n: self.places.key(self._path(n)).line)
        turn = circle.index(first)
        circle = [*circle[turn:-1], *circle[:turn], first]
        message = f"{first} is defined by itself: {' -> '.join(circle)}"
        if not any(d.message == message for d in self.found):
            self.found.append(Diagnostic(
                "KC304", message, self.places.key(self._path(first)),
                "each is computed from the other within the same month",
                "make one of them a stock, which is read at the month's start"))
        return self.graph.number(0.0)

    def _path(self, name: str) -> Path:
        return (self.names.variables.get(name, "auxiliaries"), name)

    # -- what acts on a target --------------------------------------------------------------------

    def _acted_on(self, name: str, base: int | None, path: Path) -> int:
        """(base + Σ adds) · Π scales, each while its switch is on."""
        total = base
        for effect in self.effects.get(name, ()):
            if effect.kind == "adds":
                term = self._effect(effect)
                total = term if total is None else self.graph.op("add", total, term, origin=path)
        if total is None:
            total = self.graph.number(0.0)
        for effect in self.effects.get(name, ()):
            if effect.kind == "scales":
                total = self._product(total, self._effect(effect), path)
        return total

    def _effect(self, effect: _Effect) -> int:
        graph, path = self.graph, effect.path
        active = graph.add(Node("switch", name=effect.switch), path)
        ended = [effect.switch]
        if effect.option is not None:
            decision, option = effect.option
            chosen = Node("chosen", value=float(self.space.option(decision, option)), name=decision)
            active = graph.op("and", active, graph.add(chosen, path), origin=path)
            rule = self.case.decisions[decision].options[option].if_
            if rule is not None:
                where = ("decisions", decision, "options", option, "if")
                active = graph.op("and", active, self.formula(where, rule), origin=path)
            ended.append(decision)
        node = self.formula(path, effect.text)
        remains = self._remains(ended, path)
        if effect.kind == "adds":
            return graph.op("if", active, self._product(node, remains, path), graph.number(0.0), origin=path)
        if remains is not None:
            # An ended mechanism's scale goes to 1, as its adds go to 0.
            rest = graph.op("sub", node, graph.number(1.0), origin=path)
            node = graph.op("add", graph.number(1.0), self._product(rest, remains, path), origin=path)
        return graph.op("if", active, node, graph.number(1.0), origin=path)

    def _product(self, node: int, factor: int | None, path: Path) -> int:
        return node if factor is None else self.graph.op("mul", node, factor, origin=path)

    def _remains(self, ended: list[str], path: Path) -> int | None:
        """Π (1 - p) over the events that end one of these names; None where none does."""
        result: int | None = None
        for event, entry in self.case.events.items():
            if any(name in entry.ends for name in ended):
                left = self.graph.op("sub", self.graph.number(1.0), self.level(event), origin=path)
                result = left if result is None else self._product(result, left, path)
        return result

    def _blended(self, name: str, node: int) -> int:
        """(1 - p) · x + p · e, for each event in file order."""
        for event, entry in self.case.events.items():
            if name in entry.then:
                path: Path = ("events", event, "then", name)
                happened = self.level(event)
                not_yet = self.graph.op("sub", self.graph.number(1.0), happened, origin=path)
                instead = self.formula(path, entry.then[name])
                node = self.graph.op(
                    "add", self.graph.op("mul", not_yet, node, origin=path),
                    self.graph.op("mul", happened, instead, origin=path), origin=path)
        return node

    # -- states and values ------------------------------------------------------------------------

    def _stock(self, name: str) -> State:
        stock, graph = self.case.stocks[name], self.graph
        path: Path = ("stocks", name)
        start = self.formula((*path, "start"), stock.start, fixed=True)
        now = self.level(name)
        if stock.toward is None or stock.over is None:
            change = self._acted_on(name, None, path)
        else:
            toward = self.formula((*path, "toward"), stock.toward)
            target = self._blended(name, self._acted_on(name, toward, (*path, "toward")))
            gap = graph.op("sub", target, now, origin=path)
            change = graph.op("div", gap, graph.number(stock.over), origin=path)
        after = graph.op("add", now, change, origin=path)
        return State(name, graph.numeric(start, path), graph.numeric(after, path), stock.bounds)

    def _event(self, name: str) -> State:
        graph = self.graph
        path: Path = ("events", name, "rate")
        rate = self._acted_on(name, self.formula(path, self.case.events[name].rate), path)
        clipped = FUNCTIONS["clip"].build(graph, (rate, graph.number(0.0), graph.number(1.0)), path)
        now = self.level(name)
        left = graph.op("sub", graph.number(1.0), now, origin=path)
        after = graph.op("add", now, graph.op("mul", left, clipped, origin=path), origin=path)
        return State(name, graph.number(0.0, path), after)

    def _value(self, actor: str, number: int) -> Value:
        graph = self.graph
        interest = self.case.interests[actor][number]
        path: Path = ("interests", actor, number)
        value = self.formula((*path, "value"), interest.value)
        worst, best = (
            self.formula((*path, "anchors", side), interest.anchors[side], fixed=True)
            for side in (0, 1)
        )
        ratio = graph.op(
            "div", graph.op("sub", value, worst, origin=path),
            graph.op("sub", best, worst, origin=path), origin=path)
        clipped = FUNCTIONS["clip"].build(graph, (ratio, graph.number(0.0), graph.number(1.0)), path)
        return Value(f"{actor}.{interest.id}", graph.numeric(ratio, path), clipped)

    # -- formulas ---------------------------------------------------------------------------------

    def formula(self, path: Path, text: str, *, fixed: bool = False) -> int:
        """Node of a formula; `fixed` allows premises alone."""
        if path not in self.parsed:
            try:
                self.parsed[path] = parse(text)
            except ExpressionError as error:
                self.parsed[path] = None
                self.found += [
                    Diagnostic(f.code, f.message, self.places.inside(path, text, f.at, f.length),
                               f.why, f.help)
                    for f in error.faults
                ]
        tree = self.parsed[path]
        return self.graph.number(0.0) if tree is None else self._node(tree, path, text, fixed)

    def _node(self, tree: Expression, path: Path, text: str, fixed: bool) -> int:
        match tree:
            case Number():
                return self.graph.number(tree.value, path)
            case Name():
                return self._name(tree, path, text, fixed)
            case Is():
                return self._is(tree, path, text, fixed)
            case Query():
                return self.graph.number(0.0)
            case Apply(op="pow"):
                base = self._node(tree.args[0], path, text, fixed)
                exponent = tree.args[1]
                assert isinstance(exponent, Number)
                return self.graph.op("pow", base, value=exponent.value, origin=path)
        args = tuple(self._node(argument, path, text, fixed) for argument in tree.args)
        if tree.op in _OPERATORS:
            if len(args) > 2 and tree.op in ("and", "or"):
                result = args[0]
                for argument in args[1:]:
                    result = self.graph.op(tree.op, result, argument, origin=path)
                return result
            return self.graph.op(tree.op, *args, origin=path)
        return self._call(tree, args, path, text)

    def _call(self, tree: Apply, args: tuple[int, ...], path: Path, text: str) -> int:
        function = FUNCTIONS.get(tree.op)
        if function is None:
            self._fault("KC207", f"'{tree.op}' is no function of the case language", path, text,
                        tree.at, len(tree.op), "only the listed functions can be called",
                        did_you_mean(tree.op, FUNCTIONS))
            return self.graph.number(0.0)
        count = len(args)
        if count < function.least or (function.most is not None and count > function.most):
            need = f"{function.least}" + (" or more" if function.most is None else "")
            self._fault("KC207", f"'{tree.op}' takes {need} arguments, not {count}", path, text,
                        tree.at, tree.length)
            return self.graph.number(0.0)
        return function.build(self.graph, args, path)

    def _name(self, tree: Name, path: Path, text: str, fixed: bool) -> int:
        if tree.name in self.names.unknowable:
            return self.graph.number(0.0)
        section = self.names.variables.get(tree.name)
        if section is None:
            self._unknown(tree, path, text)
            return self.graph.number(0.0)
        if fixed and section != "premises":
            self._fault("KC308", f"'{tree.name}' is no premise", path, text, tree.at, tree.length,
                        "a start value and an anchor are fixed before the first month: they are "
                        "computed from premises alone")
            return self.graph.number(0.0)
        return self.level(tree.name)

    def _unknown(self, tree: Name, path: Path, text: str) -> None:
        name = tree.name
        if name in self.case.decisions:
            self._fault("KC204", f"'{name}' is a decision: ask which option it has", path, text,
                        tree.at, tree.length, "a decision has no number",
                        f"write: {name} is {next(iter(self.case.decisions[name].options))}")
        elif "." in name:
            known = [*self.case.decisions]
            self._fault("KC208", f"'{name}' reaches inside: it is no declared dotted name", path,
                        text, tree.at, tree.length,
                        "only decisions are written with a dot, as in `china.stance is demand`",
                        did_you_mean(name, known))
        else:
            self._fault("KC206", f"'{name}' is not declared", path, text, tree.at, tree.length,
                        "formulas name premises, stocks, auxiliaries, transfers and events",
                        did_you_mean(name, self.names.variables))

    def _is(self, tree: Is, path: Path, text: str, fixed: bool) -> int:
        subject = tree.subject
        if isinstance(subject, Query) or ("decisions", subject.name) in self.names.set_aside:
            return self.graph.number(0.0)
        decision = self.case.decisions.get(subject.name)
        if decision is None:
            self._fault("KC209", f"'{subject.name}' is no declared decision", path, text,
                        subject.at, subject.length, "`is` and `in` ask which option a decision has",
                        did_you_mean(subject.name, self.case.decisions))
            return self.graph.number(0.0)
        if fixed:
            self._fault("KC308", "a decision cannot stand here", path, text, tree.at, tree.length,
                        "a start value and an anchor are computed from premises alone")
        nodes = []
        for option in tree.options:
            if option.name not in decision.options:
                self._fault("KC210", f"{subject.name} has no option '{option.name}'", path, text,
                            option.at, option.length, "", did_you_mean(option.name, decision.options))
                continue
            number = float(self.space.option(subject.name, option.name))
            nodes.append(self.graph.add(Node("chosen", value=number, name=subject.name), path))
        if not nodes:
            return self.graph.number(0.0)
        result = nodes[0]
        for node in nodes[1:]:
            result = self.graph.op("or", result, node, origin=path)
        return self.graph.op("not", result, origin=path) if tree.negated else result

    def _fault(
        self, code: str, message: str, path: Path, text: str, at: int, length: int,
        why: str = "", help: str = "",
    ) -> None:
        fault = Diagnostic(code, message, self.places.inside(path, text, at, length), why, help)
        if fault not in self.found:
            self.found.append(fault)


_OPERATORS = frozenset(
    {"neg", "add", "sub", "mul", "div", "lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "if"}
)


def formulas(case: Case) -> Iterator[tuple[Path, str]]:
    """Every formula of a case and where it stands."""
    for name, stock in case.stocks.items():
        yield ("stocks", name, "start"), stock.start
        if stock.toward is not None:
            yield ("stocks", name, "toward"), stock.toward
    for section in ("auxiliaries", "transfers"):
        for name, entry in getattr(case, section).items():
            yield (section, name, "is"), entry.is_
    for name, mechanism in case.mechanisms.items():
        for kind in ("adds", "scales"):
            if getattr(mechanism, kind) is not None:
                yield ("mechanisms", name, kind), getattr(mechanism, kind)
    for name, event in case.events.items():
        yield ("events", name, "rate"), event.rate
        for target, text in event.then.items():
            yield ("events", name, "then", target), text
    for decision, d in case.decisions.items():
        for option, o in d.options.items():
            where: Path = ("decisions", decision, "options", option)
            if o.if_ is not None:
                yield (*where, "if"), o.if_
            for target, text in o.does.items():
                yield (*where, "does", target), text
    for actor, rows in case.interests.items():
        for number, interest in enumerate(rows):
            yield ("interests", actor, number, "value"), interest.value
            for side in (0, 1):
                yield ("interests", actor, number, "anchors", side), interest.anchors[side]
