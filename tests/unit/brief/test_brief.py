"""What a brief says, and that each number leads back to a result, a line and a paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kautilya.credence import yardstick, yardstick_names
from kautilya.study.brief import Entries, Sentence, Table, brief_of
from kautilya.study.brief.likelihood import word_at
from support.briefs import ferry_brief, ferry_material
from support.reports import ferry_dossier, ferry_text

NUMBER = re.compile(r"\d")
YARDSTICK = re.compile(r"“[a-z ]+” by ICD 203")


def sentences() -> list[Sentence]:
    return list(ferry_brief().sentences())


def test_the_annexes_are_the_nine_standards_in_their_order() -> None:
    annexes = ferry_brief().annexes
    assert [section.number for section in annexes] == list(range(1, 11))
    assert all(section.standard for section in annexes[:9])
    assert "sources" in annexes[0].standard and "visual" in annexes[8].standard
    assert annexes[9].title == "Manifest" and not annexes[9].standard


def test_likelihood_and_confidence_never_share_a_sentence() -> None:
    for sentence in sentences():
        if "onfidence" in sentence.text:
            assert not YARDSTICK.search(sentence.text), sentence.text
            assert "of worlds" not in sentence.text, sentence.text


def test_every_sentence_with_a_number_has_a_trace() -> None:
    about_the_method = ("yardstick", "Confidence is a grade")
    for sentence in sentences():
        if NUMBER.search(sentence.text) and not any(w in sentence.text for w in about_the_method):
            assert sentence.traces, sentence.text
            assert all(trace.found for trace in sentence.traces)


def test_each_line_that_is_traced_holds_what_it_is_the_trace_of() -> None:
    lines = ferry_text().splitlines()
    for sentence in sentences():
        for trace in sentence.traces:
            parts = trace.found.split(".")
            if parts[0] == "propositions" and trace.line and parts[-1] != "rests_on":
                assert parts[1] in lines[trace.line - 1]
            for source in trace.sources:
                entry = "\n".join(lines[trace.line - 1 : trace.line + 8])
                assert source in entry


def test_shares_are_those_of_the_results() -> None:
    found = {finding.id: finding for finding in ferry_dossier().findings}
    entries = [
        entry
        for section in ferry_brief().front
        if section.title in ("Key judgments", "Where it fails")
        for block in section.blocks
        if isinstance(block, Entries)
        for entry in block.entries
    ]
    assert {entry.name for entry in entries} >= {"limit", "storm", "gains", "bridge"}
    assert len(entries) == len({entry.name for entry in entries})
    for entry in entries:
        low, high = found[entry.name].interval or (0.0, 0.0)
        told = re.search(r"(\d+)–(\d+)% of worlds", entry.sentences[0].text)
        if told is None:
            assert low == high
            continue
        assert (int(told[1]), int(told[2])) == (int(100 * low + 0.5), int(100 * high + 0.5))


def test_every_verdict_stands_in_the_annex_on_uncertainty() -> None:
    (table,) = (b for b in ferry_brief().annexes[1].blocks if isinstance(b, Table))
    assert [row.name for row in table.rows] == [f.id for f in ferry_dossier().findings]


def test_a_share_is_never_called_a_probability() -> None:
    for sentence in sentences():
        assert not re.search(r"probab", sentence.text) or "no probability" in sentence.text


def test_what_was_not_asked_is_named() -> None:
    material = replace(
        ferry_material(),
        stress=None,
        watch=None,
        tippings=(),
        not_asked=(("which single assumptions turn which verdicts", "kautilya stress"),),
    )
    brief = brief_of(material)
    last = brief.front[-1]
    assert last.title == "What was not asked"
    (paragraph,) = last.blocks
    assert "kautilya stress" in paragraph.sentences[0].text  # type: ignore[union-attr]
    assert any(section.title == "What it rests on" for section in brief.front)


@pytest.mark.parametrize("name", yardstick_names())
@pytest.mark.parametrize("share", [0.0, 0.03, 0.22, 0.5, 0.52, 0.7, 0.93, 1.0])
def test_every_share_has_a_word_or_lies_between_two(name: str, share: float) -> None:
    table = yardstick(name)
    words = word_at(share, table)
    assert 1 <= len(words) <= 2
    if len(words) == 1:
        assert table.words[words[0]].contains(share)
    else:
        low, high = (table.words[word] for word in words)
        assert low.high <= share <= high.low
