"""The case as a game in strategic form: its matrix, its equilibria, what never pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from kautilya.report.strategic.table import GAP, Cells, table
from kautilya.report.strategic.words import Words
from kautilya.report.terminal import counted
from kautilya.study.strategic import Cell, Dominated, Game, Matrix, Mixed, Quantal
from kautilya.study.wording import percent, printable

LIKELY = 0.005
"""Chances below that are not told."""


def matrix_lines(words: Words) -> Iterator[Text]:
    """The game of two actors as a table, best answers marked."""
    game = words.picture.game
    if game is None or game.matrix is None:
        return
    matrix = game.matrix
    rows, columns = words.actor(matrix.rows), words.actor(matrix.columns)
    at = words.picture.subject.at
    where = {"": "", "mean": ", in the mean over worlds"}.get(at, f", in {at}")
    said = f"   {rows} chooses the row, {columns} the column; payoffs of {rows}, then of {columns}"
    said += f"{where}; * marks what answers best"
    yield from words.paper.wrap(Text.assemble(("matrix", "bold"), said), hang=4)
    yield from _matrix(words, matrix, set(game.pure))


def _matrix(words: Words, matrix: Matrix, pure: set[int]) -> list[Text]:
    """The table itself; columns that do not fit stand in tables of their own below."""
    names = [printable(name) for name in matrix.row_names]
    width = len(matrix.column_names)
    cells = [
        [_cell(matrix, matrix.cells[r * width + c], pure) for c in range(width)]
        for r in range(len(names))
    ]
    lead = max(map(cell_len, names), default=0)
    lines: list[Text] = []
    for group in _groups(words, matrix, cells, lead):
        head: Cells = ["", *(printable(matrix.column_names[c]) for c in group)]
        rows = [
            [Text(name, "bold"), *(row[c] for c in group)]
            for name, row in zip(names, cells, strict=True)
        ]
        lines += [*([Text("")] if lines else []), *table(words.paper, head, rows, words=0)]
    return lines


def _groups(
    words: Words, matrix: Matrix, cells: Sequence[Sequence[Text]], lead: int
) -> list[list[int]]:
    """Columns cut so that each group fits the paper."""
    groups: list[list[int]] = [[]]
    used = 2 + lead
    for number, name in enumerate(matrix.column_names):
        wide = max(cell_len(printable(name)), *(cell_len(row[number].plain) for row in cells))
        if groups[-1] and used + GAP + wide > words.paper.width:
            groups.append([])
            used = 2 + lead
        groups[-1].append(number)
        used += GAP + wide
    return groups


def _cell(matrix: Matrix, cell: Cell, pure: set[int]) -> Text:
    """One cell; bold where it is an equilibrium."""
    if cell.state is None and not any(cell.worth):
        return Text("-", "dim")
    parts = [
        worth + ("*" if actor in cell.best else "")
        for actor, worth in zip((matrix.rows, matrix.columns), cell.worth, strict=True)
    ]
    return Text(", ".join(parts), "bold green" if cell.state in pure else "")


def game_lines(words: Words, most: int | None) -> Iterator[Text]:
    """Equilibria pure and mixed, what never pays, and what actors who err would do."""
    game = words.picture.game
    if game is None:
        return
    at = words.picture.subject.at
    payoffs = {"": "", "mean": "   at payoffs in the mean over worlds"}.get(at, f"   in {at}")
    yield from words.paper.wrap(Text.assemble(("as a game", "bold"), payoffs), hang=4)
    yield from _dominated(words, "never pays", game.dominated_strictly, weak=False)
    yield from _dominated(words, "at best equal", game.dominated_weakly, weak=True)
    yield from _equilibria(words, game, most)
    yield from _quantal(words, game.quantal)


def _dominated(
    words: Words, lead: str, found: Sequence[Dominated], *, weak: bool
) -> Iterator[Text]:
    """What iterated elimination takes out, round by round."""
    if not found:
        if not weak:
            yield from _line(words, lead, "no strategy: none is strictly dominated")
        return
    kind = "weakly " if weak else ""
    for number, rows in groupby(found, key=lambda row: row.round):
        groups: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            groups.setdefault((row.actor, row.by), []).append(printable(row.strategy))
        parts = [
            f"{words.actor(actor)}: {', '.join(names)} (worse than {printable(by)})"
            for (actor, by), names in groups.items()
        ]
        said = f"round {number}, {kind}dominated: {'; '.join(parts)}"
        yield from _line(words, lead, said)
        lead = ""


def _equilibria(words: Words, game: Game, most: int | None) -> Iterator[Text]:
    """Nash equilibria: pure by state, then those that mix."""
    dot = f" {words.paper.glyphs.dot} "
    pure = game.pure[:most]
    said = dot.join(words.short(state) for state in pure) or "none"
    if len(pure) < len(game.pure):
        said += f" and {len(game.pure) - len(pure)} more"
    yield from _line(words, "pure Nash", f"{said}   (all of them)")
    if game.complete == "pure" and not game.mixed:
        return
    mixing = [mixed for mixed in game.mixed if not mixed.pure]
    yield from _line(words, "mixed Nash", _claim(game, len(mixing)))
    for count, mixed in enumerate(mixing[:most], 1):
        yield from words.paper.wrap(_mixed(words, count, mixed), indent=4, hang=8)
    if most is not None and len(mixing) > most:
        yield Text(f"    and {len(mixing) - most} more: --all prints them", "dim")


def _claim(game: Game, mixing: int) -> str:
    """How many equilibria there are, and whether these are all."""
    number = len(game.mixed)
    if game.complete == "failed":
        return "not found, though every game has an equilibrium"
    if game.complete == "unknown":
        found = counted(number, "equilibrium", "equilibria")
        return f"{found} found, {mixing} of them mixed; complete: unknown, there may be more"
    if game.complete == "continuum":
        sets = counted(len(game.sets), "connected set", "connected sets")
        return (
            f"infinitely many equilibria, in {sets} of them: between their {number:,} corners, "
            f"which are all there are, {mixing:,} of them mixed"
        )
    if not mixing:
        return "none: the pure ones are all the equilibria that there are"
    return f"{mixing:,}, which with the pure ones makes {number:,}: all of them"


def _mixed(words: Words, number: int, mixed: Mixed) -> str:
    parts = [
        f"{words.actor(actor)}: {_chances(chances)}" for actor, chances in mixed.chances.items()
    ]
    pays = ", ".join(mixed.payoffs.values())
    said = f"{number}  {f' {words.paper.glyphs.dot} '.join(parts)}   pays {pays}"
    if mixed.regret > 0.0:
        said += f"   (regret {mixed.regret:.1e})"
    return said


def _chances(chances: Mapping[str, str]) -> str:
    if len(chances) == 1:
        return printable(next(iter(chances)))
    return ", ".join(f"{printable(name)} {chance}" for name, chance in chances.items())


def _quantal(words: Words, found: Sequence[Quantal]) -> Iterator[Text]:
    """What actors would do who err less the more it costs, and what that tends to."""
    lead = "if they err"
    for response in found:
        parts = []
        for actor, chances in response.chances.items():
            ranked = sorted(chances.items(), key=lambda item: -item[1])
            likely = [(name, chance) for name, chance in ranked if chance >= LIKELY]
            said = ", ".join(f"{printable(name)} {percent(chance)}" for name, chance in likely)
            parts.append(f"{words.actor(actor)}: {said}")
        if response.precision is None:
            what = "the less they err, the nearer to"
        else:
            what = f"at precision {response.precision:.3g}"
        text = f"{what} {f' {words.paper.glyphs.dot} '.join(parts)}"
        yield from _line(words, lead, text)
        lead = ""


def _line(words: Words, lead: str, said: str) -> list[Text]:
    text = Text.assemble((f"{lead:<15}", "cyan"), said)
    return words.paper.wrap(text, indent=2, hang=17)
