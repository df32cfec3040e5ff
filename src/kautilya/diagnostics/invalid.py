"""The exception that carries all that is wrong with a case."""

from collections.abc import Iterable

from kautilya.diagnostics.diagnostic import Diagnostic
from kautilya.diagnostics.formats import format_text


class CaseInvalid(Exception):
    """A case was refused. Holds every diagnostic found, in the order of the file.

    Parameters
    ----------
    diagnostics : iterable of Diagnostic
        What was found, warnings and advice included.

    Examples
    --------
    >>> refused = CaseInvalid([Diagnostic("KC001", "there is no file 'x.yaml'")])
    >>> print(refused)
    error[KC001]: there is no file 'x.yaml'
      = more: kautilya rule KC001
    """

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        """Return all diagnostics as the terminal shows them."""
        return format_text(self.diagnostics)
