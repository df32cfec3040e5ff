"""Patterns and conditions: which profiles a text means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.case.conflict.flaw import Flaw, Flaws, counted
from kautilya.case.expression import Apply, Expression, Is, Name
from kautilya.case.expression_fault import ExpressionError
from kautilya.case.parse import parse
from kautilya.diagnostics import did_you_mean
from kautilya.payoffs import ProfileSpace
from kautilya.source import Path
from kautilya.terms import BoolArray

_PATTERN = re.compile(r"[-0-9 ]*[-0-9][-0-9 ]*\Z")

MOST_OPTIONS = 10
"""Options of a decision that a character of a pattern can tell apart."""

_WHY = "a condition asks which options are chosen: `d is x`, `d in [x, y]`, and, or, not"


@dataclass(frozen=True, eq=False)
class Selection:
    """Some of the profiles of a space: a slice of the grid, or a mask that broadcasts to it."""

    shape: tuple[int, ...]
    index: tuple[int | slice, ...] = ()
    mask: BoolArray | None = None

    def of(self, array: NDArray[Any]) -> NDArray[Any]:
        """What an array over the profiles holds for these, in their order."""
        if self.mask is None:
            return np.atleast_1d(array[self.index]).ravel()
        picked: NDArray[Any] = array[np.broadcast_to(self.mask, self.shape)]
        return picked

    def put(self, array: NDArray[Any], value: object) -> None:
        """Set an array over the profiles to a value for these."""
        if self.mask is None:
            array[self.index] = value
        else:
            array[np.broadcast_to(self.mask, self.shape)] = value


def is_pattern(text: str) -> bool:
    """Whether a text is a pattern, fit for a case or not.

    Examples
    --------
    >>> is_pattern("01-"), is_pattern("01 1-"), is_pattern("a.x is y")
    (True, True, False)
    """
    return bool(_PATTERN.match(text))


def select(space: ProfileSpace, text: str, path: Path, flaws: Flaws) -> Selection | None:
    """The profiles that a pattern or a condition means; None where it cannot be read.

    Parameters
    ----------
    space
        The profiles.
    text
        ``10-``: one character a decision in file order, the option's index or ``-`` for any; blanks
        may group them. Or a condition, ``a.x is yes and not b.y in [low, high]``.
    path
        Where the text stands.
    flaws
        Takes what is wrong with it.
    """
    if is_pattern(text):
        return _of_pattern(space, text, path, flaws)
    try:
        tree = parse(text)
    except ExpressionError as error:
        for f in error.faults:
            flaws.add(Flaw(f.code, f.message, path, f.why, f.help, f.at, f.length))
        return None
    known = len(flaws.found)
    mask = _Masks(space, path, flaws).of(tree)
    return None if mask is None or len(flaws.found) > known else Selection(space.shape, (), mask)


def _of_pattern(space: ProfileSpace, text: str, path: Path, flaws: Flaws) -> Selection | None:
    """The profiles that a pattern means."""
    marks = [(at, mark) for at, mark in enumerate(text) if mark != " "]
    if len(marks) != len(space.decisions):
        flaws.add(
            Flaw(
                "KC659",
                f"the pattern '{text}' has {counted(len(marks), 'character')}, and the case has "
                f"{counted(len(space.decisions), 'decision')}",
                path,
                "a pattern has one character for each decision, in file order: the number of the "
                "option, from 0, or - for any",
                f'for instance "{"-" * len(space.decisions)}" for every profile'
                if space.decisions
                else "name a state",
            )
        )
        return None
    index: list[int | slice] = []
    fits = True
    for (at, mark), decision, options in zip(marks, space.decisions, space.options, strict=True):
        index.append(slice(None) if mark == "-" else int(mark))
        if mark != "-" and int(mark) >= len(options):
            fits = False
            listed = ", ".join(f"{n} {name}" for n, name in enumerate(options[:MOST_OPTIONS]))
            flaws.add(
                Flaw(
                    "KC659",
                    f"the pattern '{text}' asks for option {mark} of {decision}, which has "
                    f"{counted(len(options), 'option')}",
                    path,
                    "options are numbered from 0 in file order",
                    f"{decision} has {listed}",
                    at,
                    1,
                )
            )
    return Selection(space.shape, tuple(index)) if fits else None


class _Masks:
    """Evaluates the conditions of one text as masks over the grid."""

    def __init__(self, space: ProfileSpace, path: Path, flaws: Flaws) -> None:
        self.space, self.path, self.flaws = space, path, flaws

    def of(self, tree: Expression) -> BoolArray | None:
        """Where a condition holds; None where it cannot be known."""
        match tree:
            case Is():
                return self._is(tree)
            case Apply(op="and" | "or" | "not"):
                # Every part is read, so that all that is wrong is told.
                parts = [self.of(part) for part in tree.args]
                masks = [part for part in parts if part is not None]
                if len(masks) < len(parts):
                    return None
                if tree.op == "not":
                    return np.logical_not(masks[0])
                join = np.logical_and if tree.op == "and" else np.logical_or
                result = masks[0]
                for mask in masks[1:]:
                    result = join(result, mask)
                return result
            case Name(name=name) if name in self.space.axis:
                self._flaw(
                    tree,
                    f"'{name}' stands without an option",
                    f"write: {name} is {self.space.options[self.space.axis[name]][0]}",
                )
            case Name(name=name):
                if name not in self.flaws.unknowable:
                    near = did_you_mean(name, self.space.decisions)
                    self._flaw(tree, f"'{name}' is no condition", near)
            case _:
                self._flaw(tree, "this is no condition on options", "")
        return None

    def _is(self, tree: Is) -> BoolArray | None:
        subject = tree.subject
        if not isinstance(subject, Name):
            self._flaw(tree, "this is no condition on options", "")
            return None
        axis = self.space.axis.get(subject.name)
        if axis is None:
            if subject.name not in self.flaws.unknowable:
                self.flaws.add(
                    Flaw(
                        "KC209",
                        f"'{subject.name}' is no declared decision",
                        self.path,
                        _WHY,
                        did_you_mean(subject.name, self.space.decisions),
                        subject.at,
                        subject.length,
                    )
                )
            return None
        options = self.space.options[axis]
        chosen = np.zeros(len(options), dtype=np.bool_)
        for option in tree.options:
            if option.name in options:
                chosen[options.index(option.name)] = True
                continue
            self.flaws.add(
                Flaw(
                    "KC210",
                    f"{subject.name} has no option '{option.name}'",
                    self.path,
                    _WHY,
                    did_you_mean(option.name, options),
                    option.at,
                    option.length,
                )
            )
        shape = [1] * len(self.space.options)
        shape[axis] = len(options)
        mask: BoolArray = np.logical_xor(chosen, tree.negated).reshape(shape)
        return mask

    def _flaw(self, part: Expression, message: str, mend: str) -> None:
        self.flaws.add(Flaw("KC652", message, self.path, _WHY, mend, part.at, part.length))
