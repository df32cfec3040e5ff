"""The pages of the rules: one file for each code, its docstring the page."""
