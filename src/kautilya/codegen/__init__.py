"""Machine code from text: LLVM IR to functions that can be called, and the IR of elementary ones.

Nothing here knows what is computed.
"""

from kautilya.codegen.emit import Body
from kautilya.codegen.engine import WIDTHS, Code, Machine, Shelf, host

__all__ = ["WIDTHS", "Body", "Code", "Machine", "Shelf", "host"]
