"""How the trace of a sentence is printed: paragraphs, lines and annexes, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kautilya.study.brief import Sentence, Trace
from kautilya.study.wording import printable

MOST_SOURCES, MOST_LINES = 4, 3
"""Citations and lines that one sentence prints; its data have all."""


def trace_words(sentence: Sentence) -> str:
    """Where a sentence comes from; empty where it says nothing that was found.

    Examples
    --------
    >>> trace_words(Sentence("x", (Trace("a", 12, ("hi#4", "hi#5")), Trace("b", 20, ("hi#4",)))))
    'hi#4, 5 · lines 12, 20'
    >>> trace_words(Sentence("x", (Trace("counts", annex=2),)))
    'annex 2'
    """
    sources = dict.fromkeys(s for trace in sentence.traces for s in trace.sources)
    lines = dict.fromkeys(trace.line for trace in sentence.traces if trace.line)
    annexes = dict.fromkeys(trace.annex for trace in sentence.traces if trace.annex)
    cited = list(sources)[:MOST_SOURCES]
    parts = [_paragraphs(cited)] if cited else []
    parts += [_numbers("line", list(lines)[:MOST_LINES])] if lines else []
    parts += [_numbers("annex", list(annexes), "annexes")] if annexes else []
    if not parts and any(trace.found for trace in sentence.traces):
        parts = ["results"]
    return " · ".join(parts)


def traced(sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    """Sentences with their traces; what several in a row share is printed once, behind the last.

    Examples
    --------
    >>> here = (Trace("a", 12),)
    >>> traced((Sentence("One.", here), Sentence("Two.", here), Sentence("Three.")))
    [('One.', ''), ('Two.', 'line 12'), ('Three.', '')]
    """
    words = [trace_words(sentence) for sentence in sentences]
    behind = [*words[1:], ""]
    return [
        (sentence.text, "" if word == after else word)
        for sentence, word, after in zip(sentences, words, behind, strict=True)
    ]


def _paragraphs(sources: Iterable[str]) -> str:
    """Citations, paragraphs of one source together."""
    by_source: dict[str, list[str]] = {}
    for cited in sources:
        source, _, paragraph = printable(cited).partition("#")
        by_source.setdefault(source, []).append(paragraph)
    words = []
    for source, paragraphs in by_source.items():
        known = [paragraph for paragraph in paragraphs if paragraph]
        words.append(f"{source}#{', '.join(known)}" if known else source)
    return "; ".join(words)


def _numbers(one: str, numbers: list[int], many: str = "") -> str:
    noun = one if len(numbers) == 1 else (many or f"{one}s")
    return f"{noun} {', '.join(map(str, numbers))}"


def capital(text: str) -> str:
    """A text begun with a capital."""
    return text[:1].upper() + text[1:]


def found_words(traces: Iterable[Trace]) -> str:
    """Places in the results, for whoever looks a sentence up in the data."""
    return " ".join(dict.fromkeys(trace.found for trace in traces if trace.found))
