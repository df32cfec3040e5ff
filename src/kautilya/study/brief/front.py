"""The two pages for the decision-maker."""

from __future__ import annotations

from kautilya.findings import Finding
from kautilya.study.brief.confidence import tally_of
from kautilya.study.brief.figures import intervals_figures
from kautilya.study.brief.judged import Judged
from kautilya.study.brief.plain import (
    capital,
    clause,
    counted,
    enumerated,
    numeral,
    quoted,
    sentence_of,
    shortened,
)
from kautilya.study.brief.record import (
    Block,
    Entries,
    Entry,
    Paragraph,
    Section,
    Sentence,
    Trace,
)
from kautilya.study.brief.signs import choice_sign, choice_words, deciding, sign_entry
from kautilya.study.brief.words import Words, of_finding
from kautilya.study.watch import Indicator
from kautilya.study.wording import percent, share_words

MOST_KEY, MOST_FAILING, MOST_CARRIERS, MOST_SIGNS = 5, 4, 4, 3
"""Entries on the two pages; the annexes have all."""

SOURCES, UNCERTAINTY, ASSUMPTIONS, ALTERNATIVES, IMPLICATIONS, ARGUMENT, CHANGE, ACCURACY = range(
    1, 9
)
"""Numbers of the annexes."""


class Front:
    """Writes the two pages.

    Parameters
    ----------
    judged
        The verdicts.
    words
        How the brief names things.
    """

    def __init__(self, judged: Judged, words: Words) -> None:
        self.judged, self.words, self.material = judged, words, judged.material

    def sections(self) -> tuple[Section, ...]:
        """All of its parts that have something to say."""
        parts = (
            ("The question", self._question()),
            ("Bottom line", self._bottom_line()),
            ("Key judgments", self._key()),
            ("What it rests on", self._rests_on()),
            ("Where it fails", self._fails()),
            ("How they stand to the text", self._figure()),
            ("What would change it, and what to watch", self._changes()),
            ("What was not asked", self._not_asked()),
        )
        return tuple(Section(title, blocks) for title, blocks in parts if blocks)

    # -- the question and the answer ---------------------------------------------------------------

    def _question(self) -> tuple[Block, ...]:
        case = self.material.case
        sentences = []
        if case.question:
            sentences.append(Sentence(sentence_of(case.question)))
        if case.focal is not None:
            decision = case.decisions[case.focal]
            options = [quoted(self.words.option(case.focal, option)) for option in decision.options]
            today = quoted(self.words.option(case.focal, decision.now))
            text = (
                f"The choice is {self._of_owner(case.focal)}: {enumerated(options, last='or')}. "
                f"Today it is {today}."
            )
            sentences.append(Sentence(text, (self.words.decision(case.focal, "choices"),)))
        return (Paragraph(tuple(sentences)),) if sentences else ()

    def _of_owner(self, decision: str) -> str:
        name = self.words.owner(decision)
        return f"{name}’" if name.endswith("s") else f"{name}’s"

    def _bottom_line(self) -> tuple[Block, ...]:
        sentences = [*self._choice(), *self._tally(), *self._weakest(), *self._nearest()]
        return (Paragraph(tuple(sentences)),) if sentences else ()

    def _choice(self) -> list[Sentence]:
        """What the owner of the focal decision chooses."""
        choices = self.material.dossier.choices
        if choices is None:
            return []
        shares = {k: v for k, v in (choices.foresees or choices.settled).items() if k != "cycles"}
        if not shares:
            return []
        option = max(shares, key=lambda name: shares[name])
        said = quoted(self.words.option(choices.decision, option))
        owner = self.words.owner(choices.decision)
        now = self.material.case.decisions[choices.decision].now
        text = (
            f"By its own premises the argument leads {owner} to {said} in "
            f"{percent(shares[option])} of the admissible worlds"
        )
        text += (
            ", which is what it does today" if option == now else ", and not to what it does today"
        )
        trace = self.words.decision(choices.decision, "choices.foresees")
        found = [Sentence(f"{text}.", (trace,))]
        ex_ante = choices.ex_ante_foresees
        if ex_ante and choices.foresees:
            same = ex_ante == option
            other = quoted(self.words.option(choices.decision, ex_ante))
            what = "the same" if same else f"{other} instead"
            text = f"Having to choose before the facts are known, it would choose {what}."
            trace = self.words.decision(choices.decision, "choices.ex_ante_foresees")
            found.append(Sentence(text, (trace,)))
        return found

    def _tally(self) -> list[Sentence]:
        dossier = self.material.dossier
        tally = dossier.tally
        if not dossier.tested:
            return [Sentence("No conclusion of the text was tested.", (Trace("counts"),))]
        words = {
            "contested": "come out weaker than the text puts them",
            "underdetermined": "depend on how ranges are drawn",
            "contradicted": "are contradicted",
        }
        singular = {
            "contested": "comes out weaker than the text puts it",
            "underdetermined": "depends on how ranges are drawn",
            "contradicted": "is contradicted",
        }
        passes = "holds" if tally["pass"] == 1 else "hold"
        parts = [f"{numeral(tally['pass'])} {passes} at least as firmly as the text puts them"]
        if tally["pass"] == dossier.tested:
            parts = ["all hold at least as firmly as the text puts them"]
        parts += [
            f"{numeral(tally[k])} {(singular if tally[k] == 1 else words)[k]}"
            for k in words
            if tally[k]
        ]
        text = f"Of the {counted(dossier.tested, 'conclusion')} tested, {enumerated(parts)}."
        if dossier.tested == 1:
            holds = "holds at least as firmly as the text puts it" if tally["pass"] else "fails"
            text = f"The one conclusion tested {holds}."
        return [Sentence(text, (Trace("counts", annex=UNCERTAINTY),))]

    def _weakest(self) -> list[Sentence]:
        failing = self.judged.failing
        if not failing:
            return []
        worst = failing[0]
        text = f"The argument is weakest where it says that {_that(worst.says or worst.claim)}"
        return [
            Sentence(f"{text} ({_share(share_words(worst))}).", (of_finding(worst, "interval"),))
        ]

    def _nearest(self) -> list[Sentence]:
        """The nearest sign that would change the choice."""
        watch = self.material.watch
        if watch is None or not watch.choices:
            return []
        found = self._deciding(watch.indicators)
        if found is None:
            text = "No single premise, belief or mechanism that was tried would change the choice."
            return [Sentence(text, (Trace("watch.indicators", annex=IMPLICATIONS),))]
        choice = deciding(found)
        assert choice is not None
        said = quoted(found.says or self.words.says(found.name))
        text = f"{choice_words(choice, self.words)} if {said} {choice_sign(found, choice)}."
        return [Sentence(capital(text), (Trace(f"watch.{found.name}", found.line, found.sources),))]

    def _deciding(self, indicators: tuple[Indicator, ...]) -> Indicator | None:
        """The nearest sign that changes the choice."""
        turning = [(c.distance, i.name, n) for n, i in enumerate(indicators) if (c := deciding(i))]
        return indicators[min(turning)[2]] if turning else None

    # -- what is judged ----------------------------------------------------------------------------

    def _key(self) -> tuple[Block, ...]:
        shown = self.judged.key(MOST_KEY)
        if not shown:
            return ()
        more = len(self.judged.passing) - sum(finding.passes for finding in shown)
        blocks: list[Block] = [
            Entries(tuple(self.judged.entry(finding) for finding in shown)),
            Paragraph((*self._more(more), self._grades())),
        ]
        return tuple(blocks)

    def _failing(self) -> list[Finding]:
        """What fails and is not among the key judgments."""
        shown = self.judged.key(MOST_KEY)
        return [finding for finding in self.judged.failing if finding not in shown]

    def _more(self, number: int) -> list[Sentence]:
        if number <= 0:
            return []
        verb = "passes" if number == 1 else "pass"
        text = f"{capital(numeral(number))} more {verb}."
        return [Sentence(text, (Trace("counts.pass", annex=UNCERTAINTY),))]

    def _grades(self) -> Sentence:
        tally = tally_of(self.judged.confidence)
        parts = [f"{grade} in {numeral(number)}" for grade, number in tally.items() if number]
        many = sum(tally.values())
        of = "the one verdict" if many == 1 else f"all {numeral(many)} verdicts"
        text = f"Over {of}, confidence is {enumerated(parts)}."
        return Sentence(text, (Trace("propositions.standing", annex=UNCERTAINTY),))

    def _rests_on(self) -> tuple[Block, ...]:
        statuses = self._statuses()
        carriers = self._carriers()
        blocks: list[Block] = [Entries(tuple(carriers))] if carriers else []
        if not carriers and self.material.stress is not None:
            text = "No single assumption that was changed turns a verdict."
            trace = Trace("stress.carriers", annex=ARGUMENT)
            statuses = [Sentence(text, (trace,)), *statuses]
        return (*blocks, Paragraph(tuple(statuses))) if statuses else tuple(blocks)

    def _carriers(self) -> list[Entry]:
        """What most verdicts turn on."""
        stress = self.material.stress
        leads = {f.id: f.says or f.claim for f in self.judged.findings}
        if stress is not None:
            turning = {c.element: c.turns for c in stress.carriers[:MOST_CARRIERS]}
            why, found = "when this {} alone is changed", "stress.carriers"
        else:
            resting: dict[str, tuple[str, ...]] = {}
            for finding in self.judged.passing:
                for name in finding.rests_on:
                    resting[name] = (*resting.get(name, ()), finding.id)
            ranked = sorted(resting, key=lambda name: (-len(resting[name]), name))
            turning = {name: resting[name] for name in ranked[:MOST_CARRIERS]}
            why, found = "when this {} is taken away", "carried_by"
        entries = []
        for name, turns in turning.items():
            named = enumerated([quoted(shortened(leads.get(turn, turn))) for turn in turns], 2)
            verb = "turns" if len(turns) == 1 else "turn"
            kind = self.words.kind(name)
            text = f"{capital(counted(len(turns), 'verdict'))} {verb} {why.format(kind)}: {named}."
            trace = self.words.trace(name, f"{found}.{name}")
            entries.append(
                Entry(sentence_of(self.words.says(name)), (Sentence(text, (trace,)),), name=name)
            )
        return entries

    def _statuses(self) -> list[Sentence]:
        counts = self.material.dossier.heading.counts.get("premises", {})
        number = counts.get("all", 0)
        if not number:
            return []
        words = {
            "data": "from the record",
            "stated": "stated in the text",
            "implied": "needed by it",
            "judged": "judged by the analyst",
            "rival": "what an opponent would add",
        }
        verb = "is" if number == 1 else "are"
        parts = [
            f"{numeral(counts[k])} {'is' if counts[k] == 1 else 'are'} {w}"
            for k, w in words.items()
            if counts.get(k)
        ]
        text = f"Of the {counted(number, 'premise')}, {enumerated(parts)}."
        if len(parts) == 1 and number > 1:
            only = next(w for k, w in words.items() if counts.get(k))
            text = f"All {counted(number, 'premise')} {verb} {only}."
        return (
            [Sentence(text, (Trace("heading.counts.premises", annex=ASSUMPTIONS),))]
            if parts
            else []
        )

    def _fails(self) -> tuple[Block, ...]:
        failing = self._failing()
        if not self.judged.failing:
            if not self.material.dossier.tested:
                return ()
            text = "No conclusion that was tested fails."
            return (Paragraph((Sentence(text, (Trace("counts", annex=ACCURACY),)),)),)
        if not failing:
            return ()
        shown = failing[:MOST_FAILING]
        entries = Entries(tuple(self.judged.entry(f, graded=False, rests=True) for f in shown))
        more = len(failing) - len(shown)
        if not more:
            return (entries,)
        text = f"{capital(numeral(more))} more {'does' if more == 1 else 'do'} not pass."
        return (entries, Paragraph((Sentence(text, (Trace("counts", annex=ACCURACY),)),)))

    def _figure(self) -> tuple[Block, ...]:
        """The conclusions of these pages beside what the text says."""
        shown = [*self.judged.key(MOST_KEY), *self._failing()[:MOST_FAILING]]
        return tuple(intervals_figures(self.judged, shown))

    def _changes(self) -> tuple[Block, ...]:
        watch = self.material.watch
        if watch is None:
            return ()
        firm = [indicator for indicator in watch.indicators if indicator.firm]
        if not firm:
            text = "No sign that was tried would change a verdict or the choice."
            return (Paragraph((Sentence(text, (Trace("watch", annex=IMPLICATIONS),)),)),)
        leads = {f.id: f.says for f in self.judged.findings}
        first = self._deciding(tuple(firm))
        ranked = [*([first] if first is not None else []), *(i for i in firm if i is not first)]
        shown = ranked[:MOST_SIGNS]
        entries = Entries(tuple(sign_entry(i, self.words, leads) for i in shown))
        more = len(firm) - len(shown)
        if not more:
            return (entries,)
        text = f"{capital(numeral(more))} more {'sign' if more == 1 else 'signs'} to watch."
        trace = Trace("watch.indicators", annex=IMPLICATIONS)
        return (entries, Paragraph((Sentence(text, (trace,)),)))

    def _not_asked(self) -> tuple[Block, ...]:
        if not self.material.not_asked:
            return ()
        parts = [f"{what} ({command})" for what, command in self.material.not_asked]
        return (
            Paragraph((Sentence(f"This brief was written without asking {enumerated(parts)}."),)),
        )


def _that(text: str) -> str:
    """An author's fragment after "says that".

    Examples
    --------
    >>> _that("The island keeps the ferry.")
    '“the island keeps the ferry”'
    """
    said = clause(text)
    first = said[:1].lower() if said[1:2].islower() and _is_article(said) else said[:1]
    return quoted(first + said[1:])


def _is_article(text: str) -> bool:
    """Whether a text begins with a word that has no capital of its own."""
    return text.partition(" ")[0].lower() in (
        "the",
        "a",
        "an",
        "it",
        "this",
        "these",
        "its",
        "as",
        "in",
    )


def _share(words: str) -> str:
    return (
        "no world has an answer" if words == "no world" else f"{words.replace('-', '–')} of worlds"
    )
