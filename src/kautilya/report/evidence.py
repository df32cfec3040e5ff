"""What evidence says of rival hypotheses, in plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.evidence_joint import joint_lines, left_out_lines, posterior_lines
from kautilya.report.evidence_words import head_lines, inverse, ratio_words, warn_lines
from kautilya.report.paper import Paper
from kautilya.report.subject import place_of, record_to_json, subject_lines
from kautilya.study.evidence_record import (
    Hypothesis,
    Item,
    Likelihood,
    RatioOf,
    Weighing,
)
from kautilya.study.wording import percent, percent_range, printable

SCHEMA = 1
"""Version of the JSON; it grows when a key changes its meaning or goes."""

MOST_PAIRS = 6
"""Pairs that are printed of one item; the JSON has all."""


def evidence_lines(found: Weighing, paper: Paper) -> list[Text]:
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
        *_hypotheses(found, paper),
        *_items(found, paper),
        *joint_lines(found, paper),
        *left_out_lines(found, paper),
        *posterior_lines(found, paper),
        Text(""),
        *_legend(found, paper),
    ]


def evidence_to_json(found: Weighing) -> str:
    """The answer as JSON."""
    return record_to_json(found, SCHEMA)


# -- hypotheses -----------------------------------------------------------------------------------


def _hypotheses(found: Weighing, paper: Paper) -> Iterator[Text]:
    yield from head_lines("hypotheses", "how many worlds are of each, which is no prior", paper)
    width = max(len(one.name) for one in found.hypotheses)
    for one in found.hypotheses:
        text = Text.assemble(
            (f"{one.name:<{width}}", "cyan"),
            f"  {_size(one)}  ",
            printable(one.says or one.when),
            (f"  [{place_of(one.line, one.source)}]", "dim"),
        )
        yield from paper.wrap(text, indent=2, hang=4 + width)
        if one.is_empty:
            words = (
                f"the claim of {one.name} has no answer in any world, and it is left out: cycles"
                if one.missing == found.subject.worlds
                else f"no world is of {one.name}: the case as encoded rules it out, and it is left "
                "out"
            )
            yield from warn_lines(words, paper, 4)
        elif one.warns:
            words = (
                f"{one.name} has {percent(one.share or 0.0)} of worlds, under a tenth: likelihoods "
                f"under it rest on {one.worlds} {'world' if one.worlds == 1 else 'worlds'}"
            )
            yield from warn_lines(words, paper, 4)
    yield from _outside(found, paper)


def _size(one: Hypothesis) -> str:
    if one.worlds is None or one.low is None or one.high is None:
        return "a name, no worlds"
    return f"{percent_range(one.low, one.high)} of worlds, {one.worlds:,} as authored"


def _outside(found: Weighing, paper: Paper) -> Iterator[Text]:
    """Worlds under several hypotheses and under none."""
    total = found.subject.worlds
    if not any(one.worlds is not None for one in found.hypotheses):
        return
    if found.overlaps:
        pairs = ", ".join(f"{o.one} and {o.other} {percent(o.share)}" for o in found.overlaps)
        text = f"{percent(found.under_several / total)} of worlds are under more than one: {pairs}"
    else:
        text = "no world is under more than one of them"
    yield from paper.wrap(text, indent=2, hang=4)
    if found.overlaps:
        words = (
            "posteriors take them for rivals that exclude each other: what they share counts twice"
        )
        yield from warn_lines(words, paper)
    none = found.under_none / total
    text = (
        f"{percent(none)} of worlds are under none: the list leaves something out"
        if none
        else "every world is under one of them"
        if not found.unanswered
        else "no world with an answer is under none of them"
    )
    yield from paper.wrap(text, indent=2, hang=4)
    if found.unanswered:
        text = f"in {percent(found.unanswered / total)} of worlds a claim has no answer: cycles"
        yield from paper.wrap(text, indent=2, hang=4)


# -- items ----------------------------------------------------------------------------------------


def _items(found: Weighing, paper: Paper) -> Iterator[Text]:
    more = "how much likelier each item is under one hypothesis than under another"
    yield from head_lines("ratios", more, paper)
    for item in found.items:
        text = Text.assemble(
            (item.name, "bold"),
            f"  {printable(item.says or item.expect)}",
            (f"  [{place_of(item.line, item.source)}]", "dim"),
        )
        yield from paper.wrap(text, indent=2, hang=4)
        by_hand = len(item.by_hand) == len(item.likelihoods)
        likely = ", ".join(
            f"{h} {_likelihood(one, flag=not by_hand)}" for h, one in item.likelihoods.items()
        )
        label = f"likelihood ({'all by hand' if by_hand else 'of worlds'}): "
        yield from paper.wrap(Text.assemble((label, "dim"), likely), indent=4, hang=6)
        if not item.allowed:
            words = (
                "none of the hypotheses allows it: it tells nothing between them, and speaks "
                "against all of them or against the encoding"
            )
            yield from warn_lines(words, paper, 4)
            continue
        if item.missing:
            share = percent(item.missing / found.subject.worlds)
            text_ = f"{share} of worlds have no answer and are left out: cycles"
            yield from paper.wrap(text_, indent=4, hang=6)
        yield from _pairs(item, paper)
    yield from _worth(found, paper)


def _worth(found: Weighing, paper: Paper) -> Iterator[Text]:
    """Which items discriminate, and which of them by the author's word alone."""
    telling = {
        item.name: all(r.ratio.by_hand for r in item.ratios if r.discriminates)
        for item in found.items
        if item.discriminates
    }
    model = [name for name, hand in telling.items() if not hand]
    hand = [name for name, hand in telling.items() if hand]
    idle = [item.name for item in found.items if item.name not in telling and item.allowed]
    parts = []
    if model:
        parts.append(f"{', '.join(model)} by counted worlds")
    if hand:
        parts.append(f"{', '.join(hand)} through bands set by hand")
    words = f"tell hypotheses apart: {'; '.join(parts)}" if parts else "no item tells any two apart"
    yield from paper.wrap(words, indent=2, hang=4)
    if idle and parts:
        yield from paper.wrap(f"do not: {', '.join(idle)}", indent=2, hang=4)


