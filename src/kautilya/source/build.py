"""From the events of the YAML parser to nodes, with the faults that can be seen on the way."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import faults
from kautilya.source.cuts import (
    KEYED,
    UNCOLONED,
    Cut,
    Pair,
    cut_in_mapping,
    cut_in_sequence,
    is_valueless,
)
from kautilya.source.masks import is_masked, unmask
from kautilya.source.nodes import Mapping, Node, Scalar, Sequence, Slot
from kautilya.source.scalars import NumberTooLarge, Plain, resolve_plain
from kautilya.source.text import CONTROL, SourceText

_CORE = "tag:yaml.org,2002:"
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+(?:#[^\r\n]*\s+)*|$))*")  # anchor and tag before a value
_LONG_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_TAG = re.compile(r"!\S*")
_KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


@dataclass(slots=True)
class SyntaxFault:
    """Where and why the parser stopped, in the parser's own words."""

    problem: str
    at: int
    context_at: int | None = None
    last: int = 0  # where the last single value before it begins


@dataclass(slots=True)
class Built:
    """What one pass over the text gave."""

    root: Node | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    fault: SyntaxFault | None = None
    stopped: bool = False  # a fault that ends the reading: several documents, too deep, too many


@dataclass(slots=True)
class _Frame:
    """A collection that is being built."""

    node: Mapping | Sequence
    flow: bool
    anchor: str | None
    label: str  # the keys that lead here, for messages
    pairs: list[Pair] = field(default_factory=list)
    key: Scalar | None = None
    size: int = 1
    height: int = 1


def build(source: SourceText, text: str) -> Built:
    """Read the one document of a text.

    Parameters
    ----------
    source : SourceText
        The file as written, for the places in messages.
    text : str
        The text to parse: the same, with some characters set aside (`kautilya.source.masks`).

    Returns
    -------
    Built
        The root node (None for an empty document or when the parser stopped), what is wrong, and
        the expressions that YAML cut in two.
    """
    return _Builder(source, text).run()


class _Stop(Exception):
    """A fault after which reading on makes no sense."""


