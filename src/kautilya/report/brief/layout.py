"""A brief as plain data for a template: texts, traces in words, and names of figures."""

from __future__ import annotations

from typing import Any

from kautilya.report.brief.figures import alternative
from kautilya.report.brief.traces import capital, traced
from kautilya.study.brief import (
    Block,
    Brief,
    Entries,
    Figure,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from kautilya.study.wording import printable


class Layout:
    """A brief as plain data, and its figures in the order in which they come.

    Parameters
    ----------
    brief
        The brief.
    """

    def __init__(self, brief: Brief) -> None:
        self.figures: list[Figure] = []
        heading = brief.dossier.heading
        self.data: dict[str, Any] = {
            "title": printable(brief.title),
            "subtitle": printable(brief.subtitle),
            "caution": printable(brief.caution),
            "foot": printable(f"{heading.case}@{heading.case_hash[:7]}"),
            "front": [self._section(section) for section in brief.front],
            "annexes": [self._section(section) for section in brief.annexes],
        }

    def _section(self, section: Section) -> dict[str, Any]:
        return {
            "title": printable(section.title),
            "number": section.number,
            "standard": printable(section.standard),
            "blocks": [self._block(block) for block in section.blocks],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph():
                return {"kind": "paragraph", "sentences": _sentences(block.sentences)}
            case Entries():
                return {
                    "kind": "entries",
                    "entries": [
                        {
                            "lead": printable(entry.lead),
                            "mark": entry.mark,
                            "name": printable(entry.name),
                            "sentences": _sentences(entry.sentences),
                        }
                        for entry in block.entries
                    ],
                }
            case Table():
                return _table(block)
            case Figure():
                self.figures.append(block)
                return {
                    "kind": "figure",
                    "number": len(self.figures),
                    "caption": printable(block.caption),
                    "alt": printable(alternative(block)),
                    "said": printable(f"{capital(block.alt.rstrip('.'))}."),
                }


def _sentences(sentences: tuple[Sentence, ...]) -> list[dict[str, str]]:
    return [
        {"text": printable(text), "trace": printable(words)} for text, words in traced(sentences)
    ]


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": printable(table.caption),
        "head": [printable(title) for title in table.head],
        "widths": list(table.widths),
        "numbers": sorted(table.numbers),
        "marked": any(row.mark for row in table.rows),
        "rows": [
            {
                "cells": [printable(cell) for cell in row.cells],
                "mark": row.mark,
                "name": printable(row.name),
            }
            for row in table.rows
        ],
        "note": printable(table.note),
    }
