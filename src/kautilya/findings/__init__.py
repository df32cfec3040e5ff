"""Propositions held against the worlds: claims, answers, verdicts, and what they rest on."""

from kautilya.findings.answer import Answer, NotFiniteClaim, Situation
from kautilya.findings.bench import Bench
from kautilya.findings.board import Board
from kautilya.findings.claims import Claim, Claims, read_claims
from kautilya.findings.ex_ante import ExAnteBench
from kautilya.findings.examiner import Examiner
from kautilya.findings.finding import Extent, Finding, Observed, Removal, Standing, Tally
from kautilya.findings.schedule import Plan

__all__ = [
    "Answer",
    "Bench",
    "Board",
    "Claim",
    "Claims",
    "ExAnteBench",
    "Examiner",
    "Extent",
    "Finding",
    "NotFiniteClaim",
    "Observed",
    "Plan",
    "Removal",
    "Situation",
    "Standing",
    "Tally",
    "read_claims",
]
