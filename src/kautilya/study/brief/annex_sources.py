"""Annexes 1 to 3: sources and method, uncertainties, and what is information or assumption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kautilya.case import Case
from kautilya.study.brief.confidence import RULE
from kautilya.study.brief.judged import Judged
from kautilya.study.brief.likelihood import share_range, words_of
from kautilya.study.brief.plain import capital, clause, counted, enumerated
from kautilya.study.brief.record import Block, Paragraph, Row, Sentence, Table, Trace
from kautilya.study.brief.words import Words, mark_of
from kautilya.study.wording import is_irrelevance, percent, printable

SECTIONS = (
    "systems",
    "premises",
    "stocks",
    "auxiliaries",
    "transfers",
    "mechanisms",
    "events",
    "propositions",
)
"""Parts of a case whose entries cite sources."""


def sources_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Where the case comes from, and how it was run."""
    material = judged.material
    case, heading = material.case, material.dossier.heading
    counts = heading.counts
    of = {
        name: counted(counts.get(f"{name}s", {}).get("all", 0), name)
        for name in ("actor", "decision", "premise", "mechanism", "event")
    }
    parts = [text for name, text in of.items() if counts.get(f"{name}s", {}).get("all", 0)]
    yield Paragraph(
        (
            Sentence(
                f"The case is an encoding of the text: {enumerated(parts)}, each with its place in "
                "the text.",
                (Trace("heading.counts", annex=3),),
            ),
            Sentence(
                "A world is one draw of everything that is uncertain; in each the model runs for "
                f"{counted(case.horizon, 'month')} under every combination of options, of which "
                f"there are {heading.profiles:,}.",
                (Trace("heading.profiles"),),
            ),
            Sentence(
                f"Conclusions were held against {heading.worlds:,} worlds drawn as authored and "
                f"{heading.shape_worlds:,} in each of three other shapes of draw, since a range "
                "says where a value may lie and not how often it lies there.",
                (Trace("heading.worlds"),),
            ),
            Sentence(
                "A share of worlds is the volume of assumptions under which something holds. It is "
                "no probability."
            ),
        )
    )
    cited = _citations(case)
    rows = tuple(
        Row(
            (
                name,
                _title(entry.title, entry.authors),
                ", ".join(str(p) for p in (clause(entry.publisher), entry.year) if p),
                str(cited[name]),
                clause(entry.note),
            ),
            name=f"source-{name}",
        )
        for name, entry in case.sources.items()
    )
    if rows:
        yield Table(
            "Sources, and how many entries of the case cite each",
            ("source", "title", "published", "cited", "remark"),
            rows,
            (1.1, 3.2, 1.6, 0.6, 3.4),
            frozenset({3}),
        )


def _title(title: str, authors: tuple[str, ...]) -> str:
    by = enumerated([clause(author) for author in authors])
    return f"{clause(title)} ({by})" if by else clause(title)


def _citations(case: Case) -> Counter[str]:
    """How many entries cite each source."""
    found: Counter[str] = Counter()
    for section in SECTIONS:
        for entry in getattr(case, section).values():
            found.update({cited.partition("#")[0] for cited in entry.source})
    for rows in case.interests.values():
        for row in rows:
            found.update({cited.partition("#")[0] for cited in row.source})
    return found


def uncertainty_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Every verdict: how often, in which words, and with what confidence."""
    material = judged.material
    by = material.yardstick
    yield Paragraph(
        (
            Sentence(
                f"How often a conclusion holds is given as the lowest and the highest share of "
                f"worlds over four shapes of draw, and read by the yardstick {by.name} "
                f"({by.version})."
            ),
        )
    )
    yield Paragraph((Sentence(RULE),))
    rows = []
    for finding in material.dossier.findings:
        grade = judged.confidence.get(finding.id)
        interval = finding.interval
        word = ""
        if interval is not None and not is_irrelevance(finding):
            word = words_of(*interval, by).replace("“", "").replace("”", "")
        shares = share_range(finding) if finding.fit is not None else ""
        if is_irrelevance(finding) and shares:
            shares = f"moves {shares}"
        rows.append(
            Row(
                (
                    finding.id,
                    printable(finding.stated) if finding.fit is not None else "",
                    shares or "–",
                    word,
                    mark_of(finding) if not finding.passes else str(finding.fit),
                    str(grade.grade) if grade is not None else "",
                    enumerated(grade.grounds) if grade is not None else clause(finding.untested),
                ),
                mark_of(finding),
                finding.id,
            )
        )
    yield Table(
        "Likelihood and confidence, each for itself",
        (
            "conclusion",
            "stated",
            "of worlds",
            "in words",
            "fit",
            "confidence",
            "grounds against it",
        ),
        tuple(rows),
        (2.2, 1.2, 1.1, 1.5, 1.5, 1.2, 3.4),
        note="Conclusions in the author’s words stand in annex 6. An en dash: nothing was counted.",
    )


def assumption_blocks(judged: Judged, words: Words) -> Iterator[Block]:
    """Which premises come from the record, which from the text, and which are judged."""
    material = judged.material
    case, counts = material.case, material.dossier.heading.counts
    rows = []
    for section in ("premises", "mechanisms"):
        by = counts.get(section, {})
        if by.get("all"):
            cells = [str(by.get(k, 0)) for k in ("data", "stated", "implied", "judged", "rival")]
            rows.append(Row((section, str(by["all"]), *cells)))
    if rows:
        yield Table(
            "Information and judgment, by status",
            ("", "in all", "data", "stated", "implied", "judged", "rival"),
            tuple(rows),
            (2.0, 1, 1, 1, 1, 1, 1),
            frozenset(range(1, 7)),
            "data: from the record; stated: the text says it; implied: the text needs it; judged: "
            "the analyst’s own; rival: what an opponent would add.",
        )
    unsourced = material.dossier.audit.judged
    if unsourced:
        verb = "cites" if len(unsourced) == 1 else "cite"
        text = f"{capital(counted(len(unsourced), 'judged item'))} {verb} nothing: "
        text += f"{enumerated(unsourced, 12)}."
        yield Paragraph(
            (Sentence(text, tuple(words.trace(n, "audit.judged") for n in unsourced[:3])),)
        )
    if case.premises:
        yield Table(
            "Premises",
            ("premise", "what it states", "value", "status", "source", "line"),
            tuple(_premise(name, judged, words) for name in case.premises),
            (2.2, 4.2, 1.8, 1.0, 1.6, 0.7),
            frozenset({5}),
        )


def _premise(name: str, judged: Judged, words: Words) -> Row:
    entry = judged.material.case.premises[name]
    value = "" if entry.value is None else f"{entry.value:g}"
    if entry.range is not None:
        low, high = entry.range
        span = f"{low:g} to {high:g}"
        value = f"{value}, {span}" if value else span
    if entry.chance is not None:
        chance = entry.chance
        value = percent(chance) if isinstance(chance, float) else clause(str(chance))
        value = f"chance: {value}"
    if entry.unit not in (None, "share"):
        value = f"{value} {entry.unit}"
    source = " ".join(clause(cited) for cited in entry.source)
    line = str(words.line(name) or "")
    return Row((name, clause(entry.says), value, str(entry.status or ""), source, line), name=name)
