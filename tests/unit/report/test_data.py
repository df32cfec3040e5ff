"""A dossier as JSON and back, as JUnit, and as HTML."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from xml.etree import ElementTree

import jsonschema
import pytest

from kautilya.report.data import (
    DossierUnreadable,
    dossier_from_data,
    dossier_schema,
    dossier_to_data,
    dossier_to_json,
)
from kautilya.report.junit import dossier_to_junit
from kautilya.study import Removal
from kautilya.study.tables import dossier_html, finding_html
from support.reports import ferry_dossier, hostile


def test_json_follows_its_schema() -> None:
    schema = dossier_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(dossier_to_json(ferry_dossier())), schema)


def test_schema_describes_every_key() -> None:
    data, schema = dossier_to_data(ferry_dossier()), dossier_schema()
    kinds = {
        "heading": data["heading"],
        "proposition": data["propositions"][0],
        "choices": data["choices"],
        "audit": data["audit"],
        "removal": data["propositions"][0]["removals"][0],
        "tally": data["propositions"][0]["shapes"]["authored"],
    }
    for kind, entry in kinds.items():
        assert set(entry) == set(schema["$defs"][kind]["properties"]), kind
        assert set(schema["$defs"][kind]["required"]) == set(entry), kind
    assert set(data) == set(schema["required"])


@pytest.mark.parametrize(
    "spoil",
    [
        {"schema": 2},
        {"propositions": [{}]},
        {"heading": {}},
        {"counts": {"pass": -1}},
    ],
)
def test_schema_refuses_what_is_no_dossier(spoil: dict[str, object]) -> None:
    data = {**dossier_to_data(ferry_dossier()), **spoil}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, dossier_schema())


def test_there_and_back() -> None:
    dossier = ferry_dossier()
    again = dossier_from_data(json.loads(dossier_to_json(dossier)))
    assert again == dossier
    assert again.result_hash == dossier.result_hash
    assert dossier_to_data(again) == dossier_to_data(dossier)


def test_a_removal_that_leaves_no_world_goes_there_and_back() -> None:
    dossier = ferry_dossier()
    removal = Removal("x", 0.0, 0.0, math.inf, passes=False, flips=False)
    changed = replace(dossier, findings=(replace(dossier.findings[0], removals=(removal,)),))
    text = dossier_to_json(changed)
    assert "Infinity" not in text
    assert dossier_from_data(json.loads(text)) == changed


def test_every_share_has_its_count_and_its_error() -> None:
    for entry in dossier_to_data(ferry_dossier())["propositions"]:
        if entry["fit"] is None:
            assert entry["share"] is None
            continue
        tally = entry["shapes"]["authored"]
        assert entry["n"] == tally["counted"] == 200
        if entry["differences"]:
            assert entry["share"] == abs(entry["differences"]["authored"])
            continue
        assert entry["share"] == tally["holds"] / tally["counted"]
        assert entry["error"][0] <= entry["share"] <= entry["error"][1]
        assert entry["line"] > 0
        assert entry["paragraph"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"schema": 1},
        {"schema": 0},
        {"schema": 1, "heading": {"case": "x"}},
    ],
)
def test_what_is_no_dossier_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(DossierUnreadable):
        dossier_from_data(data)


def test_junit_has_one_case_for_each_proposition() -> None:
    dossier = ferry_dossier()
    suite = ElementTree.fromstring(dossier_to_junit(dossier)).find("testsuite")
    assert suite is not None
    cases = {case.attrib["name"]: case for case in suite.iter("testcase")}
    assert list(cases) == [finding.id for finding in dossier.findings]
    for finding in dossier.findings:
        case = cases[finding.id]
        failed = finding.fit is not None and not finding.passes
        assert (case.find("failure") is not None) == failed
        assert (case.find("skipped") is not None) == (finding.fit is None)
    failure = cases["limit"].find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("contradicted in ")
    assert int(suite.attrib["failures"]) == len(suite.findall(".//failure"))


def test_junit_takes_any_text() -> None:
    dossier = ferry_dossier()
    finding = replace(dossier.findings[-1], says="\x00<&\x1b", untested="]]>\x0b<x>\"'")
    text = dossier_to_junit(replace(dossier, findings=(finding,)))
    skipped = ElementTree.fromstring(text).find(".//skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "]]>\ufffd<x>\"'"


def test_html_escapes_what_the_author_wrote() -> None:
    words = "<script>alert('1')</script> & \"<b>\""
    dossier = hostile(words).test(worlds=16, seed=1, removals=False)
    for html in (dossier_html(dossier), finding_html(dossier.findings[0])):
        assert "<script" not in html
        assert '<b>"' not in html
        assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;" in html


def test_html_has_a_row_for_each_proposition() -> None:
    dossier = ferry_dossier()
    html = dossier._repr_html_()
    rows = ElementTree.fromstring(html).findall(".//tbody/tr")
    assert len(rows) == len(dossier.findings)
