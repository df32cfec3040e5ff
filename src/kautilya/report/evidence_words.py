"""Words for ratios of likelihoods, and lines that reports on evidence share."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.text import Text

from kautilya.report.paper import Paper


def head_lines(words: str, more: str, paper: Paper) -> Iterator[Text]:
    """The head of a part, and what the part is."""
    yield Text("")
    yield from paper.wrap(Text.assemble((words, "bold"), (f"   {more}", "dim")), hang=2)


def warn_lines(words: str, paper: Paper, indent: int = 2) -> Iterator[Text]:
    """What a reader must be warned of."""
    yield from paper.wrap(Text(words, style="yellow"), indent=indent, hang=indent + 2)


def inverse(value: float) -> float:
    """A ratio the other way round."""
    return math.inf if value == 0.0 else 1.0 / value


def ratio_words(value: float, low: float, high: float) -> str:
    """A ratio with its bounds; a lower bound alone where the other likelihood may be none.

    Examples
    --------
    >>> ratio_words(2.16, 1.04, 3.2), ratio_words(math.inf, 3.0, math.inf)
    ('2.2 (1.04 to 3.2)', '3 at least: in no world of the other')
    """
    if math.isnan(value):
        return "nothing to compare: both are ruled out"
    if math.isinf(low):
        return "any factor: the other is ruled out"
    if math.isinf(value):
        least = f"{times_words(low)} at least" if low > 0.0 else "no factor that can be told"
        return f"{least}: in no world of the other"
    span = (
        f"{times_words(low)} at least"
        if math.isinf(high)
        else f"{times_words(low)} to {times_words(high)}"
    )
    return f"{times_words(value)} ({span})"


def times_words(value: float) -> str:
    """A ratio in two figures; near one in three, so that it is not taken for one."""
    if value >= 1000:
        return "more than 1,000"
    if value >= 100:
        return f"{value:,.0f}"
    if value != 1.0 and 0.995 < value < 1.005:
        return "just over 1" if value > 1.0 else "just under 1"
    return f"{value:.3g}" if 0.9 < value < 1.1 else f"{value:.2g}"
