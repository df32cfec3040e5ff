"""A case as its author wrote it, by system, in plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.text import Text

from kautilya.case.schema import Belief, Decision, Entry, Interest, Mechanism, Premise
from kautilya.report.paper import Paper, side_by_side
from kautilya.study import Study
from kautilya.study.faults import UnknownName
from kautilya.study.wording import printable

WHOLE = "Whole case"
"""Heading of what belongs to no system."""

WIDEST = 26
"""Cells of the column of names; a longer name stands on a line of its own."""

Line = tuple[str, str, Entry, int]
"""Name, what it is, the entry, and its line."""


def show_lines(study: Study, paper: Paper, system: str | None = None) -> list[Text]:
    """The case by system, line by line.

    Parameters
    ----------
    study
        The case.
    paper
        How wide, and with which signs.
    system
        The one system to show; all where None.

    Raises
    ------
    UnknownName
        For a system that the case does not have.
    """
    case = study.case
    if system is not None and system not in case.systems:
        raise UnknownName("system", system, case.systems)
    lines = [] if system is not None else list(_heading(study, paper))
    wanted: list[str | None] = [system] if system is not None else [*case.systems, None]
    for name in wanted:
        part = list(_system(study, paper, name))
        if part:
            lines += [*([Text("")] if lines else []), *part]
    return lines


def _heading(study: Study, paper: Paper) -> Iterator[Text]:
    case = study.case
    yield from paper.wrap(Text.assemble((printable(case.title or case.case), "bold")))
    if case.question:
        yield from paper.wrap(printable(case.question))
    parts = [f"{case.horizon} months", f"discount {case.discount:g} a year", case.yardstick]
    if case.is_conflict:
        parts = ["a conflict: kautilya solve answers it"]
    if case.focal:
        parts.insert(0, f"focal decision {case.focal}")
    parts.append(f"{study.checked.tree.file}, :N is its line N")
    yield from paper.wrap("   ".join(parts), style="dim")
    for name, actor in case.actors.items():
        text = Text.assemble((name, "cyan"), f"  {printable(actor.name or name)}")
        if actor.says:
            text.append(f"  {printable(actor.says)}", "dim")
        yield from paper.wrap(text, indent=2, hang=6)


def _system(study: Study, paper: Paper, system: str | None) -> Iterator[Text]:
    """Everything that belongs to a system, kind by kind; nothing for an empty rest."""
    blocks = [(kind, list(lines(study, system))) for kind, lines in _KINDS]
    filled = [(kind, lines) for kind, lines in blocks if lines]
    if system is None:
        if not filled:
            return
        yield Text(WHOLE if study.case.systems else "Entries", "bold underline")
    else:
        entry = study.case.systems[system]
        title = printable(entry.title or system)
        cited = "  ".join(map(printable, entry.source))
        head = Text.assemble((title, "bold underline"), f"  {system}", (f"  {cited}", "cyan"))
        yield from paper.wrap(head, hang=4)
        if entry.says:
            yield from paper.wrap(printable(entry.says), indent=2)
        if not filled:
            yield Text("  no entries", "dim")
    width = min(WIDEST, max((len(line[0]) for _, lines in filled for line in lines), default=0))
    for kind, lines in filled:
        yield Text(f"  {kind}", "bold")
        for line in lines:
            yield from _line(paper, width, *line)


def _line(
    paper: Paper, width: int, name: str, what: str, entry: Entry, line: int
) -> Iterator[Text]:
    """One entry: name; what it says, what it is, status, citation and line."""
    text = Text(printable(entry.says))
    if what:
        text.append(("   " if entry.says else "") + printable(what), "cyan")
    marks = [str(entry.status)] if entry.status else []
    marks += [printable(source) for source in entry.source]
    if marks:
        text.append(f"   {' '.join(marks)}", "green")
    if line:
        text.append(f"   :{line}", "dim")
    label = Text(printable(name), "bold")
    if len(name) > width:
        yield Text.assemble("    ", label)
        label = Text("")
    cells = [(label, width), (text, max(20, paper.width - width - 6))]
    yield from (Text.assemble("    ", part) for part in side_by_side(cells))


# -- the kinds of entries -------------------------------------------------------------------------


def _section(
    section: str, what: Callable[[str, Entry], str]
) -> Callable[[Study, str | None], Iterator[Line]]:
    """Entries of a section that belong to a system."""

    def lines(study: Study, system: str | None) -> Iterator[Line]:
        for name, entry in getattr(study.case, section).items():
            if _belongs(study, entry.system, system):
                yield name, what(name, entry), entry, _at(study, section, name)

    return lines


def _belongs(study: Study, own: str | None, system: str | None) -> bool:
    """Whether an entry belongs to a system; one of an undeclared system to the whole case."""
    return (own if own in study.case.systems else None) == system


def _at(study: Study, *path: str | int) -> int:
    places = study.checked.places
    return 0 if places is None else places.key(path).line


def _premise(_: str, entry: Entry) -> str:
    assert isinstance(entry, Premise)
    return _form(entry.value, entry.range, entry.chance, entry.unit)


def _form(
    value: float | None,
    range_: tuple[float, float] | None,
    chance: str | float | None,
    unit: str | None = None,
) -> str:
    """A number, a range, or a chance, in words."""
    parts = []
    if value is not None:
        parts.append(f"{value:g}")
    if range_ is not None:
        bounds = f"{range_[0]:g} to {range_[1]:g}"
        parts.append(f"({bounds})" if parts else bounds)
    if chance is not None:
        parts.append(f"chance {chance}" if isinstance(chance, str) else f"chance {chance:g}")
    if unit and unit != "share":
        parts.append(unit)
    return " ".join(parts)


def _mechanism(_: str, entry: Entry) -> str:
    assert isinstance(entry, Mechanism)
    how = f"adds {entry.adds}" if entry.adds is not None else f"scales by {entry.scales}"
    chance = "" if entry.chance is None else f", chance {entry.chance}"
    return f"to {entry.to}: {how}{chance}"


def _formula(_: str, entry: Entry) -> str:
    parts = [
        f"{word} {getattr(entry, field)}"
        for word, field in (
            ("starts at", "start"),
            ("moves toward", "toward"),
            ("over", "over"),
            ("is", "is_"),
            ("at a monthly rate of", "rate"),
            ("from", "from_"),
            ("to", "to"),
        )
        if getattr(entry, field, None) is not None
    ]
    text = ", ".join(parts)
    return text.replace(f"over {getattr(entry, 'over', None)}", _over(entry))


def _over(entry: Entry) -> str:
    months = getattr(entry, "over", None)
    return f"over {months:g} months" if isinstance(months, float) else "over"


def _decisions(study: Study, system: str | None) -> Iterator[Line]:
    """Decisions and their options, each option where its own system or its decision's is."""
    for name, decision in study.case.decisions.items():
        if _belongs(study, decision.system, system):
            now = f"now {decision.now}" if decision.now else ""
            yield name, now, decision, _at(study, "decisions", name)
        yield from _options(study, system, name, decision)


