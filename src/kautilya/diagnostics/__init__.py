"""What is wrong, where, why, and how to mend it.

Every stage reports the author's errors as `Diagnostic` records, collects as many as it can find
and raises them together in one `CaseInvalid`. The formatters turn them into the text that a
terminal shows and the JSON that an editor or a build server reads. Each code has a page, kept as
the docstring of one file in `kautilya.diagnostics.rules`.
"""

from kautilya.diagnostics.diagnostic import Diagnostic, Severity, in_file_order
from kautilya.diagnostics.formats import format_text, to_json
from kautilya.diagnostics.invalid import CaseInvalid
from kautilya.diagnostics.near_miss import did_you_mean, near_miss
from kautilya.diagnostics.register import Rule, rules
from kautilya.diagnostics.span import Span

__all__ = [
    "CaseInvalid",
    "Diagnostic",
    "Rule",
    "Severity",
    "Span",
    "did_you_mean",
    "format_text",
    "in_file_order",
    "near_miss",
    "rules",
    "to_json",
]
