"""Tests of course evaluation (7.1.2)."""
