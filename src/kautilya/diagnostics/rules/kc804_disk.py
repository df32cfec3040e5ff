"""KC804: results that cannot be written.

The folder for results cannot be written to: the disk is full, the folder is read-only, or
something that is no folder stands in its place. What was computed is shown all the same; only the
record of the run is not kept. Free some space, or choose another folder for results.

Bad::

    $ kautilya test cases/harbour      (in a folder that cannot be written to)

Mended::

    $ cp -r cases/harbour ~/harbour
    $ kautilya test ~/harbour
"""

CODE = "KC804"
TITLE = "results that cannot be written"
