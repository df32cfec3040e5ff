"""What an author may write of rival explanations and of what speaks for one over another."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from kautilya.case.records import Entry, Names, Range


def _band(value: object) -> object:
    """A hedge word, or [low, high]; a number is a band of no width."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | list | tuple):
        raise ValueError("a likelihood is [low, high], or a hedge word")
    return (value, value) if isinstance(value, int | float) else value


Likelihood = Annotated[
    str | Range,
    BeforeValidator(_band),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]
"""A band of probabilities: a hedge word, or the two ends."""


class Asked(Entry):
    """Where a claim is asked: in which scenario, with what held, by whose lights."""

    in_: str | None = Field(None, alias="in", description="Scenario in which the claim is made.")
    hold: Names = Field((), description="Decisions that are held: [decision is option, ..].")
    voice: str = Field("author", description="`author`, or the actor by whose beliefs it is asked.")


class Hypothesis(Asked):
    """One of several rival explanations: a set of worlds, or a name alone."""

    when: str | None = Field(
        None,
        description="A claim: the worlds in which it holds are those of the hypothesis. Without "
        "it, likelihoods are given by hand.",
    )
    prior: Likelihood | None = Field(
        None,
        description="Band in which a reader may put its prior; without it, from half to twice an "
        "even share.",
    )


class Evidence(Asked):
    """Something that is known and more to be expected under one hypothesis than another."""

    expect: str | None = Field(
        None,
        description="What was seen, as a claim: its likelihood is the share of the worlds of each "
        "hypothesis in which it holds.",
    )
    likelihood: dict[str, Likelihood] = Field(
        default_factory=dict,
        description="Likelihoods set by hand, {hypothesis: [low, high]} or a hedge word; beside "
        "`expect` only for hypotheses without `when`.",
    )

    @model_validator(mode="before")
    @classmethod
    def _mapping(cls, data: Any) -> Any:
        if isinstance(data, dict) and not isinstance(data.get("likelihood", {}), dict):
            raise ValueError("`likelihood` gives each hypothesis a band: {hypothesis: [low, high]}")
        return data


class Observation(Entry):
    """Something that was seen to happen; worlds in which it does not are set apart."""

    expect: str = Field(description="What was seen, as a claim.")


class Scenario(Entry):
    """A named set of changes."""

    set: dict[str, float] = Field(default_factory=dict, description="Premises and their values.")
    start: dict[str, str] = Field(
        default_factory=dict, description="Options in force at the start."
    )
    off: Names = Field((), description="Mechanisms that are not in force.")
    hold: Names = Field((), description="Decisions that are held: [decision is option, ..].")
