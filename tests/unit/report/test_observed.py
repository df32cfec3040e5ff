"""What is told of what was observed: on the board, in `why`, as JSON, and in a journal."""

from __future__ import annotations

import json

import jsonschema
import pytest

from kautilya.diagnostics import CaseInvalid
from kautilya.report.data import (
    dossier_from_data,
    dossier_schema,
    dossier_to_data,
    dossier_to_json,
)
from kautilya.report.paper import ASCII, Paper
from kautilya.report.terminal import board_lines
from kautilya.report.why import why_lines
from kautilya.study import Dossier, Order, Study, loads, pipeline
from kautilya.study.parts import parts_from_bytes, parts_to_bytes
from kautilya.study.why import why
from support.reports import ferry_dossier, plain

CASE = """
language: 1
case: town
horizon: 1
sources: {diary: {title: The diary}}
actors: {town: {name: Town}}
premises:
  ice: {says: ice, range: [0, 1], status: judged}
  price: {says: price, range: [0, 1], status: judged}
observed:
  - {expect: ice < SHARE, says: they took the river, source: diary#3}
  - {expect: "log(price) < 0"}
propositions:
  mild: {says: the winter was mild, claim: "ice < 0.4", stated: likely}
  dear: {says: ice does not matter, claim: price > 0.5, stated: {irrelevant: ice}}
"""


def study(share: str) -> Study:
    return loads(CASE.replace("SHARE", share))


def dossier(share: str) -> Dossier:
    return study(share).test(worlds=400, removals=False)


def board(share: str) -> str:
    return plain(board_lines(dossier(share), Paper(100, ASCII)))


def test_the_board_tells_how_many_worlds_agree() -> None:
    text = board("0.6")
    kept = dossier("0.6").observed
    assert kept is not None
    number = kept.kept["authored"]
    assert f"{number} of 400 worlds agree with what was observed" in text
    assert "they took the river  diary#3" in text
    assert "log(price) < 0" in text
    assert text.count("given what was observed: ") == 2
    assert "given what was observed: moves 0%" in text
    assert "in doubt" not in text


def test_where_few_worlds_agree_the_model_is_in_doubt() -> None:
    assert "so few worlds agree that the model itself is in doubt" in " ".join(
        board("0.05").split()
    )


def test_where_no_world_agrees_one_sentence_says_so() -> None:
    text = " ".join(board("-1").split())
    assert "no world agrees with what was observed: there is nothing to take a share of" in text
    assert "given what was observed" not in text


def test_why_tells_both_shares() -> None:
    for share, words in (("0.6", "it decides no verdict"), ("-1", "no world agrees with it")):
        asked = study(share)
        found = why(asked, "mild", worlds=200)
        text = plain(why_lines(found, Paper(100, ASCII)))
        assert words in text
        assert "given what was observed" in text


@pytest.mark.parametrize("share", ["0.6", "0.05", "-1"])
def test_json_and_back(share: str) -> None:
    whole = dossier(share)
    data = json.loads(dossier_to_json(whole))
    jsonschema.validate(data, dossier_schema())
    again = dossier_from_data(data)
    assert again.observed == whole.observed
    assert again.findings == whole.findings
    for kind, entry in (
        ("observed", data["observed"]),
        ("agreeing", data["propositions"][0]["observed"]),
    ):
        assert set(entry) == set(dossier_schema()["$defs"][kind]["properties"])
    assert data["observed"]["scarce"] == (share != "0.6")


def test_a_case_without_observations_says_nothing() -> None:
    data = dossier_to_data(ferry_dossier())
    assert data["observed"] is None
    assert all(entry["observed"] is None for entry in data["propositions"])
    older = {k: v for k, v in data.items() if k != "observed"}
    for entry in older["propositions"]:
        del entry["observed"]
    assert dossier_from_data(older) == ferry_dossier()


def test_what_jobs_give_of_it_goes_to_bytes_and_back() -> None:
    schedule = pipeline.board_of(study("0.6").checked, Order(worlds=40, seed=7), 10).schedule
    jobs = schedule.shape_jobs() + schedule.observed_jobs()
    assert {job.key[0] for job in jobs} == {"shape", "observed"}
    for job in jobs:
        parts = schedule.laboratory.perform(job)
        again = parts_from_bytes(parts_to_bytes(parts), job)
        for name, part in parts.items():
            assert part.kept is not None  # type: ignore[union-attr]
            assert again[name].kept == part.kept  # type: ignore[union-attr]
            assert again[name].tally == part.tally  # type: ignore[union-attr]


def test_an_observation_that_is_not_finite_is_told_at_its_place() -> None:
    text = CASE.replace("SHARE", "0.6").replace("log(price)", "log(price - 2)")
    with pytest.raises(CaseInvalid) as caught:
        loads(text).test(worlds=20, removals=False)
    (fault,) = caught.value.diagnostics
    assert fault.code == "KC801"
    assert "observation 2" in fault.message
    assert fault.span is not None and "log(price - 2)" in fault.span.text
