"""Write the reference answers of PRIM, by the EMA Workbench 2.5.3 on Python 3.11.

Run once, in an environment of its own:

    pip install ema_workbench==2.5.3
    python make_prim_reference.py

It reads the example data that come with the package, writes them in short
(`bryant-lempert-2010.csv`), and writes what its PRIM finds (`prim-reference.json`).
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent


def bryant() -> tuple[pd.DataFrame, np.ndarray]:
    """The nine uncertainties and the worst tenth of costs, as the package's example takes them."""
    import ema_workbench

    examples = Path(ema_workbench.__file__).parent / "examples" / "data"
    data = pd.read_csv(examples / "bryant et al 2010 data.csv", index_col=False)
    x = data.iloc[:, 2:11]
    # Written in single precision by whoever wrote it: the shortest number that means the same.
    x = x.map(lambda value: float(str(np.float32(value))))
    return x, data.iloc[:, 15].to_numpy()


def mixed() -> tuple[pd.DataFrame, np.ndarray]:
    """Numbers and categories from a formula; `test_prim.py` has the same."""
    rng = np.random.default_rng(20100834)
    number = rng.random((4, 600))
    port = rng.integers(0, 4, 600)
    flag = rng.integers(0, 2, 600)
    x = pd.DataFrame({name: row for name, row in zip("abcd", number, strict=True)})
    x["port"] = [("north", "south", "east", "west")[code] for code in port]
    x["flag"] = [("down", "up")[code] for code in flag]
    score = 1.5 * number[0] - number[1] + 0.6 * (port == 2) + 0.4 * (flag == 1) * number[2]
    return x, (score > 0.9).astype(int)


def found(x: pd.DataFrame, y: np.ndarray, peel: float, objective: str) -> dict[str, object]:
    """The trajectory: cases, cases of interest, limits and quasi-p values of every box."""
    from ema_workbench.analysis.prim import Prim, PRIMObjectiveFunctions

    search = Prim(
        x,
        y,
        threshold=0.01,
        peel_alpha=peel,
        obj_function=PRIMObjectiveFunctions(objective),
    )
    box = search.find_box()
    boxes = []
    for number, row in box.peeling_trajectory.iterrows():
        limits, values = box.box_lims[number], box.qp[number]
        restricted = {}
        for name, pair in values.items():
            low, high = limits[name]
            if isinstance(low, set):
                restricted[name] = {"kept": sorted(low), "quasi_p": [pair[0]]}
            else:
                first, last = x[name].min(), x[name].max()
                restricted[name] = {
                    "low": None if low == first else low,
                    "high": None if high == last else high,
                    "quasi_p": [None if value == -1 else value for value in pair],
                }
        boxes.append({"cases": int(row.n), "hits": int(row.k), "restricted": restricted})
    return {"peel": peel, "objective": objective, "boxes": boxes}


def main() -> None:
    """Write both files."""
    import ema_workbench

    x, y = bryant()
    with (HERE / "bryant-lempert-2010.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*x.columns, "costly"])
        for row, costly in zip(x.to_numpy(), y, strict=True):
            writer.writerow([*(f"{value:.9g}" for value in row), int(costly)])
    reference = {
        "by": f"ema_workbench {ema_workbench.__version__}",
        "bryant": [found(x, y, 0.1, "lenient1"), found(x, y, 0.05, "original")],
        "mixed": [found(*mixed(), 0.05, "lenient1"), found(*mixed(), 0.05, "lenient2")],
    }
    text = json.dumps(reference, indent=None, separators=(",", ":"))
    (HERE / "prim-reference.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
