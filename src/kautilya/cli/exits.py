"""Exit codes, and how the program leaves when something is in its way."""

from __future__ import annotations

from typing import Final

ALL_PASS: Final = 0
NOT_ALL_PASS: Final = 1
INVALID: Final = 2
OUR_BUG: Final = 3
MACHINE: Final = 4
NOTHING_TESTED: Final = 5
INTERRUPTED: Final = 130

EPILOG: Final = (
    "Exit codes: 0 all pass; 1 a proposition is contested, underdetermined or contradicted; "
    "2 an invalid case or wrong usage; 3 a fault of this program; 4 disk, memory, port or workers; "
    "5 nothing was tested; 130 interrupted."
)


class Refused(Exception):
    """What was asked cannot be done; the message says why and how to mend it.

    Parameters
    ----------
    message
        One or two lines.
    code
        Exit code.
    """

    def __init__(self, message: str, code: int = INVALID) -> None:
        super().__init__(message)
        self.code = code
