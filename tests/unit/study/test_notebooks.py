"""What a notebook shows of results, and results as tables and arrays."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser

import pytest

from kautilya.study import Strategic
from kautilya.study.stress import Stress, stress
from support.reports import ferry, ferry_dossier, hostile


@lru_cache(maxsize=1)
def picture() -> Strategic:
    return ferry().solve(worlds=40)


@lru_cache(maxsize=1)
def stressed() -> Stress:
    return stress(ferry(), worlds=40)


class Balance(HTMLParser):
    """Whether every tag is closed, and no tag is one that runs."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "iframe", "img")
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == "br" or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def words_of(html: str) -> str:
    parser = Balance()
    parser.feed(html)
    assert not parser.open
    return parser.words


def test_each_result_shows_itself() -> None:
    study, dossier = ferry(), ferry_dossier()
    assert "The island keeps the ferry" in words_of(study._repr_html_())
    assert words_of(study.case._repr_html_()) == words_of(study._repr_html_())
    assert "contradicted" in words_of(dossier._repr_html_())
    assert "best(island.ferry) is keep" in words_of(dossier.findings[0]._repr_html_())
    assert "nash" in words_of(picture()._repr_html_())
    assert "visitors" in words_of(stressed()._repr_html_())


def test_hostile_words_stay_words() -> None:
    study = hostile("<script>alert(1)</script>")
    shown = [
        study,
        *study.test(worlds=20).findings,
        study.solve(worlds=20),
        stress(study, worlds=20),
    ]
    assert all("<script>" not in thing._repr_html_() for thing in shown)
    assert "<script>" in words_of(study._repr_html_())


def test_verdicts_as_a_table() -> None:
    dossier = ferry_dossier()
    frame = dossier.to_pandas()
    assert list(frame.index) == [finding.id for finding in dossier.findings]
    for finding in dossier.findings:
        row = frame.loc[finding.id]
        assert row["share"] == finding.share or finding.share is None
        assert bool(row["passes"]) == finding.passes


def test_worlds_counted_as_a_data_set() -> None:
    dossier = ferry_dossier()
    data = dossier.to_xarray()
    tally = dossier.findings[0].tallies["edges"]
    cell = data.sel(proposition=dossier.findings[0].id, shape="edges")
    assert (int(cell.holds), int(cell.counted)) == (tally.holds, tally.counted)
    assert float(cell.share) == tally.share


def test_what_turns_what_as_an_array() -> None:
    found = stressed()
    turns = found.to_xarray()
    for carrier in found.carriers:
        assert int(turns.sel(element=carrier.element).sum()) == len(carrier.turns)
    assert len(found.to_pandas()) == sum(len(t.flips) + len(t.pairs) for t in found.tested)


@pytest.mark.parametrize("concept", ["nash", "gmr"])
def test_stability_as_an_array(concept: str) -> None:
    found = picture()
    stable = found.to_xarray()
    for row in found.rows:
        for actor, share in row.stable[concept].items():
            assert float(stable.sel(state=row.state, concept=concept, actor=actor)) == share
    assert list(found.to_pandas().index) == [row.state for row in found.rows]
