"""The other side of a comparison: a scenario, or a file inside the case's folder."""

from __future__ import annotations

from pathlib import Path

from kautilya.study import Checked, UnknownName, check_file
from kautilya.study.diff.versions import Version
from kautilya.web.folder import inside


def this_of(checked: Checked) -> Version:
    """The case as it is."""
    file = Path(checked.tree.file)
    return Version(file.name, checked, None, file.parent, None)


def other_of(checked: Checked, named: str) -> Version:
    """What the case is compared with.

    Raises
    ------
    UnknownName
        For what is neither a scenario nor a file of the folder.
    Refusal
        For a file outside of the folder.
    CaseInvalid
        With every fault of the other file.
    """
    assert checked.case is not None
    file = Path(checked.tree.file)
    if named in checked.case.scenarios:
        return Version(f"{file.name}:{named}", checked, named, file.parent, None)
    path = inside(file.parent, named)
    if path is None:
        raise UnknownName("scenario or file of the case's folder", named, checked.case.scenarios)
    return Version(named, check_file(path), None, path.parent, None)
