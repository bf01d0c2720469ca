"""Tests of who may read what and who may do what (5.1, 9.2.1)."""
