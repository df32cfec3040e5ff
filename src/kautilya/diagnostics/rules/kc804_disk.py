"""KC804: results that cannot be written.

The folder `.kautilya`, where runs are kept, cannot be written to: the disk is full, the folder is
read-only, something else stands in its place, or the registry of runs in it is spoilt. What was
computed is shown all the same; only the record of the run is not kept. Free some space, move away
what is in the way, or start the program in another folder. Where the disk filled during a run,
`kautilya test CASE --resume` then keeps it without running it again.

Bad::

    $ kautilya test cases/harbour      (in a folder that cannot be written to)

Mended::

    $ cp -r cases/harbour ~/harbour
    $ kautilya test ~/harbour
"""

CODE = "KC804"
TITLE = "results that cannot be written"
