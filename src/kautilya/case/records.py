"""What the records of a case share: short forms that are read as long ones, and common fields."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _formula(value: object) -> object:
    """Numbers stand for themselves in a formula."""
    if isinstance(value, bool):
        raise ValueError("true and false are no formulas: write 1 or 0")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a formula has finite numbers")
    return repr(value) if isinstance(value, int | float) else value


def listed(value: object) -> object:
    """One entry stands for a list of one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def named(value: object) -> object:
    """A list of names stands for entries without content."""
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return {name: {} for name in value}
    return value


def _months(value: object) -> object:
    """``12`` and ``12 months`` are the same duration."""
    if isinstance(value, str):
        number = value.removesuffix("months").removesuffix("month").strip()
        try:
            return float(number)
        except ValueError:
            raise ValueError("a duration is a number of months, such as 12 or 12 months") from None
    if isinstance(value, bool):
        raise ValueError("a duration is a number of months, such as 12 or 12 months")
    return value


Formula = Annotated[str, BeforeValidator(_formula)]
Names = Annotated[tuple[str, ...], BeforeValidator(listed)]
Months = Annotated[
    float, BeforeValidator(_months), Field(json_schema_extra={"type": ["number", "string"]})
]
Range = tuple[float, float]


class Status(StrEnum):
    """Where an entry comes from."""

    STATED = "stated"
    IMPLIED = "implied"
    DATA = "data"
    JUDGED = "judged"
    RIVAL = "rival"


class Record(BaseModel):
    """A frozen entry that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Entry(Record):
    """What every entry may say of itself."""

    says: str = Field("", description="What the entry states, in a few words.")
    source: Names = Field((), description="Citation, `osw#17` for paragraph 17 of source osw.")
    system: str | None = Field(None, description="The system that the entry belongs to.")
    row: Names = Field((), description="Rows of claims.tsv that the entry encodes.")
    status: Status | None = Field(
        None,
        description="stated: the text says it; implied: the text needs it; data: from the record, "
        "with its own source; judged: the analyst's; rival: a counter-mechanism.",
    )
    note: str = Field("", description="A remark for the reader.")
