"""What must be valued to choose each option, in plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.subject import place_of, record_to_json, subject_lines
from kautilya.study.weights import Choosing, Ordering, Supported, Weights
from kautilya.study.wording import listed, percent, printable

SCHEMA = 1
"""Version of the JSON; it grows when a key changes its meaning or goes."""

CELL = 7
"""Cells of a column of shares."""

NUMBERS = {1: "1st", 2: "2nd", 3: "3rd"}

RULES = {
    "author": "weights in the author's order: ",
    "flat": "weights without any order",
    "fixed": "the weights that the author gives",
}


def weights_lines(found: Weights, paper: Paper) -> list[Text]:
    """The answer, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    """
    title = Text.assemble(
        (found.decision, "bold"),
        f"   what {printable(found.owner)} must value to choose each option, all else as it stands",
    )
    lines = [*subject_lines(found.subject, paper), Text(""), *paper.wrap(title, hang=2)]
    width = max(len(option.option) for option in found.options)
    for option in found.options:
        lines += _option(option, paper, width)
    for order in found.orders:
        lines += [Text(""), *_ordering(found, order, paper)]
    return [*lines, Text(""), *_legend(found, paper)]


def weights_to_json(found: Weights) -> str:
    """The answer as JSON."""
    return record_to_json(found, SCHEMA)


def _option(option: Choosing, paper: Paper, width: int) -> list[Text]:
    text = Text.assemble(
        (f"{option.option:<{width}}", "cyan"),
        f"  {printable(option.says)}  " if option.says else "  ",
        (f"[{place_of(option.line, option.source)}]", "dim"),
    )
    return paper.wrap(text, indent=2, hang=4 + width)


def _ordering(found: Weights, order: Ordering, paper: Paper) -> Iterator[Text]:
    title = RULES[order.rule]
    if order.rule == "author":
        title += " > ".join(" = ".join(tier) for tier in order.order)
    yield from paper.wrap(Text(title, "bold"), hang=2)
    yield from _ranks(order, paper)
    for line in _unsupported(found, order):
        yield from paper.wrap(line, indent=2, hang=4)
    if order.rule != "fixed":
        yield from _central(found, order, paper)


def _ranks(order: Ordering, paper: Paper) -> Iterator[Text]:
    """A row for each option: the share that gives it each rank, and how firm that is."""
    width = max(6, *(len(one.option) for one in order.options))
    ranks = [NUMBERS.get(n, f"{n}th") for n in range(1, len(order.options) + 1)]
    many, open_ = len(ranks) > 2, order.rule != "fixed"
    heads = [*ranks, *(["overall"] if many else []), *(["firm", "once"] if open_ else [])]
    yield Text(f"  {'':<{width}}" + "".join(f"{head:>{CELL + 1}}" for head in heads), style="dim")
    for one in sorted(order.options, key=lambda one: (-one.first, -one.holistic)):
        cells = [percent(share) for share in one.ranks]
        cells += [f"{one.holistic:.2f}"] if many else []
        if open_:
            firm = paper.glyphs.dot if one.confidence is None else percent(one.confidence)
            cells += [firm, percent(one.once)]
        row = "".join(f"{cell:>{CELL + 1}}" for cell in cells)
        yield Text.assemble("  ", (f"{one.option:<{width}}", "cyan"), row)


def _unsupported(found: Weights, order: Ordering) -> Iterator[str]:
    """Options that no weights support, and those that only rare ones do."""
    within = "within this order " if order.rule == "author" else ""
    none = [one.option for one in order.options if one.some == 0.0]
    if none:
        yield (
            f"{listed(none, len(none))}: no weights {within}make it the best in any of the first "
            f"{found.decided} worlds (decided, not sampled)"
        )
    for one in order.options:
        if one.some:
            yield (
                f"{one.option}: first in none of the worlds, yet rare weights {within}make it the "
                f"best in {percent(one.some)} of the first {found.decided} (decided, not sampled)"
            )
        elif order.rule == "fixed" and not one.first:
            yield f"{one.option}: first in no world"
    if order.tied:
        yield f"two options or more are first in {percent(order.tied)} of worlds"


def _central(found: Weights, order: Ordering, paper: Paper) -> Iterator[Text]:
    """Typical weights of whoever chooses each option, beside those of everybody."""
    known: Sequence[Supported] = [one for one in order.options if one.central]
    if not known:
        return
    yield Text("  typical weights of whoever chooses it", style="dim")
    width = max(len(name) for name in order.typical)
    cell = max(CELL, *(len(one.option) for one in known))
    if 2 + width + (cell + 2) * (1 + len(known)) > paper.width:
        for one in known:
            yield from paper.wrap(_stacked(one, order), indent=4, hang=6)
        return
    heads = "".join(f"{one.option:>{cell + 2}}" for one in known)
    yield Text.assemble(f"  {'':<{width}}", (f"{'anybody':>{cell + 2}}", "dim"), (heads, "cyan"))
    for name, typical in order.typical.items():
        row = f"{typical:>{cell + 2}.2f}"
        for one in known:
            differs = name in one.unlike and f"{one.central[name]:.2f}" != f"{typical:.2f}"
            shown = f"{one.central[name]:.2f}" if differs else paper.glyphs.dot
            row += f"{shown:>{cell + 2}}"
        line = f"  line {found.lines[name]}"
        called = printable(found.interests[name])
        if called != name and 2 + width + len(row) + 2 + cell_len(called) <= paper.width - len(
            line
        ):
            line = f"  {called}{line}"
        yield Text.assemble(f"  {name:<{width}}{row}", (line, "dim"))


def _stacked(one: Supported, order: Ordering) -> Text:
    """Typical weights of one option in a sentence, where the paper has no room for columns."""
    parts = [
        f"{name} {one.central[name]:.2f} (anybody {order.typical[name]:.2f})"
        for name in order.typical
        if name in one.unlike
    ]
    words = ", ".join(parts) if parts else "like anybody's, within the error"
    return Text.assemble((one.option, "cyan"), f"  {words}")


def _legend(found: Weights, paper: Paper) -> Iterator[Text]:
    dot = paper.glyphs.dot
    fixed = all(order.rule == "fixed" for order in found.orders)
    parts = ["1st, 2nd: share of worlds, each with weights of its own, that give it this rank"]
    if len(found.options) > 2:
        parts.append("overall: all ranks in one, 0 always last, 1 always first")
    if not fixed:
        parts += [
            "firm: share of worlds in which it is best under the weights typical of its choosers",
            "once: share of weights under which it is best by the mean over worlds",
            f"{dot}: too few worlds to tell, or a weight like anybody's within its error",
        ]
    for part in parts:
        yield from paper.wrap(Text(part, style="dim"), hang=2)
