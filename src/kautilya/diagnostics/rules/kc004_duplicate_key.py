"""KC004: a key given twice.

Within one mapping a key stands once. YAML leaves open which of two would count, and one of them
would silently be lost; so both a slip and a pasted block are refused.

Bad::

    premises:
      thirst: {says: how thirsty, value: 0.4}
      thirst: {says: how thirsty still, value: 0.5}

Mended::

    premises:
      thirst: {says: how thirsty, value: 0.4}
      later_thirst: {says: how thirsty still, value: 0.5}
"""

CODE = "KC004"
TITLE = "a key given twice"
