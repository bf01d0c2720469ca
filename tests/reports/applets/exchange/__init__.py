"""Tests of what leaves the site (9.2)."""
