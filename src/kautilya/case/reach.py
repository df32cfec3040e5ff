"""Which mechanisms reach a value, followed backwards through the names in formulas."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.formulas import named
from kautilya.case.schema import Case


def reaching(case: Case, text: str) -> frozenset[str]:
    """Mechanisms that can move what a formula reads, however far back.

    Parameters
    ----------
    case
        The case.
    text
        A formula, such as the value of an interest.

    Returns
    -------
    frozenset of str
        Names of mechanisms. One that ends at nothing that the formula hangs on is not among them.

    Examples
    --------
    >>> case = Case.model_validate({"language": 1, "case": "x", "horizon": 1, "actors": {"a": {}},
    ...     "stocks": {"silt": {"start": 0}, "fish": {"start": 1}},
    ...     "auxiliaries": {"depth": {"is": "1 - silt"}},
    ...     "mechanisms": {"mills": {"to": "silt", "adds": 0.1},
    ...                    "nets": {"to": "fish", "adds": -1}}})
    >>> sorted(reaching(case, "2 * depth"))
    ['mills']
    """
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(named(text))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        found.update(n for n, mechanism in case.mechanisms.items() if mechanism.to == name)
        for behind in _behind(case, name):
            waiting += named(behind)
        waiting += [e for e, event in case.events.items() if name in event.then]
        waiting += _ending(case, name)
    return frozenset(found)


def _behind(case: Case, name: str) -> Iterator[str]:
    """Formulas that a name is computed from."""
    if name in case.stocks and case.stocks[name].toward is not None:
        yield str(case.stocks[name].toward)
    if name in case.auxiliaries:
        yield case.auxiliaries[name].is_
    if name in case.transfers:
        yield case.transfers[name].is_
    if name in case.events:
        yield case.events[name].rate
    for mechanism in case.mechanisms.values():
        if mechanism.to == name:
            yield mechanism.adds or mechanism.scales or ""
    for event in case.events.values():
        if name in event.then:
            yield event.then[name]
    for decision in case.decisions.values():
        for option in decision.options.values():
            if name in option.does:
                yield option.does[name]
                yield option.if_ or ""


def _ending(case: Case, name: str) -> Iterator[str]:
    """Events that end what acts on a name."""
    acting = {name, *(n for n, mechanism in case.mechanisms.items() if mechanism.to == name)}
    for decision, entry in case.decisions.items():
        for option, o in entry.options.items():
            if name in o.does:
                acting |= {decision, f"{decision}.{option}"}
    for event, found in case.events.items():
        if acting & set(found.ends):
            yield event
