"""A watch-list in plain text, as an analyst would print it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, log10

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.tipping import heading_lines
from kautilya.study.watch import Consequence, Indicator, WatchList
from kautilya.study.wording import listed, percent, printable

MOST = {"seen": 12, "stocks": 6, "judged": 8}
"""Indicators of each part that are shown."""

MOST_CONSEQUENCES = 4
"""Consequences of an indicator that are shown."""

MOST_GROUPED = 8
"""Indicators of a system or an actor that are named."""

GROUPINGS = ("rank", "system", "actor")
"""Ways to put the list in order."""

PARTS = {
    "seen": "can be observed",
    "stocks": "levels to read off, with the choices of today",
    "judged": "has to be judged",
}
"""Titles of the parts of the list."""

Numbered = tuple[int, Indicator]


def watch_lines(
    found: WatchList, paper: Paper, *, by: str = "rank", everything: bool = False
) -> list[Text]:
    """The watch-list, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    by
        ``rank``; or in groups by ``system`` or by ``actor``, whose conclusions would change.
    everything
        Whether everything is shown, and not only what ranks first.
    """
    firm = [indicator for indicator in found.indicators if indicator.firm]
    numbered = list(enumerate(firm, start=1))
    lines = [*heading_lines(found.subject, paper), *_today(found, paper), Text("")]
    for title, entries, most in _parts(found, numbered, by):
        shown = entries if everything else entries[:most]
        lines.append(Text(title, style="bold"))
        for number, indicator in shown:
            lines += _indicator(number, indicator, paper, everything=everything)
        if len(entries) > len(shown):
            lines.append(Text(f"  and {len(entries) - len(shown)} more (--all)", style="dim"))
        lines.append(Text(""))
    if not firm:
        lines += [Text("nothing to watch: no sign that was tried changes a verdict"), Text("")]
    if by == "rank" and firm:
        lines += [*_index(found, numbered, paper), Text("")]
    return [*lines, *_closing(found, paper)]


def _today(found: WatchList, paper: Paper) -> Iterator[Text]:
    """What is chosen as authored."""
    for choice in found.choices:
        ranked = sorted(choice.shares.items(), key=lambda item: -item[1])
        shares = ", ".join(f"{option} {percent(share)}" for option, share in ranked if share)
        text = Text.assemble((choice.name, "bold"), f"  as authored: {shares} of worlds")
        yield from paper.wrap(text, hang=4)


def _parts(
    found: WatchList, numbered: Sequence[Numbered], by: str
) -> Iterator[tuple[str, list[Numbered], int]]:
    """Titles, what stands under each, and how much of it is shown."""
    if by == "rank":
        for part, title in PARTS.items():
            entries = [entry for entry in numbered if _part(entry[1]) == part]
            if entries:
                yield title, entries, MOST[part]
        return
    for name, title in _groups(found, by).items():
        entries = [entry for entry in numbered if name in _memberships(entry[1], by)]
        if entries:
            yield title, entries, MOST_GROUPED


def _part(indicator: Indicator) -> str:
    if indicator.kind == "stock":
        return "stocks"
    return "seen" if indicator.observable else "judged"


def _groups(found: WatchList, by: str) -> dict[str, str]:
    if by == "system":
        titles = {name: printable(title) for name, title in found.systems.items()}
        return {**titles, "": "the whole case"}
    names = {
        name: f"what {printable(title)} chooses or sees" for name, title in found.actors.items()
    }
    return {**names, "": "what is nobody's choice"}


def _memberships(indicator: Indicator, by: str) -> tuple[str, ...]:
    if by == "system":
        return (indicator.system or "",)
    return indicator.actors or ("",)


# -- one indicator --------------------------------------------------------------------------------


def _indicator(
    number: int, indicator: Indicator, paper: Paper, *, everything: bool
) -> Iterator[Text]:
    says = printable(indicator.says)
    subject = says[:1].upper() + says[1:] if says else indicator.name
    head = Text.assemble(f"{number:>3}  ", (f"{subject}: {_sign(indicator)}", "bold"))
    yield from paper.wrap(head, hang=5)
    place = [indicator.name, indicator.status, *map(printable, indicator.sources)]
    trace = "  ".join([*filter(None, place), f"line {indicator.line}"])
    today = _stands(indicator)
    yield from paper.wrap(Text.assemble(today, (f"   [{trace}]", "dim")), indent=5, hang=7)
    firm = indicator.firm
    shown = firm if everything else firm[:MOST_CONSEQUENCES]
    for consequence in shown:
        yield from _consequence(consequence, indicator, paper)
    if len(firm) > len(shown):
        names = [consequence.name for consequence in firm[len(shown) :]]
        yield from paper.wrap(f"{paper.glyphs.dot} and {listed(names)}", indent=5, hang=7)


SIGNS = {
    "so": "turns out to be so",
    "not so": "turns out not to be so",
    "in force": "turns out to be in force",
    "not in force": "turns out not to be in force",
}
"""What to look out for, where it is no level."""


def _sign(indicator: Indicator) -> str:
    """What to look out for."""
    if indicator.sign in SIGNS:
        return SIGNS[indicator.sign]
    if indicator.level is None:
        today = rounded(indicator.today, indicator.span)
        return f"at today's {today}{_unit(indicator)} or {indicator.sign}"
    return f"{indicator.sign} {rounded(indicator.level, indicator.span)}{_unit(indicator)}"


def _stands(indicator: Indicator) -> str:
    """Where it stands today, and how far the nearest change is."""
    if indicator.sign in SIGNS:
        if indicator.kind == "mechanism" and indicator.today == 1.0:
            return f"today {indicator.today_is}"
        return f"today {percent(indicator.today)}, {indicator.today_is}"
    today = rounded(indicator.today, indicator.span)
    low, high = (rounded(end, indicator.span) for end in indicator.span)
    if indicator.kind == "stock":
        what = f"{today} in {indicator.today_is}, {low} to {high} in nine of ten"
        near = "half of the worlds are beyond"
    else:
        what = f"today {today}, {indicator.today_is} ({low} to {high})"
        near = "there already" if indicator.level is None else "next to it"
    if indicator.distance < 0.005:
        return f"{what}; {near}"
    of = "that spread" if indicator.kind == "stock" else "the range"
    return f"{what}; {percent(indicator.distance)} of {of} away"


def _unit(indicator: Indicator) -> str:
    return "" if indicator.unit in ("", "share") else f" {indicator.unit}"


def _consequence(consequence: Consequence, indicator: Indicator, paper: Paper) -> Iterator[Text]:
    """What would change, from which level on, with its place in the case and the text."""
    trace = [consequence.name, *map(printable, consequence.sources), f"line {consequence.line}"]
    trace += [f"stated: {consequence.stated}"] if consequence.stated else []
    trace += [f"in {consequence.scenario}"] if consequence.scenario else []
    change = f"{_changes(consequence, indicator, paper)}{_from(consequence, indicator)}"
    text = Text.assemble(
        f"{paper.glyphs.dot} {change}",
        (f"  [{'  '.join(trace)}]", "dim"),
    )
    yield from paper.wrap(text, indent=5, hang=7)


def _changes(consequence: Consequence, indicator: Indicator, paper: Paper) -> str:
    arrow = paper.glyphs.arrow
    before, after = consequence.shares
    if indicator.kind == "stock":
        moved = f"{percent(before)} of all worlds, {percent(after)} of those {indicator.sign} it"
    else:
        moved = f"{percent(before)} {arrow} {percent(after)} of worlds"
    if consequence.decision:
        how = "thought through" if consequence.by == "foresees" else "as others stand"
        change = f"{consequence.before} {arrow} {consequence.after}"
        whose = f"{printable(consequence.owner)}'s choice, {how}"
        return f"{whose}: {change}, {consequence.after} in {moved}"
    word = "no longer passes" if consequence.after == "fails" else "would pass"
    if consequence.stated.startswith("irrelevant"):
        moved = f"ends apart by {100 * before:+.0f} {arrow} {100 * after:+.0f} points"
    return f"{printable(consequence.says or consequence.name)}: {word}, {moved}"


def _from(consequence: Consequence, indicator: Indicator) -> str:
    """From which level on a change shows, where it is not the one in the headline."""
    if indicator.sign not in ("above", "below"):
        return ""
    if consequence.level is None:
        return f", at today's {rounded(indicator.today, indicator.span)} already"
    level = rounded(consequence.level, indicator.span)
    at_end = indicator.end is not None and level != rounded(indicator.end, indicator.span)
    end = f" (at {rounded(indicator.end or 0.0, indicator.span)})" if at_end else ""
    if consequence.level == indicator.level:
        return end
    return f"{end}, {indicator.sign} {level}"


def rounded(value: float, span: tuple[float, float]) -> str:
    """A level with as many digits as a hundredth of its range has.

    Examples
    --------
    >>> rounded(0.79275, (0.79, 0.97)), rounded(21.53, (8.0, 35.0)), rounded(0.4, (0.2, 0.6))
    ('0.793', '21.5', '0.4')
    """
    length = span[1] - span[0]
    digits = max(0, -floor(log10(length / 100))) if length > 0.0 else 3
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# -- the rest -------------------------------------------------------------------------------------


def _index(found: WatchList, numbered: Sequence[Numbered], paper: Paper) -> Iterator[Text]:
    """The same list by system, and by whose conclusions would change."""
    for by, title in (("system", "by system"), ("actor", "by whose choice or view would change")):
        yield Text(title, style="bold")
        for name, words in _groups(found, by).items():
            entries = [e for e in numbered if name in _memberships(e[1], by)]
            if entries:
                names = dict.fromkeys(indicator.name for _, indicator in entries)
                what = words if by == "system" else printable(found.actors.get(name, "no actor's"))
                text = Text.assemble((f"{what}: ", "cyan"), listed(list(names), MOST_GROUPED))
                yield from paper.wrap(text, indent=2, hang=4)


def _closing(found: WatchList, paper: Paper) -> Iterator[Text]:
    """What was tried, what stands at an edge, and what the list cannot see."""
    words = {
        "premise": ("premise", "premises"),
        "belief": ("belief", "beliefs"),
        "mechanism": ("contested or rival mechanism", "contested or rival mechanisms"),
        "stock": ("stock", "stocks"),
    }
    counts = [(found.tried.get(kind, 0), one, many) for kind, (one, many) in words.items()]
    tried = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    signs = sum(bool(indicator.firm) for indicator in found.indicators)
    dot = paper.glyphs.dot
    yield from paper.wrap(
        f"{signs} signs {dot} of {tried or 'nothing'} {dot} for {found.propositions} propositions",
        hang=2,
    )
    if found.at_edge:
        names = listed(list(found.at_edge), 6)
        verb = "stands" if len(found.at_edge) == 1 else "stand"
        yield from paper.wrap(
            f"{names} {verb} at an edge as authored: nearly anything changes that, and it is not "
            "watched",
            hang=2,
        )
    note = (
        "premises are looked at today and at both ends: kautilya tip PREMISE looks everywhere; "
        "weights and anchors cannot be seen and are left out"
    )
    yield from paper.wrap(Text(note, style="dim"), hang=2)
    if not found.whole:
        yield from paper.wrap(
            "stopped before its end: what was tried is kept, and the same command goes on", hang=2
        )
