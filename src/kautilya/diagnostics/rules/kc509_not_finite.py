"""KC509: a number that is not finite.

``.nan`` and ``.inf`` are numbers in YAML, and nothing can be drawn from them or computed with
them.

Bad::

    stocks: {trade: {start: 0.5, bounds: [0, .inf]}}

Mended::

    stocks: {trade: {start: 0.5, bounds: [0, 1000]}}
"""

CODE = "KC509"
TITLE = "a number that is not finite"
