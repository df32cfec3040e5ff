"""From the text of a formula to nodes of the graph, with every fault at its word."""

from __future__ import annotations

from collections.abc import Callable

from kautilya.case import Case, Names, Places
from kautilya.case.expression import Apply, Expression, Is, Name, Number, Query
from kautilya.case.parse import ExpressionError, parse
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.model.functions import FUNCTIONS, wrong_arity
from kautilya.model.graph import GraphBuilder, Node, Path
from kautilya.payoffs import ProfileSpace


class Formulas:
    """Compiles the formulas of one case into one graph.

    Parameters
    ----------
    case, names, places
        What the author wrote.
    space
        The profiles.
    graph
        Collects the nodes.
    level
        Node of a variable, by name.
    found
        Collects the faults.
    """

    def __init__(
        self,
        case: Case,
        names: Names,
        places: Places,
        space: ProfileSpace,
        graph: GraphBuilder,
        level: Callable[[str], int],
        found: list[Diagnostic],
    ) -> None:
        self.case, self.names, self.places = case, names, places
        self.space, self.graph, self.level, self.found = space, graph, level, found
        self.parsed: dict[Path, Expression | None] = {}

    def node(self, path: Path, text: str, *, fixed: bool = False) -> int:
        """Node of a formula; `fixed` allows premises alone."""
        if path not in self.parsed:
            try:
                self.parsed[path] = parse(text)
            except ExpressionError as error:
                self.parsed[path] = None
                self.found += [
                    Diagnostic(
                        f.code,
                        f.message,
                        self.places.inside(path, text, f.at, f.length),
                        f.why,
                        f.help,
                    )
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
            self._fault(
                "KC207",
                f"'{tree.op}' is no function of the case language",
                path,
                text,
                tree.at,
                len(tree.op),
                "only the listed functions can be called",
                did_you_mean(tree.op, FUNCTIONS),
            )
            return self.graph.number(0.0)
        wrong = wrong_arity(tree.op, len(args))
        if wrong is not None:
            what, why, mend = wrong
            self._fault("KC207", what, path, text, tree.at, tree.length, why, mend)
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
            self._fault(
                "KC308",
                f"'{tree.name}' is no premise",
                path,
                text,
                tree.at,
                tree.length,
                "a start value and an anchor are fixed before the first month: they are "
                "computed from premises alone",
            )
            return self.graph.number(0.0)
        return self.level(tree.name)

    def _unknown(self, tree: Name, path: Path, text: str) -> None:
        name = tree.name
        if name in self.case.decisions:
            self._fault(
                "KC204",
                f"'{name}' is a decision: ask which option it has",
                path,
                text,
                tree.at,
                tree.length,
                "a decision has no number",
                f"write: {name} is {next(iter(self.case.decisions[name].options))}",
            )
        elif "." in name:
            known = [*self.case.decisions]
            self._fault(
                "KC208",
                f"'{name}' reaches inside: it is no declared dotted name",
                path,
                text,
                tree.at,
                tree.length,
                "only decisions are written with a dot, as in `china.stance is demand`",
                did_you_mean(name, known),
            )
        else:
            self._fault(
                "KC206",
                f"'{name}' is not declared",
                path,
                text,
                tree.at,
                tree.length,
                "formulas name premises, stocks, auxiliaries, transfers and events",
                did_you_mean(name, self.names.variables),
            )

    def _is(self, tree: Is, path: Path, text: str, fixed: bool) -> int:
        subject = tree.subject
        if isinstance(subject, Query) or ("decisions", subject.name) in self.names.set_aside:
            return self.graph.number(0.0)
        decision = self.case.decisions.get(subject.name)
        if decision is None:
            self._fault(
                "KC209",
                f"'{subject.name}' is no declared decision",
                path,
                text,
                subject.at,
                subject.length,
                "`is` and `in` ask which option a decision has",
                did_you_mean(subject.name, self.case.decisions),
            )
            return self.graph.number(0.0)
        if fixed:
            self._fault(
                "KC308",
                "a decision cannot stand here",
                path,
                text,
                tree.at,
                tree.length,
                "a start value and an anchor are computed from premises alone",
            )
        nodes = []
        for option in tree.options:
            if option.name not in decision.options:
                self._fault(
                    "KC210",
                    f"{subject.name} has no option '{option.name}'",
                    path,
                    text,
                    option.at,
                    option.length,
                    "",
                    did_you_mean(option.name, decision.options),
                )
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
        self,
        code: str,
        message: str,
        path: Path,
        text: str,
        at: int,
        length: int,
        why: str = "",
        help: str = "",
    ) -> None:
        fault = Diagnostic(code, message, self.places.inside(path, text, at, length), why, help)
        if fault not in self.found:
            self.found.append(fault)


_OPERATORS = frozenset(
    {
        "neg",
        "add",
        "sub",
        "mul",
        "div",
        "lt",
        "le",
        "gt",
        "ge",
        "eq",
        "ne",
        "and",
        "or",
        "not",
        "if",
    }
)
