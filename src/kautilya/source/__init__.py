"""From a file to plain data in which every entry keeps its place in the text.

A case is read as YAML 1.2 by its core schema: ``NO``, ``on``, ``off``, ``yes`` and dates are words.
What a case has no use for is refused: several documents, tags, merge keys, keys given twice,
aliases that explode, files too large or nested too deeply. All faults are reported together.
"""

from kautilya.source.dump import dump
from kautilya.source.parse import Examined, examine_source, examine_text, parse_source, read_source
from kautilya.source.text import SourceText
from kautilya.source.tree import Path, SourceTree

__all__ = [
    "Examined",
    "Path",
    "SourceText",
    "SourceTree",
    "dump",
    "examine_source",
    "examine_text",
    "parse_source",
    "read_source",
]
