"""What can be wrong in queries about agreements, threats, promises, causes, and what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kautilya.case import Case, Names, owner
from kautilya.case.entries import kind_of
from kautilya.case.expression import CHOICE_QUERIES, Name, Query
from kautilya.case.schema import Option
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.findings.conditions import conditions_of

Fault = Callable[..., Diagnostic]
"""Makes a fault: code, message, the part of the claim, why, help."""


class PledgeChecker:
    """Checks the queries of a claim that ask about more than payoffs and choices.

    Parameters
    ----------
    case, names
        What the author wrote.
    held
        Decisions that `hold` pins.
    fault
        Makes a fault at its place.
    """

    def __init__(self, case: Case, names: Names, held: Mapping[str, str], fault: Fault) -> None:
        self.case, self.names, self.held, self.fault = case, names, held, fault

    def subject(self, query: Query) -> Iterator[Diagnostic]:
        """Faults of what a query is about."""
        match query.kind:
            case "self_enforcing":
                yield from self._agreement(query.subject)
            case "empty":
                yield from self._pledge(query)
            case "flips":
                yield from self._moved(query.subject)
            case "share_of":
                yield from self._share(query)

    def known(self, query: Query) -> Iterator[Diagnostic]:
        """Faults of what a choice knows."""
        premises = self.names.of("premises")
        for name in query.knowing or ():
            if name.name not in premises:
                yield self._no_premise(name, f"a choice cannot know '{name.name}'")

    # -- agreements -------------------------------------------------------------------------------

    def _agreement(self, name: Name) -> Iterator[Diagnostic]:
        if name.name not in self.names.of("agreements"):
            kind = kind_of(self.names, name.name)
            yield self.fault(
                "KC107",
                f"'{name.name}' is {kind} and no agreement"
                if kind
                else f"'{name.name}' is no declared agreement",
                name,
                "'self_enforcing' asks whether an agreement holds by itself",
                did_you_mean(name.name, self.names.of("agreements"))
                or "the case declares no agreement",
            )

    # -- threats and promises ---------------------------------------------------------------------

    def _pledge(self, query: Query) -> Iterator[Diagnostic]:
        name = query.subject
        decision, _, option = name.name.rpartition(".")
        if ("decisions", decision) in self.names.set_aside:
            return
        entry = self.case.decisions.get(decision)
        if entry is None:
            known = [f"{d}.{o}" for d, e in self.case.decisions.items() for o in e.options]
            yield self.fault(
                "KC209",
                f"'{name.name}' is no option of a declared decision",
                name,
                "'empty' asks about an option, as DECISION.OPTION",
                did_you_mean(name.name, known),
            )
        elif option not in entry.options:
            yield self.fault(
                "KC210",
                f"{decision} has no option '{option}'",
                name,
                "",
                did_you_mean(option, entry.options),
            )
        else:
            yield from self._is_pledge(name, entry.options[option], option == entry.now)
            yield from self._free(query, decision, entry.options[option])

    def _is_pledge(self, name: Name, option: Option, today: bool) -> Iterator[Diagnostic]:
        if option.keeps is not None and option.persuades:
            return
        if option.persuades and option.if_ is None:
            yield self.fault(
                "KC610",
                f"'{name.name}' is a promise, and nothing says how it is kept",
                name,
                "a promise is empty where its owner would rather not keep it",
                f"add `keeps: {owner(name.name)}.DECISION is OPTION` to the option",
            )
        elif option.if_ is None:
            yield self.fault(
                "KC610",
                f"'{name.name}' is neither a threat nor a promise",
                name,
                "a threat is an option with `if`; a promise is one with `persuades` and `keeps`",
                "ask likes(..) or gain(..) whether the owner would rather choose another",
            )
        elif today:
            yield self.fault(
                "KC610",
                f"'{name.name}' is what is in force now",
                name,
                "a threat is empty where `now` is worth more to its owner than to carry it out",
                "ask about an option that is not `now`",
            )

    def _free(self, query: Query, decision: str, option: Option) -> Iterator[Diagnostic]:
        """What `empty` compares must not be pinned, and its owner must want something."""
        kept = tuple(conditions_of((option.keeps,))) if option.keeps is not None else ()
        pinned = {str(c.subject.name): c for c in query.conditions if isinstance(c.subject, Name)}
        for name in dict.fromkeys((decision, *kept)):
            what = "whose options 'empty' compares"
            if name in self.held:
                yield self.fault(
                    "KC603",
                    f"'{name}', {what}, is held at '{self.held[name]}'",
                    query.subject,
                    "`hold` leaves nothing to compare",
                    "take it out of `hold`, or ask about another option",
                )
            elif name in pinned:
                yield self.fault(
                    "KC603",
                    f"'{name}', {what}, is pinned by a condition",
                    pinned[name],
                    "a condition leaves nothing to compare",
                    "take the condition out",
                )
        if not self.case.interests.get(owner(decision)):
            yield self.fault(
                "KC604",
                f"{owner(decision)} has no interests, so nothing is better for it",
                query.subject,
                "",
                "give it interests",
            )

    # -- premises ---------------------------------------------------------------------------------

    def _moved(self, name: Name) -> Iterator[Diagnostic]:
        if name.name not in self.names.of("premises"):
            yield self._no_premise(name, f"'flips' cannot move '{name.name}'")
            return
        entry = self.case.premises.get(name.name)
        if entry is None or entry.chance is not None:
            return
        if entry.value is not None and (entry.range is None or entry.range[0] == entry.range[1]):
            yield self.fault(
                "KC611",
                f"'{name.name}' has one value alone, so nothing flips with it",
                name,
                "'flips' moves a premise through its range",
                f"give '{name.name}' a range, or a chance",
            )

    def _no_premise(self, name: Name, what: str) -> Diagnostic:
        kind = kind_of(self.names, name.name)
        return self.fault(
            "KC107",
            f"{what}, which is {kind} and no premise" if kind else f"{what}: it is not declared",
            name,
            "premises are what differs between worlds and can be known",
            did_you_mean(name.name, self.names.of("premises")),
        )

    # -- causes -----------------------------------------------------------------------------------

    def _share(self, query: Query) -> Iterator[Diagnostic]:
        of = query.of
        assert of is not None
        if of.kind in CHOICE_QUERIES:
            yield self.fault(
                "KC601",
                f"'{of.kind}' answers with an option, of which there is no share",
                of,
                "a share is of a number, or of a truth that counts 1",
                "ask for a payoff, a gain, a level, or whether the actor acts(..) or likes(..)",
            )
        yield from self._cause(query.subject)
        if query.subject.name in _asked_about(of):
            yield self.fault(
                "KC607",
                f"'{query.subject.name}' cannot be taken away from a query that asks about it",
                query.subject,
                "without the cause nothing would be left to ask",
                "ask for what follows from it: a payoff or a level",
            )

    def _cause(self, name: Name) -> Iterator[Diagnostic]:
        cause = name.name
        if cause in (*self.names.switches, *self.names.of("decisions")):
            return
        decision, _, option = cause.rpartition(".")
        if ("decisions", decision) in self.names.set_aside:
            return
        premise = self.case.premises.get(cause)
        if premise is not None:
            if premise.off is None:
                yield self.fault(
                    "KC607",
                    f"the premise '{cause}' does not say what it is where it is taken away",
                    name,
                    "a mechanism is switched off and a decision stays at `now`; a premise has no "
                    "value of its own for its absence",
                    f"add `off: VALUE` to '{cause}'",
                )
            return
        if cause in self.names.of("premises"):
            return
        kind = kind_of(self.names, cause)
        if option in self.names.options.get(decision, ()):
            kind = "an option without `does`"
        elif cause in self.names.beliefs:
            kind = "a belief"
        elif cause in {i for rows in self.names.interests.values() for i in rows}:
            kind = "an interest"
        known = [*self.names.switches, *self.names.of("decisions"), *self._with_off()]
        yield self.fault(
            "KC607" if kind else "KC107",
            f"{kind} is no cause that can be taken away: '{cause}'"
            if kind
            else f"'{cause}' is not declared",
            name,
            "a cause is a mechanism, an option with `does` as DECISION.OPTION, a decision, or a "
            "premise with `off`",
            did_you_mean(cause, known),
        )

    def _with_off(self) -> list[str]:
        return [name for name, entry in self.case.premises.items() if entry.off is not None]


def _asked_about(of: Query) -> set[str]:
    """Decisions and premises without which a query has nothing to ask."""
    match of.kind:
        case "likes":
            return {c.subject.name for c in of.conditions[:1] if isinstance(c.subject, Name)}
        case "acts":
            return {of.subject.name}
        case "flips":
            return {of.subject.name, *([of.decision.name] if of.decision else [])}
        case "empty":
            return {of.subject.name.rpartition(".")[0]}
    return set()
