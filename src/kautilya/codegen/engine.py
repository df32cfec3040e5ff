"""Text of LLVM IR to machine code that can be called, for the processor at hand."""

from __future__ import annotations

import ctypes
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from kautilya.codegen.emit import declarations

WIDTHS = (8, 4, 2)
"""Doubles in a vector, the widest first."""


@dataclass(frozen=True)
class Machine:
    """A processor that code can be generated for.

    Parameters
    ----------
    name
        As LLVM calls it.
    features
        Instructions that it has, as LLVM takes them.
    width
        Doubles in its widest vector.
    """

    name: str
    features: str
    width: int


def _binding() -> ModuleType | None:
    """The binding of llvmlite, where it is installed and loads."""
    try:
        import llvmlite.binding as binding  # type: ignore[import-untyped, unused-ignore]
    except (ImportError, OSError):
        return None
    return binding  # type: ignore[no-any-return, unused-ignore]


@cache
def host() -> Machine | str:
    """The processor at hand, or in one line why no code can be generated for it.

    It must multiply and add in one rounding (FMA), on vectors of at least two doubles; results
    are then the same on every machine.
    """
    binding = _binding()
    if binding is None:
        return "llvmlite is not installed"
    try:
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        features: Mapping[str, bool] = binding.get_host_cpu_features()
        name = str(binding.get_host_cpu_name())
        triple = str(binding.get_process_triple())
    except (RuntimeError, OSError) as error:
        return f"llvmlite does not know the processor: {error}"
    width = _width(triple.partition("-")[0], features)
    if width is None:
        return f"the processor ({name or 'unknown'}) has no fused multiply-add on vectors"
    return Machine(name, binding.get_host_cpu_features().flatten(), width)


def _width(architecture: str, features: Mapping[str, bool]) -> int | None:
    if architecture in ("x86_64", "amd64"):
        if not (features.get("fma") and features.get("avx2")):
            return None
        return 8 if features.get("avx512f") and features.get("avx512dq") else 4
    return 2 if architecture in ("aarch64", "arm64") else None


class Code:
    """Machine code of one module; its storage is freed with the last reference to it.

    Parameters
    ----------
    text
        Functions as LLVM IR; what `emit.declarations` declares is added.
    machine
        The processor.
    width
        Doubles in the vectors that the text uses.
    level
        How hard the code generator tries, 0 to 3. Level 2 takes a quarter longer and its code
        was no faster where it was measured; at 0 it is several times slower.
    """

    def __init__(self, text: str, machine: Machine, width: int, level: int = 1) -> None:
        binding = _binding()
        assert binding is not None
        module = binding.parse_assembly(declarations(width) + text)
        target = binding.Target.from_default_triple().create_target_machine(
            cpu=machine.name, features=machine.features, opt=level, jit=True
        )
        self._engine: Any = binding.create_mcjit_compiler(module, target)
        self._engine.finalize_object()

    def function(self, name: str, *arguments: Any) -> Callable[..., None]:
        """A function that returns nothing, with ctypes for its arguments.

        Calling it lets other threads run meanwhile. It keeps the code alive.
        """
        made = ctypes.CFUNCTYPE(None, *arguments)(self._engine.get_function_address(name))

        def call(*values: Any, _code: Code = self) -> None:
            made(*values)

        return call


class Shelf:
    """Things that cost time to make, each made once; the least recently used is let go.

    Parameters
    ----------
    most
        How many are kept.

    Examples
    --------
    >>> shelf = Shelf(1)
    >>> [shelf.get(key, lambda key=key: key.upper()) for key in "aba"]
    ['A', 'B', 'A']
    >>> len(shelf)
    1
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What belongs to a key; made where it is not at hand, by one thread at a time."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = make()
                if len(self._kept) > self.most:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
            return found
