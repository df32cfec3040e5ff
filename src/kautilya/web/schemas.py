"""What the service takes and gives, as its OpenAPI document describes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kautilya.study.desk import MOST_WORLDS

Name = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[float, Field(allow_inf_nan=False)]
MOST_CHANGES = 500


class Told(BaseModel):
    """What the service gives; keys may be added to what is described."""

    model_config = ConfigDict(extra="allow")


class Asked(BaseModel):
    """What the service takes: nothing that it does not know."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DiagnosticData(Told):
    """One thing that is wrong with a case, or advice, at its place."""

    code: str
    severity: Literal["error", "warning", "advice"]
    message: str
    line: int | None = None
    column: int | None = None
    length: int | None = None
    text: str = ""
    why: str = ""
    help: str = ""


class Trouble(BaseModel):
    """Why something was refused."""

    message: str = Field(description="What is in the way, in one sentence.")
    help: str = Field("", description="How to mend it.")
    diagnostics: list[DiagnosticData] | None = Field(
        None, description="Faults of the case, where they are the reason."
    )


class Error(BaseModel):
    """Every refusal has this form."""

    error: Trouble


class CaseData(Told):
    """The case, or what keeps it from being run."""

    revision: str = Field(description="Hash of the file's bytes.")
    file: str
    broken: bool = Field(description="Whether the case has errors and cannot be run.")
    diagnostics: list[DiagnosticData]


class TextData(BaseModel):
    """The case file, line by line."""

    revision: str
    lines: list[str]


class Paragraph(BaseModel):
    """One paragraph of a cited text, by the number that citations use."""

    number: int
    text: str


class SourceData(BaseModel):
    """The reader's own copy of a cited text."""

    id: str
    paragraphs: list[Paragraph]


class ChangesAsked(Asked):
    """What differs from the case as written."""

    scenario: str | None = Field(None, description="Scenario for propositions that name none.")
    premises: dict[Name, Number] = Field(
        default_factory=dict, max_length=MOST_CHANGES, description="Premises held at a value."
    )
    off: list[Name] = Field(
        default_factory=list,
        max_length=MOST_CHANGES,
        description="What is taken away: mechanisms, DECISION.OPTION, ACTOR.believes.NAME, "
        "ACTOR.INTEREST.",
    )
    beliefs: dict[Name, Number] = Field(
        default_factory=dict, max_length=MOST_CHANGES, description="Beliefs held at a value."
    )
    weighting: dict[Name, Name] = Field(
        default_factory=dict,
        max_length=MOST_CHANGES,
        description="For an actor how its weights are drawn: ranks, flat, lexicographic, "
        "reversed or top:INTEREST.",
    )


class VerdictsAsked(Asked):
    """A question for verdicts."""

    changes: ChangesAsked = ChangesAsked.model_validate({})
    worlds: int = Field(200, ge=1, le=MOST_WORLDS, description="Worlds as authored.")
    only: list[Name] | None = Field(None, max_length=1000, description="Propositions; all if null.")
    within: int | None = Field(
        None,
        ge=1,
        le=60_000,
        description="Milliseconds after which what is known is given; the rest is `pending`: ask "
        "the same again for it. The whole answer if null.",
    )


class VerdictData(BaseModel):
    """The verdict on one proposition."""

    id: str
    fit: str | None = Field(description="How its word fits; null where it is untested.")
    passes: bool
    share: float | None = Field(description="Share of worlds as authored in which it holds.")
    interval: tuple[float, float] = Field(description="95% interval of that share (Wilson).")
    shares: dict[str, float] = Field(description="The share for each shape of draw.")
    near_edge: bool
    n: int = Field(description="Worlds that count.")
    missing: int = Field(description="Worlds without an answer.")
    reached: bool = Field(description="Whether the changes can move it.")


class VerdictsData(BaseModel):
    """Verdicts under changes."""

    revision: str
    worlds: int
    shapes: list[str]
    milliseconds: int = Field(description="How long it took here.")
    verdicts: list[VerdictData] = Field(description="In the order of the file.")
    pending: list[str] = Field(description="Propositions whose verdict is still being found.")


class ScenarioAsked(Asked):
    """Changes that are to be written into the case as a scenario."""

    name: str = Field(max_length=200)
    says: str = Field("", max_length=2000)
    changes: ChangesAsked
    revision: str = Field(max_length=64, description="Revision that the changes were made to.")


class ScenarioSaved(BaseModel):
    """A scenario that stands in the case now."""

    name: str
    revision: str


Kind = Literal[
    "test",
    "why",
    "solve",
    "stress",
    "tip",
    "watch",
    "weights",
    "worth",
    "region",
    "sensitivity",
    "evidence",
    "diff",
]


class RunAsked(Asked):
    """A longer question; `options` depend on its kind."""

    kind: Kind
    options: dict[str, Any] = Field(
        default_factory=dict,
        max_length=30,
        description="test {worlds, seed, scenario, yardstick, only, removals}; why, region {id, "
        "worlds, scenario}; solve {worlds, scenario, concepts, states, rule, inverse, vary, "
        "world, everything, turns}; stress {only, worlds, scenario}; tip {premise, premise2, "
        "proposition, decision, by, worlds, scenario}; watch {worlds, scenario}; weights, worth "
        "{decision, worlds, scenario}; sensitivity {what, method, size, scenario}; evidence "
        "{worlds}; diff {other, worlds}.",
    )


class RunStarted(BaseModel):
    """A question that was taken."""

    id: str


class Progress(BaseModel):
    """How far a run is."""

    done: int
    total: int


class RunData(BaseModel):
    """How a run stands."""

    id: str
    kind: Kind
    options: dict[str, Any]
    revision: str
    state: Literal["waiting", "running", "done", "failed", "stopped"]
    progress: Progress | None = None
    result: dict[str, Any] | None = Field(None, description="As the command's --json prints it.")
    error: Trouble | None = None
