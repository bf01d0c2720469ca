"""Tests of learning time (3.9)."""
