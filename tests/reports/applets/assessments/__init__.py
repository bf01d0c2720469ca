"""Tests of the upkeep of accounts (6.1.2, 6.3.3)."""
