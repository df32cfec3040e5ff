"""What the service refuses, told so that the page can show it as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kautilya.diagnostics import Diagnostic


class Refusal(Exception):
    """What was asked cannot be done.

    Parameters
    ----------
    status
        Status of the answer.
    message
        What is in the way, in one sentence.
    help
        How to mend it.
    diagnostics
        Faults of the case, where they are the reason.
    headers
        Headers of the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        help: str = "",
        diagnostics: Iterable[Diagnostic] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.help = status, message, help
        self.diagnostics, self.headers = tuple(diagnostics), dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The answer as plain data.

        Examples
        --------
        >>> Refusal(404, "there is no such run").body()
        {'error': {'message': 'there is no such run', 'help': ''}}
        """
        error: dict[str, Any] = {"message": self.message, "help": self.help}
        if self.diagnostics:
            error["diagnostics"] = [diagnostic_data(each) for each in self.diagnostics]
        return {"error": error}


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as the page reads it: its place beside what it says."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "line": None if span is None else span.line,
        "column": None if span is None else span.column,
        "length": None if span is None else span.length,
        "text": "" if span is None else span.text,
        "why": diagnostic.why,
        "help": diagnostic.help,
    }
