"""Around an answer: what it rests on, where it tips, what would be worth finding out.

General methods over numbers and callables; none of them knows what a case is.
"""
