"""The strategic picture of a case: who could stay where, by which concept, and why.

The records are here; `kautilya.study.strategic.make` makes them.
"""

from kautilya.study.strategic.record import (
    COALITION,
    CONCEPTS,
    SCHEMA,
    Certificates,
    Label,
    Player,
    Row,
    Strategic,
    Subject,
)
from kautilya.study.strategic.record_answers import (
    Compared,
    FromToday,
    Inverse,
    Joint,
    Path,
    Reply,
    Way,
    Witness,
)
from kautilya.study.strategic.record_games import (
    Cell,
    Dominated,
    Game,
    Matrix,
    Mixed,
    MixedSet,
    Quantal,
)
from kautilya.study.strategic.record_worlds import Erring, Leading, OverWorlds, Spread, Stance, Turn

__all__ = [
    "COALITION",
    "CONCEPTS",
    "SCHEMA",
    "Cell",
    "Certificates",
    "Compared",
    "Dominated",
    "Erring",
    "FromToday",
    "Game",
    "Inverse",
    "Joint",
    "Label",
    "Leading",
    "Matrix",
    "Mixed",
    "MixedSet",
    "OverWorlds",
    "Path",
    "Player",
    "Quantal",
    "Reply",
    "Row",
    "Spread",
    "Stance",
    "Strategic",
    "Subject",
    "Turn",
    "Way",
    "Witness",
]
