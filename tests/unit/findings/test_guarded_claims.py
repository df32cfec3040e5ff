"""A value that is not finite is an error where the claim needs it, and nowhere else."""

from __future__ import annotations

import pytest

from kautilya.findings import NotFiniteClaim
from support.cases import ask_claim, compiled

CASE = {
    "language": 1,
    "case": "guarded",
    "horizon": 2,
    "yardstick": "ICD 203",
    "actors": {"a": {"name": "A"}},
    "premises": {"p": {"value": 0, "status": "judged"}, "q": {"value": 2, "status": "judged"}},
    "decisions": {"a.d": {"now": "x", "options": {"x": {}, "y": {}}}},
    "interests": {"a": [{"id": "i", "value": "q", "anchors": [0, 3]}]},
}


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("(1 / final(p) > 2) if final(p) > 0 else 1 > 0", True),
        ("final(p) > 0 and 1 / final(p) > 2", False),
        ("final(p) == 0 or 1 / final(p) > 2", True),
        ("log(final(q)) > 0 and sqrt(final(q)) > 1", True),
    ],
)
def test_what_is_not_needed_breaks_nothing(claim: str, holds: bool) -> None:
    answer = ask_claim(compiled(CASE), claim)
    assert (bool(answer.holds[0]), bool(answer.missing[0])) == (holds, False)


@pytest.mark.parametrize(
    "claim",
    ["1 / final(p) > 2", "final(q) > 1 and log(final(p)) < 0", "not (final(p) ** -1 > 2)"],
)
def test_what_is_needed_is_an_error(claim: str) -> None:
    with pytest.raises(NotFiniteClaim):
        ask_claim(compiled(CASE), claim)
