"""The declared name that an author probably meant."""

from collections.abc import Iterable

_SHOWN = 8  # names listed when none is near


def near_miss(name: str, candidates: Iterable[str]) -> str | None:
    """Find the declared name nearest to one that is not declared.

    Nearness counts letters added, left out, changed, or swapped with their neighbour (optimal
    string alignment), without regard to case and with ``-``, ``_`` and blanks taken as the same.
    A name of up to 2 letters must then agree exactly, one of up to 5 may differ by 1, of up to 9
    by 2, a longer one by 3. The last part of a dotted name is near to the whole of it.

    Parameters
    ----------
    name : str
        What was written.
    candidates : iterable of str
        What is declared.

    Returns
    -------
    str or None
        The nearest; among equals the one that shares the longest beginning, then the first in
        the alphabet. None when nothing is near.

    Examples
    --------
    >>> near_miss("watre", ["water", "mud"])
    'water'
    >>> near_miss("stance", ["china.stance", "usa.posture"])
    'china.stance'
    >>> near_miss("ab", ["xy"]) is None
    True
    """
    written = _plain(name)
    best: tuple[int, int, str] | None = None
    for candidate in candidates:
        if candidate == name:
            continue
        declared = _plain(candidate)
        distance = 1 if _is_last_part(written, declared) else _distance(written, declared)
        if distance > max(_allowance(written, declared), int(_is_last_part(written, declared))):
            continue
        rank = (distance, -_common_beginning(written, declared), candidate)
        if best is None or rank < best:
            best = rank
    return None if best is None else best[2]


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Say what to write in place of a name that is not declared.

    Returns
    -------
    str
        ``did you mean 'water'?`` when a name is near; else ``known here: ...`` with the first
        few candidates; empty when there are none.

    Examples
    --------
    >>> did_you_mean("watre", ["water", "mud"])
    "did you mean 'water'?"
    >>> did_you_mean("sky", ["water", "mud"])
    'known here: water, mud'
    >>> did_you_mean("sky", [])
    ''
    """
    declared = list(dict.fromkeys(candidates))
    near = near_miss(name, declared)
    if near is not None:
        return f"did you mean '{near}'?"
    if not declared:
        return ""
    more = len(declared) - _SHOWN
    listed = ", ".join(declared[:_SHOWN])
    return f"known here: {listed}" + (f" and {more} more" if more > 0 else "")


def _plain(name: str) -> str:
    """Take away the differences that do not count."""
    return name.casefold().replace("-", "_").replace(" ", "_")


def _is_last_part(written: str, declared: str) -> bool:
    """Whether the written name is what follows the last dot of the declared one."""
    return "." not in written and bool(written) and declared.endswith(f".{written}")


def _allowance(written: str, declared: str) -> int:
    """How many letters may differ: short names need to agree more closely."""
    length = min(len(written), len(declared))
    if length <= 2:
        return 0
    return 1 if length <= 5 else 2 if length <= 9 else 3


def _common_beginning(written: str, declared: str) -> int:
    """Count the letters that both begin with."""
    count = 0
    for one, other in zip(written, declared, strict=False):
        if one != other:
            break
        count += 1
    return count


def _distance(written: str, declared: str) -> int:
    """Optimal string alignment: additions, omissions, changes and swaps of neighbours."""
    if abs(len(written) - len(declared)) > 3:
        return abs(len(written) - len(declared))
    before: list[int] = []
    last = list(range(len(declared) + 1))
    for i, letter in enumerate(written, start=1):
        row = [i]
        for j, other in enumerate(declared, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == declared[j - 2] and other == written[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
