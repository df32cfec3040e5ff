"""What was asked of the picture: why a state holds, what would make it hold, what print says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from kautilya.report.strategic.words import CONCEPT, Words, sentence
from kautilya.study.strategic import COALITION, Compared, Reply, Witness
from kautilya.study.wording import printable

# -- witnesses ------------------------------------------------------------------------------------


_NO_ANSWER = ", and no answer of the others spoils that"
_UNSPOILT = {
    "nash": "",
    "sim": ", and nothing that the others gain by moving at the same time spoils that",
}


def witness_lines(words: Words) -> Iterator[Text]:
    """Why each actor would stay in a state that was asked about, or leave it."""
    picture = words.picture
    at = picture.subject.at
    payoffs = "" if not at else "   at payoffs in the mean" if at == "mean" else f"   in {at}"
    for number, (state, of_state) in enumerate(groupby(picture.witnesses, lambda w: w.state)):
        if number:
            yield Text("")
        head = Text.assemble((words.long(state), "bold"), payoffs)
        yield from words.paper.wrap(head, hang=4)
        for actor, of_actor in groupby(of_state, lambda w: w.actor):
            yield Text.assemble("  ", (words.actor(actor), "bold"))
            yield from _reasons(words, list(of_actor))


def _reasons(words: Words, witnesses: Sequence[Witness]) -> Iterator[Text]:
    """Why, concept by concept; those with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for witness in witnesses:
        reasons.setdefault(_reason(words, witness), []).append(CONCEPT[witness.concept])
    for reason, concepts in reasons.items():
        lead = ", ".join(concepts) + "  "
        text = Text.assemble((lead, "cyan"), reason)
        yield from words.paper.wrap(text, indent=4, hang=8)


def _reason(words: Words, witness: Witness) -> str:
    """Why, in a sentence."""
    if witness.no_move:
        return "stays: it has no move from here"
    if witness.stable and not witness.replies:
        return "stays: nothing that it can do alone is better"
    if not witness.stable:
        gain = words.taken(witness.state, witness.replies[0].to)
        return f"leaves: it gains by moving to {gain}{_UNSPOILT.get(witness.concept, _NO_ANSWER)}"
    answers = "; ".join(_answered(words, witness, reply) for reply in witness.replies)
    return f"stays: {answers}"


def _answered(words: Words, witness: Witness, reply: Reply) -> str:
    """An improvement and its answer, in the manner of a story."""
    actor = words.actor(witness.actor)
    leaving = words.taken(witness.state, reply.to)
    if witness.concept == "sim":
        others = [words.move(who, witness.state, to, named=False) for who, to in reply.path]
        end = words.short(reply.to if reply.end is None else reply.end)
        said = f"if it moves to {leaving} while {sentence(others)}, all end up in {end}"
        return f"{said}, and {actor} is no better off than here"
    said = f"if it moves to {leaving}, then {words.moves(reply.to, reply.path)}, "
    said += f"and {actor} is no better off than here"
    if witness.concept != "smr" or reply.end is None:
        return said
    if reply.back is None:
        return f"{said}, with no move out of there"
    back = words.taken(reply.end, reply.back)
    return f"{said}; the best that it could do from there is to move to {back}: no better either"


# -- inverse --------------------------------------------------------------------------------------


def inverse_lines(words: Words) -> Iterator[Text]:
    """Which preferences of one actor would make a state an equilibrium."""
    found = words.picture.inverse
    if found is None:
        return
    head = f"what {words.actor(found.actor)} would have to want"
    goal = f"   for {words.short(found.state)} to hold under {CONCEPT[found.concept]}"
    yield from words.paper.wrap(Text.assemble((head, "bold"), goal), hang=4)
    said = f"{found.favourable_matter:,} of {found.rankings_matter:,} strict rankings of the "
    said += f"{len(found.matter)} states that matter"
    yield from words.paper.wrap(said, indent=2, hang=4)
    yield from words.paper.wrap(f"when {printable(found.condition)}", indent=2, hang=4)
    for state in found.matter:
        text = Text.assemble((f"{words.sign(state)}  ", "cyan"), words.long(state))
        yield from words.paper.wrap(text, indent=4, hang=8)
    if found.lost:
        who = words.actors(found.lost)
        said = f"whatever {words.actor(found.actor)} wants, it does not hold for {who}"
        yield from words.paper.wrap(said, indent=2, hang=4)


# -- published ------------------------------------------------------------------------------------


def published_lines(words: Words) -> Iterator[Text]:
    """Published answers, each reproduced or not."""
    if not words.picture.published:
        return
    yield Text("published", "bold")
    for answer in words.picture.published:
        yield from words.paper.wrap(_compared(words, answer), indent=2, hang=4)


def _compared(words: Words, answer: Compared) -> Text:
    glyphs = words.paper.glyphs
    mark, style, verdict = {
        True: (glyphs.passes, "green", "reproduced"),
        False: (glyphs.contradicted, "red", "differs"),
        None: (glyphs.untested, "dim", "not compared"),
    }[answer.reproduced]
    name = CONCEPT.get(answer.concept, _plain(answer.concept))
    text = Text.assemble((mark, style), " ", (printable(answer.name), "bold"), f"  {name}: ")
    text.append(verdict, style)
    text.append(f"; published {printable(answer.published)}")
    if answer.reproduced is not True:
        text.append(f"; found {printable(answer.found)}")
    for lead, states in (("not found", answer.missing), ("besides", answer.extra)):
        if states:
            text.append(f"; {lead}: {sentence([words.short(state) for state in states])}")
    cited = "  ".join(part for part in (printable(answer.source), answer.status) if part)
    if cited:
        text.append(f"  [{cited}]", "dim")
    if answer.note and answer.reproduced is not True:
        text.append(f"  {printable(answer.note)}", "dim")
    return text


def _plain(concept: str) -> str:
    """Coalition concepts and mixed equilibria in words."""
    if concept == COALITION:
        return "coalition Nash"
    name, _, rest = concept.partition("_")
    return f"coalition {CONCEPT[rest]}" if name == "coalition" else concept.replace("_", " ")
