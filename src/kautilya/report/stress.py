"""A stress test in plain text: what carries the argument, what would overturn a conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from kautilya.report.paper import Paper, joined
from kautilya.study.stress import Carrier, Effect, Stress, Tested
from kautilya.study.wording import listed, percent, percent_range, printable

MOST_CARRIERS = 12
"""Elements that are shown among those that carry most."""

MOST_FLIPS = 4
"""Changes that are shown for each proposition."""

MOST_NAMES = 4
"""Propositions that are named beside an element."""


def stress_lines(found: Stress, paper: Paper, *, everything: bool = False) -> list[Text]:
    """The stress test, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    everything
        Whether all changes that turn a verdict are shown, and not only the largest.
    """
    return [
        *_heading(found, paper),
        *_carriers(found, paper, everything=everything),
        *_propositions(found, paper, everything=everything),
        *_closing(found, paper),
    ]


def _heading(found: Stress, paper: Paper) -> Iterator[Text]:
    by = ", ".join(filter(None, (printable(found.publisher), str(found.year or ""))))
    title = printable(found.title or found.case)
    head = f'in this encoding of "{title}"' + (f" ({by})" if by else "")
    yield from paper.wrap(f"{head}   {found.case}@{found.case_hash[:7]}", hang=2)
    yield from paper.wrap(
        f"seed {found.seed}   {found.worlds} worlds as authored, the same ones under every change",
        hang=2,
    )
    yield from paper.wrap(_tried(found), hang=2)
    yield Text("")


def _tried(found: Stress) -> str:
    words = {
        "mechanism": "mechanisms",
        "option": "options' effects",
        "belief": "beliefs",
        "interest": "interests",
    }
    counts = dict(found.variants)
    gone = ", ".join(f"{counts[k]} {w}" for k, w in words.items() if counts.get(k))
    ends = counts.get("premise", 0) + counts.get("held", 0)
    rest = {
        "weights": "ways to weigh interests",
        "anchors": "moves of anchors",
        "time": "horizons and discounts",
        "order": "orders of moving",
        "paragraph": "paragraphs taken out",
        "pair": "pairs",
        "joint": "joint changes",
    }
    more = ", ".join(f"{counts[k]} {w}" for k, w in rest.items() if counts.get(k))
    parts = [f"taken away one at a time: {gone}"] if gone else []
    parts += [f"held at an end of its range: {ends} premises and beliefs"] if ends else []
    return "; ".join([*parts, *([more] if more else [])])


def _carriers(found: Stress, paper: Paper, *, everything: bool) -> Iterator[Text]:
    if not found.carriers:
        yield Text("no single assumption carries a verdict")
        yield Text("")
        return
    tested = len(found.tested)
    yield Text.assemble(
        ("what carries the argument", "bold"), f"   verdicts that turn on it, of {tested}"
    )
    shown = found.carriers if everything else found.carriers[:MOST_CARRIERS]
    width = max(len(c.element) for c in shown)
    for carrier in shown:
        yield from _carrier(carrier, found, paper, width)
    more = len(found.carriers) - len(shown)
    if more:
        yield Text(f"  and {more} more on which a verdict turns (--all)", style="dim")
    yield Text("")


def _carrier(carrier: Carrier, found: Stress, paper: Paper, width: int) -> Iterator[Text]:
    place = " ".join((*carrier.source, f"line {carrier.line}"))
    text = Text.assemble(
        (f"{carrier.element:<{width}}", "cyan"),
        f"  {len(carrier.turns):>2}  {listed(carrier.turns, MOST_NAMES)}  ",
        (f"[{place}]", "dim"),
    )
    yield from paper.wrap(text, indent=2, hang=width + 8)


def _propositions(found: Stress, paper: Paper, *, everything: bool) -> Iterator[Text]:
    firm = [t for t in found.tested if t.passes and not t.flips]
    lost = [t for t in found.tested if not t.passes and not t.flips]
    rest = [t for t in found.tested if t not in firm and t not in lost]
    yield Text.assemble(("verdicts that one change turns", "bold"))
    for tested in rest:
        yield from _one(tested, found, paper, everything=everything)
    if not rest:
        yield Text("  none")
    yield Text("")
    if firm:
        yield Text.assemble(("hold under every single change", "bold"))
        for tested in firm:
            yield from _one(tested, found, paper, everything=everything)
        yield Text("")
    if lost:
        yield Text.assemble(("fail as written, and no single change mends them", "bold"))
        names = [f"{t.name} ({percent(t.share)}, stated {t.stated})" for t in lost]
        yield from paper.wrap(", ".join(names), indent=2, hang=2)
        yield Text("")


def _one(tested: Tested, found: Stress, paper: Paper, *, everything: bool) -> Iterator[Text]:
    glyphs = paper.glyphs
    mark = (glyphs.passes, "green") if tested.passes else (glyphs.contradicted, "red")
    share = "" if tested.stated.startswith("irrelevant") else f"{percent(tested.share)} of worlds, "
    says = printable(tested.says)
    yield from paper.wrap(
        Text.assemble(
            mark,
            " ",
            (tested.name, "cyan"),
            f"  {says}  ",
            (f"{share}stated: {tested.stated}  [{' '.join(tested.source)}]", "dim"),
        ),
        indent=2,
        hang=6,
    )
    verb = "overturned by" if tested.passes else "would hold with"
    if tested.flips:
        shown = tested.flips if everything else tested.flips[:MOST_FLIPS]
        more = len(tested.flips) - len(shown)
        parts: list[str | Text] = [_effect(effect, paper) for effect in shown]
        parts += [f"{more} more"] if more else []
        yield from _labelled(verb, joined(parts, f" {glyphs.dot} "), paper)
    if tested.pairs:
        pairs: list[str | Text] = [_effect(effect, paper) for effect in tested.pairs[:MOST_FLIPS]]
        yield from _labelled("only together", joined(pairs, f" {glyphs.dot} "), paper)
    yield from _cut(tested, paper)
    if tested.needed and tested.passes:
        unneeded = f"; not {_paragraphs(tested.unneeded)}" if tested.unneeded else ""
        yield from _labelled("needs", Text(_paragraphs(tested.needed) + unneeded), paper)
    elif tested.passes and tested.unneeded:
        yield from _labelled("needs", Text(f"none of {_paragraphs(tested.unneeded)} alone"), paper)
    if tested.wide is not None:
        wide = tested.wide
        span = (
            ""
            if tested.stated.startswith("irrelevant")
            else (f", in {percent_range(wide.low, wide.high)} of worlds")
        )
        text = f"passes under {wide.passes} of {wide.trials} joint changes{span}"
        yield from _labelled("many at once", Text(text), paper)


def _cut(tested: Tested, paper: Paper) -> Iterator[Text]:
    cut = tested.cut
    if cut is None or len(cut.elements) == 1:
        return
    if cut.elements:
        words = " and ".join(cut.elements)
        text = f"without {words} together: {percent(cut.after)}"
    else:
        text = f"no set of removals that was tried overturns it ({cut.tried})"
    yield from _labelled("smallest cut", Text(text), paper)


def _labelled(label: str, text: Text, paper: Paper) -> list[Text]:
    return paper.wrap(Text.assemble((f"{label:<16}", "dim"), text), indent=6, hang=22)


def _effect(effect: Effect, paper: Paper) -> Text:
    arrow = paper.glyphs.arrow
    if effect.before < 0.0 or effect.after < 0.0:
        change = f"{effect.before:+.2f} {arrow} {effect.after:+.2f}"
    else:
        change = f"{percent(effect.before)} {arrow} {percent(effect.after)}"
    return Text(f"{effect.variant} {change}")


def _paragraphs(names: Iterable[str]) -> str:
    """Citations, the paragraphs of one text together.

    Examples
    --------
    >>> _paragraphs(["osw#7", "osw#5", "osw#6", "osw#2", "hi#2"])
    'osw#2, 5-7; hi#2'
    """
    by_source: dict[str, list[str]] = {}
    for name in names:
        source, _, paragraph = name.partition("#")
        by_source.setdefault(source, []).append(paragraph)
    return "; ".join(f"{source}#{_runs(found)}" for source, found in by_source.items())


def _runs(paragraphs: Sequence[str]) -> str:
    """Numbers in rising order, neighbours from-to; other names behind them."""
    numbers = sorted({int(p) for p in paragraphs if p.isdecimal()})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join([*words, *(p for p in paragraphs if not p.isdecimal())])


def _closing(found: Stress, paper: Paper) -> Iterator[Text]:
    turned = sum(bool(t.flips) for t in found.tested)
    firm = sum(t.passes and not t.flips for t in found.tested)
    text = (
        f"{len(found.tested)} propositions {paper.glyphs.dot} {turned} turn on a single assumption "
        f"{paper.glyphs.dot} {firm} pass under every one"
    )
    yield from paper.wrap(text, hang=2)
    note = "only what turns a verdict is shown, beyond twice the error of the paired difference"
    yield from paper.wrap(Text(note, style="dim"), hang=2)
    if not found.whole:
        yield from paper.wrap(
            Text("stopped before its end: what was tried is kept, and the same command goes on"),
            hang=2,
        )
