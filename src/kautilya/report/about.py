"""The first lines of a report that asks more of a case than a board does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.study.asking import About
from kautilya.study.wording import printable


def about_lines(about: About, run: Sequence[str], paper: Paper) -> Iterator[Text]:
    """Which encoding is judged, and how it was run.

    Parameters
    ----------
    about
        The case.
    run
        What the run was, part by part, besides its seed and scenario.
    paper
        How wide, and with which signs.
    """
    published = ", ".join(str(part) for part in (printable(about.publisher), about.year) if part)
    title = Text.assemble(
        "in this encoding of ",
        (f'"{printable(about.title or about.case)}"', "bold"),
        f" ({published})" if published else "",
        "   ",
        (f"{printable(about.case)}@{about.case_hash[:7]}", "cyan"),
    )
    yield from paper.wrap(title)
    parts = [f"seed {about.seed}", *run]
    if about.scenario:
        parts.append(f"scenario {printable(about.scenario)}")
    yield from paper.wrap("   ".join(parts), style="dim")


def about_data(about: About) -> dict[str, Any]:
    """The same as plain data."""
    return dict(vars(about))
