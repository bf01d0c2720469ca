"""Trainees and their accounts (6.1)."""
