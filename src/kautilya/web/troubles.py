"""What can go wrong with a question, as a refusal that a reader understands."""

from __future__ import annotations

from kautilya.diagnostics import CaseInvalid
from kautilya.study import UnknownName
from kautilya.study.desk import Moved, NameTaken, NotChangeable, NotSayable
from kautilya.web.refusal import Refusal


def refusal_of(error: Exception) -> Refusal | None:
    """The refusal that stands for an error; None for a fault of this program."""
    from kautilya.study.asking import Unanswerable
    from kautilya.study.deciding import CannotAsk
    from kautilya.study.diff import NoVersion
    from kautilya.study.memory import DoesNotFit
    from kautilya.study.strategic.ask import NoAnswer
    from kautilya.study.strategic.names import StateUnknown

    if isinstance(error, Refusal):
        return error
    if isinstance(error, Moved):
        return Refusal(409, str(error), "nothing was written, and your changes are still here")
    if isinstance(error, NameTaken):
        return Refusal(409, str(error), "nothing was written")
    if isinstance(error, UnknownName):
        return Refusal(422, str(error))
    if isinstance(error, NotChangeable | NotSayable):
        return Refusal(422, str(error), "nothing was changed")
    if isinstance(error, CaseInvalid):
        return invalid(error)
    if isinstance(error, Unanswerable | CannotAsk | NoVersion | NoAnswer | StateUnknown):
        return Refusal(422, str(error))
    if isinstance(error, DoesNotFit):
        return Refusal(507, str(error), error.help)
    if isinstance(error, MemoryError):
        return Refusal(507, "the memory is too small for this", "ask for fewer worlds")
    if isinstance(error, OSError):
        return Refusal(507, error.strerror or str(error), "look at the folder of the case")
    return None


def invalid(error: CaseInvalid) -> Refusal:
    """What keeps a case from being run, each fault at its place."""
    found = error.diagnostics
    first = next((each for each in found if each.is_error), None)
    message = first.message if first is not None else "the case cannot be run"
    help = first.help if first is not None else ""
    return Refusal(422, message, help, found)
