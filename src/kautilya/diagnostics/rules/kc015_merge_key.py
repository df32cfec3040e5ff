"""KC015: a merge key.

The key ``<<`` was an extension of YAML 1.1 that copied the entries of another mapping. YAML 1.2
does not have it, and a case whose entries come from elsewhere is hard to review.

Bad::

    first: &first {unit: share, status: judged}
    second: {<<: *first, value: 0.4}

Mended::

    first: {unit: share, status: judged}
    second: {unit: share, status: judged, value: 0.4}

To write an entry once for each of several names, use ``groups`` and ``for``.
"""

CODE = "KC015"
TITLE = "a merge key"
