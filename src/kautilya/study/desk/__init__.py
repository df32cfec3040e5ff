"""A case kept at hand: verdicts under changes, the file followed, scenarios written back."""

from kautilya.study.desk.changes import Changes, NotChangeable, changes_of
from kautilya.study.desk.desk import Desk
from kautilya.study.desk.followed import Followed, Version
from kautilya.study.desk.saving import Moved, NameTaken, NotSayable, save_scenario
from kautilya.study.desk.turns import Stopped, Turns
from kautilya.study.desk.verdict import FEW, MOST_WORLDS, Verdict, Verdicts, bands_of

__all__ = [
    "FEW",
    "MOST_WORLDS",
    "Changes",
    "Desk",
    "Followed",
    "Moved",
    "NameTaken",
    "NotChangeable",
    "NotSayable",
    "Stopped",
    "Turns",
    "Verdict",
    "Verdicts",
    "Version",
    "bands_of",
    "changes_of",
    "save_scenario",
]
