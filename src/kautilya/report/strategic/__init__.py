"""The strategic picture of a case, for terminals and as data."""

from kautilya.report.strategic.page import strategic_lines

__all__ = ["strategic_lines"]
