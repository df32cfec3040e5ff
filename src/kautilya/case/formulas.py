"""Every formula and claim of a case, where it stands, and which names it reads."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.expression import names as names_in
from kautilya.case.parse import ExpressionError, parse
from kautilya.case.schema import Case
from kautilya.source import Path


def formulas(case: Case) -> Iterator[tuple[Path, str]]:
    """Every formula of the model and where it stands."""
    for name, stock in case.stocks.items():
        yield ("stocks", name, "start"), stock.start
        if stock.toward is not None:
            yield ("stocks", name, "toward"), stock.toward
    for section in ("auxiliaries", "transfers"):
        for name, entry in getattr(case, section).items():
            yield (section, name, "is"), entry.is_
    for name, mechanism in case.mechanisms.items():
        for kind in ("adds", "scales"):
            if getattr(mechanism, kind) is not None:
                yield ("mechanisms", name, kind), getattr(mechanism, kind)
    for name, event in case.events.items():
        yield ("events", name, "rate"), event.rate
        for target, text in event.then.items():
            yield ("events", name, "then", target), text
    for decision, d in case.decisions.items():
        for option, o in d.options.items():
            where: Path = ("decisions", decision, "options", option)
            if o.if_ is not None:
                yield (*where, "if"), o.if_
            for target, text in o.does.items():
                yield (*where, "does", target), text
    for actor, rows in case.interests.items():
        for number, interest in enumerate(rows):
            yield ("interests", actor, number, "value"), interest.value
            for side in (0, 1):
                yield ("interests", actor, number, "anchors", side), interest.anchors[side]


def claims(case: Case) -> Iterator[tuple[Path, str]]:
    """Every claim of a proposition, an observation, a hypothesis and a piece of evidence."""
    for name, proposition in case.propositions.items():
        if proposition.claim is not None:
            yield ("propositions", name, "claim"), proposition.claim
        if proposition.given is not None:
            yield ("propositions", name, "given"), proposition.given
    for number, observation in enumerate(case.observed):
        yield ("observed", number, "expect"), observation.expect
    for name, hypothesis in case.hypotheses.items():
        if hypothesis.when is not None:
            yield ("hypotheses", name, "when"), hypothesis.when
    for name, item in case.evidence.items():
        if item.expect is not None:
            yield ("evidence", name, "expect"), item.expect


def named(text: str) -> frozenset[str]:
    """Names that a formula or a claim reads, decisions and subjects of queries too.

    A text that cannot be read names nothing.

    Examples
    --------
    >>> sorted(named("0.3 * honey + (keeper.feed is sugar)"))
    ['honey', 'keeper.feed']
    >>> sorted(named("final(silt, town.dredging is wait) > limit"))
    ['limit', 'silt', 'town.dredging']
    """
    try:
        tree = parse(text, queries=True)
    except ExpressionError:
        return frozenset()
    return frozenset(name.name for name in names_in(tree))
