"""Where a proposition fails, in plain text and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from kautilya.report.about import about_data, about_lines
from kautilya.report.paper import Paper
from kautilya.report.quantities import (
    clause_data,
    condition_words,
    p_words,
    place_words,
    quantity_data,
    restriction_data,
)
from kautilya.report.terminal import counted
from kautilya.study.region import Box, Clause, FailingRegion, Kind, Node, Quantity, Restriction
from kautilya.study.wording import listed, percent, printable

BAR = 24
"""Cells of a density of 100%."""

CURVE = 10
"""Steps of coverage at which a box of the search is shown."""

_KINDS = {
    Kind.PREMISE: "premise",
    Kind.MECHANISM: "mechanism",
    Kind.BELIEF: "belief",
    Kind.WEIGHT: "weight",
    Kind.SETTLED: "settled decision",
}


def region_lines(found: FailingRegion, paper: Paper) -> list[Text]:
    """The region, line by line.

    Parameters
    ----------
    found
        Where the proposition fails.
    paper
        How wide, and with which signs.
    """
    sections = [
        about_lines(found.about, _run(found), paper),
        _proposition(found, paper),
        _region(found, paper),
        _curve(found, paper),
        _tree(found, paper),
        _method(found, paper),
    ]
    lines: list[Text] = []
    for section in sections:
        part = list(section)
        lines += [*([Text("")] if lines and part else []), *part]
    return lines


def _run(found: FailingRegion) -> list[str]:
    kinds = Counter(quantity.kind for quantity in found.quantities.values())
    looked = ", ".join(counted(kinds[kind], word) for kind, word in _KINDS.items() if kinds[kind])
    return [f"{counted(found.worlds, 'world')} as authored", f"looked at {looked}"]


def _proposition(found: FailingRegion, paper: Paper) -> Iterator[Text]:
    said = Text.assemble((found.proposition, "bold"), "  ", printable(found.says))
    said.append(f"  line {found.line}", "dim")
    if found.source:
        said.append("  " + " ".join(map(printable, found.source)), "cyan")
    yield from paper.wrap(said, hang=4)
    yield from paper.wrap(Text.assemble(("claim  ", "cyan"), printable(found.claim)), 2, 9)
    whole = found.rule.box
    share = percent(whole.all_hits / whole.all_cases)
    text = f"fails in {whole.all_hits:,} of {counted(whole.all_cases, 'world')} ({share})"
    left = found.worlds - found.counted
    if left:
        text += f"; {left:,} left out, where it has no answer or its antecedent does not hold"
    yield from paper.wrap(text, indent=2, hang=4)


def _region(found: FailingRegion, paper: Paper) -> Iterator[Text]:
    yield Text("where it fails", "bold")
    rule, box = found.rule, found.rule.box
    if not rule.stands_out:
        yield from paper.wrap(
            "no region stands out: no condition parts failing worlds from others beyond chance, "
            "and again in half of the worlds",
            indent=2,
            hang=4,
        )
        return
    yield Text(f"  in {percent(box.density)} of the {counted(box.cases, 'world')} in which")
    yield from _clauses(rule.clauses, paper)
    text = f"and in {percent(box.outside)} of all others; these worlds hold "
    text += f"{percent(box.coverage)} of its failures"
    yield from paper.wrap(text, indent=2, hang=4)
    yield from paper.wrap(
        f"density {percent(box.density)}, coverage {percent(box.coverage)}{_held_out(found)}",
        indent=2,
        hang=4,
    )
    if rule.dropped:
        names = listed(rule.dropped)
        yield from paper.wrap(
            f"dropped, as too few halves of the worlds show it again: {names}", indent=2, hang=4
        )


def _held_out(found: FailingRegion) -> str:
    """How the rule fares where it was not looked for."""
    if found.rule.held_out is None:
        return ""
    coverage, density = found.rule.held_out
    return f"; on worlds that were not searched {percent(density)} and {percent(coverage)}"


def _clauses(clauses: Sequence[Clause], paper: Paper) -> Iterator[Text]:
    """Conditions, one in a row: today's value, what speaks for it, where it stands."""
    words = [condition_words(clause.quantity, clause.tested.restriction) for clause in clauses]
    today = [printable(clause.quantity.today) for clause in clauses]
    width, column = max(map(len, words)), max(len("in the case"), *map(len, today))
    yield Text(f"    {'':<{width}}  {'in the case':<{column}}  quasi-p  halves", "dim")
    for clause, text, now in zip(clauses, words, today, strict=True):
        again = clause.tested.again
        line = Text(f"{text:<{width}}  {now:<{column}}  {p_words(clause.tested.quasi_p):>7}")
        line.append(f"  {'' if again is None else percent(again):>6}")
        line.append_text(place_words(clause.quantity))
        yield from paper.wrap(line, indent=4, hang=6)


# -- the way there ---------------------------------------------------------------------------------


