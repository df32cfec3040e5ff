"""The picture of a case with one world: rankings, or exact payoffs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kautilya.case.conflict import ConflictForm
from kautilya.payoffs import ExactArray, NormalForm, exact_array, normal_form
from kautilya.solve.stability.records import GRAPH_CONCEPTS, Concept
from kautilya.solve.stability.sim import OptionForm
from kautilya.study.conflict import conflict_of
from kautilya.study.faults import UnknownName
from kautilya.study.strategic.ask import NoAnswer, Question, concepts_of, rule_of
from kautilya.study.strategic.game import Solved, solved, states_of, unsolved
from kautilya.study.strategic.mixed import exact_text
from kautilya.study.strategic.names import Gazetteer
from kautilya.study.strategic.origin import Origin
from kautilya.study.strategic.parts import (
    Made,
    first_checked,
    goals_of,
    joined,
    meant,
    parts_of,
    subject_of,
)
from kautilya.study.strategic.published import compared
from kautilya.study.strategic.record import Strategic
from kautilya.study.strategic.single import (
    Single,
    certified,
    rows_of,
    shown,
    single,
)
from kautilya.study.strategic.today import MOST_MOVES, moves_of


def of_one_world(origin: Origin, form: ConflictForm, question: Question) -> Made:
    """The picture of rankings or exact payoffs."""
    if question.scenario is not None:
        raise UnknownName("scenario", question.scenario, ())
    conflict = conflict_of(form)
    if question.world is not None:
        raise NoAnswer("the case has one world, and no world to choose")
    options = isinstance(conflict.moves, OptionForm)
    usual: tuple[Concept, ...] = GRAPH_CONCEPTS
    if options and moves_of(form) <= MOST_MOVES:
        usual = (*GRAPH_CONCEPTS, "sim")
    concepts, rule = concepts_of(question, usual, options=options), rule_of(question)
    states_said = origin.case.states if origin.case else {}
    says = {name: state.says for name, state in states_said.items()}
    names = Gazetteer(form.grid, conflict.today, says)
    asked = meant(names, question)
    one = single(conflict, concepts, rule, groups=True)
    today = [] if conflict.today is None else [conflict.today]
    states = shown(one, [*today, *asked], question.everything)
    table = _table(origin, form)
    game = _exact_game(form, table)
    parts = parts_of(origin, form, one, names, question, asked, goals_of(one))
    answers = compared(form.published, conflict, rule, game.game, form.grid.label)
    names.note(states)
    names.note(state for answer in answers for state in (*answer.missing, *answer.extra))
    if game.game is not None:
        names.note(game.game.pure)
    checks = joined(
        game.certificates, parts.certificates, certified(one, first_checked(one, states))
    )
    picture = Strategic(
        subject_of(origin, form, question, concepts, "ranked" if form.ranks else "exact"),
        origin.players(conflict.actors, form, conflict.today),
        names.labels,
        conflict.today,
        rows_of(one, states, {state: _worth(form, one, state) for state in states}),
        one.numbers,
        game.game,
        None,
        parts.from_today,
        parts.witnesses,
        parts.inverse,
        answers,
        checks,
        (*one.left_out, *game.left_out, *parts.left_out),
    )
    return Made(picture, table)


def _table(origin: Origin, form: ConflictForm) -> NormalForm | None:
    """The game in strategic form; of rankings, with the number of states below as payoffs."""
    space = form.grid.space
    if space is None or not form.grid.feasible.all():
        return None
    payoffs: dict[str, ExactArray] = dict(form.payoffs)
    comment = ""
    if form.ranks:
        comment = "Payoffs are places in a ranking, from the worst: their order alone counts."
        for actor, ranks in form.ranks.items():
            payoffs[actor] = exact_array((ranks.max() - ranks)[form.grid.numbers])
    return replace(normal_form(space, payoffs), title=origin.title or origin.name, comment=comment)


def _exact_game(form: ConflictForm, table: NormalForm | None) -> Solved:
    """The game in strategic form of a case with exact payoffs, solved."""
    if not form.payoffs:
        return unsolved()
    if table is None:
        return unsolved("as a game: not every combination of options is feasible")
    return solved(table, states_of(form.grid), 0.0, exact=True, mixes=True)


def _worth(form: ConflictForm, one: Single, state: int) -> dict[str, str]:
    """A state's rank or exact payoff for each actor, as text."""
    if form.ranks:
        return {actor: str(form.ranks[actor][state]) for actor in one.conflict.actors}
    place = int(form.grid.firsts[state])
    return {actor: _exact(form.payoffs[actor].flat[place]) for actor in one.conflict.actors}


def _exact(value: object) -> str:
    return exact_text(value) if isinstance(value, Fraction) else str(value)
