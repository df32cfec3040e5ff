"""Why a proposition stands as it does, in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.choices import swing_lines
from kautilya.report.paper import Paper
from kautilya.report.quantities import rule_words
from kautilya.report.rows import mark_of
from kautilya.study import Finding, Removal
from kautilya.study.causes import Cause
from kautilya.study.drivers import Driver, Split
from kautilya.study.why import Why
from kautilya.study.wording import (
    agreeing_words,
    extent_words,
    fit_words,
    flags,
    is_irrelevance,
    missing_words,
    percent,
    percent_range,
    printable,
    share_words,
    standing_words,
)

MOST_REMOVALS = 8
"""Removals that are shown."""

LABEL = 11
"""Cells of the labels of the first lines."""


def why_lines(why: Why, paper: Paper, actors: dict[str, str] | None = None) -> list[Text]:
    """The answer, line by line.

    Parameters
    ----------
    why
        What was found.
    paper
        How wide, and with which signs.
    actors
        Names of actors as printed.
    """
    sections = [
        _proposition(why, paper),
        _verdict(why, paper, actors),
        _shares(why, paper),
        _reasons(why, paper),
        _removals(why, paper),
        _drivers(why, paper),
        _splits(why, paper),
        _swings(why, paper),
        _causes(why, paper),
        _reply(why, paper),
    ]
    lines: list[Text] = []
    for section in sections:
        part = list(section)
        if part:
            lines += [*([Text("")] if lines else []), *part]
    return lines


def _proposition(why: Why, paper: Paper) -> Iterator[Text]:
    finding = why.finding
    said = Text.assemble((finding.id, "bold"), "  ", printable(finding.says))
    yield from paper.wrap(said, hang=4)
    scenario = finding.scenario or ""
    if scenario and why.scenario_says:
        scenario = f"{scenario}: {why.scenario_says}"
    rows = ", ".join(finding.rows)
    for label, text in (
        ("claim", finding.claim),
        ("given", finding.given),
        ("in", scenario),
        ("hold", ", ".join(finding.hold)),
        ("voice", "" if finding.voice == "author" else finding.voice),
        ("source", "  ".join(finding.sources)),
        ("row", rows),
        ("written", f"{finding.file}:{finding.line}"),
        ("untested", finding.untested),
    ):
        if text:
            line = Text.assemble((f"{label:<{LABEL}}", "cyan"), printable(text))
            yield from paper.wrap(line, 2, 2 + LABEL)


def _verdict(why: Why, paper: Paper, actors: dict[str, str] | None) -> Iterator[Text]:
    finding = why.finding
    if finding.fit is None:
        return
    mark, style = mark_of(finding, paper.glyphs)
    share = share_words(finding)
    words = share if is_irrelevance(finding) else f"{share} of worlds, by shape of draw"
    yield Text.assemble((f"{mark} {fit_words(finding)}", style), f"   {words}")
    marks = f" {paper.glyphs.dot} ".join(flags(finding, actors))
    for line in (*_band(why), standing_words(finding), marks):
        if line:
            yield from paper.wrap(printable(line), indent=2, hang=4)


def _band(why: Why) -> Iterator[str]:
    band = why.band
    if band is None:
        yield f"stated: {why.finding.stated}"
        return
    claimed = f"{100 * band.low:.0f}-{100 * band.high:.0f}%"
    text = f"stated: {band.word}, which is {claimed} by {band.yardstick}"
    if band.edge is not None and band.distance is not None:
        points = 100 * band.distance
        away = "less than a point" if points < 1 else f"{points:.0f} points"
        text += f"; the share is {away} from {100 * band.edge:.0f}%, where the fit changes"
    yield text


def _shares(why: Why, paper: Paper) -> Iterator[Text]:
    finding = why.finding
    if not finding.tallies:
        return
    at = " at the low end of the premise" if is_irrelevance(finding) else ""
    yield Text(f"shares of worlds by shape of draw{at}", "bold")
    for shape, tally in finding.tallies.items():
        share = percent(tally.share) if tally.counted else "none"
        text = f"{shape:<10}{share:>5}  {tally.holds:,} of {tally.counted:,} worlds"
        if shape == "authored" and not is_irrelevance(finding):
            text += f"; Monte Carlo error, 95%: {percent_range(*finding.error)}"
        if tally.missing:
            text += f"; {tally.missing:,} left out: {missing_words(finding)}"
        if tally.excluded:
            text += f"; {tally.excluded:,} where the antecedent does not hold"
        yield from paper.wrap(text, indent=2, hang=19)
    yield from _agreeing(finding, paper)
    if finding.orders is not None:
        orders = percent_range(*finding.orders)
        base = "" if finding.base is None else f" ({percent(finding.base)} in the usual order)"
        yield from paper.wrap(f"under other orders of moving: {orders}{base}", indent=2, hang=4)
    if finding.extent is not None:
        yield from paper.wrap(f"pure equilibria: {extent_words(finding)}", indent=2, hang=4)


def _agreeing(finding: Finding, paper: Paper) -> Iterator[Text]:
    """The same of the worlds that agree with what was observed, beside the verdict."""
    if not finding.agreeing:
        return
    words = agreeing_words(finding) or "no world agrees with it"
    text = f"given what was observed: {words}; it decides no verdict"
    yield from paper.wrap(text, indent=2, hang=4)
    for shape, tally in finding.agreeing.items():
        if tally.counted:
            text = (
                f"{shape:<10}{percent(tally.share):>5}  {tally.holds:,} of {tally.counted:,} worlds"
            )
            yield from paper.wrap(text, indent=4, hang=21)


def _reasons(why: Why, paper: Paper) -> Iterator[Text]:
    finding = why.finding
    if not finding.because:
        return
    yield Text("reasons that the text gives", "bold")
    tried = {removal.name: removal for removal in finding.removals}
    width = max(map(len, finding.because))
    for name in finding.because:
        removal = tried.get(name)
        effect = (
            f"without it {_effect(removal, paper)}" if removal else "does not bear on the claim"
        )
        text = f"{name:<{width}}  {effect}"
        yield from paper.wrap(_at(text, why.lines.get(name, 0)), indent=2, hang=4 + width)
    together = why.without_reasons
    if together is not None:
        outcome = "it passes without them" if together.passes else "it does not pass without them"
        text = f"all of them removed: {_effect(together, paper).strip()}; {outcome}"
        yield from paper.wrap(text, indent=2, hang=4)


def _removals(why: Why, paper: Paper) -> Iterator[Text]:
    removals = [r for r in why.finding.removals if r.difference][:MOST_REMOVALS]
    if not why.finding.removals:
        return
    yield Text("what moves it when taken away", "bold")
    if not removals:
        number = len(why.finding.removals)
        yield from paper.wrap(f"nothing: {number} removals were tried", indent=2)
    width = max((len(r.name) for r in removals), default=0)
    for removal in removals:
        note = "  flips the verdict" if removal.flips else ""
        text = Text.assemble(
            f"{removal.name:<{width}}  {_effect(removal, paper)}",
            (note, "yellow"),
        )
        line = why.lines.get(removal.name, 0)
        yield from paper.wrap(_at(text, line), indent=2, hang=4 + width)


def _effect(removal: Removal, paper: Paper) -> str:
    """The share without something, and the paired difference with its standard error."""
    points, error = 100 * removal.difference, 100 * removal.error
    change = f"{points:+.0f} {paper.glyphs.plus_minus} {error:.0f} points"
    share = percent(removal.share) if 0 <= removal.share <= 1 else f"{100 * removal.share:.0f}%"
    return f"{share:>4} of worlds ({change})"


def _drivers(why: Why, paper: Paper) -> Iterator[Text]:
    if not why.drivers:
        return
    yield Text("what carries it", "bold")
    yield from paper.wrap(
        "mean where it holds against where it fails, and the difference in standard deviations",
        indent=2,
        style="dim",
    )
    labels = [_quantity(driver) for driver in why.drivers]
    width = max(map(len, labels))
    for label, driver in zip(labels, why.drivers, strict=True):
        text = f"{label:<{width}}  {driver.holds:.3g} against {driver.fails:.3g}"
        text += f"  ({driver.difference:+.1f})"
        yield from paper.wrap(_at(text, why.lines.get(driver.name, 0)), indent=2, hang=4 + width)


def _quantity(part: Driver | Split) -> str:
    return f"weight of {part.name}" if part.is_weight else part.name


def _splits(why: Why, paper: Paper) -> Iterator[Text]:
    rule = why.region if why.region is not None and why.region.stands_out else None
    if not why.splits and rule is None:
        return
    yield Text("where it fails", "bold")
    for split in why.splits:
        at = f"{split.threshold:.3g}"
        low, high = ("is 0", "where it is 1") if at == "1" else (f"below {at}", f"from {at} on")
        text = f"{_quantity(split)} {low}: it holds in {percent(split.below)} of "
        text += f"{split.worlds_below:,} worlds; {high} in {percent(split.above)} of "
        text += f"{split.worlds_above:,}"
        yield from paper.wrap(text, indent=2, hang=4)
    if rule is not None:
        yield from paper.wrap(rule_words(rule), indent=2, hang=4)


def _swings(why: Why, paper: Paper) -> Iterator[Text]:
    for decision, swings in why.swings.items():
        yield Text.assemble(("what the choice turns on: ", "bold"), (decision, "bold"))
        yield from swing_lines(swings, paper)


def _causes(why: Why, paper: Paper) -> Iterator[Text]:
    if not why.causes:
        return
    yield Text("mechanisms in reach", "bold")
    for cause in why.causes:
        yield from paper.wrap(_cause(cause, paper, why.lines.get(cause.name, 0)), indent=2, hang=6)


def _cause(cause: Cause, paper: Paper, line: int) -> Text:
    status = f"{cause.status}, chance {cause.chance}" if cause.chance else cause.status
    text = Text.assemble(
        (cause.name, "bold"),
        f" {paper.glyphs.arrow} {cause.to}  {printable(cause.formula)}",
        (f"  [{status}]" if status else "", "dim"),
        ("  " + " ".join(map(printable, cause.sources)) if cause.sources else "", "cyan"),
    )
    return _at(text, line)


def _reply(why: Why, paper: Paper) -> Iterator[Text]:
    if why.finding.reply:
        yield Text("the author replies", "bold")
        yield from paper.wrap(printable(why.finding.reply), indent=2)


def _at(text: Text | str, line: int) -> Text:
    """A text with its line in the case behind it."""
    whole = Text(text) if isinstance(text, str) else text.copy()
    if line:
        whole.append(f"  line {line}", "dim")
    return whole
