"""Shares of an effect by cause, in plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.subject import place_of, record_to_json, subject_lines
from kautilya.study.attribution import Part, Shares
from kautilya.study.attribution_causes import Cause
from kautilya.study.wording import percent, printable

SCHEMA = 1
"""Version of the JSON; it grows when a key changes its meaning or goes."""

HEADS = ("first", "last", "Shapley")

CELL = 20
"""Cells of a column."""

BLURRED = "nothing beyond the error"


def attribution_lines(found: Shares, paper: Paper) -> list[Text]:
    """The answer, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    """
    return [
        *subject_lines(found.subject, paper),
        Text(""),
        *_effect(found, paper),
        Text(""),
        *_table(found, paper),
        Text(""),
        *_legend(found, paper),
    ]


def attribution_to_json(found: Shares) -> str:
    """The answer as JSON."""
    return record_to_json(found, SCHEMA)


def _effect(found: Shares, paper: Paper) -> Iterator[Text]:
    asked = f"{found.proposition}: {found.query}" if found.proposition else found.query
    yield from paper.wrap(
        Text.assemble((printable(asked), "bold"), "   what its causes account for"), hang=2
    )
    if found.is_truth:
        total = found.counted + found.zero
        text = (
            f"it holds in {percent(found.counted / total)} of worlds; without the causes below it "
            f"would still hold in {percent(found.nothing)} of those"
        )
    else:
        text = (
            f"{_amount(found.whole)} in the mean over worlds, {_amount(found.nothing)} without the "
            f"causes below: together they account for {_share(found.together) or BLURRED}"
        )
    yield from paper.wrap(text, indent=2, hang=4)
    total = found.counted + found.zero + found.cycles
    if found.zero and not found.is_truth:
        text = f"left out, for it is 0 there: {found.zero:,} of {total:,} worlds"
        yield from paper.wrap(text, indent=2, hang=4)
    if found.cycles:
        text = f"left out, for the settling cycles there: {found.cycles:,} of {total:,} worlds"
        yield from paper.wrap(text, indent=2, hang=4)
    if found.wavers:
        text = (
            f"it is above 0 in {percent(found.above)} of worlds and below 0 in the others, so that "
            "a share of its mean says little: ask for a level, or whether it is above 0"
        )
        yield from paper.wrap(Text(text, style="yellow"), indent=2, hang=4)


def _table(found: Shares, paper: Paper) -> Iterator[Text]:
    """A row for each cause; three lines for each where the paper is narrow."""
    width, dot = max(8, *(len(one.cause.name) for one in found.causes)), paper.glyphs.dot
    wide = 2 + width + len(HEADS) * CELL <= paper.width
    if wide:
        heads = "".join(f"{head:>{CELL}}" for head in HEADS)
        yield Text.assemble(f"  {'':<{width}}", (heads, "dim"))
    for one in found.causes:
        cells = [_cell(part, found, dot) for part in (one.first, one.last, one.shapley)]
        if wide:
            row = "".join(f"{cell:>{CELL}}" for cell in cells)
            yield Text.assemble("  ", (f"{one.cause.name:<{width}}", "cyan"), row)
        else:
            yield Text.assemble("  ", (one.cause.name, "cyan"))
            for head, cell in zip(HEADS, cells, strict=True):
                yield Text.assemble("      ", (f"{head:<9}", "dim"), cell)
        text = f"{_off(one.cause)}  [{place_of(one.cause.line, one.cause.source)}]"
        yield from paper.wrap(Text(text.strip(), style="dim"), indent=6, hang=6)
    together = _cell(found.together, found, dot)
    room = len(HEADS) * CELL if wide else len(together) + 2
    yield Text.assemble(
        "  ", (f"{'together':<{width if wide else 8}}", "bold"), f"{together:>{room}}"
    )


def _off(cause: Cause) -> str:
    """What a cause is, and what it is when it is off."""
    says = printable(cause.says)
    match cause.kind:
        case "premise":
            return f"{says}; off: {cause.off:g}" if says else f"off: {cause.off:g}"
        case "decision":
            return f"a decision; off: {cause.now}, as today"
        case "option":
            return says or "what the option does"
    return says


def _cell(part: Part, found: Shares, dot: str) -> str:
    """A share, and the span of shares over worlds; a truth has none to speak of."""
    share = _share(part) or dot
    if found.is_truth:
        return share
    return f"{share} ({round(100 * part.low)} to {round(100 * part.high)})"


def _share(part: Part) -> str:
    """A share in whole per cent; empty where it is within its error of nothing."""
    if part.share == 0.0 or abs(part.share) > 2.0 * part.error:
        return f"{round(100 * part.share)}%"
    return ""


def _amount(value: float) -> str:
    return f"{value:.3g}"


def _legend(found: Shares, paper: Paper) -> Iterator[Text]:
    span = "" if found.is_truth else "; in brackets, where the share lies in nine worlds of ten"
    texts = [
        "first: what goes with it when it is taken away first, all other causes still there",
        "last: what goes with it when it is taken away last, no other cause there",
        f"Shapley: the mean over all orders, which sum to the share of all together{span}",
        "below 0: the cause works against the effect, which would be larger without it",
    ]
    parts = [found.together, *(p for c in found.causes for p in (c.first, c.last, c.shapley))]
    if not all(map(_share, parts)):
        texts.append(f"{paper.glyphs.dot}: {BLURRED} of the share")
    for text in texts:
        yield from paper.wrap(Text(text, style="dim"), hang=2)
