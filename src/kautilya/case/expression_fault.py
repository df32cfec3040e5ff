"""What is wrong in a formula."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a formula, where, and how to mend it."""

    code: str
    message: str
    at: int
    length: int
    why: str = ""
    help: str = ""


class ExpressionError(ValueError):
    """A formula that can't be read; `faults` says all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)
