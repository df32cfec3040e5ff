"""Annexes 6 to 9: the argument, change, accuracy, and figures; and the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.findings import Finding
from kautilya.study.brief.figures import carriers_figure, intervals_figures, swings_figure
from kautilya.study.brief.judged import Judged
from kautilya.study.brief.plain import clause, counted, enumerated, quoted, sentence_of
from kautilya.study.brief.record import (
    Block,
    Entries,
    Entry,
    Paragraph,
    Row,
    Sentence,
    Table,
    Trace,
)
from kautilya.study.brief.words import Words, mark_of, of_finding
from kautilya.study.freeze import MOVED_BY
from kautilya.study.wording import observed_words, percent, printable, standing_words

MOST_MOVED = 12
"""Frozen verdicts that moved and are named."""


def argument_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Each conclusion with its reasons and what it rests on, by system."""
    dossier = judged.material.dossier
    titles = {**dossier.heading.systems, "": "The whole case"}
    by_system: dict[str, list[Finding]] = {name: [] for name in titles}
    for finding in dossier.findings:
        by_system.setdefault(finding.system or "", []).append(finding)
    for name, findings in by_system.items():
        if findings:
            yield Table(
                clause(titles.get(name, name)),
                (
                    "conclusion",
                    "in the author’s words",
                    "reasons given",
                    "standing",
                    "source",
                    "line",
                ),
                tuple(_argued(finding) for finding in findings),
                (2.0, 3.6, 2.2, 2.6, 1.2, 0.6),
                frozenset({5}),
            )
    yield from _swings(judged, words)
    figure = carriers_figure(judged)
    if figure is not None:
        yield figure


def _argued(finding: Finding) -> Row:
    cells = (
        finding.id,
        sentence_of(finding.says or finding.claim),
        ", ".join(finding.because) or "–",
        clause(standing_words(finding)) if finding.fit is not None else "untested",
        " ".join(clause(cited) for cited in finding.sources),
        str(finding.line or ""),
    )
    return Row(cells, mark_of(finding), finding.id)


def _swings(judged: Judged, words: Words) -> Iterator[Block]:
    choices = judged.material.dossier.choices
    if choices is None or not choices.swings:
        return
    most = max(choices.swings, key=lambda swing: swing.carried)
    text = (
        "An interest carries a choice as far as it weighs and as far as the options differ in it: "
        f"weight times swing. Most is carried by {quoted(most.name)}, with {most.weight:.2f} × "
        f"{most.swing:.2f} = {most.carried:.3f}."
    )
    trace = words.trace(most.interest, "choices.swings")
    yield Paragraph((Sentence(text, (trace,)),))
    figure = swings_figure(judged, words)
    if figure is not None:
        yield figure


def change_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """What moved since the verdicts were frozen."""
    since = judged.material.since
    if since is None:
        yield Paragraph(
            (Sentence("No verdicts were frozen before this run, so nothing can be compared."),)
        )
        return
    frozen = since.frozen
    trace = (Trace("frozen"),)
    when = f"The verdicts were frozen on {clause(frozen.on)}, on {frozen.worlds:,} worlds"
    if since.not_compared:
        yield Paragraph(
            (Sentence(f"{when}; they cannot be compared: {clause(since.not_compared)}.", trace),)
        )
        return
    edited = "the case was edited since" if since.edited_case else "the case is the same"
    moved = [
        m for m in since.moved if m.fit_then != m.fit_now or m.edited or m.share_then != m.share_now
    ]
    by = f"by a word or by more than {100 * MOVED_BY:.0f} points"
    end = f"{counted(len(moved), 'verdict')} moved, {by}" if moved else "no verdict moved"
    yield Paragraph((Sentence(f"{when}; {edited}, and {end}.", trace),))
    if moved:
        rows = tuple(
            Row(
                (
                    m.id,
                    m.fit_then or "–",
                    m.fit_now or "–",
                    "–" if m.share_then is None else percent(m.share_then),
                    "–" if m.share_now is None else percent(m.share_now),
                    "after its result was seen"
                    if m.after_result
                    else ("edited" if m.edited else ""),
                ),
                name=m.id,
            )
            for m in moved
        )
        yield Table(
            "Verdicts that moved",
            ("conclusion", "then", "now", "share then", "share now", "edited"),
            rows,
            (2.4, 1.6, 1.6, 1.0, 1.0, 2.0),
            frozenset({3, 4}),
        )


