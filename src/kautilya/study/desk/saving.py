"""A reader's changes written into the case file as a scenario; all else stays as it was written."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import threading
from pathlib import Path
from typing import Any

from kautilya.case import Case
from kautilya.diagnostics import CaseInvalid, Diagnostic, Severity
from kautilya.source import SourceTree, dump
from kautilya.source.nodes import Mapping as MappingNode
from kautilya.source.nodes import Scalar, Slot
from kautilya.source.text import CONTROL
from kautilya.study.check import check_text
from kautilya.study.desk.changes import Changes
from kautilya.study.files import write_whole

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
"""What a scenario may be called here."""

MOST_SAYS = 500
"""Characters of what a scenario says."""

_WRITING = threading.Lock()


class Moved(RuntimeError):
    """The file is not the one that the changes were made to; nothing was written."""


class NameTaken(ValueError):
    """The case has a scenario of this name; nothing was written."""


class NotSayable(ValueError):
    """No scenario can say this; nothing was written."""


def save_scenario(
    file: Path, revision: str, name: str, says: str, changes: Changes, mechanisms: frozenset[str]
) -> str:
    """Write changes into a case file as a scenario.

    One entry is added at the end of `scenarios`, in the style of its neighbours; every other byte
    of the file stays. The new text is checked before it takes the place of the old one, at once.

    Parameters
    ----------
    file
        The case file.
    revision
        Revision that the changes were made to.
    name, says
        The scenario, and what it is in a few words.
    changes
        What it changes; a scenario that they build on is taken in.
    mechanisms
        What has an off-switch in a scenario: mechanisms and options with `does`.

    Returns
    -------
    str
        The new revision.

    Raises
    ------
    Moved
        Where the file changed meanwhile.
    NameTaken
        Where there is such a scenario.
    NotSayable
        For a name that is none, beliefs, weights, and what has no off-switch in a scenario.
    CaseInvalid
        Where the case would not be valid with it.
    OSError
        Where the file cannot be written.
    """
    _check_sayable(name, says, changes, mechanisms)
    with _WRITING:
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest()[:16] != revision:
            raise Moved("the file has changed since: look at it again, then save")
        before = check_text(data.decode("utf-8"), str(file))
        if before.errors or before.case is None:
            raise CaseInvalid(before.errors)
        if name in before.case.scenarios:
            raise NameTaken(f"there is a scenario '{name}' already: choose another name")
        entry = _entry_of(before.case, says, changes)
        text = with_scenario(data.decode("utf-8"), before.tree, name, entry)
        _check_same_but(text, before.tree, name, entry, str(file))
        if file.read_bytes() != data:
            raise Moved("the file has changed since: look at it again, then save")
        written = text.encode("utf-8")
        mode = stat.S_IMODE(os.stat(file).st_mode)
        if not mode & 0o222:  # it would be replaced all the same
            raise PermissionError(errno.EACCES, f"{file.name} is marked as not to be written")
        write_whole(file, written, mode)
    return hashlib.sha256(written).hexdigest()[:16]


def _check_sayable(name: str, says: str, changes: Changes, mechanisms: frozenset[str]) -> None:
    if not NAME.match(name):
        raise NotSayable(
            f"'{name[:70]}' is no name: letters, digits and underscores, no digit first"
        )
    if len(says) > MOST_SAYS or any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in says):
        raise NotSayable(f"what a scenario says is one line of up to {MOST_SAYS} characters")
    unfit = CONTROL.search(says)
    if unfit is not None:
        raise NotSayable(f"the character U+{ord(unfit[0]):04X} cannot be written in a case")
    if changes.beliefs or changes.weighting:
        raise NotSayable(
            "a scenario changes premises and switches mechanisms off; beliefs and weights belong "
            "into the case itself"
        )
    for gone in sorted(changes.off - mechanisms):
        raise NotSayable(f"a scenario switches off mechanisms and what options do, not {gone}")
    if changes.plain:
        raise NotSayable("nothing is changed: move a premise or switch off a mechanism first")


def _entry_of(case: Case, says: str, changes: Changes) -> dict[str, Any]:
    """The scenario as plain data, in the order in which authors write it."""
    base = case.scenarios[changes.scenario] if changes.scenario else None
    moved = {**(base.set if base else {}), **dict(changes.premises)}
    own = set(base.off) if base else set()
    off = [*(base.off if base else ()), *sorted(changes.off - own)]
    entry: dict[str, Any] = {"says": says} if says else {}
    if moved:
        entry["set"] = {key: _shortest(value) for key, value in moved.items()}
    if base and base.start:
        entry["start"] = dict(base.start)
    if base and base.hold:
        entry["hold"] = list(base.hold)
    if off:
        entry["off"] = off
    return entry


def _shortest(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def with_scenario(text: str, tree: SourceTree, name: str, entry: dict[str, Any]) -> str:
    r"""The text of a case with one scenario more; nothing else is touched.

    Examples
    --------
    >>> from kautilya.source import parse_source
    >>> text = "case: ferry\nscenarios:\n  wet: {set: {rain: 2}} # as in 1998\n"
    >>> tree = parse_source(text, "case.yaml")
    >>> print(with_scenario(text, tree, "dry", {"set": {"rain": 0}}), end="")
    case: ferry
    scenarios:
      wet: {set: {rain: 2}} # as in 1998
      dry: {set: {rain: 0}}
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    end = "\r\n" if "\r\n" in text else "\n"
    root = tree.root
    assert isinstance(root, MappingNode)
    section = root.slots.get("scenarios")
    if section is None:
        return mark + _new_section(text, root, name, entry, end)
    node = section.node
    if not isinstance(node, MappingNode) or not node.slots:
        return mark + _filled_section(text, section, name, entry, end)
    if text[node.start : node.start + 1] == "{":
        last = list(node.slots.values())[-1]
        return mark + text[: last.end] + f", {_flow({name: entry})[1:-1]}" + text[last.end :]
    first, last = next(iter(node.slots.values())), list(node.slots.values())[-1]
    indent = " " * (first.key_start - _line_start(text, first.key_start))
    lines = _entry_lines(text, last, name, entry)
    at = _line_end(text, _content_end(text, last))
    return mark + _inserted(text, at, [indent + line for line in lines], end)


