"""Queries of a claim, from Python's grammar to their tree."""

from __future__ import annotations

import ast
from typing import Protocol

from kautilya.case.expression import Expression, Is, Name, Number, Query
from kautilya.case.expression_fault import Fault


class Reader(Protocol):
    """What reads the formula around a query."""

    queries: bool
    faults: list[Fault]

    def expression(self, node: ast.expr, depth: int) -> Expression:
        """A part of the formula."""
        ...

    def place(self, node: ast.expr) -> tuple[int, int]:
        """Where it stands: offset and length."""
        ...

    def fault(
        self, code: str, message: str, node: ast.expr, why: str = "", help: str = ""
    ) -> Number:
        """Write down what is wrong; gives a number that stands in for it."""
        ...


class QueryReader:
    """Reads the queries of one formula.

    Parameters
    ----------
    reader
        Reads the formula around them.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, node: ast.Call, kind: str, depth: int) -> Expression:
        """The query that a call stands for, or a number that stands in where it is faulty."""
        reader = self.reader
        place = reader.place(node)
        if not reader.queries:
            return reader.fault(
                "KC205",
                f"'{kind}' is a query: it belongs into a claim",
                node,
                "a formula of the model cannot ask what follows from the model",
            )
        if not node.args:
            return reader.fault(
                "KC205",
                f"'{kind}' names what it asks about first",
                node,
                help=f"for instance {_INSTANCES.get(kind, f'{kind}(china, ..)')}",
            )
        if kind == "share_of":
            return self._share(node, depth)
        subject = reader.expression(node.args[0], depth + 1)
        if not isinstance(subject, Name):
            return reader.fault(
                "KC205",
                f"'{kind}' asks about a name",
                node.args[0],
                help="an actor, an interest, a decision or a variable stands first",
            )
        rest = node.args[1:]
        decision: Name | None = None
        if kind == "flips":
            second = reader.expression(rest[0], depth + 1) if rest else None
            decision = second if isinstance(second, Name) else None
            if decision is None:
                return reader.fault(
                    "KC205",
                    "'flips' names a premise and then a decision",
                    rest[0] if rest else node,
                    help=f"for instance {_INSTANCES['flips']}",
                )
            rest = rest[1:]
        extra: dict[str, ast.expr] = {k.arg or "**": k.value for k in node.keywords}
        for keyword in extra:
            if keyword not in ("to", "instead_of", "within", "seen_by", "knowing"):
                reader.fault(
                    "KC205",
                    f"'{kind}' does not know '{keyword}='",
                    extra[keyword],
                    help="a query takes to=, instead_of=, within=, seen_by= and knowing=",
                )
        return Query(
            kind,
            subject,
            tuple(c for argument in rest for c in self._conditions(argument, depth)),
            self._conditions(extra["to"], depth) if "to" in extra else (),
            self._conditions(extra["instead_of"], depth) if "instead_of" in extra else (),
            self._within(extra.get("within")),
            self._viewer(extra.get("seen_by")),
            self._knowing(extra.get("knowing")),
            *place,
            decision,
        )

    def _share(self, node: ast.Call, depth: int) -> Expression:
        """`share_of(QUERY, CAUSE)`: conditions and views belong to the query."""
        reader = self.reader
        known = len(reader.faults)
        of = reader.expression(node.args[0], depth + 1)
        cause = reader.expression(node.args[1], depth + 1) if len(node.args) > 1 else None
        help = f"for instance {_INSTANCES['share_of']}"
        if not isinstance(of, Query) or of.kind == "share_of":
            if len(reader.faults) > known:
                return of
            return reader.fault(
                "KC205", "'share_of' asks for a share of a query", node.args[0], help=help
            )
        if not isinstance(cause, Name) or len(node.args) > 2:
            at = node.args[2] if len(node.args) > 2 else node.args[-1]
            return reader.fault("KC205", "'share_of' takes a query and one cause", at, help=help)
        for keyword in node.keywords:
            reader.fault(
                "KC205",
                f"'share_of' takes no {keyword.arg or '**'}=",
                keyword.value,
                "it compares one query with itself, without the cause",
                "write it into the query",
            )
        return Query("share_of", cause, (), (), (), None, None, None, *reader.place(node), of=of)

    def _conditions(self, node: ast.expr, depth: int) -> tuple[Is, ...]:
        reader = self.reader
        elements = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
        found = []
        for element in elements:
            condition = reader.expression(element, depth + 1)
            if (
                isinstance(condition, Is)
                and isinstance(condition.subject, Name)
                and len(condition.options) == 1
                and not condition.negated
            ):
                found.append(condition)
            elif not (isinstance(condition, Number) and reader.faults):
                reader.fault(
                    "KC205",
                    "a condition pins one decision to one option",
                    element,
                    help="write: russia.cooperation is none",
                )
        return tuple(found)

    def _within(self, node: ast.expr | None) -> int | None:
        reader = self.reader
        if node is None:
            return None
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value >= 1:
            return node.value
        reader.fault("KC205", "within= takes a whole number of months, 1 or more", node)
        return None

    def _viewer(self, node: ast.expr | None) -> Name | None:
        reader = self.reader
        if node is None:
            return None
        if isinstance(node, ast.Name):
            return Name(node.id, *reader.place(node))
        reader.fault("KC205", "seen_by= takes an actor or `facts`", node)
        return None

    def _knowing(self, node: ast.expr | None) -> tuple[Name, ...] | None:
        """Premises that a choice may know; none of them for `nothing`."""
        reader = self.reader
        if node is None:
            return None
        if isinstance(node, ast.Name) and node.id == "nothing":
            return ()
        elements = node.elts if isinstance(node, ast.List) else [node]
        names = [reader.expression(element, 0) for element in elements]
        if isinstance(node, ast.List) and all(isinstance(name, Name) for name in names):
            return tuple(name for name in names if isinstance(name, Name))
        reader.fault("KC205", "knowing= takes `nothing`, or a list of premises", node)
        return None


_INSTANCES = {
    "self_enforcing": "self_enforcing(us_dprk_deal)",
    "empty": "empty(usa.stance.threaten, china.stance is accept)",
    "flips": "flips(china_share, china.stance)",
    "share_of": "share_of(final(influence), lost_grip)",
}
"""How the queries read that do not ask about an actor."""
