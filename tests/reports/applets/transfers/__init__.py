"""Tests of transfers between units (6.1.3)."""
