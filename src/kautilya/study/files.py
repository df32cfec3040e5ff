"""Files that are whole or not there, and files that one process holds while it runs."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def write_whole(path: Path, text: str | bytes, mode: int = 0o644) -> None:
    """Write a file at once: a reader finds the old one or the new one, never a part.

    Parameters
    ----------
    path
        The file.
    text
        What it holds then.
    mode
        Who may read and write it; nobody else may at any moment.

    Raises
    ------
    OSError
        Where the folder or the disk does not take it.
    """
    content = text.encode("utf-8") if isinstance(text, str) else text
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def hold(stream: IO[bytes]) -> bool:
    """Hold an open file for this process until it is closed; False where another one holds it.

    The system lets go of it when the process ends, however it ends.
    """
    try:
        if sys.platform == "win32":
            # A byte far behind what is ever written: what is held cannot be read there.
            stream.seek(1 << 62)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether a process holds a file; False where there is none."""
    try:
        with path.open("r+b") as stream:
            return not hold(stream)
    except OSError:
        return False
