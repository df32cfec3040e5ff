"""KC705: nothing speaks against a gain of the focal actor.

A case that cannot fail checks nothing. For each interest of the actor whose decision the case is
about, an opponent of the text would name at least one thing that works the other way: write it as
a mechanism with ``status: rival``, and perhaps a ``chance``. The advice is given for an interest
that mechanisms reach, when none of them is a rival.

Bad::

    focal: town.toll
    mechanisms:
      toll_pays_roads: {to: roads, adds: 0.2 * (town.toll is high), source: diary#4}
    interests:
      town: [{id: roads, name: good roads, value: roads, anchors: [0, 1]}]

Mended::

    mechanisms:
      toll_pays_roads: {to: roads, adds: 0.2 * (town.toll is high), source: diary#4}
      tolls_go_astray: {to: roads, adds: -0.1 * (town.toll is high), status: rival}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.names import Names, owner
from kautilya.case.places import Places
from kautilya.case.reach import reaching
from kautilya.case.schema import Case, Status
from kautilya.diagnostics import Diagnostic, Severity

CODE = "KC705"
TITLE = "nothing speaks against a gain of the focal actor"


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Interests of the focal actor that mechanisms reach and no rival does."""
    if case.focal is None or any(section == "mechanisms" for section, _ in names.set_aside):
        return
    actor = owner(case.focal)
    for number, interest in enumerate(case.interests.get(actor, ())):
        found = reaching(case, interest.value)
        if found and not any(case.mechanisms[n].status is Status.RIVAL for n in found):
            yield Diagnostic(
                CODE,
                f"no rival mechanism bears on the interest '{actor}.{interest.id}'",
                places.value(("interests", actor, number, "id")),
                f"every mechanism that reaches it is the text's or the analyst's: {_some(found)}",
                "add what an opponent of the text would name, with `status: rival`",
                Severity.ADVICE,
            )


def _some(names: frozenset[str]) -> str:
    """The first few names."""
    listed = sorted(names)
    return ", ".join(listed[:3]) + (f" and {len(listed) - 3} more" if len(listed) > 3 else "")
