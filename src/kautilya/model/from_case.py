"""From a case to its graph.

Every rule of the month stands here once: how mechanisms, options, events and bounds act on what
they end at (semantics, "Model").
"""

from __future__ import annotations

from dataclasses import dataclass

from kautilya.case import Case, Names, Places
from kautilya.case.profiles import profile_space as profile_space
from kautilya.diagnostics import Diagnostic
from kautilya.model.formula import Formulas
from kautilya.model.functions import FUNCTIONS
from kautilya.model.graph import GraphBuilder, ModelGraph, Node, Path, State, Value


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
        self.formulas = Formulas(
            case, names, places, self.space, self.graph, self.level, self.found
        )
        self.effects = self._effects()

    # -- the whole --------------------------------------------------------------------------------

    def compile(self) -> ModelGraph:
        case = self.case
        for name in (
            *case.premises,
            *case.stocks,
            *case.auxiliaries,
            *case.transfers,
            *case.events,
        ):
            self.level(name)
        for target in self.effects:
            # What ends at nothing is refused elsewhere; its formula is checked all the same.
            if target not in self.levels:
                self._acted_on(target, None, ("mechanisms", target))
        states = tuple(
            [self._stock(name) for name in case.stocks]
            + [self._event(name) for name in case.events]
        )
        values = tuple(
            self._value(actor, number)
            for actor, rows in case.interests.items()
            for number in range(len(rows))
        )
        return ModelGraph(
            tuple(self.graph.nodes),
            tuple(self.graph.origin),
            self.space,
            states,
            dict(self.levels),
            values,
            case.horizon,
            case.discount,
            tuple(case.premises),
            self.names.switches,
        )

    def _effects(self) -> dict[str, list[_Effect]]:
        """What ends at each target: mechanisms in file order, then options."""
        effects: dict[str, list[_Effect]] = {}
        for name, mechanism in self.case.mechanisms.items():
            for kind in ("adds", "scales"):
                text = getattr(mechanism, kind)
                if text is not None:
                    effects.setdefault(mechanism.to, []).append(
                        _Effect(name, kind, text, ("mechanisms", name, kind))
                    )
        for decision, entry in self.case.decisions.items():
            for option, o in entry.options.items():
                for target, text in o.does.items():
                    path = ("decisions", decision, "options", option, "does", target)
                    effects.setdefault(target, []).append(
                        _Effect(f"{decision}.{option}", "adds", text, path, (decision, option))
                    )
        return effects

    # -- levels -----------------------------------------------------------------------------------

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
        base = self.formulas.node(path, getattr(self.case, section)[name].is_)
        node = self._acted_on(name, base, path)
        if section == "transfers":
            node = self._product(node, self._remains([name], path), path)
        return self.graph.numeric(self._blended(name, node), path)

    def _circle(self, name: str) -> int:
        circle = [*self.underway[self.underway.index(name) :], name]
        first = min(circle[:-1], key=lambda n: self.places.key(self._path(n)).line)
        turn = circle.index(first)
        circle = [*circle[turn:-1], *circle[:turn], first]
        message = f"{first} is defined by itself: {' -> '.join(circle)}"
        if not any(d.message == message for d in self.found):
            self.found.append(
                Diagnostic(
                    "KC304",
                    message,
                    self.places.key(self._path(first)),
                    "each is computed from the other within the same month",
                    "make one of them a stock, which is read at the month's start",
                )
            )
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
                holds = self.formulas.node(where, rule)
                forced = graph.add(Node("forced", name=effect.switch), where)
                holds = graph.op("or", forced, holds, origin=where)
                active = graph.op("and", active, holds, origin=path)
            ended.append(decision)
        node = self.formulas.node(path, effect.text)
        remains = self._remains(ended, path)
        if effect.kind == "adds":
            return graph.op(
                "if", active, self._product(node, remains, path), graph.number(0.0), origin=path
            )
        if remains is not None:
            # An ended mechanism's scale goes to 1, as its adds go to 0.
            rest = graph.op("sub", node, graph.number(1.0), origin=path)
            node = graph.op(
                "add", graph.number(1.0), self._product(rest, remains, path), origin=path
            )
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
                instead = self.formulas.node(path, entry.then[name])
                node = self.graph.op(
                    "add",
                    self.graph.op("mul", not_yet, node, origin=path),
                    self.graph.op("mul", happened, instead, origin=path),
                    origin=path,
                )
        return node

    # -- states and values ------------------------------------------------------------------------

    def _stock(self, name: str) -> State:
        stock, graph = self.case.stocks[name], self.graph
        path: Path = ("stocks", name)
        start = self.formulas.node((*path, "start"), stock.start, fixed=True)
        now = self.level(name)
        if stock.toward is None or stock.over is None:
            change = self._acted_on(name, None, path)
        else:
            toward = self.formulas.node((*path, "toward"), stock.toward)
            target = self._blended(name, self._acted_on(name, toward, (*path, "toward")))
            gap = graph.op("sub", target, now, origin=path)
            change = graph.op("div", gap, graph.number(stock.over), origin=path)
        after = graph.op("add", now, change, origin=path)
        return State(name, graph.numeric(start, path), graph.numeric(after, path), stock.bounds)

    def _event(self, name: str) -> State:
        graph = self.graph
        path: Path = ("events", name, "rate")
        rate = self._acted_on(name, self.formulas.node(path, self.case.events[name].rate), path)
        clipped = FUNCTIONS["clip"].build(graph, (rate, graph.number(0.0), graph.number(1.0)), path)
        now = self.level(name)
        left = graph.op("sub", graph.number(1.0), now, origin=path)
        after = graph.op("add", now, graph.op("mul", left, clipped, origin=path), origin=path)
        return State(name, graph.number(0.0, path), after)

    def _value(self, actor: str, number: int) -> Value:
        graph = self.graph
        interest = self.case.interests[actor][number]
        path: Path = ("interests", actor, number)
        value = self.formulas.node((*path, "value"), interest.value)
        worst, best = (
            self.formulas.node((*path, "anchors", side), interest.anchors[side], fixed=True)
            for side in (0, 1)
        )
        ratio = graph.op(
            "div",
            graph.op("sub", value, worst, origin=path),
            graph.op("sub", best, worst, origin=path),
            origin=path,
        )
        # A stress test moves the anchors: the ratio times 1 plus 0 while they stand.
        name = f"{actor}.{interest.id}"
        slope, offset = (graph.add(Node("anchor", value=n, name=name), path) for n in (0.0, 1.0))
        ratio = graph.op("add", graph.op("mul", ratio, slope, origin=path), offset, origin=path)
        clipped = FUNCTIONS["clip"].build(
            graph, (ratio, graph.number(0.0), graph.number(1.0)), path
        )
        return Value(name, ratio, clipped)
