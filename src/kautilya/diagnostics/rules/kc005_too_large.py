"""KC005: a file larger than any case.

A case is written and read by people; the largest have some hundred kilobytes. A file over 5 MB is
something else: data, a report, a wrong name.

Bad::

    kautilya test trade-1950-2020.csv

Mended::

    kautilya test cases/trade
"""

CODE = "KC005"
TITLE = "a file larger than any case"
