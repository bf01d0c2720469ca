"""Tests of theme classes (8.3)."""
