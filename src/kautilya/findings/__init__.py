"""Propositions held against the worlds: claims, answers, verdicts, and what they rest on."""

from kautilya.findings.answer import Answer, Examiner, NotFiniteClaim, Situation
from kautilya.findings.bench import Bench, ExAnteBench
from kautilya.findings.board import Board, Plan
from kautilya.findings.claims import Claim, Claims, read_claims
from kautilya.findings.finding import Finding, Removal, Standing, Tally

__all__ = [
    "Answer",
    "Bench",
    "Board",
    "Claim",
    "Claims",
    "ExAnteBench",
    "Examiner",
    "Finding",
    "NotFiniteClaim",
    "Plan",
    "Removal",
    "Situation",
    "Standing",
    "Tally",
    "read_claims",
]
