"""KC402: units that do not agree.

What is added, subtracted or compared has one unit, and what a mechanism adds has the unit of what
it ends at; for a stock without ``toward`` that unit per month. Only names carry units: a bare
number takes the unit that its place needs.

Bad::

    premises: {sacks: {value: 2, unit: kt}}
    stocks: {water: {start: 0.5, toward: 0.4, over: 3 months}}
    mechanisms: {rain_fills: {to: water, adds: sacks}}

Mended, by a premise that says how much one is of the other::

    premises:
      sacks: {value: 2, unit: kt}
      water_per_sack: {value: 0.1, unit: 1/kt}
    mechanisms: {rain_fills: {to: water, adds: water_per_sack * sacks}}
"""

CODE = "KC402"
TITLE = "units that do not agree"