def _curve(found: FailingRegion, paper: Paper) -> Iterator[Text]:
    """Boxes of the search from the whole space to the densest, and the one that is reported."""
    yield Text.assemble(
        ("coverage and density on the way there", "bold"),
        f"   {counted(len(found.rule.trajectory), 'box', 'boxes')}",
    )
    yield Text("  coverage  density   worlds  conditions", "dim")
    reported = found.rule.box if found.rule.stands_out else None
    for box in shown(found.rule.trajectory, reported):
        bar = paper.glyphs.bar * max(1, round(BAR * box.density)) if box.hits else ""
        text = f"  {percent(box.coverage):>8}  {percent(box.density):>7}  {box.cases:>7,}  "
        text += f"{len(box.restrictions):>10}  {bar}"
        mark = f"  {paper.glyphs.arrow} reported" if box == reported else ""
        yield Text.assemble(text, (mark, "bold"))


def shown(trajectory: Sequence[Box], reported: Box | None) -> list[Box]:
    """Boxes of a trajectory at even steps of coverage, the last one, and the one reported."""
    chosen: list[Box] = []
    for step in range(CURVE, 0, -1):
        nearest = min(trajectory, key=lambda box: abs(box.coverage - step / CURVE))
        near = abs(nearest.coverage - step / CURVE) <= 0.5 / CURVE
        if near and not any(box is nearest for box in chosen):
            chosen.append(nearest)
    if not any(box is trajectory[-1] for box in chosen):
        chosen.append(trajectory[-1])
    if reported is not None and reported not in chosen:
        chosen.append(reported)
    return sorted(chosen, key=lambda box: (-box.coverage, box.density, box == reported))


def _tree(found: FailingRegion, paper: Paper) -> Iterator[Text]:
    if found.tree is None:
        return
    yield Text("as a tree", "bold")
    if found.tree.asked is None:
        yield from paper.wrap("no question parts failing worlds from others", indent=2)
        return
    yield from _branches(found.tree, found, paper, 2)


def _branches(node: Node, found: FailingRegion, paper: Paper, indent: int) -> Iterator[Text]:
    assert node.asked is not None and node.yes is not None and node.no is not None
    quantity = found.quantities[node.asked.name]
    for part, words in (
        (node.yes, condition_words(quantity, node.asked)),
        (node.no, otherwise(quantity, node.asked)),
    ):
        text = f"{words}: fails in {percent(part.density)} of {counted(part.cases, 'world')}"
        yield from paper.wrap(text, indent=indent, hang=indent + 2)
        if part.asked is not None:
            yield from _branches(part, found, paper, indent + 2)


def otherwise(quantity: Quantity, asked: Restriction) -> str:
    """What holds where a question of a tree is answered by no."""
    if asked.kept:
        words = condition_words(quantity, asked)
        for yes, no in ((" settles at ", " does not settle at "), (" is ", " is not ")):
            if yes in words:
                return words.replace(yes, no, 1).replace("is not not ", "is ")
    low = f"{asked.low:.3g}"
    return condition_words(quantity, Restriction(asked.name, low=asked.low)).replace(
        f"at least {low}", f"below {low}"
    )


def _method(found: FailingRegion, paper: Paper) -> Iterator[Text]:
    yield from paper.wrap(
        "PRIM, 5% of the worlds inside peeled at a time, boxes of 5% of all or more. Of all boxes, "
        "freed of what chance explains (quasi-p above 5%) and of all but four quantities, the one "
        "whose inside parts failing from holding worlds best (correlation "
        f"{found.rule.box.phi:.2f}); conditions stay that 5 of 10 random halves find again.",
        style="dim",
    )


# -- data ------------------------------------------------------------------------------------------


def region_to_data(found: FailingRegion) -> dict[str, Any]:
    """The region as plain data, ready for `json.dumps`."""
    rule = found.rule
    return {
        "about": about_data(found.about),
        "proposition": found.proposition,
        "says": found.says,
        "claim": found.claim,
        "stated": found.stated,
        "source": list(found.source),
        "line": found.line,
        "worlds": found.worlds,
        "counted": found.counted,
        "failing": found.failing,
        "quantities": [quantity_data(quantity) for quantity in found.quantities.values()],
        "region": {
            "stands_out": rule.stands_out,
            **_box_data(rule.box),
            "outside": rule.box.outside,
            "phi": rule.box.phi,
            "conditions": [clause_data(clause) for clause in rule.clauses],
            "held_out": None
            if rule.held_out is None
            else {"coverage": rule.held_out[0], "density": rule.held_out[1]},
            "dropped": list(rule.dropped),
        },
        "trajectory": [
            {
                **_box_data(box),
                "restrictions": [
                    {"name": each.name, **restriction_data(each)} for each in box.restrictions
                ],
            }
            for box in rule.trajectory
        ],
        "tree": None if found.tree is None else _node_data(found.tree),
    }


def _box_data(box: Box) -> dict[str, Any]:
    return {
        "coverage": box.coverage,
        "density": box.density,
        "mass": box.mass,
        "worlds": box.cases,
        "failing": box.hits,
    }


def _node_data(node: Node) -> dict[str, Any]:
    data: dict[str, Any] = {"worlds": node.cases, "failing": node.hits}
    if node.asked is not None and node.yes is not None and node.no is not None:
        data["asked"] = {"name": node.asked.name, **restriction_data(node.asked)}
        data["yes"], data["no"] = _node_data(node.yes), _node_data(node.no)
    return data
