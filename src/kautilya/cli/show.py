"""``kautilya show``: a case by system, with its numbers, statuses and sources."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kautilya.cli.common import CaseArgument, load_case


def show(
    case: CaseArgument = None,
    system: Annotated[str | None, typer.Option("--system", "-s", help="Only this system.")] = None,
) -> None:
    """Show a case by system: premises, mechanisms, decisions, interests, beliefs, propositions."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.show import show_lines

    study = load_case(case)
    console, paper = console_for(sys.stdout)
    write(console, show_lines(study, paper, system))
