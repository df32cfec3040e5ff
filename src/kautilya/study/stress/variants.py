"""The assumptions of a case, each changed alone: what a stress test tries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from kautilya.case import Case, Names
from kautilya.findings.reasons import elements
from kautilya.payoffs import Setting
from kautilya.study.causes import place_of
from kautilya.study.stress.record import REMOVALS, Variant

MOVED = 0.25
"""How far anchors are moved: a quarter of the way from worst to best, at each end."""

KINDS = {"mechanisms": "mechanism", "decisions": "option", "beliefs": "belief"}


def variants_of(case: Case, names: Names, orders: tuple[tuple[str, ...], ...]) -> list[Variant]:
    """Every assumption of a case changed alone, in the order of the file.

    Parameters
    ----------
    case, names
        What the author wrote.
    orders
        Other orders of moving.

    Returns
    -------
    list of Variant
        Each mechanism, option's `does`, belief and interest taken away; each premise and each
        belief at both ends of its range; rules of weighing, interests raised to the top, ranks
        reversed; anchors moved; horizon, discount and order; each paragraph's content taken away.
    """
    return [
        *_removals(case, names),
        *_premises(case),
        *_beliefs(case),
        *_weights(case),
        *_anchors(case),
        *_times(case),
        *(
            Variant(
                f"{order[0]} moves first" if n else "actors move in reverse",
                "order",
                (),
                order=order,
            )
            for n, order in enumerate(orders)
        ),
        *_paragraphs(case, names),
    ]


def _removals(case: Case, names: Names) -> Iterator[Variant]:
    for name in elements(case, names):
        kind = KINDS.get(str((*place_of(case, name), "")[0]), "interest")
        yield Variant(f"without {name}", kind, (name,), Setting(removed=frozenset({name})))


def _premises(case: Case) -> Iterator[Variant]:
    for name, entry in case.premises.items():
        ends = entry.range if entry.range is not None else (0.0, 1.0)
        if (entry.range is None and entry.chance is None) or ends[0] == ends[1]:
            continue
        for end in ends:
            pinned = ((name, end),)
            yield Variant(f"{name} at {end:g}", "premise", (name,), Setting(pinned=pinned))


def _beliefs(case: Case) -> Iterator[Variant]:
    for actor, held in case.beliefs.items():
        for name, belief in held.items():
            form = belief.form
            ends = form if isinstance(form, tuple) else belief.range
            if belief.chance is not None:
                ends = (0.0, 1.0)
            if ends is None or ends[0] == ends[1]:
                continue
            full = f"{actor}.believes.{name}"
            for end in ends:
                setting = Setting(believed=((full, end),))
                yield Variant(f"{actor} believes {name} is {end:g}", "held", (full,), setting)


def _weights(case: Case) -> Iterator[Variant]:
    wanting = {actor: rows for actor, rows in case.interests.items() if rows}
    rules = {
        "ranks": "weights by rank alone, no floor for absolute interests",
        "flat": "all interests alike",
        "lexicographic": "higher interests outweigh all lower ones",
    }
    for rule, words in rules.items():
        weighting = tuple((actor, rule) for actor in wanting)
        yield Variant(words, "weights", _interests(case, *wanting), Setting(weighting=weighting))
    for actor, rows in wanting.items():
        if len(rows) == 1:
            continue
        setting = Setting(weighting=((actor, "reversed"),))
        yield Variant(f"ranks of {actor} reversed", "weights", _interests(case, actor), setting)
        for row in rows:
            setting = Setting(weighting=((actor, f"top:{row.id}"),))
            yield Variant(
                f"{actor}.{row.id} above all others", "weights", (f"{actor}.{row.id}",), setting
            )


def _interests(case: Case, *actors: str) -> tuple[str, ...]:
    return tuple(f"{actor}.{row.id}" for actor in actors for row in case.interests[actor])


def _anchors(case: Case) -> Iterator[Variant]:
    """The focal actor's anchors one interest at a time, those of every other actor together."""
    focal = case.focal.partition(".")[0] if case.focal else ""
    groups: list[tuple[str, ...]] = [
        (f"{focal}.{row.id}",) for row in case.interests.get(focal, ())
    ]
    groups += [_interests(case, actor) for actor in case.interests]
    for group in groups:
        who = group[0] if len(group) == 1 else f"all of {group[0].partition('.')[0]}"
        for word, far in (("wider", MOVED), ("narrower", -MOVED)):
            setting = Setting(anchors=tuple((name, -far, far) for name in group))
            yield Variant(f"anchors of {who} {word}", "anchors", group, setting)


