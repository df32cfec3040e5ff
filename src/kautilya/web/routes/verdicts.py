"""Verdicts under changes, and changes written into the case."""

from __future__ import annotations

import threading
import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from kautilya.study.desk import Changes, Verdict, changes_of, save_scenario
from kautilya.study.desk import Version as CaseVersion
from kautilya.web.routes import refusals, service_of
from kautilya.web.schemas import (
    ChangesAsked,
    ScenarioAsked,
    ScenarioSaved,
    VerdictsAsked,
    VerdictsData,
)
from kautilya.web.service import Service

router = APIRouter(tags=["verdicts"], responses=refusals(400, 401, 403, 413, 415, 422))


@router.post("/verdicts", response_model=VerdictsData, responses=refusals(409, 429))
async def verdicts(
    asked: VerdictsAsked, request: Request, service: Annotated[Service, Depends(service_of)]
) -> dict[str, Any]:
    """Hold the propositions against the worlds of the case with changes.

    Up to 500 worlds are drawn as authored alone; more of them in every shape of draw.
    """

    def work(stop: threading.Event) -> dict[str, Any]:
        began = time.perf_counter()
        version = service.ready()
        changes = _changes(version, asked.changes)
        desk = service.desk(version)
        within = None if asked.within is None else asked.within / 1000
        found = desk.verdicts(changes, asked.worlds, asked.only, stop, within)
        return {
            "revision": version.revision,
            "worlds": found.worlds,
            "shapes": list(found.shapes),
            "milliseconds": round(1000 * (time.perf_counter() - began)),
            "verdicts": [_verdict(each) for each in found.verdicts],
            "pending": list(found.pending),
        }

    return await service.answered(work, request.is_disconnected)


@router.post(
    "/scenarios", response_model=ScenarioSaved, status_code=201, responses=refusals(409, 507)
)
def scenarios(
    asked: ScenarioAsked, service: Annotated[Service, Depends(service_of)]
) -> dict[str, Any]:
    """Write changes into the case file as a scenario; comments and layout stay.

    Refused where the file has changed since `revision`, or the case has a scenario of that name:
    nothing is written then.
    """
    version = service.ready()
    changes = _changes(version, asked.changes)
    assert version.checked is not None and version.checked.names is not None
    switches = frozenset(version.checked.names.switches)
    revision = save_scenario(
        service.file, asked.revision, asked.name, asked.says, changes, switches
    )
    service.followed.forget()
    return {"name": asked.name, "revision": revision}


def _changes(version: CaseVersion, asked: ChangesAsked) -> Changes:
    """The changes, checked against what the case declares."""
    checked = version.checked
    assert checked is not None and checked.case is not None and checked.names is not None
    return changes_of(
        checked.case,
        checked.names,
        scenario=asked.scenario,
        premises=asked.premises,
        off=asked.off,
        beliefs=asked.beliefs,
        weighting=asked.weighting,
    )


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "fit": None if verdict.fit is None else str(verdict.fit),
        "passes": verdict.passes,
        "share": verdict.share,
        "interval": verdict.interval,
        "shares": dict(verdict.shares),
        "near_edge": verdict.near_edge,
        "n": verdict.n,
        "missing": verdict.missing,
        "reached": verdict.reached,
    }
