"""KC511: a promise that cannot be kept or exposed.

An option with ``persuades`` gives beliefs to others while it is chosen. ``keeps`` names how its
owner keeps what it promises, one of the owner's own decisions at one of several options, and
``exposed`` the chance that nobody believes it. Both mean nothing without ``persuades``.

Bad::

    decisions:
      seller.word:
        now: silent
        options:
          silent: {says: says nothing}
          promise: {says: promises timber, keeps: buyer.purse is open}

Mended::

    decisions:
      seller.word:
        now: silent
        options:
          silent: {says: says nothing}
          promise:
            says: promises timber
            persuades: {buyer: {timber_comes: 0.9}}
            exposed: unlikely
            keeps: seller.deed is deliver
"""

CODE = "KC511"
TITLE = "a promise that cannot be kept or exposed"
