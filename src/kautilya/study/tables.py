"""Findings as tables in HTML, for notebooks: everything that an author wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, Protocol

from kautilya.findings import Finding
from kautilya.study.wording import (
    fit_words,
    flags,
    listed,
    percent_range,
    printable,
    share_words,
    standing_words,
)

_COLOURS = {
    "pass": "#1a7f37",
    "contested": "#9a6700",
    "underdetermined": "#8250df",
    "contradicted": "#cf222e",
    "untested": "#6e7781",
}

_HEAD = ("", "proposition", "source", "says", "fit", "of worlds", "stated", "standing")


class Run(Protocol):
    """What the table needs of a dossier, which shows itself by this module."""

    @property
    def heading(self) -> Any:
        """The case and the run."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The verdicts."""
        ...

    @property
    def tally(self) -> dict[str, int]:
        """How many propositions have each outcome."""
        ...

    @property
    def carried_by(self) -> tuple[str, ...]:
        """Elements that passing propositions rest on."""
        ...


def dossier_html(dossier: Run) -> str:
    """The board as a compact table.

    Parameters
    ----------
    dossier
        What a run found.

    Returns
    -------
    str
        An HTML fragment without scripts.
    """
    heading = dossier.heading
    actors = dict(heading.actors)
    published = ", ".join(str(part) for part in (heading.source, heading.year) if part)
    title = f"in this encoding of “{heading.title or heading.case}”"
    title += f" ({published})" if published else ""
    tally = " · ".join(f"{n} {word}" for word, n in dossier.tally.items() if n)
    carried = listed(dossier.carried_by, 4)
    foot = tally + (f" — carried by: {carried}" if carried else "")
    rows = "".join(_row(finding, actors) for finding in dossier.findings)
    head = "".join(f"<th style='text-align:left'>{name}</th>" for name in _HEAD)
    run = f"{heading.case}@{heading.case_hash[:7]}, seed {heading.seed}, "
    run += f"{heading.yardstick}, {heading.worlds:,} worlds"
    return (
        f"<div><p><b>{_safe(title)}</b><br/>{_safe(run)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p>{_safe(foot)}</p></div>"
    )


def finding_html(finding: Finding, actors: dict[str, str] | None = None) -> str:
    """One verdict as a small table: the proposition, the shares by shape of draw, what it rests on.

    Parameters
    ----------
    finding
        The finding.
    actors
        Names of actors as printed.
    """
    rows: list[tuple[str, str]] = [
        ("says", finding.says),
        ("claim", finding.claim or f"untested: {finding.untested}"),
        ("stated", finding.stated),
        ("fit", fit_words(finding)),
        ("share of worlds", share_words(finding)),
        ("standing", standing_words(finding)),
        ("marks", "; ".join(flags(finding, actors))),
        ("source", " ".join(finding.sources)),
        ("written", f"{finding.file}:{finding.line}"),
    ]
    for shape, tally in finding.tallies.items():
        if tally.counted:
            words = percent_range(tally.share, tally.share)
            rows.append((shape, f"{words} of {tally.counted:,} worlds"))
    body = "".join(
        f"<tr><th style='text-align:left'>{_safe(name)}</th>"
        f"<td style='text-align:left'>{_safe(text)}</td></tr>"
        for name, text in rows
        if text
    )
    return f"<table><caption>{_safe(finding.id)}</caption><tbody>{body}</tbody></table>"


def _row(finding: Finding, actors: dict[str, str]) -> str:
    outcome = "pass" if finding.passes else fit_words(finding)
    colour = _COLOURS.get(outcome, "inherit")
    standing = " · ".join((standing_words(finding), *flags(finding, actors)))
    cells: Iterable[str] = (
        finding.id,
        " ".join(finding.sources),
        finding.says or finding.claim,
        fit_words(finding),
        share_words(finding),
        "" if finding.fit is None else finding.stated,
        standing,
    )
    body = "".join(f"<td style='text-align:left'>{_safe(cell)}</td>" for cell in cells)
    return f"<tr><td style='color:{colour}'>●</td>{body}</tr>"


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)
