"""Annexes 4 and 5: alternatives, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.study.brief.figures import choices_figure, tipping_figures
from kautilya.study.brief.judged import Judged
from kautilya.study.brief.plain import clause, counted, enumerated, quoted
from kautilya.study.brief.record import Block, Paragraph, Row, Sentence, Table, Trace
from kautilya.study.brief.signs import changes_of, sign_words, today_words
from kautilya.study.brief.words import Words
from kautilya.study.wording import percent

MOST_SIGNS = 24
"""Signs that the annex lists."""


def alternative_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Other options, rival mechanisms, and rival explanations."""
    yield from _options(judged, words)
    yield from _weights(judged, words)
    yield from _rivals(judged, words)
    yield from _hypotheses(judged)


def _options(judged: Judged, words: Words) -> Iterator[Block]:
    choices = judged.material.dossier.choices
    if choices is None:
        return
    decision = choices.decision
    options = judged.material.case.decisions[decision].options
    tables = [t for t in (choices.best, choices.foresees, choices.settled) if t]
    rows = []
    for option, entry in options.items():
        shares = [percent(table.get(option, 0.0)) for table in tables]
        rows.append(Row((option, clause(entry.says), *shares)))
    if any(table.get("cycles") for table in tables):
        shares = [percent(table.get("cycles", 0.0)) for table in tables]
        rows.append(Row(("cycles", "the others never come to rest", *shares)))
    heads = ("best", "foresees", "settled") if len(tables) == 3 else ("settled",)
    yield Table(
        f"What {words.owner(decision)} chooses, in shares of worlds",
        ("option", "what it is", *heads),
        tuple(rows),
        (1.6, 4.4, *(1.0 for _ in heads)),
        frozenset(range(2, 2 + len(heads))),
        "best: all others held where they are; foresees: once the others have settled around it; "
        "settled: where all come to rest from today.",
    )
    figure = choices_figure(judged, words)
    if figure is not None:
        yield figure
    text = (
        f"The actors come to rest in {percent(choices.converged)} of worlds, and at a pure "
        f"equilibrium in {percent(choices.nash)}."
    )
    yield Paragraph((Sentence(text, (words.decision(decision, "choices.converged"),)),))


def _weights(judged: Judged, words: Words) -> Iterator[Block]:
    """What must be valued to choose each option."""
    found = judged.material.weights
    if found is None or not found.orders:
        return
    ordering = found.orders[0]
    sentences = []
    lines = {choosing.option: choosing for choosing in found.options}
    for option in sorted(ordering.options, key=lambda o: -o.first):
        choosing = lines[option.option]
        trace = Trace(f"weights.{option.option}", choosing.line, choosing.source)
        said = quoted(clause(choosing.says) or option.option)
        if not option.first:
            some = option.some
            end = (
                "and no weights that respect the order of interests would make it so"
                if some == 0.0
                else (
                    ""
                    if some is None
                    else f"and some weights would make it so in {percent(some)} of worlds"
                )
            )
            text = f"{said} is never the best option{', ' + end if end else ''}."
        else:
            text = f"{said} is best in {percent(option.first)} of worlds and weights"
            unlike = [
                f"{quoted(found.interests[name])} weighs {option.central[name]:.2f} on the mean "
                f"({ordering.typical[name]:.2f} over all)"
                for name in option.unlike
                if name in option.central
            ]
            text += f"; there {enumerated(unlike, 3)}." if unlike else "."
        sentences.append(Sentence(text[:1].upper() + text[1:], (trace,)))
    yield Paragraph(tuple(sentences))


