"""Tests of course construction (7.1.1, 7.1.2)."""
