"""From the text of a formula or a claim to its tree, by Python's own grammar.

The text is parsed with :mod:`ast` and never evaluated by Python. What is not on the list is
refused: attribute access except declared dotted names, subscripts, lambdas, calls of anything but
the known functions and queries, powers without a bound.
"""

from __future__ import annotations

import ast
import re
import warnings

from kautilya.case.expression import (
    QUERIES,
    Apply,
    Expression,
    Is,
    Name,
    Number,
    Query,
)
from kautilya.case.expression_fault import ExpressionError, Fault
from kautilya.case.parse_query import QueryReader

__all__ = ["ExpressionError", "Fault", "parse"]

LARGEST_POWER = 16
"""Powers go from minus this to this, so that no formula can grow without bound."""

LONGEST = 4000
"""Characters of one formula."""

DEEPEST = 60
"""Levels of brackets and operators of one formula."""

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
_FORBIDDEN: dict[type[ast.AST], str] = {
    ast.Subscript: "square brackets behind a name",
    ast.Lambda: "a lambda",
    ast.List: "a list outside of `in [..]`",
    ast.Tuple: "a comma outside of a call",
    ast.Dict: "braces",
    ast.Set: "braces",
    ast.NamedExpr: "an assignment",
    ast.ListComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.JoinedStr: "a text",
    ast.Starred: "a star",
    ast.Await: "await",
    ast.Yield: "yield",
}


