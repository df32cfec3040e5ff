"""What moves an outcome, in plain text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10
from typing import Any

from rich.text import Text

from kautilya.report.about import about_data, about_lines
from kautilya.report.paper import Paper
from kautilya.report.quantities import name_words, place_words, quantity_data
from kautilya.report.terminal import counted
from kautilya.study.sensitivity import Effect, Moved, Sensitivity
from kautilya.study.wording import listed, percent, printable

MOST = 15
"""Uncertain things that are shown."""

_HEADS = {
    "sobol": ("with all others", "alone", ""),
    "morris": ("mean step", "mean, signed", "spread"),
    "pawn": ("median", "", "greatest"),
}


def sensitivity_lines(found: Sensitivity, paper: Paper, *, everything: bool = False) -> list[Text]:
    """What moves it, line by line.

    Parameters
    ----------
    found
        The outcome taken apart.
    paper
        How wide, and with which signs.
    everything
        Whether every uncertain thing is shown that is told from one without effect.
    """
    return [
        *about_lines(found.about, [_design(found, paper)], paper),
        Text(""),
        *_outcome(found, paper),
        Text(""),
        *_effects(found, paper, everything=everything),
        *_rest(found, paper),
        Text(""),
        *_method(found, paper),
    ]


def _design(found: Sensitivity, paper: Paper) -> str:
    analysis, times = found.analysis, paper.glyphs.times
    inputs, runs = counted(len(analysis.effects), "input"), f"{analysis.runs:,} runs"
    match analysis.method:
        case "sobol":
            return f"Sobol: {analysis.size:,} {times} ({inputs} + 2) = {runs}"
        case "morris":
            return f"Morris: {analysis.size:,} walks {times} ({inputs} + 1) = {runs}"
    return f"PAWN: {runs}, {inputs}"


def _outcome(found: Sensitivity, paper: Paper) -> Iterator[Text]:
    head = Text.assemble((printable(found.what), "bold"))
    if found.proposition is None:
        head.append(f"   from {found.profile.replace(',', ', ')}", "dim")
    else:
        head.append(f"   {printable(found.text)}", "dim")
    yield from paper.wrap(head, hang=4)
    mean, deviation = found.analysis.mean, found.analysis.deviation
    if found.is_share:
        words = f"holds in {percent(mean)} of the runs"
    else:
        words = f"mean {mean:.3g}, standard deviation {deviation:.2g}"
    if found.analysis.method == "morris":
        words += ", over the grid of the design"
    yield from paper.wrap(words, indent=2)
    if found.missing:
        yield from paper.wrap(
            f"{counted(found.missing, 'run')} without an answer, as it cycles or the antecedent "
            "does not hold: they count as not holding",
            indent=2,
            hang=4,
        )


def _effects(found: Sensitivity, paper: Paper, *, everything: bool) -> Iterator[Text]:
    told = [moved for moved in found.moved if moved.effect.is_told]
    kept = told if everything else told[:MOST]
    yield Text("what moves it", "bold")
    if not kept:
        yield from paper.wrap("nothing is told from chance: ask for a larger --size", indent=2)
        return
    rows = [_figures(found.analysis.method, moved.effect, paper) for moved in kept]
    heads = _HEADS[found.analysis.method]
    widths = [max(len(head), *(len(row[n]) for row in rows)) for n, head in enumerate(heads)]
    labels = [_label(moved) for moved in kept]
    width = max(map(len, labels))
    shown = [n for n, head in enumerate(heads) if head]
    table = "  ".join(f"{heads[n]:>{widths[n]}}" for n in shown)
    yield Text(f"  {'':<{width}}  {table}", "dim")
    for moved, label, row in zip(kept, labels, rows, strict=True):
        figures = "  ".join(f"{row[n]:>{widths[n]}}" for n in shown)
        line = Text(f"{label:<{width}}  {figures}  case: {printable(moved.quantity.today)}")
        line.append_text(place_words(moved.quantity))
        yield from paper.wrap(line, indent=2, hang=4 + width)
    if len(told) > len(kept):
        yield from paper.wrap(f"and {len(told) - len(kept)} more: --all shows them", indent=2)
    tied = [] if found.analysis.method == "pawn" else _tied(told)
    if tied:
        yield from paper.wrap(
            f"within the error of the first: {listed(tied)}", indent=2, hang=4, style="dim"
        )


def _label(moved: Moved) -> str:
    once = f" once {moved.once} is chosen" if moved.once else ""
    return name_words(moved.quantity) + once


def _tied(told: list[Moved]) -> list[str]:
    """Those whose interval reaches that of the first."""
    if not told:
        return []
    least = told[0].effect.size - told[0].effect.error
    return [_label(moved) for moved in told[1:] if moved.effect.size + moved.effect.error >= least]


def _figures(method: str, effect: Effect, paper: Paper) -> tuple[str, str, str]:
    """Size with its error, effect alone, spread."""
    sign = paper.glyphs.plus_minus
    if method == "sobol":
        alone = min(1.0, max(0.0, effect.alone or 0.0))
        return (
            f"{100 * min(1.0, effect.size):.0f}% {sign} {ceil(100 * effect.error)}",
            f"{100 * alone:.0f}% {sign} {ceil(100 * (effect.alone_error or 0.0))}",
            "",
        )
    if method == "morris":
        digits = max(0, 1 - floor(log10(effect.size)))
        return (
            f"{effect.size:.{digits}f} {sign} {effect.error:.{digits}f}",
            f"{effect.alone or 0.0:+.{digits}f}",
            f"{effect.spread or 0.0:.{digits}f}",
        )
    return f"{effect.size:.2f}", "", f"{effect.spread or 0.0:.2f}"


def _rest(found: Sensitivity, paper: Paper) -> Iterator[Text]:
    """What is left: effects that chance explains, variance in common, what cannot reach it."""
    untold = [moved for moved in found.moved if not moved.effect.is_told]
    for words, part in (
        ("not told from no effect", [each for each in untold if each.effect.size > 0.0]),
        ("no effect in any run", [each for each in untold if each.effect.size == 0.0]),
    ):
        if part:
            names = listed([_label(moved) for moved in part])
            yield from paper.wrap(f"{words}: {names}", indent=2, hang=4)
    if found.analysis.method == "sobol":
        alone = sum(max(0.0, moved.effect.alone or 0.0) for moved in found.moved)
        words = f"each alone, they explain {percent(min(1.0, alone))} of the variance"
        if alone < 1.0:
            words += "; the rest lies in what they do together"
        yield from paper.wrap(words, indent=2, hang=4)
    if found.tied:
        names = listed(found.tied)
        yield from paper.wrap(f"varied apart, though the case ties them: {names}", 2, 4)
    if found.idle:
        what = counted(found.idle, "uncertain thing")
        yield from paper.wrap(f"{what} of the case cannot reach it", indent=2, hang=4)


def _method(found: Sensitivity, paper: Paper) -> Iterator[Text]:
    words = {
        "sobol": "Shares of the variance over independent draws of every input, with 95% "
        "intervals. Alone: what goes once this is known (first order). With all others: what "
        "would be left were all else known (total).",
        "morris": "Effect of a step of two thirds of an input's range, per range, with a 95% "
        "interval. A spread as large as the mean says that it matters what the others are.",
        "pawn": "Distance, 0 to 1, between how the outcome is spread over all runs and over each "
        "tenth of an input. What an input without effect gets by chance is not shown.",
    }
    yield from paper.wrap(words[found.analysis.method], style="dim")


def sensitivity_to_data(found: Sensitivity) -> dict[str, Any]:
    """The outcome taken apart as plain data, ready for `json.dumps`."""
    analysis = found.analysis
    return {
        "about": about_data(found.about),
        "what": found.what,
        "text": found.text,
        "proposition": found.proposition,
        "is_share": found.is_share,
        "profile": found.profile,
        "method": analysis.method,
        "size": analysis.size,
        "runs": analysis.runs,
        "mean": analysis.mean,
        "deviation": analysis.deviation,
        "missing": found.missing,
        "idle": found.idle,
        "tied": list(found.tied),
        "effects": [_effect_data(moved, analysis.method) for moved in found.moved],
    }


def _effect_data(moved: Moved, method: str) -> dict[str, Any]:
    effect = moved.effect
    data = {**quantity_data(moved.quantity), "once": moved.once, "told": effect.is_told}
    if method == "sobol":
        figures = {
            "total": effect.size,
            "total_error": effect.error,
            "first": effect.alone,
            "first_error": effect.alone_error,
        }
    elif method == "morris":
        figures = {
            "mu_star": effect.size,
            "mu_star_error": effect.error,
            "mu": effect.alone,
            "sigma": effect.spread,
        }
    else:
        figures = {"median": effect.size, "floor": effect.error, "maximum": effect.spread}
    return {**data, **figures}
