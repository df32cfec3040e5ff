"""A dossier as JUnit XML, for build servers: one test case for each proposition."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kautilya.study import Dossier, Finding
from kautilya.study.wording import fit_words, flags, share_words, standing_words

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for."""


def dossier_to_junit(dossier: Dossier) -> str:
    """A dossier as JUnit XML.

    A proposition that is contested, underdetermined or contradicted is a failure; one without a
    test is skipped.

    Parameters
    ----------
    dossier
        What a run found.
    """
    heading, tally = dossier.heading, dossier.tally
    failed = sum(tally[word] for word in ("contested", "underdetermined", "contradicted"))
    numbers = {
        "tests": str(len(dossier.findings)),
        "failures": str(failed),
        "errors": "0",
        "skipped": str(tally["untested"]),
    }
    suites = Element("testsuites", {"name": "kautilya", **numbers})
    suite = SubElement(suites, "testsuite", {"name": _clean(heading.case), **numbers})
    properties = SubElement(suite, "properties")
    for name, value in {
        "case_hash": heading.case_hash,
        "seed": heading.seed,
        "yardstick": heading.yardstick,
        "worlds": heading.worlds,
        "result_hash": dossier.result_hash,
        "version": heading.version,
    }.items():
        SubElement(properties, "property", {"name": name, "value": _clean(str(value))})
    for finding in dossier.findings:
        _case(suite, dossier, finding)
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, "unicode") + "\n"


def _case(suite: Element, dossier: Dossier, finding: Finding) -> None:
    system = finding.system or "case"
    case = SubElement(
        suite,
        "testcase",
        {
            "classname": _clean(f"{dossier.heading.case}.{system}"),
            "name": _clean(finding.id),
            "file": _clean(finding.file),
            "line": str(finding.line),
        },
    )
    if finding.fit is None:
        SubElement(case, "skipped", {"message": _clean(finding.untested or "untested")})
    elif not finding.passes:
        message = f"{fit_words(finding)} in {share_words(finding)} of worlds, "
        message += f"stated: {finding.stated}"
        failure = SubElement(
            case,
            "failure",
            {"type": fit_words(finding).replace(" ", "_"), "message": _clean(message)},
        )
        failure.text = _clean("\n".join(_detail(finding)))


def _detail(finding: Finding) -> list[str]:
    lines = [finding.says, finding.claim, standing_words(finding), *flags(finding)]
    lines.append(f"{finding.file}:{finding.line} {' '.join(finding.sources)}")
    return [line for line in lines if line]


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
