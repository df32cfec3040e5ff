"""KC003: a fault of YAML.

A case is written in YAML 1.2: keys with a colon and a blank, entries lined up by blanks, short
entries in braces, lists in brackets. This code stands for faults that have no code of their own:
a missing colon, a line that is indented like no other, a quote or a bracket that is not closed.

Bad, a brace is not closed and a colon is missing::

    stocks:
      water: {start: 0.5
    horizon 12

Mended::

    stocks:
      water: {start: 0.5}
    horizon: 12

When a line is marked that looks right, look at the line above it.
"""

CODE = "KC003"
TITLE = "a fault of YAML"