def _times(case: Case) -> Iterator[Variant]:
    for months in (max(1, case.horizon // 2), case.horizon + case.horizon // 2):
        if months != case.horizon:
            yield Variant(f"horizon {months} months", "time", (), horizon=months)
    for discount in (0.0, max(0.1, 2 * case.discount)):
        if discount != case.discount:
            yield Variant(f"discount {discount:g} a year", "time", (), Setting(discount=discount))


def _paragraphs(case: Case, names: Names) -> Iterator[Variant]:
    """Everything that cites a paragraph, taken away together."""
    cited: dict[str, list[str]] = {}
    for name in elements(case, names):
        for source in sources_of(case, name):
            if "#" in source:
                cited.setdefault(source, []).append(name)
    for source in sorted(cited, key=_numbered):
        gone = tuple(cited[source])
        removed = frozenset(gone) - _all_interests(case, gone)
        if removed:
            yield Variant(f"without {source}", "paragraph", (source,), Setting(removed=removed))


def _all_interests(case: Case, gone: tuple[str, ...]) -> frozenset[str]:
    """Interests of an actor that would be left with none: they stay, or it would want nothing."""
    stay: set[str] = set()
    for actor, rows in case.interests.items():
        own = {f"{actor}.{row.id}" for row in rows}
        if own and own <= set(gone):
            stay |= own
    return frozenset(stay)


def _numbered(source: str) -> tuple[str, int, str]:
    name, _, paragraph = source.partition("#")
    digits = "".join(c for c in paragraph if c.isdigit())
    return name, int(digits or 0), paragraph


def sources_of(case: Case, name: str) -> tuple[str, ...]:
    """What an element cites."""
    entry = entry_of(case, name)
    return tuple(getattr(entry, "source", ()))


def entry_of(case: Case, name: str) -> object | None:
    """What the author wrote of a premise, mechanism, belief, interest or option."""
    path = place_of(case, name)
    if not path:
        return None
    if path[0] == "decisions":
        return case.decisions[str(path[1])].options[str(path[3])]
    if path[0] == "interests":
        return case.interests[str(path[1])][int(path[2])]
    if path[0] == "beliefs":
        return case.beliefs[str(path[1])].get(str(path[2]))
    found: object = getattr(case, str(path[0]))[str(path[1])]
    return found


def together(name: str, kind: str, variants: list[Variant]) -> Variant:
    """Several changes at once."""
    setting = Setting()
    for variant in variants:
        other = variant.setting
        setting = replace(
            setting,
            removed=setting.removed | other.removed,
            pinned=setting.pinned + other.pinned,
            believed=setting.believed + other.believed,
            weighting=setting.weighting + other.weighting,
            anchors=setting.anchors + other.anchors,
            discount=other.discount if other.discount is not None else setting.discount,
        )
    members = tuple(name for variant in variants for name in variant.elements)
    return Variant(name, kind, members, setting)


def pairs_of(leading: Sequence[str]) -> list[Variant]:
    """Elements taken away two at a time."""
    return [
        Variant(
            f"without {one} and {other}",
            "pair",
            (one, other),
            Setting(removed=frozenset({one, other})),
        )
        for one, other in combinations(leading, 2)
    ]


JOINT = 24
"""Joint changes that are tried."""

GONE, HELD = 0.1, 0.5
"""In a joint change: the chance that an element is taken away, and that a premise is at an end."""


def joint_of(singles: Sequence[Variant], seed: int) -> list[Variant]:
    """Many changes at once: a wide search, drawn from the seed.

    In each, an element is taken away with a chance of one in ten, half of the premises and beliefs
    stand at one end of their ranges, and one rule of weighing may be in force.
    """
    removals = [v for v in singles if v.kind in REMOVALS]
    ends: dict[str, list[Variant]] = {}
    for variant in singles:
        if variant.kind in ("premise", "held"):
            ends.setdefault(variant.elements[0], []).append(variant)
    rules = [v for v in singles if v.kind == "weights"]
    found = []
    for number in range(JOINT):
        drawn = np.random.Generator(np.random.Philox(key=[seed % 2**64, number]))
        members = [v for v in removals if drawn.random() < GONE]
        gone = {name for v in members for name in v.elements}
        members += [
            pair[int(drawn.integers(len(pair)))]
            for name, pair in ends.items()
            if drawn.random() < HELD and name not in gone
        ]
        if rules and drawn.random() < HELD:
            members.append(rules[int(drawn.integers(len(rules)))])
        found.append(together(f"joint change {number + 1}", "joint", members))
    return found
