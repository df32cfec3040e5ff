"""Read a case file: from its bytes to a tree of plain data, or all that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path as FilePath

from kautilya.diagnostics import CaseInvalid, Diagnostic, in_file_order
from kautilya.source.build import Built, build
from kautilya.source.cuts import cut_diagnostic
from kautilya.source.files import MOST_BYTES, read_text, too_large, unfit_characters
from kautilya.source.masks import can_mask, mask
from kautilya.source.nodes import Mapping, Node, Scalar
from kautilya.source.syntax import explain
from kautilya.source.text import SourceText
from kautilya.source.tree import SourceTree

_MOST_PASSES = 60  # readings of one file; each gets past one more fault of its syntax
# Faults after which the data are still what the author wrote, so that other stages may go on.
_MENDED = frozenset({"KC004", "KC010", "KC011", "KC019"})


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that was read as far as possible.

    Parameters
    ----------
    tree : SourceTree or None
        What the author wrote, faults of quoting mended, so that later stages can look for their
        own faults in the same run. None where too much is unclear.
    diagnostics : tuple of Diagnostic
        What is wrong, in the order of the file, warnings too. A file without errors has a tree.
    """

    tree: SourceTree | None
    diagnostics: tuple[Diagnostic, ...]


def read_source(file: str | FilePath) -> SourceTree:
    """Read a case file, or the file ``case.yaml`` of a folder.

    Parameters
    ----------
    file : str or Path
        A file or a folder.

    Returns
    -------
    SourceTree
        Plain data with the place of every entry.

    Raises
    ------
    CaseInvalid
        With all faults that could be found: a file that is missing, unreadable, not UTF-8 or over
        5 MB; faults of YAML; keys given twice; more than one document; and so on (KC001 to KC019).

    See Also
    --------
    examine_source : the same without raising, for stages that look for more faults.
    """
    return _accepted(examine_source(file))


def parse_source(text: str, file: str) -> SourceTree:
    r"""Read the text of a case.

    Parameters
    ----------
    text : str
        The text of a file.
    file : str
        The name to show in messages.

    Returns
    -------
    SourceTree

    Raises
    ------
    CaseInvalid
        As `read_source` does.

    Examples
    --------
    >>> parse_source("now: off\nyear: 2021\nday: 2021-04-01\n", "case.yaml").data
    {'now': 'off', 'year': 2021, 'day': '2021-04-01'}
    """
    return _accepted(examine_text(text, file))


def examine_source(file: str | FilePath) -> Examined:
    """Read a case file as far as possible and say what is wrong; never raises for a bad file."""
    outcome = read_text(file)
    if isinstance(outcome, SourceText):
        return _examine(outcome)
    return Examined(None, outcome)


def examine_text(text: str, file: str) -> Examined:
    r"""Read the text of a case as far as possible and say what is wrong.

    Examples
    --------
    >>> examined = examine_text("a: {is: min(b, c), says: x}\n", "case.yaml")
    >>> [d.code for d in examined.diagnostics], examined.tree.data
    (['KC010'], {'a': {'is': 'min(b, c)', 'says': 'x'}})
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_BYTES:
        return Examined(None, (too_large(file),))
    source = SourceText(file, text)
    unfit = unfit_characters(source)
    if unfit:
        return Examined(None, unfit)
    if len(text.encode()) > MOST_BYTES:
        return Examined(None, (too_large(file),))
    return _examine(source)


def _accepted(examined: Examined) -> SourceTree:
    """Return the tree of a file without faults, or raise them."""
    if examined.tree is None or any(d.is_error for d in examined.diagnostics):
        raise CaseInvalid(examined.diagnostics)
    return examined.tree


def _examine(source: SourceText) -> Examined:
    """Read a text over and over, each time past one more fault of its syntax."""
    text, whole = source.text, True
    faults: list[Diagnostic] = []
    for reading in range(_MOST_PASSES):
        built = build(source, text)
        faults.extend(cut_diagnostic(source, cut) for cut in built.cuts)
        following = text
        for cut in built.cuts:
            following = mask(following, cut.start, cut.end)
        if built.fault is not None:
            explained = explain(source, following, built.fault)
            faults.extend(explained.diagnostics)
            if explained.text is None:
                return _unfinished(faults, built)
            whole = whole and explained.whole
            following = explained.text
        if following == text or not can_mask(source.text) or reading == _MOST_PASSES - 1:
            break
        text = following
    if built.fault is not None or built.stopped:
        return _unfinished(faults, built)
    problems = in_file_order([*faults, *built.problems, *_check_top(source, built.root)])
    unclear = any(d.is_error and d.code not in _MENDED for d in problems)
    if unclear or not whole or not isinstance(built.root, Mapping):
        return Examined(None, problems)
    root = built.root
    return Examined(SourceTree(source.file, source.text, root.value, root, problems), problems)


def _unfinished(faults: list[Diagnostic], built: Built) -> Examined:
    """Report what was found up to the place where reading stopped."""
    return Examined(None, in_file_order([*faults, *built.problems]))


def _check_top(source: SourceText, root: Node | None) -> list[Diagnostic]:
    """Check that a file holds entries."""
    if isinstance(root, Mapping):
        return []
    if root is None or (isinstance(root, Scalar) and root.value is None and not root.text):
        empty = not source.text.strip()
        return [
            Diagnostic(
                "KC009",
                "the file is empty" if empty else "the file holds no entries",
                source.whole(),
                "a case begins with the entries language, case and title",
                "write the case, or start from 'kautilya init'",
            )
        ]
    kind = "a list" if not isinstance(root, Scalar) else "a single value"
    return [
        Diagnostic(
            "KC009",
            f"the file holds {kind}, not entries with keys",
            source.span(root.start, root.end),
            "a case begins with the entries language, case and title",
            "write each entry as a key, a colon and its value",
        )
    ]
