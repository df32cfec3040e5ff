"""What all items of evidence together make of hypotheses and of priors, in plain text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.text import Text

from kautilya.report.evidence_words import head_lines, inverse, ratio_words, times_words, warn_lines
from kautilya.report.paper import Paper
from kautilya.study.evidence_record import Band, Posterior, Together, Weighing
from kautilya.study.wording import percent, percent_range


def joint_lines(found: Weighing, paper: Paper) -> Iterator[Text]:
    """Ratios of all items together, as if independent and in the same worlds."""
    yield from head_lines(
        "all together", "ratios to the hypothesis that all items favour most", paper
    )
    if found.independent is None:
        words = "fewer than two hypotheses have a world: there is nothing to compare"
        yield from warn_lines(words, paper)
        return
    yield from _joint("as if independent", found.independent, paper)
    if found.together is not None and found.same_worlds is not None:
        yield from _joint("in the same worlds", found.same_worlds, paper)
        yield from _dependence(found.together, paper)


def _joint(label: str, posterior: Posterior, paper: Paper) -> Iterator[Text]:
    if posterior.even is None:
        words = f"{label}: under none of the hypotheses can all items happen, so there is no ratio"
        yield from warn_lines(words, paper)
        return
    first, *others = posterior.order
    parts = []
    for other in others:
        parts.append(f"{other} by {ratio_words(*_between(posterior, first, other))}")
    text = Text.assemble((f"{label}: ", "dim"), (first, "cyan"), f" over {', '.join(parts)}")
    yield from paper.wrap(text, indent=2, hang=4)


def _between(posterior: Posterior, one: str, other: str) -> tuple[float, float, float]:
    for found in posterior.ratios:
        r = found.ratio
        if (found.one, found.other) == (one, other):
            return r.value, r.low, r.high
        if (found.one, found.other) == (other, one):
            return inverse(r.value), inverse(r.high), inverse(r.low)
    raise LookupError(f"{one} and {other} are not compared")


def _dependence(together: Together, paper: Paper) -> Iterator[Text]:
    if together.dependent:
        parts = [
            f"under {name} {percent(together.same_worlds[name].value)} of its worlds have all of "
            f"them, and independent items would have {percent(together.independent[name].value)}"
            for name in together.dependent
        ]
        text = "the items of the model hang together: " + "; ".join(parts)
    else:
        text = "the items of the model do not measurably hang together within a hypothesis"
    yield from paper.wrap(text, indent=2, hang=4)
    each = ", ".join(f"{name} {one.holds:,}" for name, one in together.same_worlds.items())
    text = f"effective number of worlds, in which all items of the model hold: {together.worlds:,}"
    yield from paper.wrap(f"{text} ({each})", indent=2, hang=4)
    if together.share == 0.0:
        words = "no world agrees with all items of the model: as encoded it rules out what was seen"
        yield from warn_lines(words, paper)
    elif together.warns:
        words = (
            f"{percent(together.share)} of worlds agree with all items of the model, under a "
            "tenth: what rests on the same worlds rests on few, and the model itself is in doubt"
        )
        yield from warn_lines(words, paper)


def left_out_lines(found: Weighing, paper: Paper) -> Iterator[Text]:
    """What would be if one item turned out wrong, the most telling first."""
    if not found.left_out or found.independent is None or found.independent.even is None:
        return
    yield from head_lines(
        "if one item turned out wrong", "the same without it, one at a time", paper
    )
    first = found.independent.order[0]
    if all(one.shift == 1.0 for one in found.left_out):
        text = "no item matters: all are as likely under one hypothesis as under another"
        yield from paper.wrap(text, indent=2, hang=4)
        return
    width = max(len(one.item) for one in found.left_out)
    for one in found.left_out:
        by = "any factor" if math.isinf(one.shift) else f"up to {times_words(one.shift)}"
        moves = f"moves the odds of {first} by {by}" if one.shift > 1.0 else "moves nothing"
        then = (
            f"{one.order[0]} would come first"
            if one.changes_first
            else f"{first} stays first, the order behind it changes"
            if one.changes
            else f"{first} stays first"
        )
        text_ = Text.assemble((f"{one.item:<{width}}", "bold"), f"  {moves}; {then}")
        yield from paper.wrap(text_, indent=2, hang=4 + width)


def posterior_lines(found: Weighing, paper: Paper) -> Iterator[Text]:
    """Priors apart, and what the ratios make of them."""
    one = found.same_worlds or found.independent
    if one is None or one.even is None or one.banded is None:
        return
    yield from head_lines(
        "priors, apart", "the volume of a range is not a prior: these are the reader's", paper
    )
    rows = [("", "prior", "even priors", "priors within the bands")]
    priors = {h.name: h.prior for h in found.hypotheses}
    rows += [
        (name, _whole(priors[name]), _whole(one.even[name]), _whole(one.banded[name]))
        for name in found.compared
    ]
    yield from _table(rows, paper)
    if found.same_worlds is not None:
        text = Text("items of the model counted in the same worlds", style="dim")
        yield from paper.wrap(text, indent=2, hang=4)
    if not one.fits:
        words = (
            "no priors of these sum to 1 within the bands, since one that has no world took its "
            "band along: even priors stand for them"
        )
        yield from warn_lines(words, paper)


def _table(rows: Sequence[tuple[str, ...]], paper: Paper) -> Iterator[Text]:
    """Columns beside each other, or a row over several lines where the paper is narrow."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    if 2 + sum(widths) + 2 * (len(widths) - 1) <= paper.width:
        for number, row in enumerate(rows):
            cells = "  ".join(f"{cell:>{w}}" for cell, w in zip(row[1:], widths[1:], strict=True))
            style = "dim" if number == 0 else ""
            yield Text.assemble("  ", (f"{row[0]:<{widths[0]}}", "cyan"), "  ", (cells, style))
        return
    for row in rows[1:]:
        parts = ", ".join(f"{h} {cell}" for h, cell in zip(rows[0][1:], row[1:], strict=True))
        yield from paper.wrap(Text.assemble((row[0], "cyan"), f"  {parts}"), indent=2, hang=4)


def _whole(band: Band) -> str:
    return percent_range(*band)
