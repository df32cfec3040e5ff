"""One thing that is wrong with a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kautilya.diagnostics.span import Span


class Severity(StrEnum):
    """How much a diagnostic weighs: an error refuses the case, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: what, where, why it is so, and how to mend it.

    Parameters
    ----------
    code : str
        The rule that is broken, as ``KC103``; `kautilya.diagnostics.rules` has its page.
    message : str
        What is wrong, in one line, naming the names concerned.
    span : Span or None
        Where. None when no place in a file is at fault.
    why : str
        The rule behind the message, in one sentence.
    help : str
        How to mend it.
    severity : Severity
        Whether the case is refused.

    Examples
    --------
    >>> fault = Diagnostic("KC103", "'watre' is not declared", help="did you mean 'water'?")
    >>> fault.is_error
    True
    """

    code: str
    message: str
    span: Span | None = None
    why: str = ""
    help: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether the case is refused because of it."""
        return self.severity is Severity.ERROR


def in_file_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort diagnostics by their place in the text and drop exact repetitions.

    Those without a place come first. Diagnostics of the same place keep their order.

    Examples
    --------
    >>> late = Diagnostic("KC101", "b", Span("case.yaml", 9, 1, 1, "x"))
    >>> early = Diagnostic("KC102", "a", Span("case.yaml", 2, 1, 1, "y"))
    >>> [d.code for d in in_file_order([late, early, late])]
    ['KC102', 'KC101']
    """

    def place(diagnostic: Diagnostic) -> tuple[str, int, int]:
        span = diagnostic.span
        return ("", 0, 0) if span is None else (span.file, span.line, span.column)

    return tuple(sorted(dict.fromkeys(diagnostics), key=place))
