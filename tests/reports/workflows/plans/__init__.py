"""Tests of the acts on plans (5.2, 8.1)."""
