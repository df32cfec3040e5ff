"""``kautilya solve``: who could stay where, by which concept, and what that turns on."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    MemoryOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    case_path,
    load_case,
    memory_of,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import ALL_PASS, OUR_BUG, Refused

if TYPE_CHECKING:
    from kautilya.study.strategic import Strategic
    from kautilya.study.strategic.ask import Question
    from kautilya.study.strategic.parts import Made


class RuleName(StrEnum):
    """Which sequences of moves answer a move."""

    ANY = "any"
    ONCE = "once"
    SINGLE = "single"


class ConceptName(StrEnum):
    """Concepts of stability."""

    NASH = "nash"
    SMR = "smr"
    SEQ = "seq"
    GMR = "gmr"
    SIM = "sim"


def solve(
    case: CaseArgument = None,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario to solve it in.", show_default=False)
    ] = None,
    concept: Annotated[
        list[ConceptName] | None,
        typer.Option("--concept", help="Only these concepts; SIM where asked.", show_default=False),
    ] = None,
    rule: Annotated[
        RuleName,
        typer.Option(
            "--rule",
            help="Answers that count: any, nobody twice in succession (the definition); once, "
            "nobody twice at all; single, one move.",
        ),
    ] = RuleName.ANY,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help="Say why each actor stays there or leaves: a name, a pattern such as 01-, a "
            "condition, or today.",
            show_default=False,
        ),
    ] = None,
    inverse: Annotated[
        str | None,
        typer.Option(
            "--inverse",
            metavar="STATE",
            help="What the actor of --vary would have to want for this state to hold.",
            show_default=False,
        ),
    ] = None,
    vary: Annotated[
        str | None,
        typer.Option("--vary", metavar="ACTOR", help="Whose wishes are open.", show_default=False),
    ] = None,
    world: Annotated[
        int | None,
        typer.Option(
            "--world",
            min=0,
            metavar="K",
            help="World of the single game in a dynamic case; the mean where none is given.",
            show_default=False,
        ),
    ] = None,
    nfg_file: Annotated[
        str | None,
        typer.Option("--nfg", metavar="FILE", help="Write the game in strategic form; - prints."),
    ] = None,
    json_file: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Write the picture as JSON; - prints."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All states, and long lists whole.")
    ] = False,
    no_turns: Annotated[
        bool, typer.Option("--no-turns", help="Do not ask what the actors' staying turns on.")
    ] = False,
    threads: ThreadsOption = 2,
    memory: MemoryOption = None,
) -> None:
    """Solve a case: who would stay where, what can come of today, what that turns on."""
    if json_file == "-" and nfg_file == "-":
        raise Refused("--json - and --nfg - both want the standard output: give one a file")
    if (inverse is None) != (vary is None):
        raise Refused("--inverse STATE and --vary ACTOR go together: give both")
    if world is not None and world >= worlds:
        raise Refused(f"--world {world}: worlds are numbered 0 to {worlds - 1}")
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.strategic.ask import Question

    question = Question(
        worlds,
        DEFAULT_SEED if seed is None else seed,
        scenario,
        rule.value,
        tuple(each.value for each in concept or ()),
        tuple(state or ()),
        inverse,
        vary,
        world,
        everything,
        memory_of(memory),
        not no_turns,
        threads,
    )
    made = _made(case, question)
    picture = made.picture
    if nfg_file is not None:
        write_or_print(_game_text(made), nfg_file)
    if json_file is not None:
        from kautilya.report.strategic.data import strategic_to_json

        write_or_print(strategic_to_json(picture), json_file)
    if "-" not in (json_file, nfg_file):
        _print(picture, everything=everything)
    raise typer.Exit(OUR_BUG if picture.certificates.failed else ALL_PASS)


def _made(case: Path | None, question: Question) -> Made:
    """The picture, and the game in strategic form."""
    from kautilya.study.strategic.ask import NoAnswer
    from kautilya.study.strategic.make import made_of, made_of_game
    from kautilya.study.strategic.names import StateUnknown

    path = case_path(case)
    try:
        if path.suffix == ".nfg":
            return made_of_game(str(path), question)
        study = load_case(path)
        with progress_bar(shown=True) as progress:
            return made_of(study.checked, question, progress)
    except (NoAnswer, StateUnknown) as error:
        raise Refused(str(error)) from None


def _game_text(made: Made) -> str:
    """The game as the text of a file.

    Raises
    ------
    Refused
        Where the case is no game in strategic form, or a name cannot be written.
    """
    from kautilya.payoffs import write_nfg

    if made.game is None:
        raise Refused(
            "--nfg: not every combination of options is feasible, so the case is no game in "
            "strategic form"
        )
    try:
        return write_nfg(made.game)
    except ValueError as error:
        raise Refused(f"--nfg: {error}") from None


def _print(picture: Strategic, *, everything: bool) -> None:
    from kautilya.report.paper import console_for, write
    from kautilya.report.strategic import strategic_lines

    console, paper = console_for(sys.stdout)
    write(console, strategic_lines(picture, paper, everything=everything))
