"""How often a conclusion holds, in a sentence: shares of worlds, and the yardstick's words."""

from __future__ import annotations

from kautilya.credence import Yardstick
from kautilya.findings import Finding
from kautilya.study.brief.plain import clause, quoted
from kautilya.study.brief.words import Words
from kautilya.study.wording import is_irrelevance, missing_words, percent, percent_range

FLAT = frozenset({"flat", "flat assertion"})
"""Stated without a hedge."""


def word_at(share: float, by: Yardstick) -> tuple[str, ...]:
    """The yardstick's word for a share, or the two words between which it lies.

    Where bands nest, the narrowest that holds the share; of words for one band, the first.

    Examples
    --------
    >>> from kautilya.credence import yardstick
    >>> word_at(0.7, yardstick("ICD 203")), word_at(0.22, yardstick("PHIA"))
    (('likely',), ('highly unlikely', 'unlikely'))
    """
    holding = [(b.high - b.low, w) for w, b in by.words.items() if b.contains(share)]
    if holding:
        narrowest = min(size for size, _ in holding)
        return (next(word for size, word in holding if size == narrowest),)
    below = [(b.high, w) for w, b in by.words.items() if b.high <= share]
    above = [(b.low, w) for w, b in by.words.items() if b.low >= share]
    lower = [next(w for end, w in below if end == max(below)[0])] if below else []
    upper = [next(w for end, w in above if end == min(above)[0])] if above else []
    return (*lower, *upper)


def words_of(low: float, high: float, by: Yardstick) -> str:
    """The yardstick's words for an interval of shares, quoted.

    Examples
    --------
    >>> from kautilya.credence import yardstick
    >>> words_of(0.61, 0.66, yardstick("ICD 203")), words_of(0.38, 0.81, yardstick("ICD 203"))
    ('“likely”', 'between “unlikely” and “very likely”')
    """
    words = list(dict.fromkeys((*word_at(low, by), *word_at(high, by))))
    if not words:
        return "without a word"
    if len(words) == 1:
        return quoted(words[0])
    return f"between {quoted(words[0])} and {quoted(words[-1])}"


def stated_words(finding: Finding) -> str:
    """How the text puts a conclusion, as a clause.

    Examples
    --------
    >>> stated_words(_finding("flat")), stated_words(_finding("very likely"))
    ('the text asserts it outright', 'the text says “very likely”')
    """
    if finding.stated in FLAT:
        return "the text asserts it outright"
    return f"the text says {quoted(finding.stated)}"


def _finding(stated: str) -> Finding:
    """A finding with a hedge, for the examples above."""
    return Finding("x", "", None, "author", (), (), stated, "", "", None, (), (), "")


def share_range(finding: Finding) -> str:
    """The interval of shares over the shapes of draw, in whole per cent; empty without one."""
    return "" if finding.interval is None else dashed(percent_range(*finding.interval))


def dashed(text: str) -> str:
    """A range as it is printed.

    Examples
    --------
    >>> dashed("84-92%")
    '84–92%'
    """
    return text.replace("-", "–")


def how_often(finding: Finding, by: Yardstick, words: Words) -> str:
    """How often a conclusion holds, and what the text says, in one sentence.

    Parameters
    ----------
    finding
        The verdict.
    by
        The yardstick that conclusions are read by.
    words
        How the brief names things.
    """
    if finding.fit is None:
        return f"It was not tested: {clause(finding.untested) or 'the case gives no test'}."
    if finding.interval is None:
        return f"It could not be judged: {_nowhere(finding)}."
    before = _circumstances(finding, words)
    if is_irrelevance(finding):
        return _irrelevant(finding, before, words)
    word = words_of(*finding.interval, by)
    holds = f"{before}it holds in {_of_worlds(finding)}, {word} by {by.name}"
    return f"{_upper(holds)}{_beside(finding, word)}."


def _beside(finding: Finding, word: str) -> str:
    """What the text says, beside the yardstick's word for the share."""
    if finding.stated == "not necessarily":
        return f"; {_not_necessarily(finding)}"
    match str(finding.fit):
        case "as stated":
            if finding.stated in ("could", "may"):
                return f"; the text says no more than {quoted(finding.stated)}"
            if word == quoted(finding.stated):
                return ", as the text says"
            end = f"; {stated_words(finding)}"
        case "understated":
            end = f", where the text says no more than {quoted(finding.stated)}"
        case "underdetermined":
            end = (
                f", depending on how values are drawn within their ranges; {stated_words(finding)}"
            )
        case _:
            end = f", where {stated_words(finding)}"
    return end


def _of_worlds(finding: Finding) -> str:
    """The interval of shares, of worlds."""
    if finding.interval == (1.0, 1.0):
        return "every world (100%)"
    if finding.interval == (0.0, 0.0):
        return "no world (0%)"
    return f"{share_range(finding)} of worlds"


def _circumstances(finding: Finding, words: Words) -> str:
    """Whose view, which scenario and which antecedent, before the main clause."""
    parts = []
    if finding.voice != "author":
        parts.append(f"as {words.actor(finding.voice)} sees it")
    if finding.scenario:
        said = words.scenarios.get(finding.scenario) or finding.scenario
        parts.append(f"in the scenario {quoted(said)}")
    authored = finding.tallies.get("authored")
    if authored is not None and authored.excluded:
        kept = (authored.counted + authored.missing) / authored.worlds
        parts.append(f"in the {percent(kept)} of worlds that meet its condition")
    return "".join(f"{part}, " for part in parts)


def _irrelevant(finding: Finding, before: str, words: Words) -> str:
    premise = finding.stated.partition(":")[2].strip()
    points = share_range(finding).removesuffix("%")
    moves = "does not move the share" if points == "0" else f"moves the share by {points} points"
    end = "the text says that it does not matter"
    text = f"{before}taking {quoted(words.says(premise))} from one end of its range to the other "
    return f"{_upper(text)}{moves}{', and ' if finding.passes else ', where '}{end}."


def _not_necessarily(finding: Finding) -> str:
    if finding.passes:
        return "that leaves room, as the text says, for it not to be so"
    if str(finding.fit) == "underdetermined":
        return "whether that leaves room for it not to be so depends on how ranges are drawn"
    return "that leaves hardly any room for it not to be so, where the text says there is"


def _nowhere(finding: Finding) -> str:
    authored = finding.tallies.get("authored")
    if authored is not None and authored.missing:
        return f"no world has an answer ({missing_words(finding)})"
    return "no world meets its condition"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
