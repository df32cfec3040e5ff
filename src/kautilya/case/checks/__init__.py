"""Checks of a case: what stands in it names what is declared, and has the numbers it needs.

Each check takes the case, its names and its places, and yields what is wrong.
"""
