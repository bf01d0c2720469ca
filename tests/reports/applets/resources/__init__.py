"""Tests of learning support resources (7.2)."""
