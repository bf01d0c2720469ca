"""Learner archives that nobody can quietly change (3.13, 9.1)."""
