"""The program: its verbs, and the exit code of whatever happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, TextIO

import typer

from kautilya.cli.brief import brief
from kautilya.cli.diff import diff
from kautilya.cli.evidence import evidence
from kautilya.cli.exits import (
    ALL_PASS,
    EPILOG,
    INTERRUPTED,
    INVALID,
    MACHINE,
    OUR_BUG,
    Refused,
)
from kautilya.cli.freeze import freeze
from kautilya.cli.init import init
from kautilya.cli.lint import lint
from kautilya.cli.mcp import mcp
from kautilya.cli.open import open
from kautilya.cli.region import region
from kautilya.cli.rule import rule
from kautilya.cli.runs import group
from kautilya.cli.schema import schema
from kautilya.cli.sensitivity import sensitivity
from kautilya.cli.share import share
from kautilya.cli.show import show
from kautilya.cli.solve import solve
from kautilya.cli.stress import stress
from kautilya.cli.test import test
from kautilya.cli.tip import tip
from kautilya.cli.version import version
from kautilya.cli.watch import watch
from kautilya.cli.weights import weights
from kautilya.cli.why import why
from kautilya.cli.worth import worth

VERBS = (
    test,
    open,
    lint,
    why,
    solve,
    stress,
    tip,
    watch,
    diff,
    region,
    sensitivity,
    weights,
    worth,
    evidence,
    share,
    show,
    mcp,
    brief,
    freeze,
    init,
    schema,
    rule,
    version,
)
"""Every verb, in the order of the help."""


def program() -> typer.Typer:
    """The program with all its verbs."""
    app = typer.Typer(
        name="kautilya",
        help="Hold a strategic assessment against every admissible world.",
        epilog=EPILOG,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def _options(
        debug: Annotated[
            bool, typer.Option("--debug", help="Show the traceback of a fault of this program.")
        ] = False,
    ) -> None:
        """Hold a strategic assessment against every admissible world."""

    for verb in VERBS:
        app.command()(verb)
    app.add_typer(group(), name="runs")
    return app


def run(arguments: Sequence[str]) -> int:
    """Run the program.

    Parameters
    ----------
    arguments
        What stands behind its name.

    Returns
    -------
    int
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        _lenient(stream)
    try:
        code = program()(args=list(arguments), prog_name="kautilya", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted", file=sys.stderr)
        code = INTERRUPTED
    except Exception as error:
        code = _failed(error, debug="--debug" in arguments)
    return code if isinstance(code, int) else ALL_PASS


def _failed(error: Exception, *, debug: bool) -> int:
    """Say what happened, and give its exit code."""
    if isinstance(error, Refused):
        print(f"kautilya: {error}", file=sys.stderr)
        return error.code
    if hasattr(error, "show") and hasattr(error, "exit_code"):  # wrong usage, told by typer
        error.show(sys.stderr)
        return INVALID
    if isinstance(error, BrokenPipeError):
        # The reader has left: what is still in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MACHINE
    if isinstance(error, MemoryError):
        print(
            "kautilya: out of memory; bound it by --memory, or ask for fewer --worlds or --threads;"
            " see kautilya rule KC803",
            file=sys.stderr,
        )
        return MACHINE
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        print(f"kautilya: {where}{error.strerror or error}", file=sys.stderr)
        return MACHINE
    return _case_or_bug(error, debug=debug)


def _case_or_bug(error: Exception, *, debug: bool) -> int:
    from kautilya.cli.common import tell_invalid
    from kautilya.diagnostics import CaseInvalid

    if isinstance(error, CaseInvalid):
        tell_invalid(error.diagnostics)
        return INVALID
    if type(error).__name__ in ("UnknownName", "UnknownRun") and isinstance(error, LookupError):
        print(f"kautilya: {error}", file=sys.stderr)
        return INVALID
    if (code := _machine(error)) is not None:
        return code
    _tell_bug(error, debug=debug)
    return OUR_BUG


def _machine(error: Exception) -> int | None:
    """The exit code of what the memory or the disk is in the way of; None for all else."""
    from kautilya.diagnostics import Diagnostic, format_text
    from kautilya.study.memory import DoesNotFit
    from kautilya.study.registry import RegistryUnreadable
    from kautilya.study.results_file import ResultsUnreadable

    if isinstance(error, DoesNotFit):
        why = "worlds are run in blocks over all profiles, a block on each thread"
        found = Diagnostic("KC803", str(error), None, why, error.help)
        print(format_text([found]), file=sys.stderr)
        return MACHINE
    if isinstance(error, RegistryUnreadable | ResultsUnreadable):
        print(f"kautilya: {error}", file=sys.stderr)
        return MACHINE
    return None


def _tell_bug(error: Exception, *, debug: bool) -> None:
    """A fault of the program: what to report, and where the traceback is."""
    import traceback

    trace = "".join(traceback.format_exception(error))
    print(f"kautilya: a fault of this program: {type(error).__name__}: {error}", file=sys.stderr)
    if debug:
        print(trace, file=sys.stderr)
        where = "with the traceback above"
    else:
        where = f"with {written}" if (written := _kept(trace)) else "after a run with --debug"
    print(f"please report it, {where}, and the case if you can share it", file=sys.stderr)


def _kept(trace: str) -> str | None:
    """Write a traceback to a file of its own; None where no file can be written."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix="kautilya-fault-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as stream:
            stream.write(trace)
    except OSError:
        return None
    return name


def _lenient(stream: TextIO) -> None:
    """Print what an encoding lacks as a question mark instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
