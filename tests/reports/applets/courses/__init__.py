"""Tests of courses (7)."""
