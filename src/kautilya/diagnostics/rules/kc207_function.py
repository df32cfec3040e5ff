"""KC207: an unknown function, or a wrong number of arguments.

The functions are ``min max clip step exp log sqrt tanh logistic``. ``min`` and ``max`` take two
arguments or more, ``clip`` three: the value, the lowest, the highest; the others take one.

Bad::

    comfort: {is: "sigmoid(warmth) + clip(noise, 1)"}

Mended::

    comfort: {is: "logistic(warmth) + clip(noise, 0, 1)"}
"""

CODE = "KC207"
TITLE = "an unknown function, or a wrong number of arguments"
