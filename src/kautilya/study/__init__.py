"""From a case to its dossier, and what is kept of runs."""

from kautilya.credence import Fit
from kautilya.findings import Finding, Removal, Standing, Tally
from kautilya.findings.finding import Extent, Observed
from kautilya.study.check import Checked, check_file, check_text, diagnose
from kautilya.study.dossier import Audit, Choices, Dossier, Heading, Swing
from kautilya.study.faults import UnknownName
from kautilya.study.pipeline import DEFAULT_SEED, Order, run
from kautilya.study.strategic import Strategic
from kautilya.study.study import Study, load, loads
from kautilya.study.version import VERSION

__all__ = [
    "DEFAULT_SEED",
    "VERSION",
    "Audit",
    "Checked",
    "Choices",
    "Dossier",
    "Extent",
    "Finding",
    "Fit",
    "Heading",
    "Observed",
    "Order",
    "Removal",
    "Standing",
    "Strategic",
    "Study",
    "Swing",
    "Tally",
    "UnknownName",
    "check_file",
    "check_text",
    "diagnose",
    "load",
    "loads",
    "run",
]
