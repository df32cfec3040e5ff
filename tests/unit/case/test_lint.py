"""Advice is given where there is something to better, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kautilya.case import from_source
from kautilya.case.claim_rows import claims_beside
from kautilya.case.lint import kc708_shadow, lint_case
from kautilya.diagnostics import Diagnostic, Severity
from kautilya.model.functions import FUNCTIONS
from kautilya.source import parse_source

HEAD = """\
language: 1
case: harbour
horizon: 6
actors: {town: {name: Town}, guild: {name: Guild}}
"""

LIST = """\
id\tparagraph\ttype\tparaphrase\thedge\tvoice
K01\t2\tFACT\tit was cold\t-\tauthor
K02\t3\tCONCLUSION\tthe port closes\tlikely\tauthor
K03\t3\tFORECAST\ttrade ends\t-\tauthor
"""

CLAIM = "untested: it has no test"


def advice(text: str, file: str = "no-folder/case.yaml") -> list[Diagnostic]:
    """What is advised on a case made of a head and this."""
    return list(lint_case(from_source(parse_source(HEAD + text, file))))


def told(text: str, code: str, file: str = "no-folder/case.yaml") -> list[str]:
    """Each piece that one rule points at."""
    found = [d for d in advice(text, file) if d.code == code]
    assert all(d.severity is not Severity.ERROR for d in found)
    return [d.span.piece for d in found if d.span is not None]


def beside(folder: Path, rows: str = LIST) -> str:
    """Name of a case beside a list of claims."""
    (folder / "claims.tsv").write_text(rows, encoding="utf-8")
    return str(folder / "case.yaml")


# -- KC701: a paragraph -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "pieces"),
    [
        ("status: stated", ["stated"]),
        ("status: implied, source: diary", ["implied"]),
        ("status: stated, source: diary#4", []),
        ("status: stated, source: [diary, rolls#4]", []),
        ("status: data, source: diary", []),
        ("status: judged", []),
        ("status: rival", []),
        ("value: 2", []),
    ],
)
def test_what_the_text_states_names_a_paragraph(entry: str, pieces: list[str]) -> None:
    text = f"premises: {{ice: {{value: 1, {entry}}}}}\n".replace("value: 1, value: 2", "value: 2")
    assert told(text, "KC701") == pieces


def test_a_belief_in_braces_is_pointed_at_too() -> None:
    text = "premises: {ice: {value: 1}}\nbeliefs: {town: {ice: {is: 0.4, status: stated}}}\n"
    assert told(text, "KC701") == ["stated"]


# -- KC702, KC703, KC704: the list of claims ------------------------------------------------------


def test_without_a_list_of_claims_nothing_is_said_of_rows() -> None:
    text = f"premises: {{ice: {{value: 1, row: K99}}}}\npropositions: {{a: {{{CLAIM}}}}}\n"
    assert not {"KC702", "KC703", "KC704"} & {d.code for d in advice(text)}


def test_a_conclusion_without_a_proposition_is_named_in_the_list(tmp_path: Path) -> None:
    file = beside(tmp_path)
    text = f"propositions: {{a: {{{CLAIM}, row: K03}}}}\n"
    assert told(text, "KC702", file) == ["K02"]
    (found,) = (d for d in advice(text, file) if d.code == "KC702")
    assert found.span is not None
    assert (found.span.file, found.span.line) == (str(tmp_path / "claims.tsv"), 3)
    assert "the port closes" in found.message


def test_a_proposition_names_a_row_that_there_is(tmp_path: Path) -> None:
    file = beside(tmp_path)
    text = (
        f"propositions:\n  a: {{{CLAIM}}}\n  b: {{{CLAIM}, row: [K02, K3]}}\n"
        f"  c: {{{CLAIM}, row: K03}}\n"
    )
    assert told(text, "KC703", file) == ["a", "K3"]


def test_a_premise_that_encodes_a_conclusion_is_warned_of(tmp_path: Path) -> None:
    text = "premises: {ice: {value: 1, row: [K01, K02]}, snow: {value: 1, row: K03}}\n"
    file = beside(tmp_path)
    assert told(text, "KC704", file) == ["K02"]
    assert {d.severity for d in advice(text, file) if d.code == "KC704"} == {Severity.WARNING}


@pytest.mark.parametrize(
    "rows", ["", "\n\n", "K01\n", "K01\t2\n", "id\tparagraph\ttype\n", "\t\t\t\n"]
)
def test_a_list_without_claims_is_no_list(tmp_path: Path, rows: str) -> None:
    assert claims_beside(beside(tmp_path, rows)) == ()


def test_a_list_that_is_no_text_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "claims.tsv").write_bytes(b"\xff\xfe\x00K01")
    assert claims_beside(str(tmp_path / "case.yaml")) == ()


def test_a_row_may_lack_what_follows_its_type(tmp_path: Path) -> None:
    (row,) = claims_beside(beside(tmp_path, "K01\t2\tfact\n"))
    assert (row.id, row.paragraph, row.type, row.hedge, row.voice) == ("K01", "2", "FACT", "", "")


# -- KC705: rivals --------------------------------------------------------------------------------

MODEL = """\
focal: town.toll
stocks: {{trade: {{says: t, start: 1}}, other: {{says: o, start: 1}}}}
auxiliaries: {{income: {{says: i, is: trade}}}}
mechanisms:
  toll_drives: {{to: trade, adds: "-0.1"}}
  apart: {{to: other, adds: "-0.1", status: rival}}
{more}
decisions: {{town.toll: {{now: low, options: {{low: {{}}, high: {{}}}}}}}}
interests:
  town: [{{id: purse, value: {value}, anchors: [0, 1]}}]
  guild: [{{id: profit, value: trade, anchors: [0, 1]}}]
