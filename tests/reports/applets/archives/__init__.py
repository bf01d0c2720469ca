"""Tests of learner archives (9.1)."""
