"""Tests of trainees and accounts (6.1)."""
