"""What was tried, put together by proposition: only what changes a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kautilya.case import Case
from kautilya.study.check import Checked
from kautilya.study.dossier import case_hash
from kautilya.study.stress.laboratory import StressLaboratory
from kautilya.study.stress.record import Cut, Effect, Stress, Tested, Variant, Wide

SINGLE_OUT = frozenset({"pair", "joint", "cut", "paragraph"})
"""Kinds that are not one change of one assumption."""


def stress_of(
    checked: Checked,
    case: Case,
    laboratory: StressLaboratory,
    effects: Mapping[str, Sequence[Effect]],
    variants: Mapping[str, Variant],
    cuts: Mapping[str, Cut],
) -> Stress:
    """Put together what was found; seed, carriers and pairs are the caller's to add."""
    first = next(iter(case.sources.values()), None)
    tested = tuple(
        _tested(checked, case, laboratory, name, effects[name], variants, cuts.get(name))
        for name in effects
    )
    return Stress(
        case.case,
        case.title,
        first.publisher if first else "",
        first.year if first else None,
        case_hash(checked.tree.data),
        checked.tree.file,
        0,
        laboratory.worlds,
        dict(Counter(variant.kind for variant in variants.values())),
        tested,
        (),
        (),
        {name: variant.elements for name, variant in variants.items()},
        True,
    )


def _tested(
    checked: Checked,
    case: Case,
    laboratory: StressLaboratory,
    name: str,
    effects: Sequence[Effect],
    variants: Mapping[str, Variant],
    cut: Cut | None,
) -> Tested:
    entry = case.propositions[name]
    assert checked.places is not None
    share = laboratory.base(name).mean
    by_kind: dict[str, list[Effect]] = {}
    for effect in effects:
        by_kind.setdefault(variants[effect.variant].kind, []).append(effect)
    flips = [e for kind, found in by_kind.items() if kind not in SINGLE_OUT for e in found]
    turning = _ranked(e for e in flips if e.flips)
    alone = {name for e in turning for name in variants[e.variant].elements}
    pairs = _ranked(
        e
        for e in by_kind.get("pair", ())
        if e.flips and not alone & set(variants[e.variant].elements)
    )
    paragraphs = by_kind.get("paragraph", ())
    needed = tuple(variants[e.variant].elements[0] for e in _ranked(paragraphs) if e.flips)
    joint = sum(v.kind == "joint" for v in variants.values())
    every = [v.elements[0] for v in variants.values() if v.kind == "paragraph"]
    return Tested(
        name,
        entry.says,
        entry.stated
        if isinstance(entry.stated, str)
        else f"irrelevant: {entry.stated['irrelevant']}",
        entry.source,
        checked.places.key(("propositions", name)).line,
        entry.system,
        share,
        laboratory.verdicts[name].passes(share),
        tuple(turning),
        tuple(pairs),
        cut,
        _wide(laboratory, name, by_kind.get("joint", ()), joint),
        tuple(p for p in every if p not in needed),
        needed,
    )


def _ranked(effects: Iterable[Effect]) -> list[Effect]:
    """The largest difference first."""
    return sorted(effects, key=lambda e: (-abs(e.difference), e.variant))


def _wide(
    laboratory: StressLaboratory, name: str, effects: Sequence[Effect], tried: int
) -> Wide | None:
    """Joint changes; those that cannot reach a proposition leave it as it is."""
    if not tried:
        return None
    as_authored = laboratory.base(name).mean
    shares = [effect.after for effect in effects]
    shares += [as_authored] * (tried - len(shares))
    passing = sum(laboratory.verdicts[name].passes(share) for share in shares)
    return Wide(passing, tried, min(shares), max(shares))
