"""From a case to its dossier, and what is kept of runs."""

from kautilya.study.check import Checked, check_file, check_text, diagnose
from kautilya.study.dossier import Audit, Choices, Dossier, Heading, Swing
from kautilya.study.pipeline import DEFAULT_SEED, Order, run
from kautilya.study.study import Study, load, loads
from kautilya.study.version import VERSION

__all__ = [
    "DEFAULT_SEED",
    "VERSION",
    "Audit",
    "Checked",
    "Choices",
    "Dossier",
    "Heading",
    "Order",
    "Study",
    "Swing",
    "check_file",
    "check_text",
    "diagnose",
    "load",
    "loads",
    "run",
]
