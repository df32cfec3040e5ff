"""A brief: what a run found, in sentences that each lead back to the case and its text."""

from kautilya.study.brief.gather import Material, gather
from kautilya.study.brief.kept import fitting_run
from kautilya.study.brief.make import brief_of
from kautilya.study.brief.record import (
    Block,
    Brief,
    Entries,
    Entry,
    Figure,
    Paragraph,
    Row,
    Section,
    Sentence,
    Table,
    Trace,
)

__all__ = [
    "Block",
    "Brief",
    "Entries",
    "Entry",
    "Figure",
    "Material",
    "Paragraph",
    "Row",
    "Section",
    "Sentence",
    "Table",
    "Trace",
    "brief_of",
    "fitting_run",
    "gather",
]
