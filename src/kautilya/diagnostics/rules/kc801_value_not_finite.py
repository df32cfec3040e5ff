"""KC801: a value that is not finite while the case runs.

A formula gave no finite number in some world: a division by 0, the logarithm of a number that is
not positive, the root of a negative one, or a loop that grows without limit. The run stops, since
no share of worlds could be trusted. The message names the formula, its place and the month.

Bad::

    auxiliaries: {price: {is: demand / supply}}

Mended::

    auxiliaries: {price: {is: "demand / max(supply, 0.01)"}}
"""

CODE = "KC801"
TITLE = "a value that is not finite while the case runs"