def _rivals(judged: Judged, words: Words) -> Iterator[Block]:
    case = judged.material.case
    rivals = [
        (name, entry)
        for section in ("mechanisms", "premises")
        for name, entry in getattr(case, section).items()
        if str(entry.status) == "rival"
    ]
    if not rivals:
        return
    turns = {}
    if judged.material.stress is not None:
        turns = {carrier.element: carrier.turns for carrier in judged.material.stress.carriers}
    rows = tuple(
        Row(
            (name, words.says(name), str(len(turns.get(name, ()))), str(words.line(name))),
            name=name,
        )
        for name, _ in rivals
    )
    yield Table(
        "What an opponent of the text would add",
        ("rival", "what it states", "verdicts that turn on it", "line"),
        rows,
        (2.4, 5.0, 1.4, 0.8),
        frozenset({2, 3}),
        "" if turns else "Which verdicts turn on it was not asked, or none does.",
    )


def _hypotheses(judged: Judged) -> Iterator[Block]:
    found = judged.material.weighing
    if found is None:
        return
    rows = []
    whole = found.same_worlds or found.independent
    posterior = None if whole is None else whole.even
    for hypothesis in found.hypotheses:
        share = "" if hypothesis.share is None else percent(hypothesis.share)
        band = None if posterior is None else posterior.get(hypothesis.name)
        after = "" if band is None else f"{band[0]:.2f} to {band[1]:.2f}"
        rows.append(
            Row(
                (hypothesis.name, clause(hypothesis.says), share, after, str(hypothesis.line)),
                name=hypothesis.name,
            )
        )
    yield Table(
        "Rival explanations, and what the evidence makes of even priors",
        ("explanation", "what it says", "of worlds", "after the evidence", "line"),
        tuple(rows),
        (1.8, 4.6, 1.0, 1.6, 0.7),
        frozenset({2, 3, 4}),
        "The share of worlds is no prior. The range after the evidence takes in Monte Carlo error "
        "and the shapes of draw.",
    )
    telling = [item for item in found.items if item.discriminates]
    text = f"Of {counted(len(found.items), 'piece')} of evidence, " + (
        f"{enumerated([quoted(clause(i.says) or i.name) for i in telling], 3)} "
        f"{'tells' if len(telling) == 1 else 'tell'} the explanations apart."
        if telling
        else "none tells the explanations apart."
    )
    traces = tuple(Trace(f"evidence.{i.name}", i.line, i.source) for i in telling[:3])
    yield Paragraph((Sentence(text, traces or (Trace("evidence.items"),)),))


def implication_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Signs to watch, with the levels that matter."""
    watch = judged.material.watch
    if watch is None:
        text = "Tipping points and signs to watch were not asked: kautilya watch lists them."
        yield Paragraph((Sentence(text),))
        return
    firm = [indicator for indicator in watch.indicators if indicator.firm]
    leads = {f.id: f.says for f in judged.findings}
    tried = [counted(number, kind) for kind, number in watch.tried.items() if number]
    text = f"Tried were {enumerated(tried)}, on {watch.subject.worlds:,} worlds; "
    text += f"{counted(len(firm), 'sign')} would change a verdict or the choice."
    if not firm:
        text = f"Tried were {enumerated(tried)}, and no sign would change a verdict or the choice."
    yield Paragraph((Sentence(text, (Trace("watch.tried"),)),))
    rows = []
    for indicator in firm[:MOST_SIGNS]:
        changed = changes_of(indicator, words, leads)
        said = clause(indicator.says) or words.says(indicator.name)
        seen = (
            "stock" if indicator.kind == "stock" else ("seen" if indicator.observable else "judged")
        )
        cells = (
            said,
            sign_words(indicator),
            seen,
            today_words(indicator),
            changed.text if changed is not None else "",
            " ".join((*map(clause, indicator.sources), f"line {indicator.line}")),
        )
        rows.append(Row(cells, name=indicator.name))
    if rows:
        more = len(firm) - len(rows)
        yield Table(
            "What to watch",
            ("what", "sign", "how it shows", "where it stands", "what it would change", "trace"),
            tuple(rows),
            (2.2, 1.5, 0.9, 2.4, 4.0, 1.2),
            note="seen: it can be observed; stock: a level that the model reaches under today’s "
            "choices; judged: it has to be judged."
            + (f" {counted(more, 'more sign')} are left out." if more > 0 else ""),
        )
    yield from tipping_figures(judged, words)
