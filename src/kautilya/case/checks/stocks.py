"""What a stock needs to move (KC301, KC302, KC303)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic

_BOTH = "a stock moves `toward` a level `over` some months, or by what its mechanisms add a month"


def check_stocks(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Stocks with half of `toward` and `over`, too fast an adjustment, or limits upside down."""
    for name, stock in case.stocks.items():
        path = ("stocks", name)
        if stock.toward is not None and stock.over is None:
            yield Diagnostic(
                "KC301",
                f"the stock '{name}' has `toward` and no `over`",
                places.key((*path, "toward")),
                _BOTH,
                "add `over:`, as in `over: 12 months`",
            )
        if stock.over is not None and stock.toward is None:
            yield Diagnostic(
                "KC301",
                f"the stock '{name}' has `over` and no `toward`",
                places.key((*path, "over")),
                _BOTH,
                "add `toward:`, the level that it moves to, or take `over` out",
            )
        if stock.over is not None and stock.over < 1:
            yield Diagnostic(
                "KC302",
                f"the stock '{name}' adjusts over {stock.over:g} months",
                places.value((*path, "over")),
                "the model steps by the month: a stock cannot close its gap in less than one",
                "write 1 month or more; a quantity that follows at once is an auxiliary",
            )
        if stock.bounds is not None and stock.bounds[0] > stock.bounds[1]:
            low, high = stock.bounds
            yield Diagnostic(
                "KC303",
                f"the bounds of the stock '{name}' are upside down: {low:g} is above {high:g}",
                places.value((*path, "bounds")),
                "bounds are [low, high]",
                f"write [{high:g}, {low:g}]",
            )
