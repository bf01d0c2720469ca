"""Tests of the audit log (9.2.3)."""
