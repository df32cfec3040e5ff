"""Figures of a brief, as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.credence import UnknownHedge, hedge_of
from kautilya.findings import Finding
from kautilya.study.brief.judged import Judged
from kautilya.study.brief.plain import clause, counted
from kautilya.study.brief.record import Figure
from kautilya.study.brief.words import Words, mark_of
from kautilya.study.wording import is_irrelevance, percent

MOST_ROWS = 28
"""Rows of one figure; more go into another."""

MOST_CARRIERS, MOST_TURNED = 12, 24
"""Rows and columns of the figure of what carries what."""


def intervals_figures(judged: Judged, findings: Sequence[Finding]) -> Iterator[Figure]:
    """Shares of worlds of conclusions, beside what the text says."""
    rows = [row for f in findings if (row := _interval(f, judged)) is not None]
    parts = [rows[n : n + MOST_ROWS] for n in range(0, len(rows), MOST_ROWS)]
    for number, part in enumerate(parts, start=1):
        of = f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        passing = sum(row["mark"] == "pass" for row in part)
        yield Figure(
            "intervals",
            f"Shares of worlds beside what the text says{of}",
            f"{counted(len(part), 'conclusion')}, of which {passing} pass; for each the share of "
            "worlds over the shapes of draw, drawn over the band of the word that the text uses",
            tuple(part),
            {"x": "share of worlds"},
        )


def _interval(finding: Finding, judged: Judged) -> dict[str, object] | None:
    interval = finding.interval
    if interval is None or finding.fit is None or is_irrelevance(finding):
        return None
    try:
        band = hedge_of(finding.stated, judged.material.yardstick).band
    except UnknownHedge:
        return None
    return {
        "name": finding.id,
        "says": clause(finding.says or finding.claim),
        "low": interval[0],
        "high": interval[1],
        "share": finding.share,
        "from": band.low,
        "to": band.high,
        "stated": finding.stated,
        "mark": mark_of(finding),
    }


def choices_figure(judged: Judged, words: Words) -> Figure | None:
    """The options of the focal decision by the three ways of choosing."""
    choices = judged.material.dossier.choices
    if choices is None:
        return None
    ways = {
        "best": choices.best,
        "foresees": choices.foresees,
        "settled": choices.settled,
    }
    options = judged.material.case.decisions[choices.decision].options
    rows = tuple(
        {"way": way, "option": option, "share": table.get(option, 0.0)}
        for way, table in ways.items()
        if table
        for option in options
    )
    if not rows:
        return None
    leading = max(choices.settled, key=lambda name: choices.settled[name], default="")
    alt = f"settled: {leading} in {percent(choices.settled.get(leading, 0.0))} of worlds"
    owner = words.owner(choices.decision)
    return Figure("choices", f"What {owner} chooses", alt, rows, {"x": "share of worlds"})


def swings_figure(judged: Judged, words: Words) -> Figure | None:
    """Weight times swing of the owner's interests."""
    choices = judged.material.dossier.choices
    if choices is None or not choices.swings:
        return None
    rows = tuple(
        {
            "name": swing.interest.partition(".")[2],
            "says": clause(swing.name),
            "weight": swing.weight,
            "swing": swing.swing,
            "carried": swing.carried,
        }
        for swing in choices.swings
    )
    most = max(choices.swings, key=lambda swing: swing.carried)
    owner = words.owner(choices.decision)
    return Figure(
        "swings",
        f"What carries the choice of {owner}",
        f"most is carried by {clause(most.name)}, {most.carried:.3f}",
        rows,
        {"x": "weight × swing"},
    )


def carriers_figure(judged: Judged) -> Figure | None:
    """Which verdicts turn on which elements."""
    stress = judged.material.stress
    if stress is None or not stress.carriers:
        return None
    shown = stress.carriers[:MOST_CARRIERS]
    marks = {f.id: mark_of(f) for f in judged.findings}
    turned = list(dict.fromkeys(turn for carrier in shown for turn in carrier.turns))[:MOST_TURNED]
    rows = tuple(
        {"element": carrier.element, "name": turn, "mark": marks.get(turn, "untested")}
        for carrier in shown
        for turn in carrier.turns
        if turn in turned
    )
    first = shown[0]
    return Figure(
        "carriers",
        "Which verdicts turn when one assumption alone is changed",
        f"{first.element} turns {counted(len(first.turns), 'verdict')}, the most of all",
        rows,
        {"x": "conclusion", "y": "assumption"},
    )


def tipping_figures(judged: Judged, words: Words) -> Iterator[Figure]:
    """Where along a premise the choice turns."""
    for tipping in judged.material.tippings:
        swept = tipping.swept
        for course in tipping.courses:
            kinds = {
                option: shares
                for option, shares in course.shares.items()
                if any(share for share in shares)
            }
            rows = tuple(
                {"value": value, "option": option, "share": share}
                for option, shares in kinds.items()
                for value, share in zip(course.values, shares, strict=True)
                if share is not None
            )
            if not rows:
                continue
            at = ", ".join(f"{flip.at:.3g}" for flip in course.flips) or "nowhere"
            yield Figure(
                "tipping",
                f"What {course.owner} chooses along “{clause(swept.says) or swept.name}”",
                f"the choice of most worlds turns at {at}",
                rows,
                {
                    "x": clause(swept.says) or swept.name,
                    "y": "share of worlds",
                    "today": f"{swept.today:.6g}",
                    "flips": " ".join(f"{flip.at:.6g}" for flip in course.flips),
                },
            )
