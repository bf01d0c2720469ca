"""Tests of the acts on bodies (5)."""
