"""What an author may write of how things work: premises, quantities, mechanisms and events."""

from __future__ import annotations

from pydantic import Field, model_validator

from kautilya.case.records import Entry, Formula, Months, Names, Range


class Premise(Entry):
    """A number or a fact that the argument takes as given: never a conclusion."""

    value: float | None = Field(None, description="Its value; with a range, the likeliest value.")
    range: Range | None = Field(None, description="Where the value may lie, [low, high].")
    chance: str | float | None = Field(
        None, description="Hedge word or probability: a fact that is 0 or 1 in each world."
    )
    off: float | None = Field(
        None, description="What it is where it is taken away as a cause, in `share_of`."
    )
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Stock(Entry):
    """What accumulates."""

    start: Formula = Field(description="Value at the beginning: a number or a formula of premises.")
    toward: Formula | None = Field(None, description="Level that it moves toward; needs `over`.")
    over: Months | None = Field(None, description="Months of adjustment, 1 or more.")
    bounds: Range | None = Field(None, description="Limits that it is held within.")
    scale: dict[str, str] | None = Field(None, description="Labels of values.")
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Auxiliary(Entry):
    """A quantity that follows from others in the same month."""

    is_: Formula = Field(alias="is", description="The formula.")
    scale: dict[str, str] | None = Field(None, description="Labels of values.")
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Transfer(Entry):
    """What one actor gives another."""

    from_: str = Field(alias="from", description="Who gives.")
    to: str = Field(description="Who receives.")
    is_: Formula = Field(alias="is", description="How much a month.")
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Mechanism(Entry):
    """A causal claim, with a name, a citation and an off-switch."""

    to: str = Field(description="The stock, auxiliary, transfer or event that it acts on.")
    from_: Names = Field((), alias="from", description="What it acts from, for the map.")
    adds: Formula | None = Field(None, description="What it adds.")
    scales: Formula | None = Field(None, description="What it multiplies by.")
    chance: str | float | None = Field(
        None, description="Hedge word: the chance that it is in force."
    )

    @model_validator(mode="after")
    def _acts(self) -> Mechanism:
        if (self.adds is None) == (self.scales is None):
            raise ValueError("a mechanism has `adds` or `scales`, one of the two")
        return self


class Event(Entry):
    """What may happen, once, at a monthly rate."""

    rate: Formula = Field(description="Chance a month.")
    then: dict[str, Formula] = Field(
        default_factory=dict, description="What is read instead once it has happened."
    )
    ends: Names = Field((), description="Mechanisms, transfers and decisions that it ends.")
