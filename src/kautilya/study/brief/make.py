"""A brief from a run: two pages, then an annex for each tradecraft standard of ICD 203."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kautilya.study.brief.annex_argument import (
    accuracy_blocks,
    argument_blocks,
    change_blocks,
    manifest_blocks,
    visual_blocks,
)
from kautilya.study.brief.annex_choices import alternative_blocks, implication_blocks
from kautilya.study.brief.annex_sources import (
    assumption_blocks,
    sources_blocks,
    uncertainty_blocks,
)
from kautilya.study.brief.front import Front
from kautilya.study.brief.gather import Material
from kautilya.study.brief.judged import Judged
from kautilya.study.brief.plain import clause
from kautilya.study.brief.record import Block, Brief, Paragraph, Section, Sentence
from kautilya.study.brief.words import Words

CAUTION = (
    "This judges an encoding of the text and not its author. A share is a share of the admissible "
    "worlds and no probability. Every number leads back to a line of the case and a paragraph of "
    "the text."
)

ANNEXES: tuple[tuple[str, str, Callable[[Judged, Words], Iterator[Block]]], ...] = (
    (
        "Sources, data and method",
        "properly describes quality and credibility of underlying sources, data, and methodologies",
        sources_blocks,
    ),
    (
        "Uncertainties",
        "properly expresses and explains uncertainties associated with major analytic judgments",
        uncertainty_blocks,
    ),
    (
        "Information, assumptions and judgments",
        "properly distinguishes between underlying intelligence information and analysts’ "
        "assumptions and judgments",
        assumption_blocks,
    ),
    ("Alternatives", "incorporates analysis of alternatives", alternative_blocks),
    (
        "Relevance and implications",
        "demonstrates customer relevance and addresses implications",
        implication_blocks,
    ),
    ("Argumentation", "uses clear and logical argumentation", argument_blocks),
    (
        "Change and consistency",
        "explains change to or consistency of analytic judgments",
        change_blocks,
    ),
    ("Accuracy", "makes accurate judgments and assessments", accuracy_blocks),
    (
        "Figures",
        "incorporates effective visual information where appropriate",
        visual_blocks,
    ),
)
"""The nine analytic tradecraft standards of ICD 203 (2015), D.6.e, and what answers to each."""


def brief_of(material: Material) -> Brief:
    """Write a brief.

    Parameters
    ----------
    material
        A run, and what else is known of its case.

    Returns
    -------
    Brief
        Sentences with where each comes from, tables and figures as data.

    References
    ----------
    Intelligence Community Directive 203, Analytic Standards, 2 January 2015, D.6.e. Likelihood and
    confidence never share a sentence, as D.6.e.(2) asks.

    Examples
    --------
    >>> import kautilya
    >>> from kautilya.study.brief import brief_of, gather
    >>> study = kautilya.load("cases/first-steps")
    >>> found = brief_of(gather(study, study.test(worlds=100)))
    >>> [section.title for section in found.front][:3], len(found.annexes)
    (['The question', 'Bottom line', 'Key judgments'], 10)
    """
    words = Words(material)
    judged = Judged(material, words)
    heading = material.dossier.heading
    annexes = []
    for number, (title, standard, blocks) in enumerate(ANNEXES, start=1):
        found = tuple(blocks(judged, words)) or (_nothing(),)
        annexes.append(Section(title, found, number, standard))
    manifest = Section("Manifest", tuple(manifest_blocks(judged, words)), len(annexes) + 1)
    return Brief(
        clause(heading.title or heading.case),
        _subtitle(material),
        CAUTION,
        Front(judged, words).sections(),
        (*annexes, manifest),
        material.dossier,
    )


def _subtitle(material: Material) -> str:
    """Which text, which encoding, as of when."""
    heading = material.dossier.heading
    published = ", ".join(str(part) for part in (clause(heading.source), heading.year) if part)
    as_of = material.case.as_of
    parts = [
        f"A brief on this encoding of the text{f' ({published})' if published else ''}",
        f"{heading.case}@{heading.case_hash[:7]}",
    ]
    if as_of is not None:
        parts.append(f"as of {as_of.day} {as_of:%B %Y}")
    if heading.scenario:
        parts.append(f"scenario {clause(heading.scenario)}")
    return " · ".join(parts)


def _nothing() -> Paragraph:
    return Paragraph((Sentence("There is nothing to show here."),))
