"""Tests of duties of persons (6.2-6.4)."""
