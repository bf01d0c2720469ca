"""Tests of organizations (5)."""
