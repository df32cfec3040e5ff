"""``kautilya evidence``: how far the evidence of a case tells its hypotheses apart."""

from __future__ import annotations

import sys

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_tested,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import NOTHING_TESTED, Refused
from kautilya.cli.keep import keep_answer


def evidence(
    case: CaseArgument = None,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    json_file: JsonOption = None,
    threads: ThreadsOption = 2,
) -> None:
    """Say how far the evidence tells rival hypotheses apart: ratios first, priors apart."""
    from kautilya.report.evidence import evidence_lines, evidence_to_json
    from kautilya.report.paper import console_for, write
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.deciding import CannotAsk
    from kautilya.study.evidence import weigh

    study = load_tested(case)
    try:
        with progress_bar(shown=json_file != "-") as progress:
            found = weigh(
                study,
                worlds=worlds,
                seed=DEFAULT_SEED if seed is None else seed,
                threads=threads,
                progress=progress,
            )
    except CannotAsk as error:
        raise Refused(str(error), NOTHING_TESTED) from None
    keep_answer(study, "evidence", found, worlds, seed)
    if json_file is not None:
        write_or_print(evidence_to_json(found), json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, evidence_lines(found, paper))
