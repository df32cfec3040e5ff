"""What is made of a dossier: the board in a terminal, JSON, JUnit, and plain explanations.

Each module renders one thing and imports what it needs, so that the command line starts at once.
"""
