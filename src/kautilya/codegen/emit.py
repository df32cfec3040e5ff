"""Text of LLVM IR, one instruction at a time: vectors of doubles, masks, addresses and loops."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager

BYTES = 8
"""Bytes of a double."""


def number(value: float) -> str:
    """A double as LLVM writes it: the bits of it, so that nothing is rounded.

    Examples
    --------
    >>> number(1.0)
    '0x3FF0000000000000'
    """
    return f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}"


class Body:
    """The body of one function, over vectors of a fixed number of doubles.

    Values are names of LLVM (``%v1``) or constants; a mask is a vector of truths.

    Parameters
    ----------
    width
        Doubles in a vector.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.vector = f"<{width} x double>"
        self.integers = f"<{width} x i64>"
        self.mask = f"<{width} x i1>"
        self.lines: list[str] = []
        self._count = 0
        self._here = "entry"

    # -- names and constants ----------------------------------------------------------------------

    def emit(self, instruction: str) -> str:
        """Add an instruction; gives the name of its result."""
        self._count += 1
        name = f"%v{self._count}"
        self.lines.append(f"  {name} = {instruction}")
        return name

    def effect(self, instruction: str) -> None:
        """Add an instruction without a result."""
        self.lines.append(f"  {instruction}")

    def splat(self, value: float) -> str:
        """The same double in every lane."""
        return f"splat (double {number(value)})"

    # -- arithmetic -------------------------------------------------------------------------------

    def binary(self, op: str, left: str, right: str) -> str:
        """One of ``fadd fsub fmul fdiv``."""
        return self.emit(f"{op} {self.vector} {left}, {right}")

    def add(self, left: str, right: str) -> str:
        """The sum."""
        return self.binary("fadd", left, right)

    def sub(self, left: str, right: str) -> str:
        """The difference."""
        return self.binary("fsub", left, right)

    def mul(self, left: str, right: str) -> str:
        """The product."""
        return self.binary("fmul", left, right)

    def div(self, left: str, right: str) -> str:
        """The quotient."""
        return self.binary("fdiv", left, right)

    def neg(self, value: str) -> str:
        """−value."""
        return self.emit(f"fneg {self.vector} {value}")

    def fma(self, left: str, right: str, added: str) -> str:
        """A product plus `added`, rounded once."""
        return self.intrinsic("fma", left, right, added)

    def intrinsic(self, name: str, *args: str) -> str:
        """One of the functions that LLVM itself knows: ``fma sqrt fabs``."""
        given = ", ".join(f"{self.vector} {a}" for a in args)
        return self.emit(f"call {self.vector} @llvm.{name}.v{self.width}f64({given})")

    # -- truths -----------------------------------------------------------------------------------

    def compare(self, how: str, left: str, right: str) -> str:
        """A mask: ``olt ole ogt oge oeq`` are false, ``une`` is true where one is no number."""
        return self.emit(f"fcmp {how} {self.vector} {left}, {right}")

    def logic(self, op: str, left: str, right: str) -> str:
        """``and``, ``or`` or ``xor`` of two masks."""
        return self.emit(f"{op} {self.mask} {left}, {right}")

    def invert(self, truth: str) -> str:
        """The other lanes."""
        return self.logic("xor", truth, "splat (i1 true)")

    def select(self, truth: str, then: str, other: str) -> str:
        """`then` in the lanes of a mask, `other` elsewhere."""
        return self.emit(f"select {self.mask} {truth}, {self.vector} {then}, {self.vector} {other}")

    def least(self, left: str, right: str) -> str:
        """The lesser of two."""
        return self.select(self.compare("olt", left, right), left, right)

    def greatest(self, left: str, right: str) -> str:
        """The greater of two."""
        return self.select(self.compare("ogt", left, right), left, right)

    # -- bits -------------------------------------------------------------------------------------

    def bits(self, value: str) -> str:
        """The bits of each double as an integer."""
        return self.emit(f"bitcast {self.vector} {value} to {self.integers}")

    def from_bits(self, value: str) -> str:
        """The doubles that have these bits."""
        return self.emit(f"bitcast {self.integers} {value} to {self.vector}")

    def integer(self, op: str, left: str, right: str | int) -> str:
        """An operation on integers, lane by lane; an int stands in every lane."""
        if isinstance(right, int):
            right = f"splat (i64 {right})"
        return self.emit(f"{op} {self.integers} {left}, {right}")

    # -- memory -----------------------------------------------------------------------------------

    def scalar(self, op: str, left: str, right: str | int) -> str:
        """An operation on two 64-bit integers, such as ``add nsw`` or ``mul nsw``."""
        return self.emit(f"{op} i64 {left}, {right}")

    def pointer(self, base: str, doubles: str | int) -> str:
        """An address so many doubles further on."""
        return self.emit(f"getelementptr inbounds double, ptr {base}, i64 {doubles}")

    def load(self, address: str, align: int = BYTES) -> str:
        """A vector."""
        return self.emit(f"load {self.vector}, ptr {address}, align {align}")

    def store(self, value: str, address: str, align: int = BYTES) -> None:
        """Keep a vector."""
        self.effect(f"store {self.vector} {value}, ptr {address}, align {align}")

    def load_word(self, base: str, place: int, kind: str = "i64") -> str:
        """A 64-bit integer, double or pointer out of a table."""
        address = self.emit(f"getelementptr inbounds i64, ptr {base}, i64 {place}")
        return self.emit(f"load {kind}, ptr {address}, align 8")

    def spread(self, value: str) -> str:
        """One double in every lane."""
        first = self.emit(f"insertelement {self.vector} poison, double {value}, i64 0")
        zeros = f"<{self.width} x i32> zeroinitializer"
        return self.emit(f"shufflevector {self.vector} {first}, {self.vector} poison, {zeros}")

    def load_spread(self, address: str) -> str:
        """One double from memory in every lane."""
        return self.spread(self.emit(f"load double, ptr {address}, align 8"))

    # -- loops ------------------------------------------------------------------------------------

    @contextmanager
    def loop(self, first: str | int, end: str | int, step: int = 1) -> Iterator[str]:
        """A loop over integers from `first` to below `end`; gives the integer."""
        self._count += 1
        number = self._count
        head, body, last = f"head{number}", f"body{number}", f"last{number}"
        place, following, before = f"%i{number}", f"%n{number}", self._here
        self.effect(f"br label %{head}")
        self.lines.append(f"{head}:")
        self.effect(f"{place} = phi i64 [ {first}, %{before} ], [ {following}, %latch{number} ]")
        self.effect(f"%more{number} = icmp slt i64 {place}, {end}")
        self.effect(f"br i1 %more{number}, label %{body}, label %{last}")
        self.lines.append(f"{body}:")
        self._here = body
        yield place
        self.effect(f"br label %latch{number}")
        self.lines.append(f"latch{number}:")
        self.effect(f"{following} = add nsw i64 {place}, {step}")
        self.effect(f"br label %{head}")
        self.lines.append(f"{last}:")
        self._here = last

    def function(self, name: str, parameters: str, *, internal: bool = False) -> str:
        """The whole function, which returns nothing."""
        linkage = "internal " if internal else ""
        body = "\n".join(["entry:", *self.lines, "  ret void"])
        return f"define {linkage}void @{name}({parameters}) nounwind {{\n{body}\n}}\n"


def declarations(width: int) -> str:
    """The functions of LLVM itself that bodies call."""
    vector = f"<{width} x double>"
    return "".join(
        f"declare {vector} @llvm.{name}.v{width}f64({', '.join([vector] * arguments)})\n"
        for name, arguments in (("fma", 3), ("sqrt", 1), ("fabs", 1))
    )
