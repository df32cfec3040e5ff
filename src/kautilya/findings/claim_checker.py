"""What can be wrong in a claim, each at its word."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case import Case, Names, Places, owner
from kautilya.case.expression import (
    CHOICE_QUERIES,
    LEVEL_QUERIES,
    QUERIES,
    TRUTH_QUERIES,
    Apply,
    Expression,
    Is,
    Name,
    Query,
)
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.findings.pledge_checker import PledgeChecker
from kautilya.model.functions import FUNCTIONS, wrong_arity
from kautilya.source import Path

TRUTHS = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"})
"""Operators whose result is true or false."""


class ClaimChecker:
    """Checks one claim against the case.

    Parameters
    ----------
    case, names, places
        What the author wrote.
    path, text
        Where the claim stands, and as it was written.
    held
        Decisions that `hold` pins.
    """

    def __init__(
        self, case: Case, names: Names, places: Places, path: Path, text: str, held: dict[str, str]
    ) -> None:
        self.case, self.names, self.places = case, names, places
        self.path, self.text, self.held = path, text, held
        self.pledges = PledgeChecker(case, names, held, self._fault)

    def check(self, tree: Expression) -> Iterator[Diagnostic]:
        """Every fault of a claim."""
        if not _is_truth(tree) and not (isinstance(tree, Name)):
            yield self._fault(
                "KC609",
                "a claim is true or false",
                tree,
                "this one has a number",
                "compare it with one, as in `> 0.5`",
            )
        yield from self._walk(tree)

    def _walk(self, tree: Expression) -> Iterator[Diagnostic]:
        if isinstance(tree, Is):
            yield from self._is(tree)
        elif isinstance(tree, Query):
            yield from self._query(tree)
        elif isinstance(tree, Name):
            yield from self._name(tree)
        elif isinstance(tree, Apply):
            if tree.op not in FUNCTIONS and tree.op.isidentifier() and tree.op not in _KNOWN:
                yield self._fault(
                    "KC207",
                    f"'{tree.op}' is no function of the case language",
                    tree,
                    "",
                    did_you_mean(tree.op, [*FUNCTIONS, *QUERIES]),
                )
            elif tree.op in FUNCTIONS:
                yield from self._arity(tree)
            for argument in tree.args:
                if isinstance(argument, Query) and argument.kind in CHOICE_QUERIES:
                    yield self._fault(
                        "KC601",
                        f"'{argument.kind}' answers with an option",
                        argument,
                        "an option can be compared by `is` and `in` alone",
                        f"write: {argument.kind}({argument.subject.name}) is OPTION",
                    )
                yield from self._walk(argument)

    def _arity(self, tree: Apply) -> Iterator[Diagnostic]:
        wrong = wrong_arity(tree.op, len(tree.args))
        if wrong is not None:
            what, why, mend = wrong
            yield self._fault("KC207", what, tree, why, mend)

    def _is(self, tree: Is) -> Iterator[Diagnostic]:
        subject = tree.subject
        if isinstance(subject, Name):
            yield from self._decision(subject)
            yield self._fault(
                "KC601",
                f"'{subject.name}' alone has no answer in a claim",
                subject,
                "which option it has depends on the choice that is asked about",
                f"ask for best({subject.name}), settled(..) or foresees(..)",
            )
            return
        yield from self._query(subject)
        if subject.kind not in CHOICE_QUERIES:
            yield self._fault(
                "KC601",
                f"'{subject.kind}' does not answer with an option",
                subject,
                "`is` and `in` compare options",
                "compare by == < > instead",
            )
        elif subject.subject.name in self.case.decisions:
            options = [*self.case.decisions[subject.subject.name].options]
            for option in tree.options:
                if option.name not in options:
                    hint = (
                        "write cycles(..) to ask whether the settling cycles"
                        if option.name == "cycles"
                        else did_you_mean(option.name, options)
                    )
                    yield self._fault(
                        "KC210",
                        f"{subject.subject.name} has no option '{option.name}'",
                        option,
                        "",
                        hint,
                    )

    def _name(self, tree: Name) -> Iterator[Diagnostic]:
        section = self.names.variables.get(tree.name)
        if section == "premises" or tree.name in self.names.unknowable:
            return
        if section is not None:
            yield self._fault(
                "KC601",
                f"'{tree.name}' varies with month and profile",
                tree,
                "a claim asks for a level at a time",
                f"write final({tree.name}), average({tree.name}) or peak({tree.name})",
            )
        else:
            yield self._fault(
                "KC206",
                f"'{tree.name}' is not declared",
                tree,
                "a claim names premises, and asks queries",
                did_you_mean(tree.name, self.names.variables),
            )

    # -- queries ----------------------------------------------------------------------------------

    def _query(self, query: Query) -> Iterator[Diagnostic]:
        kind = query.kind
        yield from self._subject(query)
        yield from self._conditions(query)
        yield from self.pledges.known(query)
        if query.of is not None:
            yield from self._query(query.of)
        if query.within is not None and query.within > self.case.horizon:
            yield self._fault(
                "KC602",
                f"within={query.within} is beyond the horizon of {self.case.horizon} months",
                query,
                "the model ends at the horizon",
                f"1 <= within <= {self.case.horizon}",
            )
        if query.seen_by is not None and query.seen_by.name not in ("facts", *self.case.actors):
            yield self._fault(
                "KC107",
                f"'{query.seen_by.name}' is no declared actor",
                query.seen_by,
                "seen_by= takes an actor or `facts`",
                did_you_mean(query.seen_by.name, ["facts", *self.case.actors]),
            )
        if query.knowing is not None and kind in (*LEVEL_QUERIES, "cycles"):
            yield self._fault(
                "KC605",
                f"'{kind}' takes no knowing=",
                query,
                "a level is not chosen",
                "take knowing= out",
            )
        if kind == "gain" and not query.to:
            yield self._fault(
                "KC605",
                "'gain' needs to=",
                query,
                "it compares two outcomes",
                "write gain(ACTOR, to=DECISION is OPTION, instead_of=..)",
            )
        if query.to and kind != "gain":
            yield self._fault("KC605", f"'{kind}' takes no to=", query, "", "only gain does")
        if query.instead_of and kind not in ("gain", "likes"):
            yield self._fault(
                "KC605", f"'{kind}' takes no instead_of=", query, "", "only gain and likes do"
            )
        if kind == "likes" and not query.conditions:
            yield self._fault(
                "KC605",
                "'likes' names the outcome that is liked",
                query,
                "",
                "write likes(ACTOR, DECISION is OPTION)",
            )

    def _subject(self, query: Query) -> Iterator[Diagnostic]:
        kind, subject = query.kind, query.subject
        if kind in ("self_enforcing", "empty", "flips", "share_of"):
            yield from self.pledges.subject(query)
            if kind == "flips":
                yield from self._choice(query)
            return
        if (
            subject.name in self.names.unknowable
            or subject.name.partition(".")[0] in self.names.unknowable
        ):
            return
        if kind in ("payoff", "gain", "likes"):
            yield from self._payee(subject)
        elif kind in LEVEL_QUERIES:
            if subject.name not in self.names.variables:
                yield self._fault(
                    "KC206",
                    f"'{subject.name}' is not declared",
                    subject,
                    f"'{kind}' asks for a stock, auxiliary, transfer, event or premise",
                    did_you_mean(subject.name, self.names.variables),
                )
        else:
            yield from self._choice(query)

    def _choice(self, query: Query) -> Iterator[Diagnostic]:
        decision = query.decision or query.subject
        yield from self._decision(decision)
        if decision.name in self.case.decisions:
            yield from self._decider(query, decision)

    def _payee(self, subject: Name) -> Iterator[Diagnostic]:
        actor, _, interest = subject.name.partition(".")
        if actor not in self.case.actors:
            yield self._fault(
                "KC107",
                f"'{actor}' is no declared actor",
                subject,
                "payoffs are an actor's, or one interest's as ACTOR.ID",
                did_you_mean(actor, self.case.actors),
            )
        elif not self.case.interests.get(actor):
            yield self._fault(
                "KC604",
                f"{actor} has no interests, so it has no payoff",
                subject,
                "a payoff is the weighted value of interests",
                "give it interests, or ask for a level",
            )
        elif interest and subject.name not in self.names.interests[actor]:
            known = [i.partition(".")[2] for i in self.names.interests[actor]]
            yield self._fault(
                "KC107",
                f"{actor} has no interest '{interest}'",
                subject,
                "",
                did_you_mean(interest, known),
            )

    def _decider(self, query: Query, decision: Name) -> Iterator[Diagnostic]:
        name = decision.name
        if query.kind in _CHOOSING:
            if name in self.held:
                yield self._fault(
                    "KC603",
                    f"'{name}' is held at '{self.held[name]}'",
                    decision,
                    f"`hold` leaves nothing to choose for {query.kind}",
                    "take it out of `hold`, or ask about another decision",
                )
            if not self.case.interests.get(owner(name)):
                yield self._fault(
                    "KC604",
                    f"{owner(name)} has no interests, so nothing is best for it",
                    decision,
                    "",
                    "give it interests",
                )

    def _decision(self, name: Name) -> Iterator[Diagnostic]:
        if (
            name.name not in self.case.decisions
            and ("decisions", name.name) not in self.names.set_aside
        ):
            yield self._fault(
                "KC209",
                f"'{name.name}' is no declared decision",
                name,
                "",
                did_you_mean(name.name, self.case.decisions),
            )

    def _conditions(self, query: Query) -> Iterator[Diagnostic]:
        seen: dict[str, str] = {}
        for condition in (*query.conditions, *query.to, *query.instead_of):
            subject = condition.subject
            assert isinstance(subject, Name)
            yield from self._decision(subject)
            entry = self.case.decisions.get(subject.name)
            option = condition.options[0]
            if entry is None:
                continue
            if option.name not in entry.options:
                yield self._fault(
                    "KC210",
                    f"{subject.name} has no option '{option.name}'",
                    option,
                    "",
                    did_you_mean(option.name, entry.options),
                )
            if subject.name in self.held:
                yield self._fault(
                    "KC603",
                    f"'{subject.name}' is held at '{self.held[subject.name]}'",
                    condition,
                    "a condition cannot move what `hold` pins",
                    "take it out of `hold` or out of the query",
                )
        for condition in query.conditions:
            assert isinstance(condition.subject, Name)
            name, option_name = condition.subject.name, condition.options[0].name
            if seen.get(name, option_name) != option_name:
                yield self._fault(
                    "KC603",
                    f"'{name}' has two options in one query",
                    condition,
                    "a profile gives one option to every decision",
                )
            seen[name] = option_name
        chosen = (query.decision or query.subject).name
        if query.kind in _CHOOSING and chosen in seen:
            yield self._fault(
                "KC603",
                f"'{chosen}' is pinned by its own condition",
                query,
                f"a condition leaves nothing to choose for {query.kind}",
            )

    def _fault(
        self, code: str, message: str, at: Expression, why: str = "", help: str = ""
    ) -> Diagnostic:
        return Diagnostic(
            code, message, self.places.inside(self.path, self.text, at.at, at.length), why, help
        )


_KNOWN = TRUTHS | {"neg", "add", "sub", "mul", "div", "pow", "if"}

_CHOOSING = ("best", "foresees", "acts", "flips")
"""Queries that compare the options of a decision."""


def _is_truth(tree: Expression) -> bool:
    """Whether a claim is true or false and no number."""
    if isinstance(tree, Is):
        return True
    if isinstance(tree, Query):
        return tree.kind in TRUTH_QUERIES
    if isinstance(tree, Apply):
        if tree.op == "if":
            return _is_truth(tree.args[1]) and _is_truth(tree.args[2])
        return tree.op in TRUTHS or tree.op == "step"
    return False
