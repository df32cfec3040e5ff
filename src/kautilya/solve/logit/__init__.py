"""How logit equilibria are found: one game with care, many worlds at once, in machine code.

`kautilya.solve.quantal` is what to call.
"""
