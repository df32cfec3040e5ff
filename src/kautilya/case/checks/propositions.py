"""What propositions name: their scenario, their reasons, their voice (KC107)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.checks.common import undeclared
from kautilya.case.entries import SINGULAR, items, kind_of
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, did_you_mean


def check_propositions(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Scenarios and actors that propositions, hypotheses and evidence name."""
    for section in ("propositions", "hypotheses", "evidence"):
        for name, entry in getattr(case, section).items():
            what = f"the {SINGULAR[section]} '{name}'"
            if entry.in_ is not None and entry.in_ not in names.of("scenarios"):
                yield undeclared(
                    names,
                    entry.in_,
                    f"{what} is made in",
                    "a scenario",
                    names.of("scenarios"),
                    places.value((section, name, "in")),
                    "`in` names one of the case's `scenarios`",
                )
            if entry.voice != "author" and entry.voice not in names.of("actors"):
                yield undeclared(
                    names,
                    entry.voice,
                    f"{what} is in the voice of",
                    "an actor",
                    ("author", *names.of("actors")),
                    places.value((section, name, "voice")),
                    "a claim is the author's, or what the text says that an actor believes",
                )


def check_reasons(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Reasons that name nothing that can be taken away."""
    interests = [interest for rows in names.interests.values() for interest in rows]
    known = [*names.switches, *names.beliefs, *interests]
    for name, proposition in case.propositions.items():
        for path, reason in items(places, ("propositions", name, "because"), proposition.because):
            if reason in known or _is_set_aside(names, reason):
                continue
            kind = kind_of(names, reason)
            decision, _, option = reason.rpartition(".")
            if option in names.options.get(decision, ()):
                kind = "an option without `does`"
            yield Diagnostic(
                "KC107",
                f"the proposition '{name}' gives as its reason '{reason}', which is {kind}"
                if kind
                else f"the proposition '{name}' gives a reason that is not declared: '{reason}'",
                places.value(path),
                "a reason is something that can be taken away: a mechanism, an interest as "
                "ACTOR.ID, a belief as ACTOR.believes.NAME, or an option with `does`",
                did_you_mean(reason, known),
            )


def _is_set_aside(names: Names, reason: str) -> bool:
    """Whether a reason may stand in an entry that could not be read."""
    actor, believes, about = reason.partition(".believes.")
    if believes:
        return bool({("beliefs", actor), ("beliefs", f"{actor}.{about}")} & names.set_aside)
    first, _, _ = reason.rpartition(".")
    return bool({("interests", first), ("decisions", first)} & names.set_aside)