def accuracy_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """What fails, what could not be tested, and where the model strains."""
    failing = judged.failing
    if failing:
        yield Entries(tuple(judged.entry(finding, rests=True) for finding in failing))
    else:
        yield Paragraph((Sentence("No conclusion that was tested fails.", (Trace("counts"),)),))
    untested = judged.untested
    if untested:
        yield Entries(
            tuple(
                Entry(
                    sentence_of(f.says or f.id),
                    (
                        Sentence(
                            f"Untested: {clause(f.untested) or 'the case gives no test'}.",
                            (of_finding(f),),
                        ),
                    ),
                    "untested",
                    f.id,
                )
                for f in untested
            )
        )
    replies = [f for f in judged.findings if f.reply]
    if replies:
        yield Entries(
            tuple(
                Entry(
                    sentence_of(f.says or f.id),
                    (
                        Sentence(
                            f"The author replies: {quoted(f.reply)}", (of_finding(f, "reply"),)
                        ),
                    ),
                    mark_of(f),
                    f.id,
                )
                for f in replies
            )
        )
    sentences = [*_observed(judged), *_audit(judged)]
    if sentences:
        yield Paragraph(tuple(sentences))


def _observed(judged: Judged) -> Iterator[Sentence]:
    observed = judged.material.dossier.observed
    if observed is None:
        text = "Nothing that was seen to happen was held against the worlds of this case."
        yield Sentence(text)
        return
    traces = tuple(
        Trace("observed", line, sources)
        for line, sources in zip(observed.lines, observed.sources, strict=True)
    )[:3]
    for words in observed_words(observed):
        yield Sentence(sentence_of(words), traces)


def _audit(judged: Judged) -> Iterator[Sentence]:
    audit = judged.material.dossier.audit
    if audit.clipped:
        parts = [f"{name} in {percent(share)}" for name, share in audit.clipped.items()]
        text = (
            f"Values of interests lay outside of their anchors: {enumerated(parts, 6)} of months."
        )
        yield Sentence(text, (Trace("audit.clipped"),))
    if audit.clamped:
        parts = [f"{name} in {number:,}" for name, number in audit.clamped.items()]
        text = f"Stocks were held at a bound: {enumerated(parts, 6)} of {audit.months:,} months."
        yield Sentence(text, (Trace("audit.clamped"),))


def visual_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Every verdict as a figure."""
    yield from intervals_figures(judged, judged.findings)


def manifest_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """All that is needed to make this again."""
    material = judged.material
    heading, manifest = material.dossier.heading, material.manifest
    rows = [
        ("case", f"{heading.case}, content {heading.case_hash[:16]}"),
        ("file", heading.file),
        ("results", material.dossier.result_hash),
        ("seed", str(heading.seed)),
        ("worlds", f"{heading.worlds:,} as authored, 3 × {heading.shape_worlds:,} in other shapes"),
        ("yardstick", f"{heading.yardstick}, {heading.yardstick_version}"),
        ("program", f"kautilya {heading.version}"),
    ]
    if heading.scenario:
        rows.append(("scenario", heading.scenario))
    if manifest is not None:
        libraries = ", ".join(f"{name} {version}" for name, version in manifest.libraries.items())
        rows += [
            ("run", manifest.id),
            ("begun", manifest.started),
            ("evaluated by", f"{manifest.evaluator}; Python {manifest.python}, {libraries}"),
        ]
    scenario = f" --scenario {heading.scenario}" if heading.scenario else ""
    again = (
        f"kautilya test {heading.file} --worlds {heading.worlds} --seed {heading.seed}{scenario}"
    )
    rows.append(("again", again))
    yield Table(
        "The run",
        ("", ""),
        tuple(Row((name, printable(value))) for name, value in rows),
        (1.4, 6.0),
    )
