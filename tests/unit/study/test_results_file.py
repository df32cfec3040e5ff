"""The file of a run's results: what xarray finds in it, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import h5netcdf
import numpy as np
import pytest
import xarray
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.report.data import dossier_from_data
from kautilya.study.results_file import (
    FORMAT,
    SHAPES,
    ResultsUnreadable,
    read_results,
    results_bytes,
)
from support.effort import examples
from support.reports import ferry_dossier
from support.runs import ferry_data, some_manifest, written

COUNTS = ("holds", "counted", "missing", "excluded")


def test_xarray_finds_every_number_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    written(path, command=("test", "-k", "é"), selection=("keeps",))
    with xarray.open_dataset(path, engine="h5netcdf") as data:
        assert dict(data.sizes) == {
            "proposition": 8,
            "shape": 4,
            "removal": max(len(f.removals) for f in ferry_dossier().findings),
        }
        assert data["shape"].values.tolist() == list(SHAPES)
        for finding in ferry_dossier().findings:
            row = data.sel(proposition=finding.id)
            assert row["fit"].item() == ("" if finding.fit is None else str(finding.fit))
            assert row["standing"].item() == str(finding.standing)
            for shape in SHAPES:
                found = {name: int(row[name].sel(shape=shape)) for name in COUNTS}
                tally = finding.tallies.get(shape)
                assert found == (dict.fromkeys(COUNTS, -1) if tally is None else vars_of(tally))
                share = float(row["share"].sel(shape=shape))
                assert share == tally.share if tally and tally.counted else np.isnan(share)
            names = [name for name in row["removal_name"].values.tolist() if name]
            assert names == [removal.name for removal in finding.removals]
            for number, removal in enumerate(finding.removals):
                assert float(row["removal_share"][number]) == removal.share
                assert float(row["removal_difference"][number]) == removal.difference
                error = float(row["removal_error"][number])
                assert error == removal.error or (np.isnan(error) and np.isinf(removal.error))
            assert np.isnan(row["removal_share"].values[len(names) :]).all()
        assert data.attrs["kautilya_results"] == FORMAT
        assert data.attrs["case"] == "ferry-line"
        assert json.loads(data.attrs["command"]) == ["test", "-k", "é"]
        assert json.loads(data.attrs["selection"]) == ["keeps"]
        assert json.loads(data.attrs["libraries"])["numpy"] == np.__version__
        assert json.loads(data["dossier"].item()) == json.loads(json.dumps(ferry_data()))


def vars_of(tally: object) -> dict[str, int]:
    return {name: getattr(tally, name) for name in COUNTS}


def test_the_board_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    digest = written(path)
    assert dossier_from_data(read_results(path, digest)) == ferry_dossier()


@pytest.mark.parametrize("number", [0, 1])
def test_a_run_of_no_propositions_or_without_removals_has_a_file(
    tmp_path: Path, number: int
) -> None:
    data = ferry_data()
    rows = [{**row, "removals": []} for row in data["propositions"][:number]]
    path = tmp_path / "a.nc"
    written(path, {**data, "propositions": rows}, seed=2**80)
    assert read_results(path)["propositions"] == rows
    with xarray.open_dataset(path, engine="h5netcdf") as found:
        assert dict(found.sizes) == {"proposition": 1, "shape": 4, "removal": 1}
        assert found.attrs["seed"] == str(2**80)


@pytest.mark.slow
@given(st.floats(0.0, 1.0, exclude_max=True))
@settings(max_examples=examples(25))
def test_a_file_cut_short_is_refused(cut: float) -> None:
    whole = results_bytes(some_manifest(), ferry_data())
    refused(whole[: int(len(whole) * cut)])


@given(st.integers(0), st.integers(1, 255))
@settings(max_examples=examples(40))
def test_a_spoilt_byte_never_gives_another_dossier(at: int, flip: int) -> None:
    whole = bytearray(results_bytes(some_manifest(), ferry_data()))
    whole[at % len(whole)] ^= flip
    try:
        found = refused_or_read(bytes(whole))
    except ResultsUnreadable:
        return
    assert found == json.loads(json.dumps(ferry_data()))


def test_what_is_no_file_of_results_is_refused(tmp_path: Path) -> None:
    foreign, newer = io.BytesIO(), io.BytesIO()
    with h5netcdf.File(foreign, "w") as file:
        file.dimensions = {"x": 2}
        file.create_variable("dossier", ("x",), "f8", data=np.zeros(2))
    with h5netcdf.File(newer, "w") as file:
        file.attrs["kautilya_results"] = FORMAT + 1
    assert "no results of this program" in refused(foreign.getvalue())
    assert "newer than this program" in refused(newer.getvalue())
    for content in (b"", b"CDF\x01", b"\x89HDF\r\n\x1a\n", b"{}", b"\0" * 4096):
        assert "no whole netCDF file" in refused(content)
    with pytest.raises(ResultsUnreadable, match=r"gone\.nc: No such file"):
        read_results(tmp_path / "gone.nc")


def refused(content: bytes) -> str:
    with pytest.raises(ResultsUnreadable) as found:
        refused_or_read(content)
    return str(found.value)


def refused_or_read(content: bytes) -> dict[str, object]:
    class Held(type(Path())):
        def read_bytes(self) -> bytes:
            return content

    return read_results(Held("a.nc"))
