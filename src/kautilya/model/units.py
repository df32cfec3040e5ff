"""Whether the units of a case agree: what a dimension check finds before anything is run.

A bare number takes the unit that its place needs; only names carry units that must agree. Agreeing
means the same kind *and* the same size: nothing is converted behind the author's back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kautilya.case import Case, Names, Places
from kautilya.case.expression import LEVEL_QUERIES, Apply, Expression, Is, Name, Number, Query
from kautilya.case.formulas import formulas
from kautilya.case.names import VARIABLES
from kautilya.case.parse import ExpressionError, parse
from kautilya.diagnostics import Diagnostic, Severity, Span
from kautilya.model.functions import FUNCTIONS
from kautilya.model.graph import Path
from kautilya.model.measure import ANY, BARE, TRUTH, Kind, Measure, product, raised
from kautilya.model.unit_registry import Unit, UnitFault, read_unit
from kautilya.model.unit_terms import Need, Placed, Term, described, shown

_ALIKE = frozenset({"add", "sub", "neg", "if", "min", "max", "clip"})
"""Operations whose operands share one unit, which is also the result's."""

_COMPARISONS = frozenset({"lt", "le", "gt", "ge", "eq", "ne"})


def check_units(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Units that cannot be read, and formulas whose units do not agree.

    Parameters
    ----------
    case
        The case.
    names
        Its declared names.
    places
        The way back to the file.

    Yields
    ------
    Diagnostic
        Each fault once. KC401: no known unit. KC402: names whose units do not agree with each
        other or with their place. KC403: a unit where a pure number must stand, as under ``exp``.
        KC404, advice: a bare number that seems to carry a unit.

    Notes
    -----
    No unit means dimensionless, as ``share`` does. What is added to a stock without ``toward`` is
    its unit a month; rates of events are 1/month; factors are dimensionless. What other checks
    refuse (a formula that cannot be read, a name that is not declared) may have any unit here.
    """
    yield from _Check(case, names, places).run()


class _Check:
    """One walk over a case."""

    def __init__(self, case: Case, names: Names, places: Places) -> None:
        self.case, self.names, self.places = case, names, places
        self.none = read_unit("share")
        self.monthly = read_unit("1/month")
        self.units: dict[str, Unit | None] = {}
        self.found: dict[tuple[object, ...], Diagnostic] = {}

    def run(self) -> Iterator[Diagnostic]:
        for section in VARIABLES:
            for name in getattr(self.case, section):
                unit = self._declared(section, name)
                # A name declared twice could be either: another check says so.
                self.units[name] = None if name in self.units else unit
        for path, text in formulas(self.case):
            if path[0] != "interests":
                self._formula(path, text)
        for actor, rows in self.case.interests.items():
            for number in range(len(rows)):
                self._interest(actor, number)
        for name, proposition in self.case.propositions.items():
            for key in ("claim", "given"):
                text = getattr(proposition, key)
                if text is not None:
                    self._formula(("propositions", name, key), text)
        yield from self.found.values()

    # -- declared units ---------------------------------------------------------------------------

    def _declared(self, section: str, name: str) -> Unit | None:
        """Unit that an entry declares; None where it cannot be read."""
        entry = getattr(self.case, section)[name]
        unit = self._read((section, name, "unit"), getattr(entry, "unit", None))
        if section == "premises" and entry.chance is not None and unit is not None:
            if not unit.agrees(self.none):
                self._report(
                    Diagnostic(
                        "KC402",
                        f"the premise '{name}' is {described(unit)}, but it has a chance",
                        self.places.value((section, name, "unit")),
                        "a premise with a chance is 0 or 1 in each world: it has no unit",
                        "take the unit out, and let another premise say how much it is",
                    ),
                    name,
                )
            return self.none
        return unit

    def _read(self, path: Path, text: str | None) -> Unit | None:
        if text is None:
            return self.none
        try:
            return read_unit(text)
        except UnitFault as fault:
            self._report(
                Diagnostic(
                    "KC401",
                    fault.message,
                    self.places.inside(path, text, fault.at, fault.length),
                    "units are checked before a case is run, so each must be known",
                    fault.help,
                )
            )
            return None

    # -- places -----------------------------------------------------------------------------------

    def _formula(self, path: Path, text: str) -> None:
        formula = self._parsed(path, text)
        if formula is not None:
            self._measure(formula, formula.tree, self._need(path))

    def _parsed(self, path: Path, text: str) -> Placed | None:
        try:
            return Placed(path, text, parse(text, queries=path[0] == "propositions"))
        except ExpressionError:
            return None

    def _need(self, path: Path) -> Need | None:
        """What the place of a formula needs; None for any unit."""
        match path:
            case ("stocks" | "auxiliaries" | "transfers", str(name), _):
                return self._level(name)
            case ("mechanisms", str(name), "adds"):
                return self._added(self.case.mechanisms[name].to)
            case ("mechanisms", _, "scales"):
                return Need(self.none, "`scales`", "what multiplies is a pure number")
            case ("events", str(name), "rate"):
                return self._added(name)
            case ("events", _, "then", str(target)):
                return self._level(target)
            case ("decisions", _, "options", _, "does", str(target)):
                return self._added(target)
        return None

    def _level(self, name: str) -> Need | None:
        """What a formula that gives a variable its value needs."""
        unit, section = self.units.get(name), self.names.variables.get(name)
        if unit is None or section not in ("stocks", "auxiliaries", "transfers"):
            return None
        what = {"stocks": "stock", "auxiliaries": "auxiliary", "transfers": "transfer"}[section]
        return Need(unit, f"the {what} '{name}'", f"a formula has the unit of its {what}")

    def _added(self, name: str) -> Need | None:
        """What is added to a variable needs this."""
        if name in self.case.events and self.units.get(name) is not None:
            return Need(
                self.monthly,
                f"the rate of the event '{name}'",
                "the rate of an event is a chance a month, and so is what is added to it",
            )
        need = self._level(name)
        if need is None or name in self.names.unknowable:
            return None
        stock = self.case.stocks.get(name)
        if stock is None:
            return replace(need, why=f"what is added to {need.who} has its unit")
        if (stock.toward is None) != (stock.over is None):
            return None
        if stock.toward is None:
            return Need(
                need.unit * self.monthly,
                f"what is added to {need.who}",
                "to a stock without `toward`, something is added every month: "
                "it has the stock's unit a month",
            )
        return replace(
            need, why="what is added to a stock that moves toward a level has the stock's unit"
        )

    def _interest(self, actor: str, number: int) -> None:
        """The value of an interest and its two anchors share one unit."""
        interest = self.case.interests[actor][number]
        path: Path = ("interests", actor, number)
        written = [((*path, "value"), interest.value)]
        written += [((*path, "anchors", side), interest.anchors[side]) for side in (0, 1)]
        terms: list[Term] = []
        for where, text in written:
            formula = self._parsed(where, text)
            if formula is not None:
                terms += self._terms(formula, formula.tree)
        who, why = f"the interest '{actor}.{interest.id}'", "an interest has the unit it declares"
        if interest.unit is not None:
            unit = self._read((*path, "unit"), interest.unit)
            if unit is not None:
                self._agree(terms, Need(unit, who, why), None)
            return
        self._agree(terms, None, None, "the value of an interest and its anchors share one unit")

    # -- formulas ---------------------------------------------------------------------------------

    def _measure(self, formula: Placed, tree: Expression, need: Need | None = None) -> Measure:
        """Measure of an expression, whose terms must agree with each other and with the need."""
        return self._agree(self._terms(formula, tree), need, (formula, tree))

    def _terms(self, formula: Placed, tree: Expression) -> list[Term]:
        """The parts of an expression that must share one unit."""
        if isinstance(tree, Apply) and tree.op in _ALIKE:
            operands = tree.args
            if tree.op == "if":
                self._measure(formula, tree.args[0])
                operands = tree.args[1:]
            return [term for operand in operands for term in self._terms(formula, operand)]
        return [Term(formula, tree, self._single(formula, tree))]

    def _single(self, formula: Placed, tree: Expression) -> Measure:
        """Measure of an expression that is no sum of others."""
        match tree:
            case Number():
                return BARE
            case Is():
                return TRUTH
            case Name():
                return self._name(tree.name)
            case Query():
                return self._query(tree)
            case Apply(op="mul" | "div"):
                left, right = (self._measure(formula, part) for part in tree.args)
                return product(left, right, tree.op)
            case Apply(op="pow", args=(base, Number() as power)):
                return raised(self._measure(formula, base), power.value)
            case Apply(op=op) if op in _COMPARISONS:
                terms = [term for part in tree.args for term in self._terms(formula, part)]
                self._agree(terms, None, None, "only what has one unit can be compared")
                return TRUTH
        return self._call(formula, tree)

    def _call(self, formula: Placed, tree: Apply) -> Measure:
        """Measure of a call, and of ``and``, ``or``, ``not``."""
        function = FUNCTIONS.get(tree.op)
        need = None
        if function is not None and function.pure:
            need = Need(
                self.none,
                f"the argument of {tree.op}",
                f"{tree.op} is defined for pure numbers alone",
                "KC403",
            )
        measures = [self._measure(formula, part, need) for part in tree.args]
        if tree.op in ("and", "or", "not", "step"):
            return TRUTH
        if function is None or len(measures) != 1:
            return ANY
        if tree.op == "sqrt":
            return raised(measures[0], 0.5)
        bare = measures[0].kind in (Kind.BARE, Kind.TRUTH)
        return BARE if bare else Measure(Kind.HARD, self.none)

    def _name(self, name: str) -> Measure:
        unit = self.units.get(name)
        return ANY if unit is None or name in self.names.unknowable else Measure(Kind.HARD, unit)

    def _query(self, query: Query) -> Measure:
        if query.kind in LEVEL_QUERIES:
            return self._name(query.subject.name)
        if query.kind in ("payoff", "gain"):
            return Measure(Kind.HARD, self.none)
        return TRUTH if query.kind in ("likes", "acts", "cycles") else ANY

    # -- agreement --------------------------------------------------------------------------------

    def _agree(
        self,
        terms: Sequence[Term],
        need: Need | None,
        whole: tuple[Placed, Expression] | None,
        why: str = "what is added up, or chosen between, shares one unit",
    ) -> Measure:
        """Report terms that do not agree; the measure of what they make together."""
        known = [term for term in terms if term.measure.unit is not None]
        if not known:
            return _unnamed(terms)
        if need is None:
            first = next((t for t in known if t.measure.kind == Kind.HARD), known[0])
            assert first.measure.unit is not None
            result, unit = first.measure, first.measure.unit
            need = Need(unit, f"`{first.text}`", why)
        else:
            result, unit = Measure(Kind.HARD, need.unit), need.unit
        wrong = [t for t in known if t.measure.unit is not None and not t.measure.unit.agrees(unit)]
        if whole is not None and len(wrong) == len(known) > 1:
            wrong = _as_one(wrong, whole)
        for term in wrong:
            self._disagree(term, need)
        # One fault, one report: from a sum of unlike things nothing follows.
        settled = result.kind == Kind.HARD and all(t.measure.kind == Kind.SOFT for t in wrong)
        return result if settled or not wrong else ANY

    def _disagree(self, term: Term, need: Need) -> None:
        """Report one term that is not what its place needs."""
        unit = term.measure.unit
        assert unit is not None
        tree, formula = term.tree, term.formula
        span = self.places.inside(formula.path, formula.text, tree.at, tree.length)
        key = (str(unit), str(need.unit))
        missing = need.unit / unit
        if term.measure.kind == Kind.SOFT:
            self._report(
                Diagnostic(
                    "KC404",
                    f"`{term.text}` is {described(unit)}, {need.who} "
                    f"{described(need.unit)}: a bare number in it seems to carry a unit",
                    span,
                    "a bare number takes the unit that its place needs, unseen by the reader",
                    f"make the number a premise with a name and the unit {shown(missing)}",
                    Severity.ADVICE,
                ),
                *key,
            )
            return
        why, help = need.why, f"multiply it by a premise with the unit {shown(missing)}"
        if need.code == "KC403":
            help = f"divide it by a premise with the unit {shown(unit)}"
        elif unit.alike(need.unit):
            why += (
                f"; nothing is converted, and 1 {shown(unit)} is "
                f"{unit.times(need.unit):.6g} {shown(need.unit)}"
            )
            help = f"state both in one unit, or {help}"
        elif isinstance(tree, Name):
            unlike = f"give '{tree.name}' the unit {need.unit}"
            if not str(need.unit):
                unlike = f"take the unit off '{tree.name}'"
            help = f"{unlike}, or {help}"
        self._report(
            Diagnostic(
                need.code,
                f"`{term.text}` is {described(unit)}, but {need.who} is {described(need.unit)}",
                span,
                why,
                help,
            ),
            *key,
        )

    def _report(self, fault: Diagnostic, *key: object) -> None:
        """Keep a fault; a loop that writes one formula out several times makes one of it."""
        place: Span | str | None = fault.span
        self.found.setdefault((fault.code, place or fault.message, *key), fault)


def _unnamed(terms: Sequence[Term]) -> Measure:
    """Measure of terms none of which carries a unit."""
    kinds = {term.measure.kind for term in terms}
    if Kind.ANY in kinds:
        return ANY
    return TRUTH if kinds == {Kind.TRUTH} and len(terms) == 1 else BARE


def _as_one(wrong: list[Term], whole: tuple[Placed, Expression]) -> list[Term]:
    """Terms that agree with each other and with nothing else are one fault: the formula's."""
    units = [term.measure.unit for term in wrong if term.measure.unit is not None]
    if not all(unit.agrees(units[0]) for unit in units):
        return wrong
    kind = Kind.HARD if any(t.measure.kind == Kind.HARD for t in wrong) else Kind.SOFT
    return [Term(*whole, Measure(kind, units[0]))]