def _likelihood(one: Likelihood, *, flag: bool) -> str:
    """A likelihood with its bounds; what was set by hand says so, if it is to be flagged."""
    if one.by_hand:
        return percent_range(one.low, one.high) + (" by hand" if flag else "")
    if not one.of:
        return "no answer in any of its worlds"
    return f"{percent(one.value)} ({percent_range(one.low, one.high)})"


def _pairs(item: Item, paper: Paper) -> Iterator[Text]:
    """The pairs that an item tells apart, the clearest first, and that others are not."""
    apart = sorted(
        (_turned(one) for one in item.ratios if one.discriminates),
        key=lambda pair: -pair[2],
    )
    for one, other, value, low, high, by_hand in apart[:MOST_PAIRS]:
        text = Text.assemble(
            ("tells apart: ", "green"),
            f"{one} over {other} by {ratio_words(value, low, high)}",
            (", by hand" if by_hand else "", "yellow"),
        )
        yield from paper.wrap(text, indent=4, hang=6)
    more = len(apart) - MOST_PAIRS
    if more > 0:
        pairs = "pair" if more == 1 else "pairs"
        yield from paper.wrap(f"and {more} {pairs} less clearly", indent=4, hang=6)
    rest = len(item.ratios) - len(apart)
    if not apart:
        words = "does not discriminate: between no two hypotheses do the bounds leave out 1"
        yield from paper.wrap(Text(words, style="dim"), indent=4, hang=6)
    elif rest:
        words = "not the other pair" if rest == 1 else f"not the other {rest} pairs"
        yield from paper.wrap(Text(words, style="dim"), indent=4, hang=6)


def _turned(found: RatioOf) -> tuple[str, str, float, float, float, bool]:
    """A ratio the way round that it is above 1."""
    r = found.ratio
    if r.low > 1.0:
        return found.one, found.other, r.value, r.low, r.high, r.by_hand
    value, low, high = (inverse(x) for x in (r.value, r.high, r.low))
    return found.other, found.one, value, low, high, r.by_hand


def _legend(found: Weighing, paper: Paper) -> Iterator[Text]:
    lines = [
        "bounds take in the Monte Carlo error and four shapes of draw; those of a ratio or a "
        "product are carried through and so are wide",
    ]
    if found.any_by_hand:
        lines.append(
            "by hand: the author's band, by no model; a ranking takes its middle, bounds its ends"
        )
    for text in lines:
        yield from paper.wrap(Text(text, style="dim"), hang=2)
