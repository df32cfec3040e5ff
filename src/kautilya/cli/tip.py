"""``kautilya tip``: at which value of a premise a choice or a verdict turns."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import (
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    YardstickOption,
    load_tested,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import ALL_PASS, INVALID, NOTHING_TESTED, Refused
from kautilya.cli.named import split_case

if TYPE_CHECKING:
    from kautilya.study import Study
    from kautilya.study.tipping import Tipping, TippingMap

WORLDS = 500

Bounds = tuple[float, float]


class Way(StrEnum):
    """How it is asked what is chosen."""

    BEST = "best"
    FORESEES = "foresees"


def tip(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="PREMISE [PREMISE2] [CASE]",
            help="A premise, or a belief as ACTOR.believes.NAME; two print a map over both; "
            "and a case folder or file, this folder's case.yaml where none is given.",
        ),
    ],
    other: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="PREMISE2",
            help="Another way to name PREMISE2.",
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "-k",
            metavar="PATTERN",
            help="Only propositions whose name contains it, or matches it if it has * or ?.",
            show_default=False,
        ),
    ] = None,
    decision: Annotated[
        str | None,
        typer.Option("--decision", help="Ask what is chosen in this decision.", show_default=False),
    ] = None,
    by: Annotated[
        Way | None,
        typer.Option("--by", help="How the choice is asked; both where none is given."),
    ] = None,
    beyond: Annotated[
        Bounds | None,
        typer.Option(
            "--beyond",
            metavar="LOW HIGH",
            help="Sweep from LOW to HIGH, whatever its range.",
            show_default=False,
        ),
    ] = None,
    with_beyond: Annotated[
        Bounds | None,
        typer.Option(
            "--with-beyond",
            metavar="LOW HIGH",
            help="The same for PREMISE2.",
            show_default=False,
        ),
    ] = None,
    worlds: WorldsOption = WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for the choice, and propositions that name none.")
    ] = None,
    yardstick: YardstickOption = None,
    json_file: JsonOption = None,
    threads: ThreadsOption = 2,
) -> int:
    """Find the value of a premise at which a choice or a verdict turns."""
    from kautilya.study.asking import Unanswerable
    from kautilya.study.deciding import CannotAsk

    premise, other, case = _named(words, other)
    if with_beyond is not None and other is None:
        raise Refused("--with-beyond is about a second premise: name one by --with")
    study = load_tested(case)
    only = _chosen(study, select) if select else None
    try:
        with progress_bar(shown=json_file != "-") as progress:
            found = _found(
                study,
                (premise, other),
                (beyond, with_beyond),
                only=only,
                decision=decision,
                by=None if by is None else by.value,
                worlds=worlds,
                seed=seed,
                scenario=scenario,
                yardstick=yardstick,
                threads=threads,
                progress=progress,
            )
    except Unanswerable as error:
        raise Refused(str(error), NOTHING_TESTED if error.untested else INVALID) from None
    except CannotAsk as error:
        raise Refused(str(error)) from None
    _tell(found, json_file)
    return ALL_PASS


def _named(words: list[str], other: str | None) -> tuple[str, str | None, Path | None]:
    """The premises and the case, which may stand behind them or before."""
    names, case = split_case(words)
    if case is None and len(names) > 1 and split_case(names[:1])[1] is not None:
        case = Path(names.pop(0))
    if not names:
        raise Refused("name the premise to sweep before the case: kautilya tip PREMISE [CASE]")
    if len(names) > 2:
        raise Refused(f"'{names[2]}' is one word too many, and no case folder or file")
    if len(names) == 2 and other is not None:
        raise Refused(f"the second premise is named twice: {names[1]} and {other}")
    return names[0], names[1] if len(names) == 2 else other, case


def _found(
    study: Study,
    premises: tuple[str, str | None],
    bounds: tuple[Bounds | None, Bounds | None],
    *,
    by: str | None,
    seed: int | None,
    **asked: object,
) -> Tipping | TippingMap:
    """One premise swept, or two on a map."""
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.tipping import BOTH, tip, tip_map

    ways = BOTH if by is None else (by,)
    wanted = DEFAULT_SEED if seed is None else seed
    premise, other = premises
    if other is None:
        return tip(study, premise, by=ways, beyond=bounds[0], seed=wanted, **asked)  # type: ignore[arg-type]
    return tip_map(
        study,
        premise,
        other,
        by=ways,
        beyond=bounds[0],
        beyond_second=bounds[1],
        seed=wanted,
        **asked,  # type: ignore[arg-type]
    )


def _chosen(study: Study, patterns: Sequence[str]) -> tuple[str, ...]:
    """Propositions that are asked for; untested ones only where there is no other."""
    from kautilya.cli.test import chosen

    names = chosen(study, patterns, last_failed=False) or ()
    tested = tuple(name for name in names if study.case.propositions[name].claim is not None)
    return tested or names


def _tell(found: Tipping | TippingMap, json_file: str | None) -> None:
    from kautilya.report.paper import console_for, write
    from kautilya.report.tipping import tipping_lines
    from kautilya.report.tipping_data import tipping_to_json
    from kautilya.report.tipping_map import tipping_map_lines
    from kautilya.study.tipping import Tipping

    if json_file is not None:
        write_or_print(tipping_to_json(found), json_file)
    if json_file == "-":
        return
    console, paper = console_for(sys.stdout)
    lines = (
        tipping_lines(found, paper)
        if isinstance(found, Tipping)
        else tipping_map_lines(found, paper)
    )
    write(console, lines)
