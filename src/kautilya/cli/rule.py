"""``kautilya rule``: the page of a code, or the list of all codes."""

from __future__ import annotations

from typing import Annotated

import typer

from kautilya.cli.exits import Refused


def rule(
    code: Annotated[
        str | None, typer.Argument(help="A code such as KC103; none lists all.", show_default=False)
    ] = None,
) -> None:
    """Explain a code of an error, a warning or advice; without a code, list all."""
    from kautilya.diagnostics import did_you_mean, rules

    known = rules()
    if code is None:
        for entry in known.values():
            print(f"{entry.code}  {entry.title}")
        return
    wanted = code.strip().upper()
    if wanted not in known:
        near = did_you_mean(wanted, known)
        raise Refused(f"there is no rule '{code}'; {near}\n`kautilya rule` lists all")
    print(known[wanted].page)
