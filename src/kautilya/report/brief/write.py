"""A brief in the form that the name of its file asks for."""

from __future__ import annotations

from pathlib import Path

from kautilya.study.brief import Brief
from kautilya.study.files import write_whole

FORMS = {".pdf": "PDF", ".html": "HTML", ".docx": "Word", ".md": "Markdown"}
"""Endings of names, and what each stands for."""

NEEDS = {".pdf": ("typst", "altair", "vl_convert"), ".html": ("altair", "vl_convert")}
NEEDS[".docx"] = ("docxtpl", "altair", "vl_convert")


class FormUnknown(ValueError):
    """A name whose ending stands for no form of a brief; the message says which there are."""


class FormMissing(ValueError):
    """A form that needs a library which is not installed; the message names it."""


class FolderMissing(ValueError):
    """A folder that is not there; the message names it."""


def form_of(path: Path) -> str:
    """The ending that says in which form a brief is written.

    Raises
    ------
    FormUnknown
        Where it stands for none.

    Examples
    --------
    >>> form_of(Path("brief.PDF"))
    '.pdf'
    """
    ending = path.suffix.lower()
    ending = {".htm": ".html", ".markdown": ".md"}.get(ending, ending)
    if ending in FORMS:
        return ending
    known = ", ".join(f"{end} ({name})" for end, name in FORMS.items())
    what = f"'{path.suffix}' is no form of a brief" if path.suffix else "it has no ending"
    raise FormUnknown(f"{path}: {what}; the ending of the name says which: {known}")


def check_output(path: Path) -> None:
    """Find out before anything is run whether a brief can be written.

    Raises
    ------
    FormUnknown, FormMissing, FolderMissing
        Where its ending, the libraries or the folder are in the way.
    """
    from importlib.util import find_spec

    ending = form_of(path)
    lacking = [name for name in NEEDS.get(ending, ()) if find_spec(name) is None]
    if lacking:
        raise FormMissing(
            f"{path}: a brief as {FORMS[ending]} needs {' and '.join(lacking)}, which "
            f"{'is' if len(lacking) == 1 else 'are'} not installed; Markdown needs nothing"
        )
    folder = path.parent
    if not folder.is_dir():
        raise FolderMissing(f"{path}: there is no folder {folder}; make it first")


def write_brief(brief: Brief, path: Path) -> None:
    """Write a brief in the form that the name of its file asks for.

    Raises
    ------
    OSError
        Where the folder or the disk does not take it; what was there before is still there then.
    """
    content = content_of(brief, form_of(path))
    whole = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
            path.write_bytes(whole)
        else:
            write_whole(path, whole)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def content_of(brief: Brief, ending: str) -> str | bytes:
    """A brief in one of its forms."""
    if ending == ".md":
        from kautilya.report.brief.markdown import brief_to_markdown

        return brief_to_markdown(brief)
    if ending == ".html":
        from kautilya.report.brief.html import brief_to_html

        return brief_to_html(brief)
    if ending == ".docx":
        from kautilya.report.brief.docx import brief_to_docx

        return brief_to_docx(brief)
    from kautilya.report.brief.pdf import brief_to_pdf

    return brief_to_pdf(brief)
