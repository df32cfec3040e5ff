"""The printed tables: which share of cases each hedge word stands for, by published standard.

Data only. A row is ``(words, low, high, edges)``; ``edges`` says which ends belong to the band, in
the notation of intervals: ``[)`` the low end only, ``[]`` both, ``(]`` the high end only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Row = tuple[tuple[str, ...], float, float, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One published table, as printed.

    Parameters
    ----------
    name, version, source
        What it is called, which edition this is, and where it is published.
    rows
        Words that share a band, and the band.
    nested
        Whether wider words take in narrower ones (*likely* holds *very likely*).
    middle
        Words that claim odds of the middle although their band does not hold one half.
    """

    name: str
    version: str
    source: str
    rows: tuple[Row, ...]
    nested: bool = False
    middle: tuple[str, ...] = ()


# The standard prints 01-05, .., 95-99 and leaves whose the shared ends are open; here an end
# belongs to the band above it, and the outer bands reach 0 and 1: shares of worlds do.
ICD_203: Final = Table(
    name="ICD 203",
    version="2015",
    source="Intelligence Community Directive 203, Analytic Standards, 2 January 2015, D.6.e",
    rows=(
        (("almost no chance", "remote"), 0.0, 0.05, "[)"),
        (("very unlikely", "highly improbable"), 0.05, 0.20, "[)"),
        (("unlikely", "improbable", "improbably"), 0.20, 0.45, "[)"),
        (
            ("roughly even", "roughly even chance", "roughly even odds", "even chance"),
            0.45,
            0.55,
            "[)",
        ),
        (("likely", "probable", "probably"), 0.55, 0.80, "[)"),
        (("very likely", "highly probable"), 0.80, 0.95, "[)"),
        (("almost certain", "almost certainly", "nearly certain"), 0.95, 1.0, "[]"),
    ),
)

# Printed with gaps, on purpose: analysts should not argue about single per cents. "Realistic
# possibility" speaks of the middle: that a thing hardly ever happens does not bear it out.
PHIA: Final = Table(
    name="PHIA",
    version="2018",
    source="United Kingdom, Professional Head of Intelligence Assessment, Probability Yardstick",
    rows=(
        (("remote chance",), 0.0, 0.05, "[]"),
        (("highly unlikely",), 0.10, 0.20, "[]"),
        (("unlikely",), 0.25, 0.35, "[]"),
        (("realistic possibility",), 0.40, 0.50, "[)"),
        (("likely", "probable", "probably"), 0.55, 0.75, "[]"),
        (("highly likely",), 0.80, 0.90, "[]"),
        (("almost certain", "almost certainly"), 0.95, 1.0, "[]"),
    ),
    middle=("realistic possibility",),
)

IPCC_AR5: Final = Table(
    name="IPCC AR5",
    version="2010",
    source=(
        "Mastrandrea et al., Guidance Note for Lead Authors of the IPCC Fifth Assessment Report "
        "on Consistent Treatment of Uncertainties, 2010, table 1"
    ),
    rows=(
        (("virtually certain",), 0.99, 1.0, "[]"),
        (("extremely likely",), 0.95, 1.0, "[]"),
        (("very likely",), 0.90, 1.0, "[]"),
        (("likely",), 0.66, 1.0, "[]"),
        (("more likely than not",), 0.5, 1.0, "(]"),
        (("about as likely as not",), 0.33, 0.66, "[]"),
        (("unlikely",), 0.0, 0.33, "[]"),
        (("very unlikely",), 0.0, 0.10, "[]"),
        (("extremely unlikely",), 0.0, 0.05, "[]"),
        (("exceptionally unlikely",), 0.0, 0.01, "[]"),
    ),
    nested=True,
)

TABLES: Final = (ICD_203, PHIA, IPCC_AR5)
