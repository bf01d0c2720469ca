"""Tests of plans and of all else that is issued (5.2, 8.1)."""
