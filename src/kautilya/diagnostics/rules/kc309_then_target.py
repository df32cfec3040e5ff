"""KC309: an event changes something that it cannot change.

``then`` says what is read of a stock, an auxiliary or a transfer once the event has happened. A
premise is fixed within a world; another event is moved by a mechanism that ends at it.

Bad::

    events: {flood: {rate: 0.1, then: {crosing: 0.3}}}

Mended::

    auxiliaries: {crossing: {is: "0.9"}}
    events: {flood: {rate: 0.1, then: {crossing: 0.3}}}
"""

CODE = "KC309"
TITLE = "an event changes something that it cannot change"
