"""Tests of credit-hours (8.2.5)."""