def _new_section(text: str, root: MappingNode, name: str, entry: dict[str, Any], end: str) -> str:
    """A section before the propositions and their heading, or at the end of the file."""
    lines = ["scenarios:", f"  {name}: {_flow(entry)}"]
    following = root.slots.get("propositions")
    if following is not None:
        at = _heading_start(text, _line_start(text, following.key_start))
        return text[:at] + "".join(line + end for line in lines) + text[at:]
    return _inserted(text, len(text.rstrip("\r\n")), lines, end)


def _heading_start(text: str, at: int) -> int:
    """Where the remarks begin that stand right above a line; the line itself at the file's top."""
    first = at
    while first > 0 and text[_line_start(text, first - 1)] == "#":
        first = _line_start(text, first - 1)
    return first or at


def _filled_section(text: str, section: Slot, name: str, entry: dict[str, Any], end: str) -> str:
    """A section that is there and empty: `scenarios: {}`, or its key alone."""
    key = text[_line_start(text, section.key_start) : section.key_end]
    indent = " " * (len(key) - len(key.lstrip(" ")) + 2)
    line = f"{indent}{name}: {_flow(entry)}"
    colon = text.index(":", section.key_end)
    is_written = section.end > section.start
    if is_written and "#" in text[colon : section.end]:  # a remark before or within it stays
        inner = _flow({name: entry})
        if text[section.start] == "{":
            at = section.start + 1
            return text[:at] + inner[1:-1] + text[at:]
        return text[: section.start] + inner + text[section.end :]
    if is_written:  # {} or null: a comment behind it stays
        text = text[: colon + 1] + text[max(section.end, colon + 1) :]
    return _inserted(text, _line_end(text, colon), [line], end)


def _entry_lines(text: str, last: Slot, name: str, entry: dict[str, Any]) -> list[str]:
    """One line in braces, or lines below each other, as the last scenario is written."""
    if text[last.start : last.start + 1] == "{" or not isinstance(last.node, MappingNode):
        return [f"{name}: {_flow(entry)}"]
    inner = next(iter(last.node.slots.values()))
    step = (inner.key_start - _line_start(text, inner.key_start)) - (
        last.key_start - _line_start(text, last.key_start)
    )
    written = [re.sub(r'^( *)"off":', r"\1off:", line) for line in dump({name: entry}).splitlines()]
    return [_reindented(line, max(1, step)) for line in written]


def _reindented(line: str, step: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return " " * (blanks // 2 * step) + line.lstrip(" ")


def _flow(value: Any) -> str:
    """Plain data in braces and brackets on one line.

    Examples
    --------
    >>> _flow({"says": "a dry year: no rain", "set": {"rain": 0.5}, "off": ["flood"]})
    '{says: "a dry year: no rain", set: {rain: 0.5}, off: [flood]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _one(value)


def _key(key: str) -> str:
    """A key as authors write it: `off`, which is a truth value in YAML 1.1 alone, bare."""
    return key if key == "off" else _one(key)


def _one(value: Any) -> str:
    return dump(value).rstrip("\n")


def _inserted(text: str, at: int, lines: list[str], end: str) -> str:
    """Lines put behind the line that ends at a place."""
    return text[:at] + "".join(end + line for line in lines) + (text[at:] or end)


def _content_end(text: str, slot: Slot) -> int:
    """Where the last word of an entry ends, before the blank lines and remarks behind it."""
    node = slot.node
    if not isinstance(node, Scalar) and text[slot.start : slot.start + 1] not in ("{", "["):
        inner = list(node.slots.values() if isinstance(node, MappingNode) else node.slots)
        if inner:
            return _content_end(text, inner[-1])
    return max(slot.key_end, len(text[: slot.end].rstrip()))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1 : found] == "\r" else found


def _check_same_but(
    text: str, before: SourceTree, name: str, entry: dict[str, Any], file: str
) -> None:
    """Refuse a text that says anything else than the old one and the scenario."""
    after = check_text(text, file)
    faults = tuple(d for d in after.diagnostics if d.severity is Severity.ERROR)
    if faults:
        raise CaseInvalid(faults)
    wanted = dict(before.data)
    wanted["scenarios"] = {**(wanted.get("scenarios") or {}), name: entry}
    if after.tree.data != wanted:
        raise CaseInvalid(
            [
                Diagnostic(
                    "KC003",
                    f"the scenario '{name}' cannot be added without a change elsewhere",
                    after.tree.key_span(("scenarios",)),
                    "what the author wrote is never written anew",
                    "add the scenario by hand",
                )
            ]
        )