"""


@pytest.mark.parametrize(
    ("value", "more", "pieces"),
    [
        ("income", "", ["purse"]),
        ("income", "  songs: {to: income, adds: 0.1, status: rival}", []),
        ("income", "  songs: {to: trade, scales: 2, status: rival}", []),
        ("income", "  feedback: {to: trade, adds: 0.1 * other}", []),
        ("town.toll is high", "", []),  # no mechanism reaches it: there is nothing to rival
        ("other", "", []),
    ],
)
def test_a_gain_of_the_focal_actor_has_a_rival(value: str, more: str, pieces: list[str]) -> None:
    assert told(MODEL.format(value=value, more=more), "KC705") == pieces


def test_a_rival_may_work_by_way_of_an_event() -> None:
    text = MODEL.format(value="income", more="  thaw: {to: flood, adds: 0.1, status: rival}")
    assert told(text + "events: {flood: {rate: 0.1, then: {income: 0}}}\n", "KC705") == []
    assert told(text + "events: {flood: {rate: 0.1, ends: [toll_drives]}}\n", "KC705") == []
    assert told(text + "events: {flood: {rate: 0.1}}\n", "KC705") == ["purse"]


# -- KC706: confidence and likelihood -------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "pieces"),
    [
        ("we have high confidence that the port will likely close", ["high confidence"]),
        ("it is almost certain, with moderate confidence", ["moderate confidence"]),
        ("it is likely. We have high confidence in the source", []),
        ("confidence in banks is likely to fall", []),  # a thing of the world, not a judgement
        ("high confidence", []),
        ("unlikely", []),
    ],
)
def test_a_sentence_has_a_confidence_or_a_likelihood(says: str, pieces: list[str]) -> None:
    assert told(f"propositions: {{a: {{says: '{says}', {CLAIM}}}}}\n", "KC706") == pieces


# -- KC707: what nothing uses ---------------------------------------------------------------------


def test_what_nothing_uses_is_named() -> None:
    text = """\
sources: {diary: {}, rolls: {}}
systems: {river: {}, market: {}}
groups: {folk: [town], others: [guild]}
premises:
  ice: {value: 1, source: diary#1, system: river}
  used: {value: 1}
  asked: {value: 1}
  said: {value: 1}
  idle_$a: {for: a in folk, value: 1}
stocks: {trade: {says: t, start: used}}
auxiliaries: {income: {says: i, is: trade}, idle: {says: i, is: trade}}
propositions:
  a: {claim: final(income) > asked, stated: {irrelevant: said}}
"""
    expected = ["rolls", "market", "others", "ice", "idle_$a", "idle"]
    assert told(text, "KC707") == expected


def test_a_group_may_be_used_by_a_key() -> None:
    text = "groups: {folk: [town]}\npremises: {ice: {value: 1}}\n"
    used = text + "beliefs: {$a for a in folk: {ice: 2}}\n"
    assert "folk" in told(text, "KC707")
    assert "folk" not in told(used, "KC707")


def test_what_a_later_part_of_the_language_names_is_not_called_unused() -> None:
    text = "premises: {ice: {value: 1}, dew: {value: 1}}\nobserved: [{expect: ice > 0}]\n"
    assert told(text, "KC707") == ["dew"]


def test_nothing_is_called_unused_while_an_entry_cannot_be_read() -> None:
    assert told("premises: {ice: {value: 1}, dew: {vlaue: 1}}\n", "KC707") == []


# -- KC708, KC709 ---------------------------------------------------------------------------------


def test_names_that_shadow_are_named() -> None:
    text = """\
premises: {max: {value: 1}, town: {value: 1}, maximum: {value: 1}}
stocks: {final: {says: f, start: 1}, share_of: {says: s, start: 1}}
decisions: {town.toll: {now: low, options: {low: {}}}}
interests: {town: [{id: toll, value: max, anchors: [0, 1]}]}
"""
    assert told(text, "KC708") == ["max", "town", "final", "share_of", "toll"]
    actors = "actors: {facts: {}, nothing: {}, author: {}, authors: {}}\n"
    reading = from_source(parse_source(f"language: 1\ncase: x\nhorizon: 1\n{actors}", "x.yaml"))
    assert [d.span.piece for d in lint_case(reading) if d.span] == ["facts", "nothing", "author"]


def test_the_functions_that_a_name_can_shadow_are_those_of_the_table() -> None:
    assert set(kc708_shadow.FUNCTIONS) == set(FUNCTIONS)


def test_numbers_without_words_are_named() -> None:
    text = """\
stocks: {a: {start: 1}, b: {start: 1, says: b}, c: {start: 1, scale: {0: none}}}
auxiliaries: {d: {is: a}, e: {is: a, unit: share}}
"""
    assert told(text, "KC709") == ["a", "d"]


def test_a_case_that_cannot_be_read_gets_no_advice() -> None:
    assert lint_case(from_source(parse_source("case: x\n", "x.yaml"))) == ()
