"""Machine code for a program: laid out by what depends on which decisions, vectors of worlds."""

from kautilya.kernel.llvm.kernel import Kept, Kernel, discounts
from kautilya.kernel.llvm.layout import Layout, Wanted, lay_out

__all__ = ["Kept", "Kernel", "Layout", "Wanted", "discounts", "lay_out"]
