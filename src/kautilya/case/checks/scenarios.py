"""What scenarios, agreements and propositions name and pin (KC107, KC209, KC210, KC603)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.checks.common import Pin, read_conditions, undeclared
from kautilya.case.entries import SINGULAR, items, kind_of
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case, Scenario
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import Path


def check_scenarios(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Premises, mechanisms, decisions and options that scenarios name."""
    for name, scenario in case.scenarios.items():
        path: Path = ("scenarios", name)
        for premise in scenario.set:
            if premise not in names.of("premises"):
                yield undeclared(
                    names,
                    premise,
                    f"the scenario '{name}' sets",
                    "a premise",
                    names.of("premises"),
                    places.key((*path, "set", premise)),
                    "`set` gives premises another value; mechanisms are switched by `off`",
                )
        yield from _start(names, places, name, scenario)
        yield from _off(names, places, name, scenario)
        what = f"the scenario '{name}' holds"
        yield from read_conditions(names, places, (*path, "hold"), scenario.hold, what).faults


def _start(names: Names, places: Places, name: str, scenario: Scenario) -> Iterator[Diagnostic]:
    for decision, option in scenario.start.items():
        path: Path = ("scenarios", name, "start", decision)
        if decision not in names.of("decisions"):
            yield undeclared(
                names,
                decision,
                f"the scenario '{name}' starts",
                "a decision",
                names.of("decisions"),
                places.key(path),
                "`start` says which options are in force at the beginning",
            )
        elif option not in names.options.get(decision, (option,)):
            yield Diagnostic(
                "KC107",
                f"the scenario '{name}' starts with an option that {decision} does not have: "
                f"'{option}'",
                places.value(path),
                "`start` says which options are in force at the beginning",
                did_you_mean(option, names.options[decision]),
            )


def _off(names: Names, places: Places, name: str, scenario: Scenario) -> Iterator[Diagnostic]:
    for path, switch in items(places, ("scenarios", name, "off"), scenario.off):
        if switch in names.switches or switch.rpartition(".")[0] in names.unknowable:
            continue
        kind = kind_of(names, switch)
        decision, _, option = switch.rpartition(".")
        if option in names.options.get(decision, ()):
            kind = "an option without `does`"
        yield Diagnostic(
            "KC107",
            f"the scenario '{name}' switches off '{switch}', which is {kind}"
            if kind
            else f"the scenario '{name}' switches off something that is not declared: '{switch}'",
            places.value(path),
            "`off` names mechanisms, and options with `does` as DECISION.OPTION",
            did_you_mean(switch, names.switches),
        )


def check_agreements(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """What agreements choose once they are formed."""
    for name, agreement in case.agreements.items():
        path: Path = ("agreements", name, "when")
        what = f"the agreement '{name}' pins"
        yield from read_conditions(names, places, path, agreement.when, what).faults


def check_holds(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """What propositions, hypotheses and evidence hold, by themselves and against their scenario."""
    for section in ("propositions", "hypotheses", "evidence"):
        for name, entry in getattr(case, section).items():
            what = f"the {SINGULAR[section]} '{name}'"
            yield from _holds(case, names, places, (section, name), what, entry.in_, entry.hold)


def _holds(
    case: Case,
    names: Names,
    places: Places,
    path: Path,
    what: str,
    made_in: str | None,
    hold: tuple[str, ...],
) -> Iterator[Diagnostic]:
    own = read_conditions(names, places, (*path, "hold"), hold, f"{what} holds")
    yield from own.faults
    scenario = case.scenarios.get(made_in) if made_in else None
    if scenario is None:
        return
    where: Path = ("scenarios", str(made_in), "hold")
    theirs = read_conditions(names, places, where, scenario.hold, "").pins
    yield from _against(what, str(made_in), own.pins, theirs)


def _against(
    what: str, scenario: str, own: tuple[Pin, ...], theirs: tuple[Pin, ...]
) -> Iterator[Diagnostic]:
    held = {pin.decision: pin.option for pin in theirs}
    for pin in own:
        if held.get(pin.decision, pin.option) != pin.option:
            yield Diagnostic(
                "KC603",
                f"{what} holds '{pin.decision}' at '{pin.option}', and its "
                f"scenario '{scenario}' holds it at '{held[pin.decision]}'",
                pin.span,
                "a profile gives one option to every decision",
                "take one of the two out, or ask in another scenario",
            )
