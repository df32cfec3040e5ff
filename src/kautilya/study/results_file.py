"""The results of a run as one netCDF file, for whoever goes on with xarray.

Dimensions are `proposition`, `shape` (of draw) and `removal`, the last padded with empty names;
counts of what was not tested are -1, other numbers NaN. The manifest stands in the attributes, and
the whole dossier as JSON in the variable `dossier`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kautilya.study.files import write_whole
from kautilya.study.manifest import Manifest

FORMAT = 1
"""Version of the file; it grows when a name changes its meaning or goes."""

SHAPES = ("authored", "edges", "centre", "log")
COUNTS = ("holds", "counted", "missing", "excluded")
TEXTS = ("says", "stated", "fit", "standing")
REMOVALS = ("share", "difference", "error")
PROPOSITION, SHAPE, REMOVAL = "proposition", "shape", "removal"


class ResultsUnreadable(Exception):
    """A file that is no whole file of results."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}; nothing of it was read")


def write_results(path: Path, manifest: Manifest, data: Mapping[str, Any]) -> str:
    """Write the results of a run.

    The file is made in memory and put in its place at once.

    Parameters
    ----------
    path
        The file.
    manifest
        What was run.
    data
        The dossier as plain JSON.

    Returns
    -------
    str
        SHA-256 of the file.

    Raises
    ------
    OSError
        Where the folder or the disk does not take it.
    """
    whole = results_bytes(manifest, data)
    write_whole(path, whole)
    return hashlib.sha256(whole).hexdigest()


def results_bytes(manifest: Manifest, data: Mapping[str, Any]) -> bytes:
    """The file of results, in memory."""
    import h5netcdf
    import numpy as np

    rows: Sequence[Mapping[str, Any]] = data["propositions"]
    width = max([1, *(len(row["removals"]) for row in rows)])
    buffer = io.BytesIO()
    with h5netcdf.File(buffer, "w") as file:
        # A dimension of length 0 would be one without limit: it is padded like the others.
        sizes = {PROPOSITION: max(1, len(rows)), SHAPE: len(SHAPES), REMOVAL: width}
        file.dimensions = sizes

        def put(name: str, dims: tuple[str, ...], values: Any, kind: Any, blank: Any) -> None:
            shape = tuple(sizes[dim] for dim in dims)
            full = np.full(shape, blank, dtype=object if kind is str else kind)
            for place, value in values:
                full[place] = blank if value is None else value
            file.create_variable(name, dims, _text_type() if kind is str else kind, data=full)

        each = list(enumerate(rows))
        put(PROPOSITION, (PROPOSITION,), [(n, row["id"]) for n, row in each], str, "")
        put(SHAPE, (SHAPE,), enumerate(SHAPES), str, "")
        for name in TEXTS:
            put(name, (PROPOSITION,), [(n, row[name]) for n, row in each], str, "")
        tables = [
            ((n, SHAPES.index(shape)), table)
            for n, row in each
            for shape, table in row["shapes"].items()
        ]
        for name in COUNTS:
            put(name, (PROPOSITION, SHAPE), [(at, t[name]) for at, t in tables], "i8", -1)
        shares = [(at, t["share"]) for at, t in tables]
        put("share", (PROPOSITION, SHAPE), shares, "f8", np.nan)
        apart = [
            ((n, SHAPES.index(shape)), value)
            for n, row in each
            for shape, value in row["differences"].items()
        ]
        put("difference", (PROPOSITION, SHAPE), apart, "f8", np.nan)
        taken = [((n, k), entry) for n, row in each for k, entry in enumerate(row["removals"])]
        dims = (PROPOSITION, REMOVAL)
        put("removal_name", dims, [(at, entry["name"]) for at, entry in taken], str, "")
        for name in REMOVALS:
            put(f"removal_{name}", dims, [(at, e[name]) for at, e in taken], "f8", np.nan)
        text = json.dumps(data, ensure_ascii=False)
        file.create_variable("dossier", (), _text_type(), data=np.array(text, dtype=object))
        file.attrs["kautilya_results"] = FORMAT
        file.attrs["dossier_sha256"] = hashlib.sha256(text.encode()).hexdigest()
        for name, value in manifest.plain().items():
            if name not in ("results_hash", "verdicts"):
                file.attrs[name] = _attribute(value)
    return buffer.getvalue()


def read_results(path: Path, digest: str = "") -> dict[str, Any]:
    """The dossier of a file of results, as plain JSON.

    Parameters
    ----------
    path
        The file.
    digest
        SHA-256 that the file should have, where it is known.

    Raises
    ------
    ResultsUnreadable
        Where the file is not there, was cut short or changed, or is something else.
    """
    import h5py

    try:
        whole = path.read_bytes()
    except OSError as error:
        raise ResultsUnreadable(path, error.strerror or str(error)) from error
    if digest and hashlib.sha256(whole).hexdigest() != digest:
        raise ResultsUnreadable(path, "this is not the file that the run wrote, or not all of it")
    try:
        with h5py.File(io.BytesIO(whole), "r") as file:
            found = file.attrs.get("kautilya_results")
            if found is None:
                raise ResultsUnreadable(path, "these are no results of this program")
            if (number := int(found.item())) > FORMAT:
                raise ResultsUnreadable(
                    path, f"results of format {number}, which is newer than this program"
                )
            text = file["dossier"][()].decode()
            if hashlib.sha256(text.encode()).hexdigest() != file.attrs["dossier_sha256"]:
                raise ResultsUnreadable(path, "the results do not agree with their checksum")
            data: dict[str, Any] = json.loads(text)
    except ResultsUnreadable:
        raise
    except Exception as error:  # the reader raises errors of many kinds for what is spoilt
        raise ResultsUnreadable(path, "no whole netCDF file of results") from error
    return data


def _attribute(value: Any) -> int | str:
    """A value as netCDF can hold it: whole numbers of 64 bits, and texts; the rest as JSON."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    return str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text_type() -> Any:
    import h5py

    return h5py.string_dtype()
