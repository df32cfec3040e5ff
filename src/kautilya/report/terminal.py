"""The board: what a run found, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kautilya.report.choices import choices_lines
from kautilya.report.paper import Paper, joined
from kautilya.report.rows import rows_of, sources_of
from kautilya.study import Dossier, Finding, Standing
from kautilya.study.freeze import Moved, Since
from kautilya.study.wording import fit_words, listed, observed_words, percent, printable

MOST_CARRIERS = 4
"""Elements that carry the board which the summary names."""

WHOLE = "Whole case"
"""Heading of what belongs to no system."""


def board_lines(
    dossier: Dossier,
    paper: Paper,
    since: Since | None = None,
    follow: Sequence[str] = (),
    saved: bool = False,
) -> list[Text]:
    """The board of a run, line by line.

    Parameters
    ----------
    dossier
        What the run found.
    paper
        How wide, and with which signs.
    since
        What has moved since the verdicts were frozen.
    follow
        Commands that a reader may want next.
    saved
        Whether the run was kept.
    """
    return [
        *_heading(dossier, paper),
        Text(""),
        *_findings(dossier, paper),
        *choices_lines(dossier, paper),
        *_observed(dossier, paper),
        *_audit(dossier, paper),
        *_since(since, paper),
        *summary_lines(dossier, paper),
        *_follow(follow, paper, saved),
    ]


# -- heading --------------------------------------------------------------------------------------


def _heading(dossier: Dossier, paper: Paper) -> Iterator[Text]:
    heading = dossier.heading
    published = ", ".join(str(part) for part in (printable(heading.source), heading.year) if part)
    title = Text.assemble(
        "in this encoding of ",
        (f'"{printable(heading.title or heading.case)}"', "bold"),
        f" ({published})" if published else "",
        "   ",
        (f"{printable(heading.case)}@{heading.case_hash[:7]}", "cyan"),
    )
    yield from paper.wrap(title)
    yield from paper.wrap(_run(dossier, paper), style="dim")
    yield from paper.wrap(_counts(dossier), style="dim")


def _run(dossier: Dossier, paper: Paper) -> str:
    heading = dossier.heading
    parts = [
        f"seed {heading.seed}",
        f"yardstick {printable(heading.yardstick)}",
        f"{counted(heading.worlds, 'world')} as authored + 3 {paper.glyphs.times} "
        f"{heading.shape_worlds:,} in other shapes",
        counted(heading.profiles, "profile"),
    ]
    if any(finding.standing == Standing.UNKNOWN for finding in dossier.findings):
        parts.append("standing not examined")
    if heading.scenario:
        parts.append(f"scenario {printable(heading.scenario)}")
    return "   ".join(parts)


def _counts(dossier: Dossier) -> str:
    """Entries by kind, with their statuses."""
    parts = []
    for section in ("actors", "decisions", "premises", "mechanisms", "events"):
        numbers = dossier.heading.counts.get(section, {})
        total = numbers.get("all", 0)
        if not total:
            continue
        by_status = ", ".join(
            f"{numbers[status]} {status}"
            for status in ("data", "stated", "implied", "judged", "rival")
            if numbers.get(status)
        )
        words = counted(total, section.removesuffix("s"), section)
        parts.append(f"{words} ({by_status})" if by_status else words)
    return ", ".join(parts)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "event"), counted(2000, "world")
    ('1 event', '2,000 worlds')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


# -- propositions ---------------------------------------------------------------------------------


def _findings(dossier: Dossier, paper: Paper) -> Iterator[Text]:
    groups = by_system(dossier)
    layout = rows_of(dossier, paper)
    for title, findings in groups:
        if len(groups) > 1 or title != WHOLE:
            yield from paper.wrap(printable(title), hang=2, style="bold")
        for finding in findings:
            yield from layout(finding)
        yield Text("")


def by_system(dossier: Dossier) -> list[tuple[str, list[Finding]]]:
    """Findings under the titles of their systems, in file order; the rest under a last one."""
    titles = dossier.heading.systems
    groups: dict[str | None, list[Finding]] = {name: [] for name in titles}
    groups[None] = []
    for finding in dossier.findings:
        groups[finding.system if finding.system in titles else None].append(finding)
    return [
        (titles[name] if name is not None else WHOLE, findings)
        for name, findings in groups.items()
        if findings
    ]


# -- what was observed ----------------------------------------------------------------------------


def _observed(dossier: Dossier, paper: Paper) -> Iterator[Text]:
    """What was seen to happen, and how many worlds agree with each of it and with all."""
    observed = dossier.observed
    if observed is None:
        return
    first, *more = observed_words(observed)
    yield from paper.wrap(first, hang=2, style="bold")
    for line in more:
        yield from paper.wrap(line, indent=2, hang=4, style="yellow")
    worlds = max(1, observed.worlds["authored"])
    rows = zip(observed.says, observed.expect, observed.alone, observed.sources, strict=True)
    for says, expect, alone, sources in rows:
        cited = f"  {sources_of(sources)}" if sources else ""
        text = f"{percent(alone / worlds):>4}  {printable(says or expect)}"
        yield from paper.wrap(Text.assemble(text, (cited, "cyan")), indent=2, hang=8)
    yield Text("")


# -- what the model did at its edges --------------------------------------------------------------


def _audit(dossier: Dossier, paper: Paper) -> Iterator[Text]:
    audit = dossier.audit
    lines = []
    if audit.clipped:
        shares = ", ".join(f"{n} in {percent(s)} of months" for n, s in audit.clipped.items())
        lines.append(f"outside their anchors: {shares}")
    if audit.clamped:
        months = ", ".join(
            f"{name} in {percent(n / audit.months)} of months" if audit.months else name
            for name, n in audit.clamped.items()
        )
        lines.append(f"held at a bound: {months}")
    if audit.judged:
        number = counted(len(audit.judged), "judged item")
        lines.append(f"{number} citing nothing: {', '.join(audit.judged)}")
    for line in lines:
        yield from paper.wrap(line, hang=2, style="dim")
    if lines:
        yield Text("")


# -- what moved -----------------------------------------------------------------------------------


def _since(since: Since | None, paper: Paper) -> Iterator[Text]:
    if since is None:
        return
    on = since.frozen.on
    if since.not_compared:
        yield from paper.wrap(f"not held against the frozen board of {on}: {since.not_compared}")
    elif not since.moved:
        edited = ", although the case was edited" if since.edited_case else ""
        yield from paper.wrap(f"nothing has moved since it was frozen on {on}{edited}", style="dim")
    else:
        yield Text(f"moved since it was frozen on {on}", "bold")
        for moved in since.moved:
            yield from paper.wrap(_moved(moved, paper), indent=2, hang=6)
    yield Text("")


def _moved(moved: Moved, paper: Paper) -> Text:
    if moved.fit_then is None:
        return Text(f"{moved.id}: added since frozen")
    if moved.fit_now is None:
        return Text(f"{moved.id}: taken out since frozen")
    arrow = paper.glyphs.arrow
    shares = ""
    if moved.share_then is not None and moved.share_now is not None:
        shares = f" ({percent(moved.share_then)} {arrow} {percent(moved.share_now)})"
    notes = []
    if moved.edited:
        notes.append("edited since frozen")
    if moved.after_result:
        notes.append("moved by an edit made after its result was seen")
    text = f"{moved.id}: {moved.fit_then} {arrow} {moved.fit_now}{shares}"
    return Text.assemble(text, (f"  {'; '.join(notes)}" if notes else "", "yellow"))


# -- the last lines -------------------------------------------------------------------------------

STYLES = {
    "pass": "green",
    "contested": "yellow",
    "underdetermined": "magenta",
    "contradicted": "red",
    "untested": "dim",
}
"""Colour of each outcome."""


def summary_lines(dossier: Dossier, paper: Paper) -> list[Text]:
    """How many propositions pass and do not, and what carries those that pass."""
    parts = [
        Text(f"{number} {word}", STYLES[word]) for word, number in dossier.tally.items() if number
    ]
    line = joined(parts or ["no propositions"], f" {paper.glyphs.dot} ")
    if dossier.carried_by:
        line.append(f"       carried by: {listed(dossier.carried_by, MOST_CARRIERS)}")
    return paper.wrap(line, hang=2)


def _follow(follow: Sequence[str], paper: Paper, saved: bool) -> Iterator[Text]:
    parts = ["run saved"] if saved else []
    if follow:
        parts.append("next: " + " | ".join(follow))
    if parts:
        yield from paper.wrap(f" {paper.glyphs.dot} ".join(parts), hang=2, style="dim")


def worst(dossier: Dossier) -> Finding | None:
    """The finding that a reader will ask about first: contradicted before contested."""
    order = ("contradicted", "contested", "underdetermined")
    failing = [f for f in dossier.findings if fit_words(f) in order]
    return min(failing, key=lambda f: order.index(fit_words(f)), default=None)