def _options(study: Study, system: str | None, name: str, decision: Decision) -> Iterator[Line]:
    for option, entry in decision.options.items():
        if not _belongs(study, entry.system or decision.system, system):
            continue
        parts = [f"adds {formula} to {to}" for to, formula in entry.does.items()]
        parts += [f"if {entry.if_}"] if entry.if_ else []
        line = _at(study, "decisions", name, "options", option)
        yield f"{name} is {option}", "; ".join(parts), entry, line


def _interests(study: Study, system: str | None) -> Iterator[Line]:
    for actor, rows in study.case.interests.items():
        for number, row in enumerate(rows):
            if _belongs(study, row.system, system):
                line = _at(study, "interests", actor, number)
                yield f"{actor}.{row.id}", _interest(row, number), row, line


def _interest(row: Interest, number: int) -> str:
    rank = (
        f"weight {row.weight:g}"
        if row.weight is not None
        else f"tier {row.tier if row.tier is not None else number + 1}"
    )
    rank += ", absolute" if row.absolute else ""
    worst, best = row.anchors
    name = f"{row.name}: " if row.name else ""
    return f"{name}{row.value}, from {worst} to {best} ({rank})"


def _beliefs(study: Study, system: str | None) -> Iterator[Line]:
    for actor, held in study.case.beliefs.items():
        for name, belief in held.items():
            if _belongs(study, belief.system, system):
                line = _at(study, "beliefs", actor, name)
                yield f"{actor} believes {name}", _belief(belief), belief, line


def _belief(belief: Belief) -> str:
    form = belief.form
    if isinstance(form, tuple):
        return _form(None, form, None)
    if form is not None:
        return form if isinstance(form, str) else f"{form:g}"
    return _form(belief.value, belief.range, belief.chance)


def _claim(_: str, entry: Entry) -> str:
    claim = getattr(entry, "claim", None)
    return claim if claim else f"untested: {getattr(entry, 'untested', '')}"


def _hypothesis(_: str, entry: Entry) -> str:
    return getattr(entry, "when", None) or "a name, no worlds"


def _likelihood(band: str | tuple[float, float]) -> str:
    if isinstance(band, str):
        return band
    return f"{band[0]:g}" if band[0] == band[1] else f"{band[0]:g} to {band[1]:g}"


def _evidence(_: str, entry: Entry) -> str:
    """What is expected, and what was set by hand."""
    bands = getattr(entry, "likelihood", {})
    hand = [f"{name} {_likelihood(band)}" for name, band in bands.items()]
    expect = getattr(entry, "expect", None)
    return ", ".join(filter(None, [expect, f"by hand {', '.join(hand)}" if hand else ""]))


_KINDS: Sequence[tuple[str, Callable[[Study, str | None], Iterator[Line]]]] = (
    ("premises", _section("premises", _premise)),
    ("stocks", _section("stocks", _formula)),
    ("auxiliaries", _section("auxiliaries", _formula)),
    ("transfers", _section("transfers", _formula)),
    ("mechanisms", _section("mechanisms", _mechanism)),
    ("events", _section("events", _formula)),
    ("decisions", _decisions),
    ("interests", _interests),
    ("beliefs", _beliefs),
    ("propositions", _section("propositions", _claim)),
    ("hypotheses", _section("hypotheses", _hypothesis)),
    ("evidence", _section("evidence", _evidence)),
)
"""Kinds of entries in the order in which they are shown."""
