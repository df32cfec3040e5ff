"""The loops around stages: over a group's combinations of options and the vectors of a block."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from kautilya.codegen import Body
from kautilya.kernel.llvm.layout import Axes, Layout
from kautilya.kernel.llvm.stage import Record, Stage

WORDS = ("work", "varying", "uniform", "results")
"""What a group has in the table that a run is given, one address each, behind the lengths."""


class Loops:
    """Loops around the stages of a layout, inside a function that runs over blocks.

    Parameters
    ----------
    layout
        The program laid out.
    body
        The function, which has the parameters ``%table``, ``%share`` and ``%across`` (the number
        of worlds in a row of results).
    """

    def __init__(self, layout: Layout, body: Body) -> None:
        self.layout, self.body = layout, body
        self._place: dict[int, str] = {}
        self._rows: dict[Axes, str] = {}

    def call(self, stage: Stage, name: str, block: str, factor: str) -> None:
        """Call a stage for every combination and vector; the vectors are innermost."""
        body, axes = self.body, stage.group.axes
        self._place, self._rows = {}, {}
        lengths = {axis: body.load_word("%table", axis) for axis in axes}
        bases = {record: self._base(record) for record in stage.records}
        before = {record: self._before(record, lengths, block) for record in stage.records}
        step = body.scalar("mul", self._product(axes, lengths), "%across")
        with ExitStack() as loops:
            for axis in axes:
                self._place[axis] = loops.enter_context(body.loop(0, lengths[axis]))
            vector = (
                "0"
                if stage.block == body.width
                else loops.enter_context(body.loop(0, stage.block, body.width))
            )
            given = []
            for record in stage.records:
                start = self._start(record, before[record], lengths, stage.block)
                start = body.scalar("add", start, "0" if record[0] == "uniform" else vector)
                given.append(f"ptr {body.pointer(bases[record], start)}")
            given += [f"double {factor}", "double %share", f"i64 {step}"]
            body.effect(f"call void @{name}({', '.join(given)})")

    def _base(self, record: Record) -> str:
        table, number = record
        place = self.layout.places + number * len(WORDS) + WORDS.index(table)
        return self.body.load_word("%table", place, "ptr")

    def _product(self, axes: Axes, lengths: Mapping[int, str]) -> str:
        total = "1"
        for axis in axes:
            total = self.body.scalar("mul", total, lengths[axis])
        return total

    def _before(self, record: Record, lengths: Mapping[int, str], block: str) -> str:
        """Records, or worlds of results, before the block at hand."""
        if record[0] == "varying":
            own = self._product(self.layout.groups[record[1]].axes, lengths)
            return self.body.scalar("mul", block, own)
        return block

    def _start(self, record: Record, before: str, lengths: Mapping[int, str], block: int) -> str:
        """Doubles before the record of the combination at hand."""
        body, (table, number) = self.body, record
        group = self.layout.groups[number]
        row = self._row(group.axes, lengths)
        if table == "uniform":
            return body.scalar("mul", row, len(group.uniform))
        if table == "results":
            first = body.scalar("mul", before, block)
            return body.scalar("add", first, body.scalar("mul", row, "%across"))
        if table == "work":
            return body.scalar("mul", row, len(group.slots) * block)
        return body.scalar("mul", body.scalar("add", row, before), len(group.varying) * block)

    def _row(self, axes: Axes, lengths: Mapping[int, str]) -> str:
        """Number of the combination at hand among those of some axes."""
        row = self._rows.get(axes)
        if row is None:
            row = "0"
            for axis in axes:
                row = self.body.scalar("mul", row, lengths[axis])
                row = self.body.scalar("add", row, self._place[axis])
            self._rows[axes] = row
        return row
