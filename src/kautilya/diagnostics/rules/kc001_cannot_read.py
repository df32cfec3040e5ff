"""KC001: a file that cannot be read.

The case was not found, or the machine would not let it be read. A case is a file, or a folder that
holds a file called ``case.yaml``. Pipes and devices are not read.

Bad, when the folder holds ``ferry.yaml`` only::

    kautilya test cases/ferry-line

Mended: name the file, or rename it to ``case.yaml``::

    kautilya test cases/ferry-line/ferry.yaml
"""

CODE = "KC001"
TITLE = "a file that cannot be read"
