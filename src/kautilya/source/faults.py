"""The faults that show while a file is built: what each says, why, and how to mend it.

Each function takes the place and the names concerned, and gives the diagnostic.
"""

from kautilya.diagnostics import Diagnostic, Span

MOST_LEVELS = 50
MOST_COPIES = 100_000  # nodes that aliases may add

_GROUPS = "or use 'groups' and 'for' to write an entry for each"


def other_version(span: Span, version: str) -> Diagnostic:
    """Report a file that says it is written in another YAML."""
    return Diagnostic(
        "KC003",
        f"the file says that it is written in YAML {version}",
        span,
        "a case is read as YAML 1.2, where 'no' and 'off' are words",
        "delete the line that begins with %YAML",
    )


def no_blank(span: Span, written: str, after: int) -> Diagnostic:
    """Report a colon that does not end a key because no blank follows it."""
    return Diagnostic(
        "KC003",
        f"there is no blank after the colon: {written}",
        span,
        "a colon ends a key only with a blank after it",
        f"write {written[:after]} {written[after:]}",
    )


def no_colon(span: Span, key: str) -> Diagnostic:
    """Report a key that is followed by a brace or bracket without a colon."""
    return Diagnostic(
        "KC003",
        f"there is no colon after the key '{key}'",
        span,
        "an entry is a key, a colon, a blank and its value",
        f"write a colon and a blank after '{key}'; put a text that holds brackets in quotes",
    )


def key_twice(span: Span, key: str, where: str, first_line: int) -> Diagnostic:
    """Report a key that stands in a mapping already."""
    place = f"in {where}" if where else "at the top of the file"
    return Diagnostic(
        "KC004",
        f"the key '{key}' is given twice {place}",
        span,
        f"a key stands once; the first '{key}' is in line {first_line}",
        "rename one of the two, or delete it",
    )


def too_deep(span: Span) -> Diagnostic:
    """Report nesting that no case needs."""
    return Diagnostic(
        "KC006",
        f"entries are nested more than {MOST_LEVELS} levels deep",
        span,
        "no case needs so many levels; a bracket is probably left open",
        "close the brackets, or write the entry with fewer levels",
    )


def alias_in_circle(span: Span, name: str) -> Diagnostic:
    """Report an alias within what it repeats."""
    return Diagnostic(
        "KC007",
        f"the alias *{name} stands inside what it repeats",
        span,
        "an alias repeats what its anchor marks, so this would never end",
        f"write out what *{name} was meant to repeat",
    )


def too_many_copies(span: Span) -> Diagnostic:
    """Report aliases that multiply."""
    return Diagnostic(
        "KC007",
        f"aliases repeat more than {MOST_COPIES:,} entries",
        span,
        "aliases of aliases multiply until no memory holds them",
        f"write out what is needed, {_GROUPS}",
    )


def several_documents(span: Span) -> Diagnostic:
    """Report a second document."""
    return Diagnostic(
        "KC008",
        "the file holds more than one document",
        span,
        "a case is one file with one document; '---' begins another",
        "keep one case in each file, or delete this line",
    )


def control_escape(span: Span, code: int) -> Diagnostic:
    """Report a control character that was written as an escape."""
    return Diagnostic(
        "KC013",
        f"an escape stands for the control character U+{code:04X}",
        span,
        "a case is text to be read; control characters cannot be shown",
        "delete the escape, or write the letter itself",
    )


def tag(span: Span, name: str) -> Diagnostic:
    """Report a tag that asks for more than plain data, or for other data than it stands before."""
    return Diagnostic(
        "KC014",
        f"the tag {name} is not read here",
        span,
        "a case holds plain text, numbers, lists and mappings; a tag asks for something else",
        "delete the tag; put a text that begins with ! in quotes",
    )


def merge_key(span: Span) -> Diagnostic:
    """Report the merge key of YAML 1.1."""
    return Diagnostic(
        "KC015",
        "the merge key << is not read",
        span,
        "YAML 1.2 has no merging: << would be a name like any other",
        f"write the entries out, {_GROUPS}",
    )


def unknown_alias(span: Span, name: str, near: str) -> Diagnostic:
    """Report an alias whose anchor is not there."""
    return Diagnostic(
        "KC016",
        f"the alias *{name} has no anchor before it",
        span,
        "a value that begins with * repeats what an earlier & marked",
        near or "put a text that begins with * in quotes",
    )


def no_key(span: Span, is_collection: bool) -> Diagnostic:
    """Report a key that is no name."""
    return Diagnostic(
        "KC017",
        "a list or mapping stands in the place of a key" if is_collection else "a key is missing",
        span,
        "a key is one name before a colon",
        "write the name before the colon; put a text that holds brackets in quotes",
    )


def number_too_large(span: Span) -> Diagnostic:
    """Report a number that no double can hold."""
    return Diagnostic(
        "KC018",
        "the number is too large to be held",
        span,
        "numbers are doubles, up to about 1.8e308",
        "write a smaller number, change the unit, or quote it if it is a name",
    )
