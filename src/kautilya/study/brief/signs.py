"""Signs to watch, in sentences."""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10

from kautilya.study.brief.plain import capital, counted, enumerated, quoted, sentence_of, shortened
from kautilya.study.brief.record import Entry, Sentence, Trace
from kautilya.study.brief.words import Words
from kautilya.study.watch import Consequence, Indicator
from kautilya.study.wording import percent

SIGNS = {
    "so": "turns out to be so",
    "not so": "turns out not to be so",
    "in force": "turns out to be in force",
    "not in force": "turns out not to be in force",
}
"""What to look out for, where it is no level."""


def figure(value: float, span: tuple[float, float]) -> str:
    """A level with as many digits as its range bears.

    Examples
    --------
    >>> figure(0.37219, (0.2, 0.6)), figure(1234.5, (0.0, 5000.0))
    ('0.37', '1200')
    """
    width = abs(span[1] - span[0]) or abs(value) or 1.0
    digits = 1 - floor(log10(width))
    rounded = round(value, digits)
    return f"{rounded:.{digits}f}" if digits > 0 else f"{rounded:.0f}"


def sign_words(indicator: Indicator) -> str:
    """What to look out for."""
    if indicator.sign in SIGNS:
        return SIGNS[indicator.sign]
    unit = "" if indicator.unit in ("", "share") else f" {indicator.unit}"
    if indicator.level is None:
        return f"is at today’s {figure(indicator.today, indicator.span)}{unit} or {indicator.sign}"
    words = f"{indicator.sign} {figure(indicator.level, indicator.span)}"
    return f"falls {words}{unit}" if indicator.sign == "below" else f"rises {words}{unit}"


def today_words(indicator: Indicator) -> str:
    """Where it stands today and how far the change is, in one sentence."""
    if indicator.sign in SIGNS:
        if indicator.kind == "mechanism" and indicator.today == 1.0:
            return "Today it is taken to be in force."
        verb = "in force" if indicator.kind == "mechanism" else "so"
        return f"Today it is taken to be {verb} in {percent(indicator.today)} of worlds."
    today = figure(indicator.today, indicator.span)
    low, high = (figure(end, indicator.span) for end in indicator.span)
    if indicator.kind == "stock":
        months = counted(indicator.months or 0, "month")
        what = f"After {months} it stands at {today}, in nine of ten worlds within {low} to {high}"
    else:
        what = f"Today it is taken to be {today}, within {low} to {high}"
    if indicator.distance < 0.005:
        return f"{what}: it is there already."
    of = "that spread" if indicator.kind == "stock" else "its range"
    return f"{what}: the change is {percent(indicator.distance)} of {of} away."


def deciding(indicator: Indicator) -> Consequence | None:
    """The nearest change of the focal choice that a sign tells of."""
    turning = [consequence for consequence in indicator.firm if consequence.decision]
    return min(turning, key=lambda consequence: consequence.distance, default=None)


def choice_sign(indicator: Indicator, consequence: Consequence) -> str:
    """The sign at which a choice changes, which may lie beyond the first that changes anything."""
    if indicator.sign in SIGNS or consequence.level is None:
        return sign_words(indicator)
    return sign_words(replace(indicator, level=consequence.level))


def choice_words(consequence: Consequence, words: Words) -> str:
    """How a choice would change."""
    before = quoted(words.option(consequence.decision, consequence.before))
    after = quoted(words.option(consequence.decision, consequence.after))
    return f"{consequence.owner}’s choice would change from {before} to {after}"


def sign_entry(indicator: Indicator, words: Words, leads: dict[str, str]) -> Entry:
    """A sign as an entry of a list.

    Parameters
    ----------
    indicator
        The sign.
    words
        How the brief names things.
    leads
        Propositions in the author's words.
    """
    said = indicator.says or words.says(indicator.name)
    subject = said[:1].upper() + said[1:]
    trace = Trace(f"watch.{indicator.name}", indicator.line, indicator.sources)
    sentences = [Sentence(today_words(indicator), (trace,))]
    changed = changes_of(indicator, words, leads)
    if changed is not None:
        sentences.append(changed)
    return Entry(
        sentence_of(f"{subject}: {sign_words(indicator)}"), tuple(sentences), name=indicator.name
    )


def changes_of(indicator: Indicator, words: Words, leads: dict[str, str]) -> Sentence | None:
    """What a sign would change, in one sentence."""
    parts, traces = [], []
    choice = deciding(indicator)
    if choice is not None:
        at = ""
        if indicator.level is not None and choice.level is not None:
            at = f" {indicator.sign} {figure(choice.level, indicator.span)}"
        parts.append(choice_words(choice, words) + at)
        traces.append(Trace(f"watch.{indicator.name}.{choice.name}", choice.line, choice.sources))
    claims = [c for c in indicator.firm if not c.decision]
    for after, verb in (("fails", "no longer pass"), ("passes", "now pass")):
        turned = [c for c in claims if c.after == after]
        if not turned:
            continue
        named = enumerated(
            [quoted(shortened(leads.get(c.name, c.says) or c.name)) for c in turned], 2
        )
        parts.append(f"{named} would {verb}")
        traces += [Trace(f"watch.{indicator.name}.{c.name}", c.line, c.sources) for c in turned[:2]]
    if not parts:
        return None
    text = "; ".join(parts)
    return Sentence(f"{capital(text)}.", tuple(traces))
