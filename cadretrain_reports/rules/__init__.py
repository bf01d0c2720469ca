"""The standard as pure functions and frozen dataclasses: no Django, no input or output.

Each module is one subject; each function cites the clause (`3.8`) or the settled rule (`R7`) that it
computes.
"""
