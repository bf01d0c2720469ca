"""Courses of the standard, their versions and where they are placed (7, R1, R3)."""
