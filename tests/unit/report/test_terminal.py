"""The board: nothing is lost, nothing is interpreted."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from kautilya.report.paper import ASCII, UNICODE, Paper, console_for, glyphs_for, write
from kautilya.report.rows import sources_of
from kautilya.report.terminal import board_lines, summary_lines, worst
from kautilya.study import Dossier, Extent, Tally
from kautilya.study.freeze import Frozen, Moved, Since
from kautilya.study.wording import flags, percent, percent_range
from support.reports import ferry_dossier, hostile, plain


def board(dossier: Dossier, width: int = 100, **more: object) -> str:
    return plain(board_lines(dossier, Paper(width, UNICODE), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_no_width_loses_a_name_or_a_verdict(width: int) -> None:
    dossier = ferry_dossier()
    lines = board(dossier, width).splitlines()
    for finding in dossier.findings:
        assert any(finding.id in line.split() for line in lines)
    words = " ".join(" ".join(lines).split())
    for fit in ("as stated", "contested", "underdetermined", "contradicted", "untested"):
        assert fit in words


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_paper(width: int) -> None:
    assert all(cell_len(line) <= width for line in board(ferry_dossier(), width).splitlines())


def test_heading_says_what_was_run() -> None:
    text = board(ferry_dossier())
    assert text.startswith(
        'in this encoding of "Why the island keeps its ferry" (Harbour Institute, 2021)   ferry'
    )
    assert "seed 20211127   yardstick ICD 203   200 worlds as authored + 3 × 50" in text
    assert "4 premises (1 stated, 3 judged)" in text


@pytest.mark.parametrize(
    "words", ["[bold]x[/bold]", "<script>alert(1)</script>", "[link=file:///]y[/]", ":smile: \\[b]"]
)
def test_words_of_the_author_are_printed_as_they_are(words: str) -> None:
    dossier = hostile(words).test(worlds=16, seed=1, removals=False)
    stream = io.StringIO()
    console, paper = console_for(stream)
    write(console, board_lines(dossier, paper))
    printed = stream.getvalue()
    assert printed.count(words) >= 5
    assert "\x1b" not in printed


def test_control_characters_do_not_reach_the_terminal() -> None:
    dossier = ferry_dossier()
    finding = replace(dossier.findings[0], says="a\x1b[31mred\u202e\nb")
    text = board(replace(dossier, findings=(finding,)))
    assert "a\ufffd[31mred\ufffd b" in text


def test_piped_text_has_no_colour_and_a_width_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    console, paper = console_for(io.StringIO())
    assert paper.width == 100
    assert not console.is_terminal


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)


@given(WORDS, st.integers(20, 120), st.integers(0, 6), st.integers(0, 12))
def test_wrapping_keeps_every_word(text: str, width: int, indent: int, hang: int) -> None:
    lines = Paper(width).wrap(Text(text), indent, hang)
    kept = "".join("".join(line.plain.split()) for line in lines)
    assert kept == "".join(text.split())


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [
        ("utf-8", UNICODE),
        ("ascii", ASCII),
        ("latin-1", ASCII),
        (None, ASCII),
        ("none-such", ASCII),
    ],
)
def test_glyphs_fit_the_encoding(encoding: str | None, glyphs: object) -> None:
    assert glyphs_for(encoding) is glyphs


@given(st.floats(0, 1))
def test_no_share_is_rounded_to_none_or_all(share: float) -> None:
    assert (percent(share) == "0%") == (share == 0.0)
    assert (percent(share) == "100%") == (share == 1.0)


def test_two_shares_that_round_alike_are_written_once() -> None:
    assert percent_range(0.3, 0.304) == "30%"
    assert percent_range(0.996, 1.0) == "99-100%"


def test_many_sources_are_counted() -> None:
    assert sources_of(()) == ""
    assert sources_of(("osw#5", "other#1")) == "osw#5 other#1" or "+1" in sources_of(
        ("osw#5", "other#1")
    )
    assert all(len(sources_of(tuple(f"s#{i}" for i in range(n)))) <= 13 for n in range(1, 30))


def test_worlds_that_cycle_are_counted_beside_the_share() -> None:
    finding = ferry_dossier().findings[0]
    changed = replace(
        finding,
        tallies={"authored": Tally(10, 90, 10, 100)},
        orders=(0.1, 0.4),
        base=0.11,
        extent=Extent(50, 30, 10, 10),
        voice="town",
        scenario="storm",
    )
    found = flags(changed, {"town": "the town"})
    assert "10 of 200 worlds left out: cycles" in found
    assert "its antecedent holds in 50% of worlds" in found
    assert "other orders of moving: 10-40%" in found
    assert "as the town sees it" in found
    assert "in storm" in found
    assert any("in some in 30%" in flag for flag in found)


def test_what_moved_since_it_was_frozen_is_told() -> None:
    dossier = ferry_dossier()
    frozen = Frozen("x", 1, 2, "ICD 203", None, "0", "h", "2021-12-01", {})
    moved = (
        Moved("keeps", "contested", "as stated", 0.5, 0.7, False, True),
        Moved("new", None, "as stated", None, 0.7, True, False),
        Moved("gone", "as stated", None, 0.7, None, True, True),
    )
    text = board(dossier, since=Since(frozen, moved, True))
    assert "moved since it was frozen on 2021-12-01" in text
    assert "keeps: contested → as stated (50% → 70%)" in text
    assert "moved by an edit made after its result was seen" in " ".join(text.split())
    assert "new: added since frozen" in text
    assert "gone: taken out since frozen" in text
    assert "nothing has moved" in board(dossier, since=Since(frozen, (), False))
    assert "another" in board(dossier, since=Since(frozen, (), False, "another yardstick"))


def test_the_next_commands_are_those_that_were_given() -> None:
    text = board(ferry_dossier(), follow=["kautilya why limit", "kautilya show"], saved=True)
    assert text.endswith("run saved · next: kautilya why limit | kautilya show\n")


def test_the_summary_counts_every_outcome() -> None:
    dossier = ferry_dossier()
    text = " ".join(plain(summary_lines(dossier, Paper())).split())
    for word, number in dossier.tally.items():
        assert (f"{number} {word}" in text) == (number > 0)
    failing = worst(dossier)
    assert failing is not None
    assert failing.id == "limit"
