"""The functions that formulas may call: one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kautilya.model.graph import GraphBuilder, Path

Build = Callable[[GraphBuilder, tuple[int, ...], Path], int]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the case language.

    Parameters
    ----------
    least, most
        Number of arguments; `most` is None where there is no limit.
    pure
        Whether its arguments and its result are pure numbers; otherwise all its arguments share
        one unit and the result has it too.
    build
        How it becomes nodes.
    """

    least: int
    most: int | None
    pure: bool
    build: Build


def _plain(op: str) -> Build:
    def build(graph: GraphBuilder, args: tuple[int, ...], origin: Path) -> int:
        return graph.op(op, *args, origin=origin)

    return build


def _folded(op: str) -> Build:
    def build(graph: GraphBuilder, args: tuple[int, ...], origin: Path) -> int:
        result = args[0]
        for argument in args[1:]:
            result = graph.op(op, result, argument, origin=origin)
        return result

    return build


def _clip(graph: GraphBuilder, args: tuple[int, ...], origin: Path) -> int:
    """min(max(x, lo), hi)."""
    value, low, high = args
    return graph.op("min", graph.op("max", value, low, origin=origin), high, origin=origin)


def _step(graph: GraphBuilder, args: tuple[int, ...], origin: Path) -> int:
    """1 for x >= 0, else 0."""
    return graph.op("ge", args[0], graph.number(0.0), origin=origin)


FUNCTIONS: dict[str, Function] = {
    "min": Function(2, None, False, _folded("min")),
    "max": Function(2, None, False, _folded("max")),
    "clip": Function(3, 3, False, _clip),
    "step": Function(1, 1, False, _step),
    "exp": Function(1, 1, True, _plain("exp")),
    "log": Function(1, 1, True, _plain("log")),
    "sqrt": Function(1, 1, False, _plain("sqrt")),
    "tanh": Function(1, 1, True, _plain("tanh")),
    "logistic": Function(1, 1, True, _plain("logistic")),
}
"""Name of each function, how many arguments it takes, its units, and its nodes."""


def wrong_arity(name: str, count: int) -> tuple[str, str, str] | None:
    """What is wrong with a number of arguments, why, and how to mend it; None where it is right.

    Examples
    --------
    >>> wrong_arity("tanh", 2)[0]
    "'tanh' takes one argument, not 2"
    >>> wrong_arity("min", 3) is None
    True
    """
    function = FUNCTIONS[name]
    if function.least <= count and (function.most is None or count <= function.most):
        return None
    words = {1: "one argument", 2: "two arguments", 3: "three arguments"}
    need = words[function.least] + (" or more" if function.most is None else "")
    places = ", ".join("xyz"[: function.least]) + (", .." if function.most is None else "")
    return (
        f"'{name}' takes {need}, not {count}",
        "a function is computed from just the values that it needs",
        f"write {name}({places})",
    )
