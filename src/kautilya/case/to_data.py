"""From a case back to plain data: what an author would have to write to mean it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from kautilya.case.schema import Case
from kautilya.source import dump

Entry = dict[str, Any]


def to_data(case: Case) -> dict[str, Any]:
    """A case as plain data that reads back to an equal case.

    Entries that were written once for a group stand written out; what an author may leave out is
    left out; a belief, a state, a ranking and options without content are written in their shortest
    forms, and a formula that is a number as one.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    dict
        Dictionaries, lists, text, numbers and truth values, in the order of the schema.

    See Also
    --------
    dump_case : the same as text.

    Examples
    --------
    >>> case = Case.model_validate({"language": 1, "case": "x", "horizon": 6,
    ...     "actors": {"town": {}}, "stocks": {"ice": {"start": 0.5, "toward": "frost", "over": 2}},
    ...     "premises": {"frost": {"range": [0, 1]}}, "beliefs": {"town": {"frost": [0.2, 0.4]}}})
    >>> to_data(case)["stocks"], to_data(case)["beliefs"]
    ({'ice': {'start': 0.5, 'toward': 'frost', 'over': 2.0}}, {'town': {'frost': [0.2, 0.4]}})
    >>> Case.model_validate(to_data(case)) == case
    True
    """
    data: dict[str, Any] = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for entry, key in _formulas(data):
        if key in entry:
            entry[key] = _each(_number, entry[key])
    for held in _beliefs(data):
        for name, belief in held.items():
            held[name] = belief["is"] if belief.keys() == {"is"} else belief
    _shorten(data)
    return data


def _shorten(data: Entry) -> None:
    """Write what a conflict says in its short forms."""
    for decision in data.get("decisions", {}).values():
        if not any(decision["options"].values()):
            decision["options"] = list(decision["options"])
    states = data.get("states", {})
    for name, state in states.items():
        if state.keys() == {"is"}:
            states[name] = _alone(state["is"])
    preferences = data.get("preferences", {})
    for actor, preference in preferences.items():
        if "ranking" in preference:
            preference["ranking"] = [_alone(group) for group in preference["ranking"]]
        if preference.keys() == {"ranking"}:
            preferences[actor] = preference["ranking"]
    orders = data.get("irreversible", {})
    for decision, steps in orders.items():
        orders[decision] = [_alone(group) for group in steps]


def _alone(group: list[str]) -> str | list[str]:
    """A list of one as its member."""
    return group[0] if len(group) == 1 else group


def dump_case(case: Case) -> str:
    """A case as text in the case language; it reads back to an equal case.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    str
        YAML 1.2, without the author's comments and layout.

    Examples
    --------
    >>> case = Case.model_validate({"language": 1, "case": "x", "horizon": 6, "actors": {"a": {}}})
    >>> print(dump_case(case), end="")
    language: 1
    case: x
    horizon: 6
    actors:
      a: {}
    """
    return dump(to_data(case))


def _formulas(data: Entry) -> Iterator[tuple[Entry, str]]:
    """Every entry that has a formula, or several, under a key."""
    keys = {
        "stocks": ("start", "toward"),
        "auxiliaries": ("is",),
        "transfers": ("is",),
        "mechanisms": ("adds", "scales"),
        "events": ("rate", "then"),
    }
    for section, found in keys.items():
        for entry in data.get(section, {}).values():
            yield from ((entry, key) for key in found)
    for rows in data.get("interests", {}).values():
        yield from ((row, key) for row in rows for key in ("value", "anchors"))
    for option in _options(data):
        yield from ((option, key) for key in ("if", "does"))


def _options(data: Entry) -> Iterator[Entry]:
    """Every option of every decision."""
    for decision in data.get("decisions", {}).values():
        yield from decision["options"].values()


def _beliefs(data: Entry) -> Iterator[Entry]:
    """What each actor holds, and what options give it to hold."""
    yield from data.get("beliefs", {}).values()
    for option in _options(data):
        yield from option.get("persuades", {}).values()


def _each(change: Callable[[str], Any], value: Any) -> Any:
    """A formula changed, or each of several."""
    if isinstance(value, dict):
        return {key: change(text) for key, text in value.items()}
    return [change(text) for text in value] if isinstance(value, list) else change(value)


def _number(text: str) -> str | int | float:
    """A formula that reads as the reader writes a number: that number."""
    for kind in (int, float):
        try:
            number: int | float = kind(text)
        except ValueError:
            continue
        if repr(number) == text and math.isfinite(number):
            return number
    return text
