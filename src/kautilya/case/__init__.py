"""What the author wrote, frozen: schema, names, formulas as trees, and the way back to the file."""

from kautilya.case.from_source import Reading, from_source
from kautilya.case.names import Names, check_names, owner
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.case.to_data import dump_case, to_data

__all__ = [
    "Case",
    "Names",
    "Places",
    "Reading",
    "check_names",
    "dump_case",
    "from_source",
    "owner",
    "to_data",
]