def parse(text: str, *, queries: bool = False) -> Expression:
    """Read a formula, or a claim where ``queries`` are allowed.

    Parameters
    ----------
    text
        The formula as the author wrote it.
    queries
        Whether ``payoff(..)``, ``best(..)`` and the other queries may stand in it.

    Returns
    -------
    Expression
        The tree, with the position of every part.

    Raises
    ------
    ExpressionError
        With every fault found: code, place, reason and mend.

    Examples
    --------
    >>> parse("min(honey, 0.5)").op
    'min'
    >>> parse("china.stance is demand").options[0].name
    'demand'
    >>> parse("open('x')[0]")
    Traceback (most recent call last):
    kautilya.case.expression_fault.ExpressionError: square brackets behind a name cannot stand in
    a formula
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            [
                Fault(
                    "KC201",
                    f"a formula of {len(text)} characters",
                    0,
                    LONGEST,
                    f"a formula has at most {LONGEST} characters",
                    "split it into auxiliaries",
                )
            ]
        )
    return _Reader(text, queries=queries).read()


class _Reader:
    """One reading of one text; collects the faults on the way."""

    def __init__(self, text: str, *, queries: bool) -> None:
        self.text = text
        self.queries = queries
        self.faults: list[Fault] = []
        # Within brackets a formula may run over several lines, as it may in a case.
        self.lines = ("(" + text + "\n)").split("\n")
        self.starts = [0]
        for line in self.lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def read(self) -> Expression:
        try:
            with warnings.catch_warnings():
                # Of `1or 2` Python warns on the error stream; its author reads the diagnostics.
                warnings.simplefilter("ignore", SyntaxWarning)
                tree = ast.parse("(" + self.text + "\n)", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise ExpressionError([self._syntax_fault(error)]) from None
        if not self.text.strip():
            raise ExpressionError(
                [
                    Fault(
                        "KC201",
                        "the formula is empty",
                        0,
                        1,
                        "an entry needs something to compute",
                        "write a number or a formula, such as 0.5 * trust",
                    )
                ]
            )
        result = self.expression(tree, 0)
        if self.faults:
            raise ExpressionError(self.faults)
        return result

    def _syntax_fault(self, error: BaseException) -> Fault:
        at, length = 0, max(1, len(self.text))
        reason = "it is not Python's grammar of expressions"
        if isinstance(error, SyntaxError) and error.msg:
            reason = f"Python's grammar says: {error.msg}".replace("'('", "a bracket")
            if error.lineno and error.offset and error.lineno <= len(self.lines):
                offset = self.starts[error.lineno - 1] + error.offset - 2
                if 0 <= offset < len(self.text):
                    at, length = offset, 1
        keyword = re.search(
            r"\b(is|in)\s*(not)?\s*(\[[^\]]*)?\b(pass|class|return|def|from|import|with|while|try|global|del|raise|yield|break|continue|assert|async|await|lambda|nonlocal|finally|except|elif|as)\b",
            self.text,
        )
        if keyword:
            reason = f"'{keyword.group(4)}' is a word of Python's grammar and cannot be a name"
            at, length = keyword.start(4), len(keyword.group(4))
        if re.search(r"(?<![=!<>])=(?!=)", self.text) and "(" not in self.text:
            return Fault(
                "KC201", "this formula cannot be read", at, length, reason, "equality is written =="
            )
        return Fault("KC201", "this formula cannot be read", at, length, reason)

    def place(self, node: ast.expr) -> tuple[int, int]:
        def offset(line: int, column: int) -> int:
            text = self.lines[line - 1].encode()[:column].decode(errors="replace")
            return self.starts[line - 1] + len(text) - 1

        start = offset(node.lineno, node.col_offset)
        end = offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset + 1)
        return max(0, start), max(1, end - start)

    def fault(
        self, code: str, message: str, node: ast.expr, why: str = "", help: str = ""
    ) -> Number:
        self.faults.append(Fault(code, message, *self.place(node), why, help))
        return Number(0.0, *self.place(node))

    def expression(self, node: ast.expr, depth: int) -> Expression:
        if depth > DEEPEST:
            return self.fault(
                "KC201",
                f"a formula nested more than {DEEPEST} deep",
                node,
                help="split it into auxiliaries",
            )
        place = self.place(node)
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.UnaryOp(op=ast.USub()):
                return Apply("neg", (self.expression(node.operand, depth + 1),), *place)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.expression(node.operand, depth + 1)
            case ast.UnaryOp(op=ast.Not()):
                return Apply("not", (self.expression(node.operand, depth + 1),), *place)
            case ast.BoolOp():
                op = "and" if isinstance(node.op, ast.And) else "or"
                return Apply(op, tuple(self.expression(v, depth + 1) for v in node.values), *place)
            case ast.IfExp():
                branches = (node.test, node.body, node.orelse)
                return Apply("if", tuple(self.expression(b, depth + 1) for b in branches), *place)
            case ast.BinOp():
                return self._binary(node, depth)
            case ast.Compare():
                return self._compare(node, depth)
            case ast.Call():
                return self._call(node, depth)
        what = _FORBIDDEN.get(type(node), "this")
        return self.fault(
            "KC202",
            f"{what} cannot stand in a formula",
            node,
            "formulas are arithmetic, comparisons, the listed functions and "
            "declared names; nothing else is ever run",
        )

    def _constant(self, node: ast.Constant) -> Expression:
        value = node.value
        if isinstance(value, (int, float)):
            try:
                return Number(float(value), *self.place(node))
            except OverflowError:
                value = "a number too large"
        return self.fault(
            "KC202",
            f"{value!r} cannot stand in a formula",
            node,
            "a formula holds numbers and names, no texts",
            "names stand without quotation marks" if isinstance(value, str) else "",
        )

    def _name(self, node: ast.expr) -> Name:
        words: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            words.append(inner.attr)
            inner = inner.value
        place = self.place(node)
        if not isinstance(inner, ast.Name):
            self.fault("KC202", "a dot behind something that is no name", node)
            return Name("?", *place)
        words.append(inner.id)
        if any(word.startswith("__") for word in words):
            self.fault(
                "KC202",
                f"'{'.'.join(reversed(words))}' cannot stand in a formula",
                node,
                "names that begin with two underscores belong to Python",
            )
        return Name(".".join(reversed(words)), *place)

    def _binary(self, node: ast.BinOp, depth: int) -> Expression:
        place = self.place(node)
        left = self.expression(node.left, depth + 1)
        if isinstance(node.op, ast.Pow):
            power = self._power(node.right)
            if power is None:
                return self.fault(
                    "KC203",
                    "a power needs a plain number as its exponent",
                    node.right,
                    f"powers are bounded: a number from -{LARGEST_POWER} to {LARGEST_POWER}",
                    "write a smaller power"
                    if isinstance(node.right, ast.Constant)
                    else "write exp(b * log(a)) for a power that varies",
                )
            return Apply("pow", (left, power), *place)
        right = self.expression(node.right, depth + 1)
        op = _BINARY.get(type(node.op))
        if op is None:
            return self.fault(
                "KC202",
                "this operator cannot stand in a formula",
                node,
                "arithmetic is + - * / and **",
            )
        return Apply(op, (left, right), *place)

    def _power(self, node: ast.expr) -> Number | None:
        sign = 1.0
        inner = node
        if isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.USub):
            sign, inner = -1.0, inner.operand
        value = inner.value if isinstance(inner, ast.Constant) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if abs(value) > LARGEST_POWER:
            return None
        return Number(sign * float(value), *self.place(node))

    def _compare(self, node: ast.Compare, depth: int) -> Expression:
        place = self.place(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.Is | ast.IsNot | ast.In | ast.NotIn):
            return self._is(node, depth)
        operands = [self.expression(v, depth + 1) for v in (node.left, *node.comparators)]
        pairs: list[Expression] = []
        for op, left, right in zip(node.ops, operands, operands[1:], strict=False):
            name = _COMPARE.get(type(op))
            if name is None:
                return self.fault(
                    "KC202",
                    "`is` and `in` cannot be chained",
                    node,
                    help="join two comparisons by `and`",
                )
            pairs.append(Apply(name, (left, right), *place))
        return pairs[0] if len(pairs) == 1 else Apply("and", tuple(pairs), *place)

    def _is(self, node: ast.Compare, depth: int) -> Expression:
        place = self.place(node)
        op = node.ops[0]
        known = len(self.faults)
        subject: Expression = self.expression(node.left, depth + 1)
        if len(self.faults) > known and not isinstance(subject, Name | Query):
            return Number(0.0, *place)
        if not isinstance(subject, Name | Query):
            return self.fault(
                "KC204",
                "`is` and `in` ask which option a decision has",
                node.left,
                help="compare numbers by == < > instead",
            )
        right = node.comparators[0]
        if isinstance(op, ast.In | ast.NotIn):
            if not isinstance(right, ast.List | ast.Tuple | ast.Set) or not right.elts:
                return self.fault(
                    "KC204",
                    "`in` needs a list of options",
                    right,
                    help="write: in [accept, bargain]",
                )
            elements = list(right.elts)
        else:
            elements = [right]
        options = []
        for element in elements:
            if not isinstance(element, ast.Name):
                return self.fault(
                    "KC204",
                    "an option is a plain name",
                    element,
                    help="options are written without quotation marks or dots",
                )
            options.append(Name(element.id, *self.place(element)))
        return Is(subject, tuple(options), isinstance(op, ast.IsNot | ast.NotIn), *place)

    def _call(self, node: ast.Call, depth: int) -> Expression:
        if not isinstance(node.func, ast.Name):
            return self.fault("KC202", "only the listed functions can be called", node)
        name, place = node.func.id, self.place(node)
        if name in QUERIES:
            return QueryReader(self).read(node, name, depth)
        if node.keywords:
            self.fault("KC202", f"'{name}' takes no named arguments", node)
        return Apply(name, tuple(self.expression(a, depth + 1) for a in node.args), *place)
