"""The kinds of longer questions: what each may be asked, and who answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from kautilya.study import Study, check_text
from kautilya.web.questions.assumptions import (
    SensitivityOptions,
    StressOptions,
    TipOptions,
    WatchOptions,
    WorthOptions,
)
from kautilya.web.questions.choices import SolveOptions, WeightsOptions
from kautilya.web.questions.options import Progress
from kautilya.web.questions.propositions import (
    DiffOptions,
    EvidenceOptions,
    RegionOptions,
    TestOptions,
    WhyOptions,
)
from kautilya.web.refusal import Refusal

KINDS: Mapping[str, Any] = {
    "test": TestOptions,
    "why": WhyOptions,
    "solve": SolveOptions,
    "stress": StressOptions,
    "tip": TipOptions,
    "watch": WatchOptions,
    "weights": WeightsOptions,
    "worth": WorthOptions,
    "region": RegionOptions,
    "sensitivity": SensitivityOptions,
    "evidence": EvidenceOptions,
    "diff": DiffOptions,
}
"""Each kind and what it may be asked."""


def options_of(kind: str, given: Mapping[str, Any]) -> Any:
    """The options of a question.

    Raises
    ------
    Refusal
        For a kind that there is not, and options that it does not take.
    """
    if kind not in KINDS:
        raise Refusal(422, f"there is no question '{kind}'", f"ask one of {', '.join(KINDS)}")
    try:
        return KINDS[kind].model_validate(given)
    except ValidationError as error:
        raise Refusal(422, f"{kind}: {first_fault(error.errors())}") from None


def first_fault(errors: Any) -> str:
    """The first thing that is wrong with data, in a line."""
    first = errors[0]
    where = ".".join(str(step) for step in first["loc"] if step != "body")
    told = str(first["msg"])
    return f"{where}: {told[:1].lower()}{told[1:]}" if where else told


def answer(question: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Answer a question about a case.

    Parameters
    ----------
    question
        Its ``kind`` and ``options``, and ``text`` and ``file`` of the case.
    progress
        Called with what is done and all there is.

    Returns
    -------
    dict
        As the command's ``--json`` prints it; a number that is not finite is null.
    """
    from kautilya.report.subject import record_to_data

    options = options_of(question["kind"], question["options"])
    study = Study(check_text(question["text"], question["file"]))
    if study.case.is_conflict and not isinstance(options, SolveOptions):
        raise Refusal(
            422,
            f"{study.case.case} is a conflict: its actors value states, and it has no propositions",
            "ask who could stay where",
        )
    found: dict[str, Any] = record_to_data(options.answer(study, progress))
    return found