class _Builder:
    """Follows the events of one document."""

    def __init__(self, source: SourceText, text: str) -> None:
        self.source = source
        self.text = text
        self.built = Built()
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}  # node, expanded size, height
        self.documents = 0
        self.copies = 0
        self.reached = 0  # the end of the last event
        self.last = 0  # the beginning of the last single value

    def run(self) -> Built:
        """Follow all events, or as many as make sense."""
        steps: dict[type, Callable[[Any], None]] = {
            ScalarEvent: self.scalar,
            MappingStartEvent: self.open,
            SequenceStartEvent: self.open,
            MappingEndEvent: self.close,
            SequenceEndEvent: self.close,
            AliasEvent: self.alias,
            DocumentStartEvent: self.document,
        }
        try:
            for event in YAML(typ="safe", pure=True).parse(self.text):
                step = steps.get(type(event))
                if step is not None:
                    step(event)
                    self.reached = event.end_mark.index
        except _Stop:
            self.built.stopped = True
        except MarkedYAMLError as error:
            self.built.fault = self.fault_of(error)
        except Exception as error:  # the parser's own slips on odd input are faults of the input
            self.built.fault = self.slip_of(error)
        return self.built

    def fault_of(self, error: MarkedYAMLError) -> SyntaxFault:
        """Take the problem and its places out of the parser's exception."""
        context = None if error.context_mark is None else int(error.context_mark.index)
        problem = str(error.problem if error.problem is not None else error.context)
        if error.problem_mark is None:
            at = self.reached if context is None else context
            return SyntaxFault(problem, at, None, self.last)
        return SyntaxFault(problem, int(error.problem_mark.index), context, self.last)

    def slip_of(self, error: Exception) -> SyntaxFault:
        """Find what made the parser itself fail: an escape beyond Unicode, as far as is known."""
        for found in _LONG_ESCAPE.finditer(self.text, self.reached):
            if int(found[1], 16) > sys.maxunicode:
                return SyntaxFault("found unknown escape", found.start() + 1)
        return SyntaxFault(str(error), self.reached)

    def report(self, diagnostic: Diagnostic) -> None:
        """Note a fault."""
        self.built.problems.append(diagnostic)

    def document(self, event: Any) -> None:
        """Accept the first document, of YAML 1.2, and no other."""
        self.documents += 1
        if self.documents > 1:
            span = self.source.span(event.start_mark.index, event.end_mark.index)
            self.report(faults.several_documents(span))
            raise _Stop
        if event.version is not None and tuple(event.version) != (1, 2):
            at = self.text.find("%YAML")
            version = ".".join(map(str, event.version))
            self.report(faults.other_version(self.source.span(at, at + 5), version))
            raise _Stop

    def open(self, event: Any) -> None:
        """Begin a mapping or a sequence."""
        start, flow = event.start_mark.index, bool(event.flow_style)
        is_mapping = type(event) is MappingStartEvent
        if event.anchor is not None or event.ctag is not None:
            start = self.after_properties(start)
            if event.tag not in (None, "!", _CORE + ("map" if is_mapping else "seq")):
                self.refuse_tag(event.start_mark.index)
        self.check_depth(len(self.frames) + 1, start)
        node: Mapping | Sequence = Mapping(start, start) if is_mapping else Sequence(start, start)
        self.frames.append(_Frame(node, flow, event.anchor, self.label_of_next()))

    def close(self, event: Any) -> None:
        """End a mapping or a sequence and hand it to the collection around it."""
        frame = self.frames.pop()
        node = frame.node
        node.end = max(event.end_mark.index, node.start) if frame.flow else self.reached
        if frame.flow:
            find = cut_in_mapping if isinstance(node, Mapping) else cut_in_sequence
            self.built.cuts.extend(find(self.text, frame.pairs))
        if frame.anchor is not None:
            self.anchors[frame.anchor] = (node, frame.size, frame.height)
        self.place(node, node.start, node.end, frame.size, frame.height)

    def scalar(self, event: Any) -> None:
        """Take a single value."""
        start, end, style = event.start_mark.index, event.end_mark.index, event.style
        tag = None
        if event.anchor is not None or event.ctag is not None:
            tag = event.tag
            start = min(self.after_properties(start), end)
        self.last = start
        text = unmask(event.value)
        if style == '"':
            unfit = CONTROL.search(text)
            if unfit is not None:
                self.report(faults.control_escape(self.source.span(start, end), ord(unfit[0])))
        node = Scalar(start, end, text, style, None)
        node.value = self.value_of(node, tag, event.start_mark.index)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1, 0)
        self.place(node, start, end, 1, 0)

    def alias(self, event: Any) -> None:
        """Put the node of an anchor in the place of an alias."""
        name, start, end = event.anchor, event.start_mark.index, event.end_mark.index
        span = self.source.span(start, end)
        node: Node = Scalar(start, end, "", None, None)
        size, height = 1, 0
        if any(frame.anchor == name for frame in self.frames):
            self.report(faults.alias_in_circle(span, name))
        elif name not in self.anchors:
            self.report(faults.unknown_alias(span, name, did_you_mean(name, self.anchors)))
        else:
            node, size, height = self.anchors[name]
            self.copies += size
        if self.copies > faults.MOST_COPIES:
            self.report(faults.too_many_copies(span))
            raise _Stop
        self.check_depth(len(self.frames) + height, start)
        self.place(node, start, end, size, height)

    def place(self, node: Node, start: int, end: int, size: int, height: int) -> None:
        """Hand a finished node to the collection around it, as key, value or item."""
        if not self.frames:
            self.built.root = node
            return
        frame = self.frames[-1]
        frame.size += size
        frame.height = max(frame.height, height + 1)
        around = frame.node
        if isinstance(around, Sequence):
            around.slots.append(Slot(start, end, start, end, node))
            around.value.append(node.value)
            if frame.flow:
                frame.pairs.append(Pair(None, node))
        elif frame.key is None:
            frame.key = self.key_of(node, start, end)
        else:
            key, frame.key = frame.key, None
            self.entry(frame, around, key, Slot(key.start, key.end, start, end, node))

    def entry(self, frame: _Frame, around: Mapping, key: Scalar, slot: Slot) -> None:
        """Add a key with its value, unless the key is there already."""
        name = key.text
        if frame.flow:
            frame.pairs.append(Pair(key, slot.node))
        if key.style is None:
            self.check_colon(frame, key, slot)
        if name == "<<" and key.style is None:
            self.report(faults.merge_key(self.source.span(key.start, key.end)))
        elif name in around.slots:
            span = self.source.span(key.start, key.end)
            first = self.source.line_of(around.slots[name].key_start)
            self.report(faults.key_twice(span, name, frame.label, first))
        else:
            around.slots[name] = slot
            around.value[name] = slot.node.value

    def key_of(self, node: Node, start: int, end: int) -> Scalar:
        """Check that a key is a single piece of text."""
        if isinstance(node, Scalar) and (node.text or node.style is not None):
            return Scalar(start, end, node.text, node.style, None)
        self.report(faults.no_key(self.source.span(start, end), not isinstance(node, Scalar)))
        return Scalar(start, end, f"\0{start}", None, None)  # a name that no author can write

    def check_colon(self, frame: _Frame, key: Scalar, slot: Slot) -> None:
        """Refuse a key that shows a colon forgotten, ``water {start``, or a blank, ``says:x``."""
        if is_masked(self.text[key.start : key.end]):
            return  # reported already
        span = self.source.span(key.start, key.end)
        colon = KEYED.match(key.text) if ":" in key.text else None
        if colon is not None:
            opens = key.text[colon.end() : colon.end() + 1] in tuple("[{\"'")
            if opens or (frame.flow and is_valueless(self.text, key, slot.node)):
                self.report(faults.no_blank(span, key.text, colon.end()))
        elif not frame.flow and ("{" in key.text or "[" in key.text):
            found = UNCOLONED.match(key.text)
            if found is not None:
                self.report(faults.no_colon(span, found[1]))

    def label_of_next(self) -> str:
        """Name the collection about to begin by the keys that lead to it."""
        if not self.frames:
            return ""
        frame = self.frames[-1]
        if isinstance(frame.node, Sequence):
            part = f"item {len(frame.node.slots) + 1}"
        else:
            part = "" if frame.key is None else frame.key.text
        return f"{frame.label} > {part}" if frame.label else part

    def check_depth(self, depth: int, at: int) -> None:
        """Refuse what is nested too deeply."""
        if depth > faults.MOST_LEVELS:
            self.report(faults.too_deep(self.source.span(at, at + 1)))
            raise _Stop

    def value_of(self, node: Scalar, tag: str | None, at: int) -> Plain:
        """Give a scalar its meaning by the core schema."""
        if tag is None:
            return node.text if node.style is not None else self.plain(node)
        if tag in ("!", f"{_CORE}str"):
            return node.text
        value = self.plain(node)
        wanted = _KINDS.get(tag.removeprefix(_CORE)) if tag.startswith(_CORE) else None
        if wanted is None or type(value) not in wanted:
            self.refuse_tag(at)
        elif tag == f"{_CORE}float":
            return float(value or 0)
        return value

    def plain(self, node: Scalar) -> Plain:
        """Read a plain scalar, noting a number that no double can hold."""
        try:
            return resolve_plain(node.text)
        except NumberTooLarge:
            self.report(faults.number_too_large(self.source.span(node.start, node.end)))
            return None

    def refuse_tag(self, at: int) -> None:
        """Refuse the tag that stands at or after a place."""
        found = _TAG.search(self.text, at)
        start, end = (at, at + 1) if found is None else found.span()
        self.report(faults.tag(self.source.span(start, end), self.text[start:end]))

    def after_properties(self, start: int) -> int:
        """Skip the anchor and the tag that stand before a value."""
        found = _PROPERTIES.match(self.text, start)
        return start if found is None else found.end()
